"""The rules of voting as pure functions, each with the article it comes from and the days on which it holds (domain R1, R3-R8).

An old meeting is judged by the rules of its day; a new regulation is a row more, not a rewrite. What was read only in part, or in an
older text than the one in force, says so.
"""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from models.terms import Circumstance, Standing, Tie


class Subject(StrEnum):
    """What a vote is about; it proposes the form of the vote (R8) and gives the majority.

    Nghị quyết và việc khác, kết nạp, công nhận chính thức, thi hành kỷ luật, khai trừ.
    """

    RESOLUTION = "resolution"
    ADMISSION = "admission"
    RECOGNITION = "recognition"
    DISCIPLINE = "discipline"
    EXPULSION = "expulsion"


class Ballots(StrEnum):
    """How a meeting votes: openly, by hands and taps, or by secret papers that are counted by hand (R8)."""

    OPEN = "open"
    PAPER = "paper"


class Majority(NamedTuple):
    """More than (`beyond`) or at least `part` of `whole` of the base, by an article that holds from a day until the day before another."""

    part: int
    whole: int
    beyond: bool
    article: str
    since: date
    until: date | None = None

    def needed(self, base: int) -> int:
        """The fewest voices for which it is passed."""
        return self.part * base // self.whole + 1 if self.beyond else -(-self.part * base // self.whole)

    def passed(self, approve: int, base: int) -> bool:
        """Whether so many voices of so many counted are enough; never where nobody is counted."""
        if self.beyond:
            return self.whole * approve > self.part * base
        return base > 0 and self.whole * approve >= self.part * base


MAJORITIES: dict[Subject, tuple[Majority, ...]] = {
    Subject.RESOLUTION: (
        Majority(1, 2, True, "điểm 9.3.2 Quy định 24-QĐ/TW", date(2021, 7, 30), date(2025, 5, 26)),
        Majority(1, 2, True, "điểm 9.3.2 Quy định 24-QĐ/TW, nay là Quy định 294-QĐ/TW", date(2025, 5, 26)),
    ),
    Subject.ADMISSION: (Majority(2, 3, False, "khoản 3 Điều 4 Điều lệ Đảng", date(2011, 1, 19)),),
    Subject.RECOGNITION: (Majority(2, 3, False, "khoản 3 Điều 4 Điều lệ Đảng", date(2011, 1, 19)),),
    Subject.DISCIPLINE: (Majority(1, 2, True, "quy định về kỷ luật trong Đảng", date(2006, 1, 1)),),
    Subject.EXPULSION: (Majority(2, 3, False, "quy định về kỷ luật trong Đảng", date(2006, 1, 1)),),
}
"""Each subject's majorities, the oldest first. Sources: domain R4 (24-QĐ/TW; not read again in 294-QĐ/TW), R5, R6 (a text of 2006)."""

MEETING_CHOOSES = (Subject.ADMISSION, Subject.RECOGNITION, Subject.DISCIPLINE, Subject.EXPULSION)
"""On these the meeting itself says first how it votes (R8: 01-HD/TW 3.6, 5.1)."""

WITHOUT_A_VOTE = (Circumstance.SUSPENDED,)
"""Who is suspended, present or not, neither counts nor votes (R3)."""

ONLY_WHEN_PRESENT = (Circumstance.EXEMPT, Circumstance.ELSEWHERE)
"""Who is exempt, or for a time elsewhere, counts and votes when he is there (R3, R7), and else lowers the number of those counted."""


class NoRule(Exception):
    """On that day no majority was known for the subject."""


def majority(subject: Subject, on: date) -> Majority:
    """The majority that a subject needed on a day. Raises NoRule."""
    for rule in MAJORITIES[subject]:
        if rule.since <= on and (rule.until is None or on < rule.until):
            return rule
    raise NoRule(subject)


def not_counted(
    standing: Standing, tie: Tie, holds: Collection[Circumstance], present: bool
) -> Circumstance | Standing | None:
    """Why somebody is not in the number of those counted, and so may not vote; None where he is.

    Points 9.3.2 of 24-QĐ/TW (R3), 232-QĐ/TW 6.3.2 (R7), and the Điều lệ on probationary members (R1). Who is counted and not present
    does not vote either: nobody votes for another (R9).
    """
    if tie is not Tie.OFFICIAL:
        return Circumstance.HERE
    if standing is Standing.PROBATIONARY:
        return Standing.PROBATIONARY
    for held in WITHOUT_A_VOTE:
        if held in holds:
            return held
    return next((held for held in ONLY_WHEN_PRESENT if held in holds and not present), None)
