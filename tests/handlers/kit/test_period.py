"""The days of a period: both ends, a month said once, a year that turns, and an end that is never before its beginning."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit import period
from tests.cast import ZONE

NOW = datetime(2027, 6, 1, 8, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("said", "since", "until"),
    [
        ("từ 05/07 đến 20/07", "2027-07-05", "2027-07-20"),
        ("05/07-20/07", "2027-07-05", "2027-07-20"),
        ("5 - 20/7", "2027-07-05", "2027-07-20"),
        ("từ 5 đến hết 20/7", "2027-07-05", "2027-07-20"),
        ("hết 20/7", "now", "2027-07-20"),
        ("từ 25 đến 5/7", "2027-06-25", "2027-07-05"),
        ("từ 05/07 đến 20", "2027-07-05", "2027-07-20"),
        ("đến 20-12", "now", "2027-12-20"),
        ("tu hom nay den 31/12/2030", "2027-06-01", "2030-12-31"),
        ("từ 20/5 đến 20/6", "now", "2027-06-20"),
        ("từ 20/5/2027 đến 20/6", "now", "2027-06-20"),
        ("từ 20/12 đến 20/1", "2027-12-20", "2028-01-20"),
        ("từ 5/1/2029 đến 20/1", "2029-01-05", "2029-01-20"),
        ("từ 05/07", "2027-07-05", None),
        ("đến 20/5/2027", "now", None),
        ("mấy hôm", "now", None),
        ("", "now", None),
    ],
)
def test_a_period(said: str, since: str, until: str | None) -> None:
    day = {"now": NOW}.get(since) or datetime.fromisoformat(since).replace(tzinfo=ZONE)
    last = until and datetime.fromisoformat(until).replace(tzinfo=ZONE)
    assert period.read(said, NOW) == (day, last)


@given(
    today=st.dates(datetime(2026, 1, 1).date(), datetime(2030, 1, 1).date()),
    first=st.dates(datetime(2028, 1, 1).date(), datetime(2028, 12, 31).date()),
    last=st.dates(datetime(2028, 1, 1).date(), datetime(2028, 12, 31).date()),
    said=st.sampled_from(("từ {:%d/%m} đến {:%d/%m}", "{:%d/%m}-{:%d/%m}", "{:%d.%m} - {:%d.%m}")),
)
def test_no_period_is_over_before_it_begins(today, first, last, said) -> None:  # type: ignore[no-untyped-def]
    now = datetime(today.year, today.month, today.day, 8, tzinfo=ZONE)
    since, until = period.read(said.format(first, last), now)
    if (29, 2) in [(day.day, day.month) for day in (first, last)]:
        return
    assert until is not None
    assert now.date() <= since.date() <= until.date() <= now.date() + timedelta(days=2 * 366)
    assert (until.day, until.month) == (last.day, last.month)
    assert since == now or (since.day, since.month) == (first.day, first.month)
    assert period.last_day(f"{last:%d/%m}", since, now) is not None
