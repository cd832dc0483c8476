"""One row made into a person: what its cells say together, and the sentences of its faults."""

from datetime import date

import pytest

from handlers.roster import Fault, read, wording
from models.roster import PersonRow
from models.terms import Circumstance, Post, Standing
from tests.handlers.roster.two_people import BE, HEAD, LAN, changed, names


def one(book, **cells):
    (row,) = read("a.xlsx", book([HEAD, changed(LAN, **cells)])).rows
    return row


def fault(book, **cells):
    reading = read("a.xlsx", book([HEAD, changed(LAN, **cells)]))
    assert reading.rows == []
    (only,) = reading.sentences()
    return only


def test_a_plain_row(book):
    assert one(book) == PersonRow(
        sheet="Sheet1",
        row=2,
        branch=None,
        name="Trần Thị Lan",
        usual_name=None,
        birth="1962-05-12",
        sex=None,
        card="05012345",
        joined="1990-02-03",
        official="1991-02-03",
        posts=(),
        standing=Standing.OFFICIAL,
        circumstances=(),
        cell=None,
        phone="0912345678",
        phone_of_relative=False,
        address=None,
    )


def test_the_sentence_of_a_fault(book):
    reading = read("a.xlsx", book([["DANH SÁCH"], [], HEAD, *[BE] * 4, changed(LAN, C="31/2/1990")]))
    assert reading.faults == [Fault("Sheet1", 8, "Ngày sinh", "31/2/1990", wording.DATE_IMPOSSIBLE)]
    assert reading.sentences() == ['Dòng 8, cột Ngày sinh: "31/2/1990" không có trong lịch.']


def test_the_sheet_is_named_where_there_are_several(book):
    reading = read("a.xlsx", book([HEAD, LAN], [HEAD, changed(BE, C="31/2/1990")], titles=["Tổ 1", "Tổ 2"]))
    assert reading.sentences() == ['Trang Tổ 2, dòng 2, cột Ngày sinh: "31/2/1990" không có trong lịch.']
    assert reading.sheets == ["Tổ 1", "Tổ 2"]


def test_every_fault_of_a_row_is_named(book):
    reading = read("a.xlsx", book([HEAD, changed(LAN, C="31/2/1990", D="123", I="09")]))
    assert [told.column for told in reading.faults] == ["Ngày sinh", "Điện thoại", "Số thẻ đảng"]


def test_the_column_is_called_as_in_the_file(book):
    reading = read("a.xlsx", book([["Họ tên", "NTNS"], ["Trần Thị Lan", "31/2/1990"], ["Đỗ Văn Bé", "1970"]]))
    assert reading.faults[0].column == "NTNS"


def test_what_was_said_is_shortened(book):
    (told,) = read("a.xlsx", book([HEAD, changed(LAN, C="không nhớ rõ " * 20)])).faults
    assert len(told.said) == 60 and told.said.endswith("…")


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"B": None}, wording.NAME_MISSING),
        ({"B": "Trần 5"}, wording.NAME_ODD),
        ({"F": "3/2/1989"}, wording.BEFORE_JOINED),
        ({"E": "3/2/1962"}, wording.AFTER_JOINED),
        ({"C": "15/8/2062"}, wording.AFTER_JOINED),
        ({"E": "3/2/1975"}, wording.BEFORE_BIRTH),
        ({"D": "001062000001"}, wording.CARD_IDENTITY),
        ({"G": "Bí thơ"}, wording.POST_UNCLEAR),
        ({"H": "đề nghị miễn SH"}, wording.STANDING_HEDGED),
        ({"H": "SHT"}, wording.TEMPORARY_WHERE),
        ({"H": "dự bị"}, wording.STANDING_BOTH),
        ({"C": "=1+1"}, wording.NOT_CALCULATED),
        ({"B": "=1+1"}, wording.NOT_CALCULATED),
        ({"C": "#REF!"}, wording.ERROR_VALUE),
    ],
)
def test_what_is_a_fault(book, cells, why):
    assert fault(book, **cells).endswith(why)


def test_who_joined_young_in_the_war(book):
    assert one(book, C="1935", E="1949").joined == "1949"


def test_dates_to_come_are_faults_when_today_is_given(book):
    data = book([HEAD, changed(LAN, F="5/12/2026"), changed(BE, C="5/3/2028", E=None, F=None)])
    assert len(read("a.xlsx", data).rows) == 2
    faults = read("a.xlsx", data, today=date(2026, 12, 4)).faults
    assert [told.why for told in faults] == [wording.DATE_TO_COME, wording.DATE_YEAR_ODD]
    assert len(read("a.xlsx", data, today=date(2026, 12, 5)).faults) == 1


def test_a_birth_to_come_is_the_one_fault_and_the_births(book):
    data = book([HEAD, changed(LAN, C="15/8/2062")])
    for today, why in ((None, wording.AFTER_JOINED), (date(2026, 12, 4), wording.DATE_YEAR_ODD)):
        faults = read("a.xlsx", data, today=today).faults
        assert [(told.column, told.said, told.why) for told in faults] == [("Ngày sinh", "15/8/2062", why)]


def test_a_two_digit_year_of_joining_is_the_latest_that_has_come(book):
    rows = [
        HEAD,
        changed(LAN, C="2003", E="19.5.24", F="19.5.25"),
        changed(BE, C="1935", E="3.2.53", F="3.2.54"),
    ]
    lan, be = read("a.xlsx", book(rows), today=date(2026, 12, 4)).rows
    assert (lan.joined, lan.official) == ("2024-05-19", "2025-05-19")
    assert (be.joined, be.official) == ("1953-02-03", "1954-02-03")


@pytest.mark.parametrize(
    ("official", "note", "standing", "circumstances"),
    [
        ("3/2/1991", None, Standing.OFFICIAL, ()),
        (None, None, None, ()),
        (None, "DB", Standing.PROBATIONARY, ()),
        (None, "MSH", Standing.OFFICIAL, (Circumstance.EXEMPT,)),
        (None, "SHT ở Hà Nội", Standing.OFFICIAL, (Circumstance.ELSEWHERE,)),
        (None, "đi làm xa", None, (Circumstance.AWAY,)),
        (None, "SHT từ chi bộ 5", None, (Circumstance.HERE,)),
        (None, "dự bị, đi làm xa", Standing.PROBATIONARY, (Circumstance.AWAY,)),
        ("3/2/1991", "đã mất", Standing.OFFICIAL, (Circumstance.DECEASED,)),
        ("x", None, Standing.OFFICIAL, ()),
        ("chưa", "Trưởng ban công tác mặt trận", None, ()),
    ],
)
def test_standing_is_told_and_never_assumed(book, official, note, standing, circumstances):
    row = one(book, F=official, H=note)
    assert (row.standing, row.circumstances) == (standing, circumstances)


@pytest.mark.parametrize(
    ("heading", "said", "circumstance"),
    [
        ("Ngày từ trần", "5/3/2025", Circumstance.DECEASED),
        ("Ngày chuyển đi", "5/3/2025", Circumstance.MOVED),
        ("Ngày ra khỏi Đảng", "5/3/2025", Circumstance.LEFT),
        ("Miễn SH", "x", Circumstance.EXEMPT),
    ],
)
def test_columns_that_mean_a_circumstance(book, heading, said, circumstance):
    rows = read("a.xlsx", book([["Họ và tên", heading], ["Trần Thị Lan", said], ["Đỗ Văn Bé", None]])).rows
    assert [row.circumstances for row in rows] == [(circumstance,), ()]


def test_a_standing_that_is_not_understood_is_a_fault_in_its_column_and_a_remark_in_notes(book):
    rows = [["Họ và tên", "Tình trạng", "Ghi chú"], ["Trần Thị Lan", "abc", None], ["Đỗ Văn Bé", None, "abc"]]
    reading = read("a.xlsx", book(rows))
    assert names(reading) == ["Đỗ Văn Bé"]
    assert reading.faults[0].why == wording.STANDING_UNKNOWN


@pytest.mark.parametrize(
    ("said", "usual", "circumstances"),
    [
        ("Trần Thị Lan (tức Hoa)", "Hoa", ()),
        ("Trần Thị Lan (bà Ba)", "Bà Ba", ()),
        ("Trần Thị Lan (A)", "Lan A", ()),
        ("Trần Thị Lan (miễn SH)", None, (Circumstance.EXEMPT,)),
        ("Trần Thị Lan\nTrần Hoa", None, ()),
    ],
)
def test_what_stands_in_the_cell_of_a_name(book, said, usual, circumstances):
    row = one(book, B=said)
    assert (row.name, row.usual_name and row.usual_name.title(), row.circumstances) == (
        "Trần Thị Lan",
        usual,
        circumstances,
    )


def test_a_post_beside_a_name_and_in_columns_of_their_own(book):
    assert one(book, B="Trần Thị Lan - Bí thư").posts == (Post.SECRETARY,)
    rows = [
        ["Họ và tên", "BT", "PBT", "CUV"],
        ["Trần Thị Lan", "x", None, "x"],
        ["Đỗ Văn Bé", None, "x", None],
    ]
    lan, be = read("a.xlsx", book(rows)).rows
    assert lan.posts == (Post.SECRETARY, Post.COMMITTEE) and be.posts == (Post.DEPUTY,)


def test_posts_that_are_none_of_the_branch_are_said(book):
    reading = read("a.xlsx", book([HEAD, changed(LAN, G="Bí thư, trưởng thôn"), changed(BE, G="Đảng viên")]))
    assert [row.posts for row in reading.rows] == [(Post.SECRETARY,), ()]
    assert reading.notes == ['Không phải chức vụ trong chi bộ, không ghi: "trưởng thôn".']


def test_two_names_in_one_column(book):
    rows = [
        ["STT", "Họ và tên đang dùng, họ và tên khai sinh", "Ngày sinh"],
        [1, "Lê Hồng\nLê Thị Lành", "1962"],
    ]
    (row,) = read("a.xlsx", book(rows)).rows
    assert (row.name, row.usual_name) == ("Lê Thị Lành", "Lê Hồng")


@pytest.mark.parametrize(
    ("said", "name", "usual"),
    [
        ("Lê Thị Lành\nLê Hồng", "Lê Thị Lành", "Lê Hồng"),
        ("Lê Thị Lành\nHồng", "Lê Thị Lành", "Hồng"),
        ("Lê Thị\nLành", "Lê Thị Lành", None),
        ("Lê Thị Lành\nLê Thị Lành", "Lê Thị Lành", None),
        ("Lê Thị Lành\n(tức Hồng)", "Lê Thị Lành", "Hồng"),
        ("Lê Thị Lành", "Lê Thị Lành", None),
        ("Lê Thị Lành\nBí thư", "Lê Thị Lành", None),
    ],
)
@pytest.mark.parametrize(
    "heading", ["Họ và tên khai sinh\nHọ và tên đang dùng", "Họ tên, bí danh", "Họ và tên (tên thường gọi)"]
)
def test_the_usual_name_below_the_name(book, heading, said, name, usual):
    (row,) = read("a.xlsx", book([["STT", heading, "Ngày sinh"], [1, said, "1962"]])).rows
    assert (row.name, row.usual_name) == (name, usual)


@pytest.mark.parametrize(
    ("heading", "cells", "sexes"),
    [("Nữ (x)", ["x", None], ["nữ", "nam"]), ("Nữ", [None, None], [None, None])],
)
def test_a_column_for_women_only(book, heading, cells, sexes):
    rows = [["Họ và tên", heading], ["Trần Thị Lan", cells[0]], ["Đỗ Văn Bé", cells[1]]]
    assert [row.sex for row in read("a.xlsx", book(rows)).rows] == sexes


def test_telephones_in_several_columns(book):
    rows = [
        ["Họ và tên", "Điện thoại", "Di động", "Điện thoại người thân"],
        ["Trần Thị Lan", "02433123456", 912345678, None],
        ["Đỗ Văn Bé", None, None, "0987654321"],
    ]
    lan, be = read("a.xlsx", book(rows)).rows
    assert (lan.phone, lan.phone_of_relative) == ("0912345678", False)
    assert (be.phone, be.phone_of_relative) == ("0987654321", True)
