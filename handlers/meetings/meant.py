"""Which of several meetings the words behind a leader's word name: by whose it is, and by the day on which it stands (people 17)."""

from datetime import datetime
from typing import NamedTuple

from handlers.kit.form import Answers
from handlers.kit.message import Message
from handlers.kit.phrases import begins, joined
from handlers.kit.reading import read_times
from handlers.kit.turn import Turn
from handlers.kit.until import OF_THE_BRANCH
from handlers.meetings import line, wording
from models.folding import tidy
from models.meeting import Meeting
from models.terms import Body

LONGEST = 6
"""Words that name a day: "ngày 25 tháng 12 năm 2026" is one longer, and said by nobody."""


class Said(NamedTuple):
    """The words taken apart.

    of: whose meeting and of what kind, as far as that is named. day: the one that stands first, with its hour where one was said.
    rest: the words behind all that; without_day: all words but those of the day.
    """

    of: Answers
    day: datetime | None
    has_hour: bool
    rest: str
    without_day: str


def read(text: str, now: datetime, hours: bool = True) -> Said:
    """Takes the words apart: "họp chi ủy 20/12 đến 20h" is of chi ủy, on 20/12; "đến 20h" is left.

    hours: an hour beside the day is part of its name; else it is left, too.
    """
    words, before = tidy(text).split(), list[str]()
    of: Answers = {}
    day, has_hour = None, False
    while words:
        known = words
        if found := line.meaning(words):
            of, words = of | found[0], found[1]
        elif size := begins(words, SAYS_NOTHING):
            words = words[size:]
        elif day is None and (dated := _day(words, now, hours)):
            day, has_hour, size = dated
            words = known = words[size:]
        else:
            break
        before += known[: len(known) - len(words)]
    return Said(of, day, has_hour, joined(words), joined([*before, *words]))


def _day(words: list[str], now: datetime, hours: bool) -> tuple[datetime, bool, int] | None:
    """The day that the words begin with, whether with an hour, and how many they are."""
    for size in range(min(len(words), LONGEST), 0, -1):
        times = read_times(" ".join(words[:size]), now)
        alone = len(times.moments) == 1 and not times.rest
        if times.has_day and alone and (hours or not times.has_hour):
            return times.moments[0], times.has_hour, size
    return None


def is_of(about: Meeting, of: Answers) -> bool:
    """Whether a meeting is of the body and the kind that were named."""
    bodies = OF_THE_BRANCH if of.get("body") is Body.BRANCH else (of.get("body", about.body),)
    cell, kind = of.get("cell") or about.cell, of.get("kind", about.kind)
    return about.body in bodies and (about.cell, about.kind) == (cell, kind)


def on_its_day(said: Said, among: list[Meeting], now: datetime) -> list[Meeting]:
    """Those that are of what was named and stand on that day; at that hour, where one of them does.

    A day without a year is one to come, and the meeting may be over: the year is not looked at.
    """
    if said.day is None:
        return []
    that = said.day
    on_day = [
        about
        for about in among
        if is_of(about, said.of)
        and (wording.local(about, now).day, wording.local(about, now).month) == (that.day, that.month)
    ]
    at_hour = [about for about in on_day if said.has_hour and wording.local(about, now).time() == that.time()]
    return at_hour or on_day


def narrowed(turn: Turn, said: Said, among: list[Meeting]) -> list[Meeting] | Message:
    """Those that were named, all where none was; the sentence that names those that are where none stands on that day."""
    if said.day is not None:
        return on_its_day(said, among, turn.now) or none_on(turn, said.day, among)
    return [about for about in among if is_of(about, said.of)] or among


# Wording

SAYS_NOTHING = ("cuộc", "buổi", "của", "cho")


def none_on(turn: Turn, day: datetime, among: list[Meeting]) -> Message:
    there_are = "; ".join(wording.matter(about, turn.now) for about in among)
    return Message(
        f"Không có cuộc họp nào ngày {day:%d/%m}. Hiện có: {there_are}. Xin nhắn lại với ngày của cuộc ấy."
    )
