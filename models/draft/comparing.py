"""What changed from one version of a draft to the next: points added, dropped and changed, and the words in which a point differs."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from models.draft.points import Point, body_of, lead_of, points_of, title_of
from models.folding import fold

ALIKE = 0.6
"""Share of the words from which on two texts may be versions of one."""
SAME_POINT = 0.5
"""The same for two points."""
NEAR = 2
"""Equal words between two changes that are shown with them, as one."""


class Change(NamedTuple):
    """A point as it was and as it is; None: it is new, or was dropped. One that was only numbered anew is no change."""

    old: Point | None
    new: Point | None


class Edit(NamedTuple):
    """Words as they were and as they are, with a word of those around them."""

    old: str
    new: str


def alike(one: str, other: str) -> bool:
    """Whether two texts may be versions of one draft: they have the same title, or below it most of their words."""
    if fold(title_of(one)) == fold(title_of(other)):
        return True
    bodies = body_of(one), body_of(other)
    return all(bodies) and _likeness(*bodies) >= ALIKE


def changes(old: str, new: str) -> list[Change]:
    """What changed, in the order of the new text; what was dropped comes last."""
    before, after = _parts(old), _parts(new)
    matched = _matched(before, after)
    found = [Change(before[matched[n]] if n in matched else None, point) for n, point in enumerate(after)]
    kept = set(matched.values())
    dropped = [Change(point, None) for n, point in enumerate(before) if n not in kept]
    reworded = [
        one
        for one, point in zip(found, after, strict=True)
        if one.old is None or _words(one.old.text) != _words(point.text)
    ]
    return reworded + dropped


def edits(old: str, new: str) -> list[Edit]:
    """In which words a point differs, in order."""
    before, after = _words(old), _words(new)
    runs = [
        [start, end, begin, stop]
        for tag, start, end, begin, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        if tag != "equal"
    ]
    joined = runs[:1]
    for earlier, later in pairwise(runs):
        if later[0] - earlier[1] <= NEAR:
            joined[-1][1], joined[-1][3] = later[1], later[3]
        else:
            joined.append(later)
    return [
        Edit(_around(before, start, end), _around(after, begin, stop)) for start, end, begin, stop in joined
    ]


def _around(words: list[str], start: int, end: int) -> str:
    return " ".join(words[max(start - 1, 0) : end + 1])


def _parts(text: str) -> list[Point]:
    """The points and what stands before them; the lines where nothing is numbered."""
    points = points_of(text)
    lead = [Point("", line) for line in lead_of(text).split("\n") if line.strip()]
    return [*lead, *points]


def _matched(before: Sequence[Point], after: Sequence[Point]) -> dict[int, int]:
    """The place of a new point -> that of the old one that it was: by its words, and by its number where only that is left."""
    scored = sorted(
        (
            (_likeness(old.text, new.text), old.label == new.label, -abs(m - n), n, m)
            for n, new in enumerate(after)
            for m, old in enumerate(before)
        ),
        reverse=True,
    )
    found: dict[int, int] = {}
    for score, same_label, _, n, m in scored:
        if score < SAME_POINT and not (same_label and after[n].label):
            continue
        if n not in found and m not in found.values():
            found[n] = m
    return found


def _words(text: str) -> list[str]:
    return text.split()


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, fold(one).split(), fold(other).split(), autojunk=False)
    if matcher.real_quick_ratio() < SAME_POINT or matcher.quick_ratio() < SAME_POINT:
        return 0.0
    return matcher.ratio()
