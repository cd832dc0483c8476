"""A line about an absence: where its days end and its reason begins."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.absences import line
from tests.cast import ZONE

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("said", "days", "reason"),
    [
        ("đến 15/3, ở với con gái", "đến 15/3", "ở với con gái"),
        ("đến hết 15/3/2027", "đến hết 15/3/2027", ""),
        ("từ 5/1 đến 15/3 ở với con gái", "từ 5/1 đến 15/3", "ở với con gái"),
        ("ở với con gái đến 15/3", "đến 15/3", "ở với con gái"),
        ("đi viện, từ ngày 5 tháng 1 đến hết tháng 3", "từ ngày 5 tháng 1 đến hết tháng 3", "đi viện"),
        ("den 15-3; o voi con", "den 15-3", "o voi con"),
        ("15/3", "15/3", ""),
        ("đi làm xa", "", "đi làm xa"),
        ("đến nhà con gái ở Huế", "", "đến nhà con gái ở Huế"),
        ("đến nhà con ở số 5 đến 15/3", "đến 15/3", "đến nhà con ở số 5"),
        ("", "", ""),
    ],
)
def test_days_and_reason(said, days, reason):
    assert line.split(said) == (days, reason)


@pytest.mark.parametrize(
    "said", ["đến 15/3", "từ 5/1 đến 15/3", "tu 5/1", "hết 15/3", "15/3", "đến mùng 10 tháng giêng"]
)
def test_a_line_that_names_nobody(said):
    assert line.begins_with_days(said)


@pytest.mark.parametrize(
    "said", ["Lan đến 15/3", "Tú đến 15/3", "Tu den 15/3", "", "đến nhà con", "ở với con đến 15/3"]
)
def test_a_line_that_may_begin_with_a_name(said):
    assert not line.begins_with_days(said)


@pytest.mark.parametrize(
    ("days", "since", "last"),
    [
        ("đến 15/3", None, "2027-03-15"),
        ("15/3", None, "2027-03-15"),
        ("từ 5/1 đến 15/3", "2027-01-05", "2027-03-15"),
        ("từ 5/1", "2027-01-05", None),
        ("đến hết tháng 3", None, None),
    ],
)
def test_since_when_and_until_when(days, since, last):
    begins, ends = line.read(days, NOW)
    assert (None if begins == NOW else f"{begins:%Y-%m-%d}") == since
    assert (f"{ends:%Y-%m-%d}" if ends else None) == last


@given(st.text())
def test_any_line_is_split(said):
    days, reason = line.split(said)
    if days:
        line.read(days, NOW)
    assert len(days) + len(reason) <= len(said) + 1
