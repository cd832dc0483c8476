"""What a plain reply answers to a question of a survey: closed lists and its own options, accents first, no distance measure; None means:
ask again (decision 26)."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime

from handlers.kit.reading import number, read_times, vote, yes_no
from handlers.kit.reading.replies.said import BREAK, NO, SELF, bare, before_trail, heard
from handlers.surveys.pasted import ALPHABETS
from models.folding import fold, tidy
from models.survey import Said, SurveyKind, SurveyQuestion

Pair = tuple[int, str]
"""A question's place, and what was said to it."""


def meant(question: SurveyQuestion, text: str, now: datetime) -> Said | None:
    """What a reply answers; words are taken as they are."""
    if question.kind is SurveyKind.TEXT:
        return tidy(text) if any(c.isalnum() for c in text) else None
    if question.kind is SurveyKind.DATE:
        return _day(text, now)
    if question.kind is SurveyKind.SEVERAL:
        return _several(question.options, text)
    taken = _one(question.options, text, scale=question.kind is SurveyKind.SCALE)
    return None if taken is None else (taken,)


def fits(question: SurveyQuestion, said: str, now: datetime) -> Said | None:
    """What a pair's answer is of a question; words are not taken so."""
    return None if question.kind is SurveyKind.TEXT else meant(question, said, now)


def pairs(text: str) -> list[Pair] | None:
    """The answers of a reply such as "1a 2c 3b" or "câu 1: a, câu 2: 3"; None where it is none. A place that stands twice is none."""
    line, found, at = _POLITE_END.sub("", tidy(text)), [], 0
    while at < len(line):
        pair = _PAIR.match(line, at)
        if pair is None:
            return None
        place = pair["place"] or pair["dated"] or pair["named"]
        found.append(
            (int(place), pair["letters"] or pair["day"] or pair["said"] or ", ".join(pair["together"]))
        )
        at = pair.end()
    places = [place for place, _ in found]
    return found if found and len(set(places)) == len(places) else None


def pairs_in_words(text: str) -> list[Pair] | None:
    """The answers of "1: sáng thứ bảy, 2: nhà bí thư", or of "câu 1: sáng thứ bảy", each in words; None where it is none."""
    starts = list(_PLACED.finditer(tidy(text)))
    if not starts or starts[0].start() > 0 or (len(starts) == 1 and not starts[0]["of"]):
        return None
    ends = [start.start() for start in starts[1:]] + [len(tidy(text))]
    found = [
        (int(start["place"]), tidy(text)[start.end() : end]) for start, end in zip(starts, ends, strict=True)
    ]
    return found if len({place for place, _ in found}) == len(found) else None


def _one(options: Sequence[str], text: str, *, scale: bool = False) -> int | None:
    """The one option that is meant: by its number, its letter, its words, or by a yes or a no where one option says just that."""
    steps = len(options) if scale else 0
    if (said := _number(text, steps)) is not None:
        return said - 1 if 1 <= said <= len(options) else None
    if marked := _MARKED.fullmatch(tidy(text)):
        place = _number(marked["mark"], steps)
        place = place - 1 if place is not None else _letter(marked["mark"], len(options))
        return place if place is not None and _labelled(options, marked["words"]) == place else None
    letter = _letter(_CHOOSES.sub("", bare(text)), len(options))
    labelled = _labelled(options, text)
    if letter is not None or labelled is not None:
        return letter if labelled is None else labelled
    return None if scale else _alike(options, text)


def _alike(options: Sequence[str], text: str) -> int | None:
    """The only option that is a yes, a no or a vote as the reply is one."""
    for reader in (yes_no, vote):
        said = reader(text)
        alike = [place for place, option in enumerate(options) if said is not None and reader(option) == said]
        if len(alike) == 1:
            return alike[0]
    return None


def _number(text: str, steps: int) -> int | None:
    """A number, or so many points of a scale of so many steps (0: it is none)."""
    said = number(text)
    if said is not None or not steps or _SIGNED.match(tidy(text)):
        return said
    points = _POINTS.fullmatch(_in_figures(bare(text)))
    return int(points["points"]) if points and int(points["of"] or steps) == steps else None


def _letter(text: str, options: int) -> int | None:
    """The option of a letter. From the fifth on letters are counted in two ways, with đ and without; where the two differ it is asked."""
    letter = text.lower().strip(" .,)!")
    places = {abc.index(letter) for abc in ALPHABETS if len(letter) == 1 and letter in abc[:options]}
    return places.pop() if len(places) == 1 else None


def _labelled(options: Sequence[str], text: str) -> int | None:
    """The option whose own words a reply is, politeness aside; without marks only where one alone folds to it, and "vang" to none."""
    chosen = _CHOOSES.sub("", bare(text))
    chosen = chosen.removesuffix(_ALONE) if _ONLY.search(bare(text)) else chosen
    lines = _spellings(before_trail(heard(text).line), bare(text), chosen)
    names = [
        _spellings(*(line for name in (option, *_IN_BRACKETS.findall(option)) for line in _named(name)))
        for option in options
    ]
    exact = [place for place, spelt in enumerate(names) if spelt & lines]
    if exact:
        return exact[0] if len(exact) == 1 else None
    if not tidy(text).isascii():
        return _part_of(options, chosen)
    folded = {" ".join(word for word, _ in line) for line in lines} - {"", _UNSURE}
    alike = [
        place
        for place, spelt in enumerate(names)
        if {" ".join(word for word, _ in line) for line in spelt} & folded
    ]
    return alike[0] if len(alike) == 1 else None if alike else _part_of(options, chosen)


def _part_of(options: Sequence[str], chosen: str) -> int | None:
    """The only option that has these words among its own: "chủ nhật" for "Chiều chủ nhật", while nothing else in that option turns them
    round or takes from them, and they are no answer of their own. "thứ ba" may be the third."""
    said = [_sound(word) for word in _in_figures(chosen).split()]
    if len(said) < 2 or yes_no(chosen) is not None or vote(chosen) is not None:
        return None
    if (nth := _NTH.fullmatch(_in_figures(chosen))) and int(nth["nth"]) <= len(options):
        return None
    found = []
    for place, option in enumerate(options):
        words = [_sound(word) for word in _in_figures(before_trail(heard(option).line)).split()]
        starts = [at for at in range(len(words)) if words[at : at + len(said)] == said]
        if starts and not _TURNS.search(option.lower()):
            found.append(place)
        elif starts:
            return None
    return found[0] if len(found) == 1 else None


def _named(name: str) -> tuple[str, str]:
    """The line of an option, and the same without what parts its words, as it is typed: "văn hóa văn nghệ"."""
    line = before_trail(heard(name).line)
    return line, " ".join(word for word in line.split() if word != BREAK)


def _spellings(*lines: str) -> set[tuple[tuple[str, str], ...]]:
    """Lines as they are compared: also with their numbers in figures, and the days of the week as people shorten them."""
    return {_spelt(each) for line in lines for each in (line, _in_figures(line))}


def _in_figures(line: str) -> str:
    """'thứ bảy', 't7' → 'thứ 7', 'ba điểm' → '3 điểm', 'cn' → 'chủ nhật'."""
    line = _DAY.sub(_WEEKDAY, line)
    return " ".join(_FIGURES.get(word, word) for word in line.split())


def _spelt(line: str) -> tuple[tuple[str, str], ...]:
    """A line word by word, with its marks wherever in the word they stand: "hoà" is "hòa"."""
    return tuple(_sound(word) for word in line.split())


def _sound(word: str) -> tuple[str, str]:
    split = unicodedata.normalize("NFD", word.translate(_STROKED))
    return fold(split), "".join(sorted(c for c in split if unicodedata.combining(c)))


def _several(options: Sequence[str], text: str) -> tuple[int, ...] | None:
    """The options of "2,3", "2 và 3", "b, c", "thứ bảy, chủ nhật", "cả hai"; a range that leaves something between is asked."""
    one = _one(options, text)
    if one is not None:
        return (one,)
    line = _CHOOSES.sub("", bare(text))
    if (all_of := _ALL.fullmatch(line)) and _COUNTED.get(all_of["many"] or "", len(options)) == len(options):
        return tuple(range(len(options)))
    if any(int(span[2]) != int(span[1]) + 1 for span in _RANGE.finditer(text)):
        return None
    found = _listed(options, line) or _all_labelled(options, text)
    return tuple(sorted(set(found))) if found else None


def _listed(options: Sequence[str], line: str) -> list[int] | None:
    """Numbers, or letters, and nothing else."""
    if _DIGITS.fullmatch(figures := _in_figures(line)):
        places = [int(digit) - 1 for digit in re.findall(r"\d+", figures)]
        return places if all(0 <= place < len(options) for place in places) else None
    if not _LETTERS.fullmatch(line) or line.endswith(" a"):  # "b a" is b with "ạ", or b and a
        return None
    letters = [_letter(letter, len(options)) for letter in _LETTER.findall(line)]
    known = [letter for letter in letters if letter is not None]
    return known if len(known) == len(letters) else None


def _all_labelled(options: Sequence[str], text: str) -> list[int] | None:
    for separator in (_COMMAS, _AND):
        parts = [part for part in separator.split(tidy(text)) if part.strip()]
        places = [_labelled(options, part) for part in parts]
        known = [place for place in places if place is not None]
        if known and len(known) == len(parts):
            return known
    return None


def several(options: Sequence[str], text: str) -> bool:
    """Whether a reply names more than one number or option, were it known here or not."""
    line = _in_figures(_CHOOSES.sub("", bare(text)))
    if _DIGITS.fullmatch(line):
        return len(re.findall(r"\d+", line)) > 1
    return len(_several(options, text) or ()) > 1


def _day(text: str, now: datetime) -> date | None:
    """The one day that a reply names, and nothing beside it; a lunar one is asked (decision 27)."""
    times = read_times(text, now)
    days = {moment.date() for moment in times.moments}
    unclear = times.lunar or times.contradiction or times.rule or times.length or not times.has_day
    bound = _BOUND.search(tidy(text).lower())
    rest = _CAN.sub("", _CHOOSES.sub("", bare(times.rest))) if times.rest else ""
    return (
        days.pop()
        if len(days) == 1 and not unclear and not bound and not any(c.isalnum() for c in rest)
        else None
    )


# Wording

_UNSURE = "vang"
"""vâng or vắng."""
_STROKED = str.maketrans({"đ": "d\u0335"})
"""Its stroke as a mark, which Unicode does not part from it."""
_CHOOSES = re.compile(
    rf"^(?:(?:{SELF}) )?(?:xin )?(?:(?:chọn|chon|lấy|ý|mục|số|so|phương án|đáp án|vào|chỉ|quan tâm|muốn|thích|bữa|hôm) )*"
)
_ALONE = " thôi"
_ONLY = re.compile(r"\bchỉ .* thôi$")
_FIGURES = {
    "một": "1",
    "hai": "2",
    "ba": "3",
    "bốn": "4",
    "năm": "5",
    "sáu": "6",
    "bảy": "7",
    "tám": "8",
    "chín": "9",
}
_FIGURES |= {"mười": "10", "cn": "chủ nhật"}
_WEEKDAY = r"thứ \1"
_DAY = re.compile(r"\bt ?([2-7])\b")
_NTH = re.compile(r"thứ (?P<nth>\d{1,2})")
_TURNS = re.compile(
    rf"\b(?:{NO}|trừ|ngoài|trên|dưới|hơn|trước|sau|từ|đến|quá|gần|ít|nhiều|rất|hơi|khá|tương đối|một phần|nếu|chỉ|hoặc|hay)\b|\d"
)
""""Rất hài lòng" is not what "hài lòng" says, nor is "trên 60 tuổi" 60."""
_POINTS = re.compile(
    rf"(?:(?:{SELF}) )?(?:(?:chỉ|xin|cho|chấm|cham|mức|muc|bậc|được) )*"
    r"(?P<points>\d{1,2})(?:(?:/| trên | tren )(?P<of>\d{1,2}))?(?: ?(?:điểm|diem|đ|sao))?(?: thôi)?"
)
_SIGNED = re.compile(r"[-−–]\d")
_MARKED = re.compile(r"(?:câu |số |ý )?(?P<mark>\d{1,2}|[a-iđ])(?:[.):]| -) ?(?P<words>\D.*)", re.I)
_IN_BRACKETS = re.compile(r"^\d+ điểm \((.+)\)$")
_RANGE = re.compile(r"(\d+) ?(?:-|–|—|~|đến|den) ?(\d+)")
_BETWEEN = r"(?: (?:,|và|va|với|vs|cùng|số|so|ý))*"
_DIGITS = re.compile(rf"\d(?:{_BETWEEN} \d)*")
_LETTERS = re.compile(rf"[a-iđ](?:{_BETWEEN} [a-iđ])*")
_LETTER = re.compile(r"(?<!\w)[a-iđ](?!\w)")
_ALL = re.compile(
    r"(?:tất cả|tat ca|chọn hết|cả|ca)(?: (?P<many>hai|ba|bốn|bon|năm|sáu|bảy|tám|2|3|4|5|6|7|8))?"
)
_BOUND = re.compile(
    r"(?<!thu )(?<!tuần )(?<!tuan )(?<!tháng )(?<!thang )\b(?:từ|tu|trước|truoc|sau|đến|den|tới) "
    r"(?=(?:hết |ngày |ngay |hôm )*(?:\d|mùng|mung|thứ|thu|chủ|chu|cn|mai|ngày|ngay))|\d ?[-–—] ?\d{1,2}/"
)
""""sau 20/12", "20-25/12": not one day; "tuần sau thứ bảy" is one."""
_CAN = re.compile(
    rf"^(?:(?:{SELF}) )?(?:sẽ |có thể |xin )*(?:(?:đi|đến|tham gia|dự|rảnh)(?: được)?(?: vào)?)$"
)
_COUNTED = {"hai": 2, "ba": 3, "bốn": 4, "bon": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8}
_COUNTED |= {str(many): many for many in range(2, 9)}
_COMMAS = re.compile(r"[,;+&\n]")
_AND = re.compile(r"[,;+&\n]| (?:và|va|với|vs|cùng) ", re.I)
_POLITE_END = re.compile(r"(?:[ .,;]+(?:ạ|nhé|nha|a))?[ .,;!]*$", re.I)
_PLACED = re.compile(r"(?:^|[\s,;.]+)(?P<of>c[âa]u )?(?P<place>\d{1,2}) ?[:.)] ?(?=\D)", re.I)
_PAIR = re.compile(
    r"(?:(?P<place>\d{1,2})(?: ?[.):=-]? ?(?P<letters>[a-iđ](?: ?(?:,|\+|&|và) ?[a-iđ](?![^\W\d_]))*)|(?P<together>[a-iđ]{2,9}))"
    r"(?![^\W\d_])|(?P<dated>\d{1,2})(?: ?[.):=-])? (?P<day>\d{1,2}[/-]\d{1,2}(?:[/-]\d{4})?)(?![\d/-])"
    r"|c[âa]u (?P<named>\d{1,2}) ?(?:[.):=-]|là|chọn)? ?(?P<said>[a-iđ]|\d)(?!\w))[\s,;.]*",
    re.I,
)
