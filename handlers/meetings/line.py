"""What one line of /moihop names beside the time: whose meeting, of what kind, about what, where, with whom, and whether it presses."""

from datetime import datetime

from handlers.kit.form import Answers
from handlers.kit.phrases import EDGES, begins, joined, split_at
from handlers.kit.reading import read_times
from models.folding import tidy
from models.terms import Body, MeetingKind


def read(text: str, now: datetime) -> Answers:
    """The answers that a line gives to the form of calling; the time is read apart.

    `place` and `guests` stand only where they were said. Guests go to the end of the line: the hour of "ông An, trưởng ban 7" is none.
    """
    said: Answers = {"body": Body.BRANCH, "kind": MeetingKind.REGULAR, "cell": None}
    text, guests = split_at(tidy(text).split(), GUEST_MARKS)
    words = read_times(text, now).rest.split()
    while found := meaning(words):
        meant, words = found
        said |= meant
    before, place = split_at(words, PLACE_MARKS)
    if place or said["kind"] is MeetingKind.THEMATIC:
        said["topic"] = before
    else:
        place = before
    parts = {"place": place, "guests": guests}
    calm = {name: without_haste(part) for name, part in parts.items()}
    if calm != parts:
        said["urgent"] = True
    return said | {name: part for name, part in calm.items() if part}


def without_haste(text: str) -> str:
    """A part of a line without the "gấp" that was put behind it; "không gấp" is another word."""
    words = text.split()
    for at in range(len(words)):
        if begins(words[at:], HASTE) == len(words) - at and not begins(words[at - 1 : at], NOT):
            return joined(words[:at])
    return text


def time_of(text: str) -> str:
    """The part of a line in which its time stands: all but the guests."""
    return split_at(tidy(text).split(), GUEST_MARKS)[0]


def place_in(text: str, now: datetime) -> str:
    """The place that an answer to "Họp ở đâu?" names; empty where there is none."""
    place: str = read(text, now).get("place") or ""
    return place if any(c.isalnum() for c in place) else ""


def marked_place(text: str, now: datetime) -> str:
    """The place behind a word that leads to one ("tại", "ở") in an answer about the time; empty where there is none."""
    _, place = split_at(read_times(text, now).rest.split(), PLACE_MARKS)
    return place if any(c.isalpha() for c in place) else ""


def meaning(words: list[str]) -> tuple[Answers, list[str]] | None:
    """What the first of the words say of a meeting, and the words behind them; None where they say nothing of it."""
    for phrases, meant in MEANINGS:
        if size := begins(words, phrases):
            behind = words[size:]
            if meant.get("body") is not Body.CELL:
                return meant, behind
            behind, cell = _cell(behind)
            return meant | {"cell": cell}, behind
    return None


def _cell(words: list[str]) -> tuple[list[str], str | None]:
    """The number or name behind "tổ đảng"; none where a place follows."""
    words = words[begins(words, NUMBERED) :]
    if not words or begins(words, PLACE_MARKS) or meaning(words):
        return words, None
    return words[1:], words[0].strip(EDGES)


# Wording

HASTE = ("khẩn cấp", "khẩn", "gấp")
NOT = ("không", "chưa")
MEANINGS: tuple[tuple[tuple[str, ...], Answers], ...] = (
    (("chi bộ mở rộng", "mở rộng"), {"body": Body.EXTENDED}),
    (("chi ủy",), {"body": Body.COMMITTEE}),
    (("tổ đảng",), {"body": Body.CELL}),
    (("chi bộ",), {"body": Body.BRANCH}),
    (("chuyên đề",), {"kind": MeetingKind.THEMATIC}),
    (("thường kỳ", "định kỳ"), {"kind": MeetingKind.REGULAR}),
    (HASTE, {"urgent": True}),
    (("sinh hoạt", "họp", "lúc", "vào", "về", "bàn về"), {}),
)
"""What the words beside the time mean."""
NUMBERED = ("số", "thứ")
PLACE_MARKS = ("địa điểm", "tại", "ở")
GUEST_MARKS = ("khách mời", "mời thêm", "khách")
