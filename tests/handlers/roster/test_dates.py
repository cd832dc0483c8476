"""Dates of people in every shape a roster has them."""

import re
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.roster import wording
from handlers.roster.cells.dates import date_of, dates_of, day_past_twelve, earlier
from handlers.roster.cells.value import Wrong


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("12/5/1962", "1962-05-12"),
        ("12-5-1962", "1962-05-12"),
        ("12.05.1962", "1962-05-12"),
        ("12 / 5 / 1962", "1962-05-12"),
        ("12/5/1962.", "1962-05-12"),
        ("1962-05-12", "1962-05-12"),
        ("1962/05/12", "1962-05-12"),
        ("12/05/1962 00:00:00", "1962-05-12"),
        ("ngày 12 tháng 5 năm 1962", "1962-05-12"),
        ("12 tháng 5 năm 1962", "1962-05-12"),
        ("Sinh ngày 12/5/1962", "1962-05-12"),
        ("12/5/62", "1962-05-12"),
        ("3/2/08", "2008-02-03"),
        ("5/1962", "1962-05"),
        ("tháng 5/1962", "1962-05"),
        ("00/5/1962", "1962-05"),
        ("00/00/1962", "1962"),
        ("…/5/1962", "1962-05"),
        ("../../1962", "1962"),
        ("?/1962", "1962"),
        ("sinh năm 1962", "1962"),
        ("1962", "1962"),
        (1962, "1962"),
        (1962.0, "1962"),
        (22778, "1962-05-12"),
        ("22778", "1962-05-12"),
        (5.1962, "1962-05"),
        (10.196, "1960-10"),
        ("12051962", "1962-05-12"),
        (12051962, "1962-05-12"),
        (5031962, "1962-03-05"),
        (datetime(1962, 5, 12), "1962-05-12"),
        (datetime(1905, 5, 15), "1962"),
        ("29/2/1960", "1960-02-29"),
    ],
)
def test_a_date_is_read(said, meant):
    assert date_of(said) == meant


@pytest.mark.parametrize("said", [None, "", "-", "...", "chưa có", "không", 0])
def test_nothing_is_no_date(said):
    assert date_of(said) is None
    assert dates_of(said) == []


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("31/2/1990", wording.DATE_IMPOSSIBLE),
        ("29/2/1961", wording.DATE_IMPOSSIBLE),
        ("5/13/1962", wording.DATE_IMPOSSIBLE),
        ("32/1/1962", wording.DATE_IMPOSSIBLE),
        ("12/5/19962", wording.DATE_YEAR_ODD),
        ("12/5/1826", wording.DATE_YEAR_ODD),
        ("12/5", wording.DATE_YEAR_MISSING),
        ("l2/5/1962", wording.DATE_UNCLEAR),
        ("tuổi Dần", wording.DATE_UNCLEAR),
        ("1962?", wording.DATE_UNCLEAR),
        (-5, wording.DATE_UNCLEAR),
        (99, wording.DATE_UNCLEAR),
        (12121212, wording.DATE_UNCLEAR),
    ],
)
def test_what_is_no_date_says_why(said, why):
    assert date_of(said) == Wrong(why)


@pytest.mark.parametrize(
    "said",
    [
        "5/3/1990; 5/3/1991",
        "05/03/1990\n05/03/1991",
        "5/3/1990 - 5/3/1991",
        "05/03/1990-05/03/1991",
        "DB: 5/3/1990 CT: 5/3/1991",
        "5.3.1990, 5.3.1991",
    ],
)
def test_two_dates_in_a_cell(said):
    assert dates_of(said) == ["1990-03-05", "1991-03-05"]


def test_two_dates_of_which_one_is_impossible():
    assert dates_of("31/2/1990; 5/3/1991") == Wrong(wording.DATE_IMPOSSIBLE)


@pytest.mark.parametrize(
    ("said", "meant"), [("19.5.24", "2024-05-19"), ("3/2/26", "2026-02-03"), ("3/2/27", "1927-02-03")]
)
def test_two_digits_are_a_year_of_the_hundred_asked_for(said, meant):
    assert date_of(said, 1927) == meant
    assert dates_of(f"{said}; 5/3/1991", 1927) == [meant, "1991-03-05"]
    assert date_of("19.5.24") == "1924-05-19"


def test_before_is_asked_only_as_far_as_both_are_known():
    assert earlier("1990-03-04", "1990-03-05")
    assert not earlier("1990", "1990-03-05")
    assert earlier("1989", "1990-03-05")


def test_a_day_past_twelve():
    assert day_past_twelve("13/5/1962") is True
    assert day_past_twelve("12/5/1962") is False
    assert day_past_twelve("1962") is None


VALUES = st.one_of(
    st.none(),
    st.text(max_size=40),
    st.text(alphabet="0123456789/.- ?…ngàythángnăm,;()", max_size=30),
    st.integers(),
    st.floats(allow_nan=True, allow_infinity=True),
    st.datetimes(),
)


@given(VALUES)
def test_the_reader_never_raises_and_answers_a_date(value):
    for read in (date_of(value), *(found if isinstance(found := dates_of(value), list) else [])):
        assert (
            read is None or isinstance(read, Wrong) or re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", read, re.ASCII)
        )


@given(st.dates(datetime(1906, 1, 1).date(), datetime(2099, 12, 31).date()))
def test_every_day_is_read_from_text_and_from_excel(day):
    assert date_of(f"{day.day}/{day.month}/{day.year}") == day.isoformat()
    assert date_of(datetime(day.year, day.month, day.day)) == day.isoformat()
