"""Rosters that must be refused, whole or in part, with a sentence that says what to do."""

from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles.numbers import FORMAT_DATE_DDMMYY

from tests.rosters.paper import fill, one_sheet, save, serial

HEADINGS = (
    "Họ và tên",
    "Ngày sinh",
    "Số thẻ đảng",
    "Ngày vào Đảng",
    "Ngày chính thức",
    "Chức vụ",
    "Tình trạng",
    "Điện thoại",
)


def bad_rows(path: Path) -> None:
    """One slip a row between good rows, and one row with two."""
    one_sheet(
        path,
        [
            HEADINGS,
            ("Trần Vĩnh Lạc", "14/05/1960", "90001501", "19/05/1985", "19/05/1986", "Bí thư", "chính thức", "0900001501"),
            ("Lê Thị Hồng Vân", "31/2/1990", "90001502", "26/03/2016", "26/03/2017", None, "chính thức", "0900001502"),
            ("Ngô Bá Mạnh", "15/8/2062", "90001503", "22/12/1984", "22/12/1985", None, "chính thức", "0900001503"),
            (None, "20/01/1955", "90001504", "02/09/1979", "02/09/1980", None, "chính thức", "0900001504"),
            ("Phùng Thị Lựu", "03/07/1963", "90001505", "03/02/1991", "03/02/1992", None, "chính thức", "09OO OO1 5O5"),
            ("Đặng Văn Vĩ", "28/10/1969", "90001506", "19/05/1996", "19/05/1997", "Trưởng ban công tác Mặt trận",
             "chính thức", "0900001506"),
            ("Hoàng Thị Thanh Nga", "02/28/1971", "90001507", "07/11/1999", "07/11/2000", None, "chính thức", "0900001507"),
            ("Bùi Duy Hách", "11/11/1978", "90001508", "02/09/2006", "02/09/2007", None, "chính thức", "09000015"),
            ("Tạ Quang Thái", "06/06/1966", "90001509", "22/12/1992", "22/12/1993", None, "đang xem xét", "0900001509"),
            ("Vương Thị Tố Uyên", "19/04/1987", "90001510", "26/03/2014", "26/03/2015", None, "chính thức", "0900001510"),
            ("Nguyễn Xuân Kỳ", "08/08/1973", "90001511", "30/02/1999", "03/02/2000", None, "chính thức", "hỏi con trai"),
        ],
    )  # fmt: skip


def one_card_twice(path: Path) -> None:
    """Two people cannot hold one card."""
    one_sheet(
        path,
        [
            HEADINGS,
            (
                "Đinh Thị Phấn",
                "15/02/1957",
                "90001601",
                "19/05/1986",
                "19/05/1987",
                None,
                "chính thức",
                "0900001601",
            ),
            (
                "Hoàng Ngọc Phú",
                "26/09/1949",
                "90001602",
                "22/12/1970",
                "22/12/1971",
                None,
                "chính thức",
                "0900001602",
            ),
            (
                "Cung Văn Luyện",
                "01/11/1968",
                "90001601",
                "02/09/1994",
                "02/09/1995",
                None,
                "chính thức",
                "0900001603",
            ),
        ],
    )


def formula(path: Path) -> None:
    """Numbering and a birth date by formula; only row 2's date has the value that Excel would have kept.

    A formula in a column that nobody reads is no fault.
    """
    book = Workbook()
    fill(
        book.active,
        [
            ("STT", "Họ và tên", "Ngày sinh", "Ngày vào Đảng", "Ngày chính thức"),
            ("=ROW()-1", "La Thị Túc", "=DATE(1952,3,5)", "03/02/1980", "03/02/1981"),
            ("=ROW()-1", "Trần Quang Quyến", "17/09/1961", "19/05/1988", "19/05/1989"),
            ("=ROW()-1", "Lương Văn Cẩn", "=DATE(1947,8,19)", "22/12/1968", "22/12/1969"),
        ],
    )
    book.active["C2"].number_format = FORMAT_DATE_DDMMYY
    save(book, path, kept=("DATE(1952,3,5)", serial(date(1952, 3, 5))))


def fees(path: Path) -> None:
    """The wrong file: a cash book."""
    one_sheet(
        path,
        [
            ("SỔ THU, CHI ĐẢNG PHÍ QUÝ III NĂM 2026",),
            ("Ngày", "Nội dung", "Thu", "Chi", "Tồn"),
            ("05/07/2026", "Thu đảng phí tháng 7", 1240000, None, 1240000),
            ("12/07/2026", "Nộp cấp trên", None, 868000, 372000),
        ],
    )


def picture(path: Path) -> None:
    """A photograph of the list, renamed."""
    path.write_bytes(
        bytes.fromhex(
            "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
            "0000000a4944415478da63f80f00010101001cb08c990000000049454e44ae426082"
        )
    )


def empty(path: Path) -> None:
    """Nothing at all, as a broken download leaves it."""
    path.write_bytes(b"")


def saved_page(path: Path) -> None:
    """What many office systems call 'export to Excel': a web page named .xls."""
    page = "<tr><th>Họ và tên</th><th>Ngày sinh</th></tr><tr><td>Nguyễn Thị Xuyến Chi</td><td>01/01/1970</td></tr>"
    path.write_text(
        f"<html><head><meta charset='utf-8'></head><body><table>{page}</table></body></html>",
        encoding="utf-8",
    )


def old_excel(path: Path) -> None:
    """The first sector of Excel 97-2003, which is also that of an .xlsx locked with a password."""
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + bytes.fromhex("3e000300feff0900")
    path.write_bytes(head.ljust(512, b"\0") + b"\xff" * 1024)
