"""Which point of a draft is meant: named in the words of a comment ("điểm 2 nên sửa", "khoản 1 mục II"), or chosen from the list."""

import re
from collections.abc import Sequence

from handlers.drafts.wording import point_titled
from models.draft import Draft, DraftPoint
from models.draft.points import ROMANS, SECTIONS, WORDS
from models.folding import fold

Pairs = list[list[str]]
"""(key, title) of each, as kept in a form."""
WHOLE = "0"
"""The key of the whole draft."""


def meant(points: Sequence[DraftPoint], text: str) -> list[DraftPoint] | None:
    """The points that a comment may name: one, several of which one is meant, [] where it begins with one that is not there.

    None where it names none, or several: then it is to the whole.
    """
    named = [found for found in _NAMED.finditer(text) if fold(found[1]) in WORDS]
    if not named or _MORE.match(text, named[0].end()):
        return None
    first, *others = named
    found = _matching(points, fold(first[1]), first[2])
    if others and text[first.end() : others[0].start()].strip(" ,") in ("", OF):
        outer = {point.label for point in _matching(points, fold(others[0][1]), others.pop(0)[2])}
        found = [point for point in found if any(point.label.startswith(label) for label in outer)]
    if {(fold(other[1]), other[2]) for other in others} - {(fold(first[1]), first[2])}:
        return None
    return found or ([] if first.start() == 0 and first[2][0].isdecimal() else None)


def words_of(text: str) -> str:
    """A comment without the point that it begins with, where a colon parts the two; "" where it only names one."""
    found = _ONLY.match(text)
    return text[found.end() :].strip() if found and fold(found[1]) in WORDS else text


def pairs(points: Sequence[DraftPoint], about: Draft) -> Pairs:
    """Points as choices: by number, with their words where these may be sent."""
    return [[str(point.id), point_titled(point, about, 40)] for point in points]


def _matching(points: Sequence[DraftPoint], word: str, said: str) -> list[DraftPoint]:
    """Those whose own number is the said one, or whose whole label it is; a part that is counted in Roman numbers is said in any."""
    if word in SECTIONS and said.isdecimal() and 0 < int(said) <= len(ROMANS):
        sections = [point for point in points if point.label == ROMANS[int(said) - 1]]
        if sections:
            return sections
    whole = [point for point in points if point.label == said]
    return whole or [
        point for point in points if point.label.endswith((f".{said}", *([said] if said.isalpha() else [])))
    ]


def of(about: Draft, points: Sequence[DraftPoint], key: str | None) -> DraftPoint | None:
    """The point of a key; None for the whole."""
    return next((point for point in points if str(point.id) == key and point.draft_id == about.id), None)


# Wording

ALL_OF_IT = "Cả dự thảo"
OF = "của"
_NAMED = re.compile(
    r"(?<!\w)(\w+) (?:số |so |thứ |thu )?(\d{1,2}(?:\.\d{1,2})*[a-zđ]?|[IVX]+(?:\.\d{1,2})*[a-zđ]?|[a-zđ])(?!\w|\.\d)"
)
_MORE = re.compile(r" ?(?:,|và|va|đến|den|tới|toi|-|–) ?(?:\w+ )?\d")
"""What follows the first of several."""
_ONLY = re.compile(r"(\w+) (?:số |so |thứ |thu )?[\dIVX][\w.]*(?: ?:\s*|$)")
