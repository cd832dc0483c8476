"""Of what kind a question is, in the words people use for it: "(chọn nhiều)", "thang 1-5", "ngày nào"; what nobody says follows from
its options. How it is understood stands in the preview, so a wrong guess is seen before it goes."""

import re

from models.folding import fold, tidy
from models.survey import Asked, SurveyKind

STEPS = range(2, 11)
"""How many steps a scale may have."""


def of(text: str, options: tuple[str, ...]) -> Asked:
    """The question as it is put: without the words in brackets, or behind it, that say its kind alone. Never raises."""
    folded = fold(text)
    if len(folded) != len(text):  # a letter that folds to two: its marks cannot be found again
        folded = text.lower()
    for mark in reversed([*_MARK.finditer(folded)]):
        inner = mark["bracketed"] if mark["bracketed"] is not None else mark["behind"]
        rest = tidy(text[: mark.start()] + text[mark.end() :])
        asked = _marked(rest, options, inner, tidy(text[mark.start() : mark.end()]))
        if asked is not None and any(c.isalpha() for c in rest):
            return asked
    if options:
        return Asked(text, options)
    spoken = _SCALE_SPOKEN.search(folded)
    if spoken and not (spoken["thang"] and _MONTH.search(text[spoken.start() :][:5].lower())):
        return _scale(text, int(spoken["high"]), "", "") or Asked(text)
    return Asked(text, (), SurveyKind.DATE) if _WHICH_DAY.search(folded) else Asked(text)


def _marked(rest: str, options: tuple[str, ...], inner: str, written: str) -> Asked | None:
    """The question with the kind that a mark says; None where the mark says none that goes with its options."""
    if scale := _SCALE.fullmatch(inner):
        high = int(scale["high"] or scale["of"])
        low, top = _ends(high, (written,)) if not options else _ends(high, options)
        return _scale(rest, high, low, top) if not options or (low and top) else None
    if options:
        if _SEVERAL.fullmatch(inner):
            return Asked(rest, options, SurveyKind.SEVERAL)
        return Asked(rest, options) if _SINGLE.fullmatch(inner) else None
    if _WORDS.fullmatch(inner):
        return Asked(rest)
    return Asked(rest, (), SurveyKind.DATE) if _DAY.fullmatch(inner) else None


def _ends(high: int, said: tuple[str, ...]) -> tuple[str, str]:
    """The words at both ends of a scale: "1 là rất kém, 5 là rất tốt", or two options "1: rất kém", "5: rất tốt"."""
    found = {}
    for part in said:
        for number, words in _END.findall(part):
            found[int(number)] = tidy(words).strip(" .,;)]")
    if len(said) == 1 or len(said) == len(found) == 2:
        return found.get(1, ""), found.get(high, "")
    return "", ""


def _scale(text: str, high: int, low: str, top: str) -> Asked | None:
    if high not in STEPS:
        return None
    ends = {1: low, high: top}
    steps = tuple(step(number, ends.get(number, "")) for number in range(1, high + 1))
    return Asked(text, steps, SurveyKind.SCALE)


def mark(asked: Asked) -> str:
    """The words that say the kind of a question, for whoever writes it down."""
    if asked.kind is SurveyKind.SCALE:
        ends = [_IN_BRACKETS.search(asked.options[place]) for place in (0, -1)]
        high = len(asked.options)
        return scale_mark(high, *(end[1] if end else "" for end in ends))
    return MARKS[asked.kind]


# Wording

MARKS = {
    SurveyKind.SINGLE: "(chọn một)",
    SurveyKind.SEVERAL: "(chọn nhiều)",
    SurveyKind.TEXT: "(trả lời bằng lời)",
    SurveyKind.DATE: "(ngày)",
}


def scale_mark(high: int, low: str, top: str) -> str:
    ends = [f"{number} là {words}" for number, words in ((1, low), (high, top)) if words]
    return f"(thang 1-{high}{': ' if ends else ''}{', '.join(ends)})"


def step(number: int, words: str) -> str:
    """A step as its button says it."""
    return f"{number} điểm" + (f" ({words})" if words else "")


_IN_BRACKETS = re.compile(r"\((.+)\)$")
_MARK = re.compile(
    r"\s*[(\[](?P<bracketed>[^()\[\]]+)[)\]]|(?:(?<=[?.!;:])|\s[-–—])\s*(?P<behind>[^?.!;()\[\]]+)\.?$"
)
_CHOOSE = r"(?:(?:xin|hay|chi|co the|duoc) )*chon (?:duoc )?"
_THING = r"(?: (?:y|dap an|lua chon|phuong an|cau tra loi|muc|o|cai))?"
_SEVERAL = re.compile(rf"{_CHOOSE}(?:nhieu|(?:mot|1) hoac nhieu|nhieu hon (?:mot|1)){_THING}")
_SINGLE = re.compile(rf"{_CHOOSE}(?:mot|1){_THING}")
_WORDS = re.compile(
    r"(?:xin )?(?:tra loi bang (?:loi|chu)|ghi y kien|tu ghi|tu luan|cau hoi mo|tra loi tu do)"
)
_DAY = re.compile(r"(?:xin )?(?:(?:tra loi bang|ghi|chon) )?(?:mot )?ngay(?: thang(?: nam)?)?")
_TO = r"\s?(?:-|–|—|den|toi)\s?"
_SCALE = re.compile(
    rf"(?:xin )?(?:(?:cham|cho) diem |thang (?:diem |do )?|muc (?:do )?)*(?:tu )?1{_TO}(?P<high>\d{{1,2}})(?: diem)?(?: ?[,:;].*)?"
    r"|thang diem (?P<of>\d{1,2})(?: ?[,:;].*)?"
)
_SCALE_SPOKEN = re.compile(
    rf"\b(?:(?P<thang>thang) (?:diem |do )?|(?:cham|cho) diem\b[^?.!]*?)(?:tu )?\b1{_TO}(?P<high>\d{{1,2}})\b(?![/.]\d)"
)
_MONTH = re.compile(r"tháng")
_WHICH_DAY = re.compile(
    r"\b(?:ngay(?: thang)? nao|hom nao|ngay may|mung may)\b(?! (?:trong|hang|cua|cung|giua))"
)
_END = re.compile(r"(?<![\d-])(\d{1,2})\s?(?:là|la|=|:|\.)\s*([^\d,;]+)", re.I)
