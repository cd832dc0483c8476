"""Quiet hours: what the clock starts waits for the morning; a leader who sends to many is asked (people 15)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

NOON_REST = (time(11, 30), time(13, 30))
"""The midday rest: it binds the clock alone, no leader is asked about it."""


@dataclass(frozen=True)
class Hours:
    """Hours of quiet, from `start` to `end` of the next day or the same; None: never quiet."""

    start: time | None = None
    end: time | None = None

    def quiet(self, moment: datetime) -> bool:
        """Whether it is night for this product."""
        return (
            self.start is not None and self.end is not None and _within(moment.time(), self.start, self.end)
        )

    def opens(self, moment: datetime) -> datetime:
        """The first moment from `moment` on at which the night is over."""
        if not self.quiet(moment) or self.end is None:
            return moment
        morning = datetime.combine(moment.date(), self.end, moment.tzinfo)
        return morning if morning > moment else morning + timedelta(days=1)

    def for_the_clock(self, moment: datetime) -> datetime:
        """The first moment at which the clock may send: neither night nor the midday rest, also where one follows the other."""
        if self.start is None:
            return moment
        return _rested(self.opens(_rested(moment)))


def _rested(moment: datetime) -> datetime:
    """That moment, or the end of the midday rest in which it lies."""
    start, end = NOON_REST
    return (
        datetime.combine(moment.date(), end, moment.tzinfo) if _within(moment.time(), start, end) else moment
    )


def _within(at: time, start: time, end: time) -> bool:
    return start <= at < end if start <= end else at >= start or at < end
