"""Days on which a branch does not care to meet: public holidays, the weeks of Tết, a day with another meeting (people 24)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache

from holidays import HolidayBase, country_holidays

from handlers.kit.reading import lunar
from handlers.meetings import wording
from models import meeting
from models.database import Session
from models.meeting import Meeting
from models.organisation import Organisation
from models.terms import MeetingState

TET_BEGINS = (23, 12)
TET_ENDS = (6, 1)
"""Lunar day and month: from 23 tháng Chạp to mùng 6 tháng Giêng."""
NEARLY = timedelta(days=2)
"""No sooner than so long from now is another day offered: papers are out a day before (R14)."""


def trouble(
    session: Session, branch: Organisation, starts: datetime, moved: Meeting | None = None
) -> str | None:
    """What speaks against meeting at that time, for a new meeting or for one that is moved; None where nothing does."""
    against = unfit(starts.date())
    if against:
        return on_that_day(starts, against)
    for other in meeting.open_meetings(session, branch, starts - timedelta(days=1)):
        same_day = other.starts.astimezone(starts.tzinfo).date() == starts.date()
        if other is not moved and same_day and other.state is MeetingState.CALLED:
            return on_that_day(starts, has_another(wording.matter(other, starts)))
    return None


def others(session: Session, branch: Organisation, starts: datetime, now: datetime) -> list[datetime]:
    """Up to two other days of the same month at the same hour with nothing against them, the nearest first."""
    free = (near for near in _near(starts) if near > now + NEARLY and trouble(session, branch, near) is None)
    return [near for near, _ in zip(free, range(2), strict=False)]


def unfit(day: date) -> str | None:
    """Why the calendar speaks against a day; None where it does not."""
    of_the_moon = lunar(day)
    if _tet(of_the_moon):
        return in_tet(wording.lunar_day(*of_the_moon))
    name = _holidays().get(day)
    return holiday(name) if name else None


def _near(starts: datetime) -> Iterator[datetime]:
    for away in range(1, 31):
        for near in (starts + timedelta(days=away), starts - timedelta(days=away)):
            if near.month == starts.month:
                yield near


def _tet(of_the_moon: tuple[int, int]) -> bool:
    day, month = of_the_moon
    return (month == TET_BEGINS[1] and day >= TET_BEGINS[0]) or (month == TET_ENDS[1] and day <= TET_ENDS[0])


@cache
def _holidays() -> HolidayBase:
    return country_holidays("VN", language="vi")


# Wording


def on_that_day(starts: datetime, against: str) -> str:
    return f"ngày {starts:%d/%m} {against}"


def in_tet(day: str) -> str:
    return f"trong dịp Tết Nguyên đán ({day})"


def holiday(name: str) -> str:
    return f"là ngày nghỉ ({name})"


def has_another(matter: str) -> str:
    return f"đã có {matter}"
