"""Which rows of a sheet are people, and what stands above, between and below them."""

from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from handlers.roster import Unreadable, read, wording
from models.terms import Standing
from tests.handlers.roster.two_people import BE, HEAD, LAN, changed, names


def test_groups_totals_and_signatures(book):
    rows = [
        ["ĐẢNG BỘ PHƯỜNG X"],
        ["DANH SÁCH ĐẢNG VIÊN CHI BỘ TDP SỐ 9"],
        HEAD,
        ["I", "Tổ đảng 1"],
        LAN,
        [],
        ["II", "TỔ ĐẢNG SỐ 2 (1 đ/c)"],
        BE,
        [None, "Tổng cộng: 2 đảng viên"],
        [None, "Trong đó nữ: 1"],
        [None, None, None, None, None, "Hà Nội, ngày 5 tháng 3 năm 2026"],
        [None, "NGƯỜI LẬP BIỂU", None, None, None, None, "BÍ THƯ"],
        [None, "(Ký, ghi rõ họ tên)"],
        [None, "Nguyễn Văn Hùng", None, None, None, None, "Lê Văn Tám"],
    ]
    reading = read("a.xlsx", book(rows))
    assert [(row.name, row.row, row.cell) for row in reading.rows] == [
        ("Trần Thị Lan", 5, "1"),
        ("Đỗ Văn Bé", 8, "2"),
    ]
    assert (reading.faults, reading.notes) == ([], [])


def test_a_group_merged_over_the_table(book):
    rows = [HEAD, ["TỔ ĐẢNG 1"], LAN, ["Tổ đảng thôn Đông"], BE]
    reading = read("a.xlsx", book(rows, merge=["A2:I2", "A4:I4"]))
    assert [row.cell for row in reading.rows] == ["1", "thôn Đông"]


def test_groups_of_branches_and_standings(book):
    rows = [
        HEAD,
        ["Chi bộ thôn Đông"],
        ["A. Đảng viên chính thức"],
        changed(LAN, F=None),
        ["B. Đảng viên dự bị"],
        changed(BE, F=None),
        ["Chi bộ thôn Đoài"],
        [3, "Lê Văn Tám", "1950"],
    ]
    told = [(row.name, row.branch, row.standing) for row in read("a.xlsx", book(rows)).rows]
    assert told == [
        ("Trần Thị Lan", "Chi bộ thôn Đông", Standing.OFFICIAL),
        ("Đỗ Văn Bé", "Chi bộ thôn Đông", Standing.PROBATIONARY),
        ("Lê Văn Tám", "Chi bộ thôn Đoài", None),
    ]


def test_a_name_that_looks_like_a_total(book):
    reading = read("a.xlsx", book([HEAD, changed(LAN, B="Tống Văn Sơn"), changed(BE, B="Công Thị Nghĩa")]))
    assert names(reading) == ["Tống Văn Sơn", "Công Thị Nghĩa"]
    assert names(read("a.xlsx", book([["Họ và tên", "Ngày sinh"], ["Tống Cộng", "1962"]]))) == ["Tống Cộng"]


def test_a_secretary_without_number_is_no_signature(book):
    rows = [["Họ và tên", "Chức vụ"], ["Trần Thị Lan", "Bí thư"], ["Đỗ Văn Bé", "Phó bí thư"]]
    assert names(read("a.xlsx", book(rows))) == ["Trần Thị Lan", "Đỗ Văn Bé"]


def test_people_below_a_signature(book):
    rows = [HEAD, LAN, [None, "Người lập biểu"], [None, "Lê Văn Tám"], [None, *BE[1:]]]
    assert names(read("a.xlsx", book(rows))) == ["Trần Thị Lan", "Đỗ Văn Bé"]


def test_a_row_with_only_a_name_and_number(book):
    assert names(read("a.xlsx", book([HEAD, [1, "Trần Thị Lan"], [2, None], [3]]))) == ["Trần Thị Lan"]


def test_a_stray_line_is_said(book):
    reading = read("a.xlsx", book([HEAD, LAN, [None, None, "xem trang sau"]]))
    assert reading.notes == ['Trang Sheet1, dòng 3: "xem trang sau" không phải đảng viên, bỏ qua.']


@pytest.mark.parametrize("said", ["Lưu ý: xem lại các ngày", "Danh sách tính đến 31/12"])
def test_a_line_in_the_column_of_names_is_no_person(book, said):
    reading = read("a.xlsx", book([HEAD, LAN, [None, said]]))
    assert (names(reading), reading.faults, len(reading.notes)) == (["Trần Thị Lan"], [], 1)


def test_the_heading_again_on_a_second_page(book):
    other = ["STT", "Họ và tên", "Điện thoại", "Ngày sinh"]
    rows = [HEAD, LAN, ["DANH SÁCH (tiếp)"], other, [2, "Đỗ Văn Bé", "0987654321", "1970"]]
    _, be = read("a.xlsx", book(rows)).rows
    assert (be.name, be.birth, be.phone) == ("Đỗ Văn Bé", "1970", "0987654321")


def test_columns_merged_down(book):
    rows = [
        ["Tổ đảng", "Họ và tên", "Ngày sinh"],
        [1, "Trần Thị Lan", "1962"],
        [None, "Đỗ Văn Bé", "1970"],
        [2, "Lê Văn Tám", "1950"],
    ]
    reading = read("a.xlsx", book(rows, merge=["A2:A3"]))
    assert [(row.name, row.cell) for row in reading.rows] == [
        ("Trần Thị Lan", "1"),
        ("Đỗ Văn Bé", "1"),
        ("Lê Văn Tám", "2"),
    ]


def test_a_person_over_two_rows(book):
    rows = [
        ["STT", "Họ và tên", "Ngày vào Đảng", "Điện thoại"],
        [1, "Trần Thị Lan", "3/2/1990", "0243"],
        [None, None, "3/2/1991", "0912345678"],
    ]
    (row,) = read("a.xlsx", book([*rows, [2, "Đỗ Văn Bé"]], merge=["A2:A3", "B2:B3"])).rows[:1]
    assert (row.joined, row.official, row.phone) == ("1990-02-03", "1991-02-03", "0912345678")


def test_a_ditto_mark_takes_the_cell_above(book):
    rows = [
        ["Họ và tên", "Ngày sinh", "Địa chỉ"],
        ["Trần Thị Lan", "1962", "Phố Đông"],
        ["Đỗ Văn Bé", "1970", "-nt-"],
        ["Lê Văn Tám", "1950", '"'],
    ]
    assert [row.address for row in read("a.xlsx", book(rows)).rows] == ["Phố Đông"] * 3


def test_a_struck_out_row_is_asked_about(book):
    opened = load_workbook(BytesIO(book([HEAD, LAN, BE])))
    opened.worksheets[0]["B2"].font = Font(strike=True)
    saved = BytesIO()
    opened.save(saved)
    reading = read("a.xlsx", saved.getvalue())
    assert names(reading) == ["Đỗ Văn Bé"]
    assert reading.faults[0].why == wording.STRUCK


def test_sheets_without_a_roster_and_hidden_ones(book):
    opened = load_workbook(
        BytesIO(book([["Ghi chú riêng"]], [HEAD, LAN], [HEAD, BE], titles=["Bìa", "Chính", "Cũ"]))
    )
    opened["Cũ"].sheet_state = "hidden"
    saved = BytesIO()
    opened.save(saved)
    reading = read("a.xlsx", saved.getvalue())
    assert names(reading) == ["Trần Thị Lan"]
    assert reading.notes == ["Trang Bìa: không có hàng tiêu đề, không đọc.", "Trang Cũ đang ẩn, không đọc."]


def test_days_and_months_that_excel_exchanged(book):
    stored = [
        [at, "Trần Thị " + name, datetime(1962, at, 5)] for at, name in ((1, "Lan"), (2, "Hoa"), (3, "Mai"))
    ]
    typed = [[at, "Đỗ Văn " + name, f"1{at}/5/1962"] for at, name in ((4, "Bé"), (5, "Ba"), (6, "Tư"))]
    reading = read("a.xlsx", book([["STT", "Họ và tên", "Ngày sinh"], *stored, *typed]))
    assert reading.notes == [wording.days_and_months("Ngày sinh")]
    assert read("a.xlsx", book([["STT", "Họ và tên", "Ngày sinh"], *stored])).notes == []


def test_a_workbook_without_people_is_refused(book):
    with pytest.raises(Unreadable, match=wording.NO_ROWS[:20]):
        read("a.xlsx", book([HEAD, [None, "Tổng cộng: 0"]]))
