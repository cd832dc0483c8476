"""Days against which something speaks: public holidays with the new one, Tết by the Vietnamese calendar, another meeting."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.kit.reading import lunar
from handlers.meetings import days, monthly
from models import meeting
from models.database import Session
from models.member import Member
from models.organisation import Organisation
from models.sealing import Keys
from tests.cast import ZONE, plant
from tests.database import fresh

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("day", "against"),
    [
        (date(2026, 11, 24), "là ngày nghỉ (Ngày Văn hóa Việt Nam)"),
        (date(2027, 1, 1), "là ngày nghỉ (Tết Dương lịch)"),
        (date(2027, 9, 2), "là ngày nghỉ (Quốc khánh)"),
        (date(2027, 2, 6), "trong dịp Tết Nguyên đán (mùng 1 tháng Giêng âm lịch)"),
        (date(2027, 2, 11), "trong dịp Tết Nguyên đán (mùng 6 tháng Giêng âm lịch)"),
        (date(2027, 2, 12), None),
        (date(2027, 1, 30), "trong dịp Tết Nguyên đán (23 tháng Chạp âm lịch)"),
        (date(2027, 1, 29), None),
        (date(2026, 12, 6), None),
        # Tết 2030 by the Vietnamese calendar is 2 February, by the Chinese one 3 February.
        (date(2030, 2, 7), "trong dịp Tết Nguyên đán (mùng 6 tháng Giêng âm lịch)"),
        (date(2030, 2, 8), None),
    ],
)
def test_a_day(day: date, against: str | None) -> None:
    assert days.unfit(day) == against


@given(st.integers(0, 3650))
@settings(max_examples=40)
def test_two_other_days_have_nothing_against_them(away: int) -> None:
    starts = datetime(2026, 12, 1, 19, 30, tzinfo=ZONE) + timedelta(days=away)
    with fresh_branch() as (session, branch, _):
        now = starts - timedelta(days=monthly.EARLY_DAYS if days.unfit(starts.date()) else monthly.LEAD_DAYS)
        assert monthly.is_due(starts, now)
        others = days.others(session, branch, starts, now)
    assert len(others) == 2
    for other in others:
        assert (other.month, other.time()) == (starts.month, starts.time())
        assert days.unfit(other.date()) is None
        assert other != starts
        assert other > now + timedelta(days=2)


def test_another_meeting_of_the_day_is_named() -> None:
    with fresh_branch() as (session, branch, secretary):
        starts = NOW + timedelta(days=5)
        meeting.call(session, branch, secretary, starts, "nhà văn hóa", NOW)
        assert days.trouble(session, branch, starts.replace(hour=20)) == "ngày 06/12 đã có họp chi bộ 06/12"
        assert days.trouble(session, branch, starts + timedelta(days=1)) is None
        assert starts.date() not in {o.date() for o in days.others(session, branch, starts, NOW)}


def test_tet_is_the_first_of_the_first() -> None:
    assert lunar(date(2027, 2, 6)) == (1, 1)


@contextmanager
def fresh_branch() -> Iterator[tuple[Session, Organisation, Member]]:
    with fresh() as session:
        branch = plant(session, Keys(b"x"), NOW)
        yield session, branch.place, session.get_one(Member, branch.names["tú"])
