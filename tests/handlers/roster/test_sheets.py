"""A file's bytes: what is read as a table, and what is refused with which sentence."""

import codecs
import zipfile
from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from handlers.roster import Unreadable, read, wording
from handlers.roster.cells.value import Broken
from handlers.roster.sheets import open_sheets

TABLE = "STT;Họ và tên;Ngày sinh;Điện thoại\n1;Trần Thị Lan;12/5/1962;0912345678\n2;Đỗ Văn Bé;1970;\n"


def names(name, data):
    return [row.name for row in read(name, data).rows]


def refused(data, name="danh sach.xlsx"):
    with pytest.raises(Unreadable) as told:
        read(name, data)
    return str(told.value)


def packed(**entries):
    saved = BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return saved.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    "encoded",
    [
        lambda text: text.encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
    ],
)
def test_text_tables(separator, encoded):
    assert names("a.csv", encoded(TABLE.replace(";", separator))) == ["Trần Thị Lan", "Đỗ Văn Bé"]


def test_a_text_table_in_the_old_windows_code_page():
    half_composed = TABLE.replace("Họ", "Ho\u0323").replace("ầ", "â\u0300").replace("ị", "i\u0323")
    half_composed = half_composed.replace("ệ", "ê\u0323").replace("ạ", "a\u0323").replace("ỗ", "ô\u0303")
    assert names("a.csv", half_composed.encode("cp1258")) == ["Trần Thị Lan", "Đỗ Văn Bé"]


def test_a_text_table_that_names_its_separator():
    text = "sep=;\nHọ và tên;Ghi chú\nTrần Thị Lan;một, hai, ba, bốn\n"
    (row,) = read("a.csv", text.encode()).rows
    assert (row.row, row.name) == (2, "Trần Thị Lan")


def test_a_record_over_two_lines_is_one_row():
    text = 'Họ và tên,Ghi chú\n"Trần Thị Lan","dòng một\ndòng hai"\nĐỗ Văn Bé,\n'
    assert [(row.row, row.name) for row in read("a.csv", text.encode()).rows] == [
        (2, "Trần Thị Lan"),
        (3, "Đỗ Văn Bé"),
    ]


def test_the_content_counts_and_not_the_name(book):
    data = book([["Họ và tên", "Ngày sinh"], ["Trần Thị Lan", "1962"]])
    assert names("a.xls", data) == ["Trần Thị Lan"]
    assert names("a.xls", TABLE.encode("utf-16")) == ["Trần Thị Lan", "Đỗ Văn Bé"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", wording.EMPTY),
        (b" \r\n\r\n", wording.EMPTY),
        (b"\xef\xbb\xbf", wording.EMPTY),
        (b",,,\n,,,\n", wording.EMPTY),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le"),
            wording.OLD_EXCEL,
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le"),
            wording.OLD_OFFICE,
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), wording.LOCKED),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, wording.PICTURE),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, wording.PICTURE),
        (b"\0\0\0\x18ftypheic" + b"\0" * 50, wording.PICTURE),
        (b"%PDF-1.7 ...", wording.PDF),
        (b"<html><body><table><tr><td>x</td></tr></table></body></html>", wording.WEB_PAGE),
        ("<html xmlns:o='urn'><table>".encode("utf-16"), wording.WEB_PAGE),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", wording.WEB_PAGE),
        (
            b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>",
            wording.XML_TABLE,
        ),
        (b"Rar!\x1a\x07\x00", wording.ARCHIVE),
        (b"PK\x03\x04 broken", wording.DAMAGED),
        (packed(**{"a.xlsx": "x"}), wording.ARCHIVE),
        (packed(**{"[Content_Types].xml": "x", "word/document.xml": "x"}), wording.WORD),
        (packed(**{"mimetype": "x", "content.xml": "x"}), wording.OPEN_DOCUMENT),
        (packed(**{"[Content_Types].xml": "x", "xl/workbook.bin": "x"}), wording.BINARY_EXCEL),
        (packed(**{"[Content_Types].xml": "x", "xl/workbook.xml": "x"}), wording.DAMAGED),
        (bytes(range(1, 256)) * 4, wording.UNKNOWN),
        ("Kính gửi chi bộ, xin gửi danh sách sau.\n".encode(), wording.NO_HEADING),
        (
            "Hä vµ tªn,Ngµy sinh,Sè thÎ §¶ng\nNguyÔn V¨n Hïng,1962,1\nTrÇn ThÞ Lan,1970,2\n".encode(),
            wording.OLD_FONT,
        ),
        ("Họ và tên,Ngày sinh\n".encode(), wording.NO_ROWS),
    ],
)
def test_what_is_no_roster_gets_its_sentence(data, sentence):
    assert refused(data) == sentence


def test_a_file_that_is_too_large():
    assert refused(b"a" * 25_000_000).startswith("Tệp 25 MB, Sổ tay nhận danh sách đến 5 MB.")
    assert refused(b"a" * 5_200_000).startswith("Tệp 5,2 MB")


def test_a_small_file_that_unpacks_to_much_is_not_opened():
    bomb = packed(**{"[Content_Types].xml": "x", "xl/workbook.xml": b"0" * 60_000_000})
    assert len(bomb) < 100_000
    assert refused(bomb) == wording.TOO_UNPACKED


def test_too_many_rows():
    text = "Họ và tên,Ngày sinh\n" + "Trần Thị Lan,1962\n" * 20_000
    assert refused(text.encode()) == "Danh sách dài hơn 20.000 dòng. Xin chia thành nhiều tệp."


def test_too_many_columns():
    text = "Họ và tên" + ",a" * 100 + "\nTrần Thị Lan" + ",1" * 100
    assert (
        refused(text.encode(), "to 1.csv")
        == "Trang to 1 rộng hơn 100 cột. Xin chỉ giữ các cột của danh sách."
    )


def test_formatted_empty_rows_do_not_count(book):
    data = book([["Họ và tên", "Ngày sinh"], ["Trần Thị Lan", "1962"]])
    opened = load_workbook(BytesIO(data))
    opened.worksheets[0]["A900000"].font = Font(bold=True)
    saved = BytesIO()
    opened.save(saved)
    assert names("a.xlsx", saved.getvalue()) == ["Trần Thị Lan"]


def test_merged_cells_are_filled_down(book):
    (sheet,) = open_sheets("a", book([["Tổ", "Tên"], ["1", "a"], [None, "b"], ["2", "c"]], merge=["A2:A3"]))
    assert [cells[0] for cells in sheet.rows.values()] == ["Tổ", "1", "1", "2"]
    assert sheet.tops == {(3, 0): 2}


def test_a_formula_without_a_value_is_told(book):
    (sheet,) = open_sheets("a", book([["a"], ["=1+1"]]))
    assert sheet.rows[2] == [Broken("=1+1", wording.NOT_CALCULATED)]


def test_a_formula_with_a_value_is_its_value(book):
    data = book([["a"], ["=1+1"]])
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(BytesIO(data)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    assert b"<v" in entries[part]
    entries[part] = (
        entries[part]
        .replace(b"<v></v>", b"<v>2</v>")
        .replace(b"<v />", b"<v>2</v>")
        .replace(b"<v/>", b"<v>2</v>")
    )
    (sheet,) = open_sheets("a", packed(**entries))
    assert sheet.rows[2] == [2]


def test_an_error_of_excel_is_told():
    opened = Workbook()
    opened.worksheets[0]["A1"] = "#REF!"
    saved = BytesIO()
    opened.save(saved)
    (sheet,) = open_sheets("a", saved.getvalue())
    assert sheet.rows[1] == [Broken("#REF!", wording.ERROR_VALUE)]


def test_a_date_is_as_exact_as_its_format(book):
    day = datetime(1962, 5, 1)
    data = book(
        [[day, day, day, datetime(1905, 5, 15)]],
        formats={"A1": "mm/yyyy", "B1": "yyyy", "C1": "dd/mm/yyyy", "D1": "yyyy"},
    )
    (sheet,) = open_sheets("a", data)
    assert sheet.rows[1] == ["1962-05", "1962", day, datetime(1905, 5, 15)]
