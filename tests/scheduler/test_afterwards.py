"""When the roll is asked for: the same evening if it can be, never in quiet hours, never before people can have come."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.hours import Hours
from scheduler.afterwards import AFTER, SOONEST, asked_at
from tests.cast import ZONE

NIGHT = Hours(time(21), time(6, 30))
DAY = datetime(2026, 12, 6, tzinfo=ZONE)
nights = st.sampled_from([NIGHT, Hours(time(20), time(9)), Hours(time(0), time(6)), Hours()])


@given(minute=st.integers(0, 24 * 60 - 1), hours=nights)
def test_the_roll_is_asked_for_at_a_decent_hour(minute: int, hours: Hours) -> None:
    starts = DAY + timedelta(minutes=minute)
    at = asked_at(starts, hours)
    assert hours.for_the_clock(at) == at
    assert starts + SOONEST <= at <= hours.for_the_clock(starts + AFTER)


@pytest.mark.parametrize(
    ("starts", "at"),
    [
        ("06 14:00", "06 15:30"),
        ("06 19:00", "06 20:30"),
        ("06 19:30", "06 20:45"),
        ("06 20:00", "06 20:45"),
        ("06 20:15", "07 06:30"),
        ("06 09:00", "06 10:30"),
        ("06 10:00", "06 13:30"),
        ("06 22:00", "07 06:30"),
    ],
)
def test_an_evening_meeting_is_asked_about_before_the_night(starts: str, at: str) -> None:
    assert asked_at(_at(starts), NIGHT) == _at(at)


def _at(text: str) -> datetime:
    return datetime.strptime(f"2026-12-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)
