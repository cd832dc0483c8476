"""The file given back with its faults beside the rows."""

from datetime import datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from handlers.roster import Fault, Unreadable, marked, read

HEAD = ["STT", "Họ và tên", "Ngày sinh", "Điện thoại"]
ROWS = [
    ["DANH SÁCH"],
    HEAD,
    [1, "Trần Thị Lan", "31/2/1990", 12],
    [2, "Đỗ Văn Bé", datetime(1970, 5, 3), 912345678],
]


def sheets(data):
    return load_workbook(BytesIO(data)).worksheets


def again(data):
    return marked("a.xlsx", data, read("a.xlsx", data).faults)


def test_a_last_column_with_the_faults_of_each_row(book):
    (sheet,) = sheets(again(book(ROWS, merge=["A1:D1"])))
    assert [cell.value for cell in sheet["E"]] == [
        None,
        "Lỗi",
        'Cột Ngày sinh: "31/2/1990" không có trong lịch.\n'
        'Cột Điện thoại: "12" không giống số điện thoại (10 chữ số, bắt đầu bằng 0). Xin sửa lại hoặc để trống.',
        None,
    ]
    assert [cell.value for cell in sheet[4]][:4] == ROWS[3]
    assert [area.coord for area in sheet.merged_cells.ranges] == ["A1:D1"]


def coloured(sheet):
    return [cell.coordinate for row in sheet for cell in row if cell.fill.fill_type]


def test_the_wrong_cells_are_coloured_too(book):
    (sheet,) = sheets(again(book(ROWS)))
    assert coloured(sheet) == ["C3", "D3", "E3"]
    refused = [Fault("a", 2, "Họ và tên", "a", "b"), Fault("a", 2, "Chi bộ", "a", "b")]
    (sheet,) = sheets(marked("a.csv", "Họ tên,Năm sinh\nA,1970\n".encode(), refused))
    assert coloured(sheet) == ["A2", "C2"], (
        "by what its heading means; a column that is not there has no cell"
    )


def test_the_corrected_copy_is_read_without_its_last_column(book):
    opened = load_workbook(BytesIO(again(book(ROWS))))
    sheet = opened.worksheets[0]
    sheet["C3"], sheet["D3"] = "1/2/1990", "0987654321"
    saved = BytesIO()
    opened.save(saved)
    reading = read("a.xlsx", saved.getvalue())
    assert (len(reading.rows), reading.faults, reading.dropped) == (2, [], [])


def test_a_second_round_uses_the_same_column(book):
    first = again(book(ROWS))
    (sheet,) = sheets(again(first))
    assert [cell.value for cell in sheet[2]] == [*HEAD, "Lỗi"]
    assert sheet["E3"].value == sheets(first)[0]["E3"].value


def test_faults_that_are_gone_are_taken_out(book):
    first = again(book(ROWS))
    (sheet,) = sheets(marked("a.xlsx", first, []))
    assert [cell.value for cell in sheet["E"]] == [None, "Lỗi", None, None]


def test_a_text_file_becomes_a_workbook_with_its_name():
    data = "Họ và tên;Ngày sinh\nTrần Thị Lan;31/2/1990\n".encode()
    (sheet,) = sheets(marked("danh sách [1].csv", data, read("danh sách [1].csv", data).faults))
    assert sheet.title == "danh sách _1_"
    assert [cell.value for cell in sheet[2]] == [
        "Trần Thị Lan",
        "31/2/1990",
        'Cột Ngày sinh: "31/2/1990" không có trong lịch.',
    ]


def test_every_sheet_is_there(book):
    (cover, people) = sheets(again(book([["Bìa"]], ROWS, titles=["Bìa", "Chính"])))
    assert (cover["A1"].value, cover.max_column, people["E2"].value) == ("Bìa", 1, "Lỗi")


def test_a_title_merged_far_beyond_the_table(book):
    (sheet,) = sheets(again(book(ROWS, merge=["A1:H1", "D2:H2"])))
    assert sheet["E2"].value == "Lỗi"


DANGEROUS = ['=HYPERLINK("http://x","x")', "+1+1", "-1", "@SUM(1)", "=1+1"]


@pytest.mark.parametrize("typed", DANGEROUS)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_was_typed_stays_text(book, typed, kind):
    if kind == "xlsx":
        opened = load_workbook(BytesIO(book([HEAD, [1, "Trần Thị Lan", "31/2/1990", None]])))
        opened.worksheets[0]["D2"].value = typed
        opened.worksheets[0]["D2"].data_type = "s"
        saved = BytesIO()
        opened.save(saved)
        data = saved.getvalue()
    else:
        data = f'STT;Họ và tên;Ngày sinh;Điện thoại\n1;Trần Thị Lan;31/2/1990;"{typed.replace(chr(34), chr(34) * 2)}"\n'.encode()
    (sheet,) = sheets(marked("a", data, read("a", data).faults))
    assert (sheet["D2"].value, sheet["D2"].data_type, sheet["D2"].quotePrefix) == (typed, "s", True)


def test_a_formula_comes_back_as_its_text(book):
    (sheet,) = sheets(again(book([HEAD, [1, "Trần Thị Lan", "=1+1", None]])))
    assert (sheet["C2"].value, sheet["C2"].data_type) == ("=1+1", "s")
    assert "=1+1" in sheet["E2"].value


def _is_text(typed):
    """A file with more control characters than these is refused as no text."""
    return sum(letter < " " for letter in typed) < 5


@settings(max_examples=30)
@given(typed=st.text(min_size=1, max_size=20).filter(_is_text))
def test_no_text_becomes_a_formula_or_stops_the_writing(typed):
    quoted = typed.replace('"', '""')
    data = f'Họ và tên,Ghi chú\nTrần Thị Lan,"{quoted}"\n'.encode("utf-8", "ignore")
    told = [Fault("a", 2, typed, typed, typed)]
    for row in sheets(marked("a.csv", data, told))[0].iter_rows():
        assert all(
            cell.data_type in ("s", "n") and (cell.data_type == "s" or cell.value is None) for cell in row
        )


def test_a_file_that_cannot_be_read_cannot_be_marked():
    with pytest.raises(Unreadable):
        marked("a.xlsx", b"", [])
