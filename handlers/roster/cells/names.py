"""Names of people: how they stand in a column, and the name people call them by."""

import re
import unicodedata
from dataclasses import dataclass

from handlers.roster import wording
from handlers.roster.cells.value import Wrong, words
from models.folding import tidy

LONGEST = 60

_BEFORE = re.compile(
    r"^(?:\d{1,4}\s*[.)\-/:]\s*)?(?:(?:đ\s*/\s*c|đ\.\s*c\.?|đ/?c|đồng chí|bà)\b\.?\s*:?\s+)?(?:ông\s+(?=\S+\s+\S+\s+\S))?",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"^(?:tức(?: là)?|bí danh|thường gọi(?: là)?|tên thường gọi|tên gọi khác|tên khác|hay gọi(?: là)?|bd)\b\s*[:.]?\s*",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\n\s*|(?<=\w\w)\s[-–—]\s|[,;]\s*")
_ASIDE = re.compile(r"\(([^()]*)\)?|\[([^\[\]]*)\]?")


@dataclass(frozen=True)
class Name:
    """The name; what people call the member; and what else stood in brackets, for other readers."""

    name: str
    usual: str | None = None
    asides: tuple[str, ...] = ()


def name_of(text: str, two: bool = False) -> Name | Wrong:
    """'NGUYỄN THỊ LAN (tức Hoa)' is Nguyễn Thị Lan, called Hoa; a second line is an aside.

    A single word in the second line is the end of the name; not so where the column is for `two` and the first line is full.
    """
    asides = [tidy(one or other) for one, other in _ASIDE.findall(text)]
    lines = [line for line in _ENDS.split(tidy(_ASIDE.sub(" ", text))) if line]
    first, others = (lines[0], lines[1:]) if lines else ("", [])
    cut = " " in first and not (two and first.count(" ") > 1)
    if others and cut and " " not in others[0] and words(others[0]) and "\n" in text:
        first, others = f"{first} {others[0]}", others[1:]
    asides += others
    first = _BEFORE.sub("", tidy(first)).strip(" .,;:-–")
    name = _written(first)
    if isinstance(name, Wrong):
        return name
    usual: str | None = None
    kept: list[str] = []
    for aside in filter(None, asides):
        said = _CALLED.sub("", aside)
        if said != aside and said:
            usual = usual or _called(said, name)
        else:
            kept.append(aside)
    return Name(name, usual, tuple(kept))


def usual_of(text: str, name: str) -> str | None:
    """A usual name beside a name: a single letter marks one of two with the same name ('A' of Hùng is 'Hùng A')."""
    said = _CALLED.sub("", tidy(_ASIDE.sub(" ", text)).replace("\n", " ")).strip(" .,;:-–")
    return _called(said, name) if said else None


def _called(said: str, name: str) -> str | None:
    if len(said) == 1:
        return f"{name.split()[-1]} {said.upper()}"
    called = _capitals(said)
    return called if called[:LONGEST] and words(called) != words(name) else None


def _written(said: str) -> str | Wrong:
    if len(said) > LONGEST:
        return Wrong(wording.NAME_LONG)
    said = re.sub(r"\s*([-'’ʼ])\s*", r"\1", said)
    if (
        not said
        or not all(letter in " '’ʼ`-." or _is_letter(letter) for letter in said)
        or not _is_letter(said[0])
    ):
        return Wrong(wording.NAME_ODD)
    return _capitals(said)


def _is_letter(letter: str) -> bool:
    return letter.isalpha() or unicodedata.category(letter) == "Mn"


def _capitals(said: str) -> str:
    """Words typed all in capitals or all small get one capital, after an apostrophe or hyphen too ('H'Hen Niê')."""
    return " ".join(
        "".join(part[:1].upper() + part[1:].lower() for part in re.split(r"(?<=['’ʼ\-])", word))
        if (word.isupper() and len(word) > 1) or word.islower()
        else word
        for word in said.split()
    )
