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
    text = _IN_WORDS.sub(lambda said: f"{said[1]} {_COUNTED[said[2].lower()]}", text)
    named = _named(text)
    path = _path(text, named)
    if not path or _MORE.match(text, path[-1].end()):
        return None
    said = {(fold(one[1]), one[2]) for one in path}
    if any((fold(one[1]), one[2]) not in said for one in named[len(path) :]):
        return None
    outermost, *inner = sorted(path, key=lambda one: WORDS.index(fold(one[1])))
    found = _matching(points, fold(outermost[1]), outermost[2])
    for one in inner:
        found = [
            point for point in points if any(_below(outer.label, one[2], point.label) for outer in found)
        ]
    first = path[0]
    return found or ([] if first.start() == 0 and first[2][0].isdecimal() else None)


def absent(points: Sequence[DraftPoint], text: str) -> str:
    """Says that the point with which a text begins is not there; "" where it is, or the text begins otherwise."""
    if not points or meant(points, text) != []:
        return ""
    path = _path(text, _named(text))
    return NO_SUCH_POINT.format(len(points), text[path[0].start() : path[-1].end()].lower())


def words_of(text: str) -> str:
    """A comment without the point that it begins with, where a colon parts the two; "" where it only names one."""
    path = _path(text, _named(text))
    if not path or path[0].start() > 0:
        return text
    rest = text[path[-1].end() :].strip()
    return rest.removeprefix(":").strip() if rest[:1] in ("", ":") else text


def _named(text: str) -> list[re.Match[str]]:
    return [found for found in _NAMED.finditer(text) if fold(found[1]) in WORDS]


def _path(text: str, named: list[re.Match[str]]) -> list[re.Match[str]]:
    """The first of those named with what it lies in or what lies in it: "điểm a khoản 2 Điều 3", "mục II, khoản 1"."""
    path = named[:1]
    for one in named[1:]:
        between = text[path[-1].end() : one.start()].strip(" ,")
        if between not in ("", OF) or fold(one[1]) in {fold(other[1]) for other in path}:
            break
        path.append(one)
    return path


def _below(outer: str, said: str, label: str) -> bool:
    """Whether a label is that of the said number or letter, at whatever depth, in what is labelled so."""
    inside = label.removeprefix(outer)
    if inside == label or inside[:1].isdigit():
        return False
    return inside.endswith(f".{said}") or (said.isalpha() and inside.endswith(said))


def pairs(points: Sequence[DraftPoint], about: Draft) -> Pairs:
    """Points as choices: by number, with their words where these may be sent."""
    return [[str(point.id), point_titled(point, about, 40)] for point in points]


def _matching(points: Sequence[DraftPoint], word: str, said: str) -> list[DraftPoint]:
    """Those whose own number is the said one, or whose whole label it is; a part that is counted in Roman numbers is said in any. A
    "khoản" lies in an article, where there are any."""
    if word in SECTIONS and said.isdecimal() and 0 < int(said) <= len(ROMANS):
        sections = [point for point in points if point.label == ROMANS[int(said) - 1]]
        if sections:
            return sections
    whole = [point for point in points if point.label == said]
    own = [point for point in points if any(_below(other.label, said, point.label) for other in points)]
    return own or whole if word == KHOAN else whole or own


def of(about: Draft, points: Sequence[DraftPoint], key: str | None) -> DraftPoint | None:
    """The point of a key; None for the whole."""
    return next((point for point in points if str(point.id) == key and point.draft_id == about.id), None)


# Wording

NO_SUCH_POINT = "Dự thảo có {} điểm, không có {}. "
ALL_OF_IT = "Cả dự thảo"
OF = "của"
KHOAN = "khoan"
_NAMED = re.compile(
    r"(?<!\w)(\w+) (?:số |so |thứ |thu )?(\d{1,2}(?:\.\d{1,2})*[a-zđ]?|[IVX]+(?:\.\d{1,2})*[a-zđ]?|[a-zđ])(?!\w|\.\d)"
)
_COUNTED = {
    "nhất": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
}
_IN_WORDS = re.compile(
    r"(?<!\w)(\w+) (?:thứ (?=\w)|(?!nhất|tư|năm))(" + "|".join(_COUNTED) + r")(?!\w)", re.I
)
""""điểm ba", "điểm thứ tư"; not "mục năm nay"."""
_MORE = re.compile(r" ?(?:,|và|va|đến|den|tới|toi|-|–) ?(?:\w+ )?\d")
"""What follows the first of several."""
