"""Telephone numbers as lists have them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.roster import wording
from handlers.roster.cells.phones import Phone, phone_of
from handlers.roster.cells.value import Broken, Wrong

OWN = Phone("0912345678", False)
RELATIVES = Phone("0912345678", True)


@pytest.mark.parametrize(
    "said",
    [
        "0912345678",
        "0912.345.678",
        "0912 345 678",
        "0912-345-678",
        "(0912) 345 678",
        "+84912345678",
        "+84 912 345 678",
        "(+84) 912.345.678",
        "84912345678",
        "0084912345678",
        "+84 0912345678",
        912345678,
        912345678.0,
        "912345678",
        "912345678.0",
        "9.12345678E+08",
        "0912,345,678",
        "0912345/678",
        "ĐT: 0912345678",
        "DĐ 0912 345 678",
        "0912345678 (Zalo)",
        "0912345678 (gọi buổi tối)",
        "0912345678 (Gọi buổi tối)",
        "gọi sau 5 giờ: 0912345678",
        "0912345678 (hay đi vắng)",
        "0912345678 (có Zalo)",
        "0912345678 / 0987654321",
        "0912345678; 0243 123 4567",
        "0912345678 0987654321",
        "0987654321 (con trai), 0912345678",
        "0987654321 con gái - 0912345678",
        "con trai: 0987654321\n0912345678",
        "Zalo/ĐT: 0912345678",
    ],
)
def test_the_members_own_number(said):
    assert phone_of(said) == OWN


@pytest.mark.parametrize(
    "said",
    [
        "0912345678 (con trai)",
        "0912345678(con)",
        "0912345678\n(con gái)",
        "0912.345.678 - con dâu",
        "Con trai: 0912345678",
        "con trai/ 0912345678",
        "0912345678 (vợ)",
        "0912345678 (dì)",
        "0912345678 (cô)",
        "0912345678 nhà con",
        "0912345678 (anh Tuấn)",
        "0912345678 (Hùng)",
        "0912345678 (gọi Hùng)",
        "0912345678 vo",
        "0912345678 (người nhà)",
        "0912345678 (gọi nhờ hàng xóm)",
        "0912345678 (con trai), 0987654321 (con gái)",
    ],
)
def test_a_relatives_number(said):
    assert phone_of(said) == RELATIVES


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("01689123456", "0389123456"),
        (1689123456, "0389123456"),
        ("+84 168 912 3456", "0389123456"),
        ("0123 456 7890", "0834567890"),
        ("024 3312 3456", "02433123456"),
        (2433123456, "02433123456"),
    ],
)
def test_numbers_of_before_and_landlines(said, number):
    assert phone_of(said) == Phone(number, False)


@pytest.mark.parametrize("said", [None, "-", "không có", "chưa", "0", 0])
def test_nothing_is_no_number(said):
    assert phone_of(said) is None


@pytest.mark.parametrize("said", ["09123", "091234567", "0123456789", 12345, "hỏi con trai", "001062000001"])
def test_what_is_no_number(said):
    assert phone_of(said) == Wrong(wording.PHONE_UNCLEAR)


def test_a_number_that_excel_rounded():
    assert phone_of("9.12E+08") == Wrong(wording.PHONE_ROUNDED)


def test_a_broken_cell_gives_its_own_reason():
    assert phone_of(Broken("#REF!", wording.ERROR_VALUE)) == Wrong(wording.ERROR_VALUE)


@given(
    st.one_of(
        st.text(max_size=50),
        st.text(alphabet="0123456789+.-/ ()contraivợ,;E\n", max_size=40),
        st.integers(),
        st.floats(allow_nan=True, allow_infinity=True),
        st.datetimes(),
    )
)
def test_the_reader_never_raises_and_answers_digits(value):
    read = phone_of(value)
    assert (
        read is None
        or isinstance(read, Wrong)
        or re.fullmatch(r"0[35789]\d{8}|02\d{9}", read.number, re.ASCII)
    )


@given(st.from_regex(r"0[35789][0-9]{8}", fullmatch=True), st.sampled_from(["", " ", ".", "-"]))
def test_every_number_with_separators_and_without_its_zero(number, between):
    assert phone_of(between.join((number[:4], number[4:7], number[7:]))) == Phone(number, False)
    assert phone_of(int(number)) == Phone(number, False)
