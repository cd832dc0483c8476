"""Rosters as text: what Excel and office programs call CSV."""

import csv
from io import StringIO
from pathlib import Path
from unicodedata import combining, normalize

from tests.rosters.paper import Rows

TONES = "\u0300\u0301\u0303\u0309\u0323"


def _text(rows: Rows, delimiter: str) -> str:
    made = StringIO(newline="")
    csv.writer(made, delimiter=delimiter).writerows(rows)
    return made.getvalue()


def _tones_apart(text: str) -> str:
    """Windows-1258 has ê and ế's tone, but no ế: the shape stays on the letter, the tone follows it."""
    out = []
    for letter in normalize("NFC", text):
        try:
            letter.encode("cp1258")
            out.append(letter)
        except UnicodeEncodeError:
            marks = normalize("NFD", letter)
            shape = normalize("NFC", "".join(c for c in marks if c not in TONES))
            out.append(shape + "".join(c for c in marks if combining(c) and c in TONES))
    return "".join(out)


def posts_utf8_bom(path: Path) -> None:
    """Commas, a BOM, two lines of title; posts and standings in every spelling, several in one cell."""
    rows = [
        ("DANH SÁCH ĐẢNG VIÊN CHI BỘ TỔ DÂN PHỐ SỐ 6", "", "", "", "", "", "", ""),
        ("", "", "", "", "", "", "", ""),
        (
            "Họ tên",
            "Sinh năm",
            "Số TĐ",
            "Chức vụ Đảng",
            "Chức vụ chính quyền",
            "Nghề nghiệp",
            "Tình trạng",
            "ĐT liên hệ",
        ),
        ("Phạm Thị Hoài Ân", "1967", "90001201", "Bí thư chi bộ", "", "Hưu trí", "chính thức", "'0900001201"),
        (
            "Lê Tấn Phát",
            "1959",
            "90001202",
            "Phó Bí thư, Chi ủy viên",
            "Tổ trưởng dân phố",
            "Hưu trí",
            "Chính thức",
            "0900001202",
        ),
        ("Hồ Thị Tường An", "1983", "90001203", "Chi uỷ viên", "", "Bác sĩ", "chính thức", "0900001203"),
        (
            "Nguyễn Công Uẩn",
            "1975",
            "90001204",
            "CUV, Tổ trưởng tổ đảng",
            "",
            "Kỹ sư",
            "chính thức",
            "0900001204",
        ),
        ("Trương Văn Đượm", "1950", "90001205", "Tổ trưởng tổ đảng", "", "Hưu trí", "chính thức", ""),
        ("Huỳnh Thị Bông", "1948", "90001206", "Đảng viên", "", "Hưu trí", "miễn sinh hoạt", ""),
        (
            "Đoàn Minh Nhật",
            "1996",
            "",
            "ĐV",
            "",
            "Công nhân",
            "Dự bị, sinh hoạt tạm thời nơi đến",
            "0900001207",
        ),
        (
            "Vũ Thị Hải Yến",
            "1993",
            "90001208",
            "",
            "",
            "Kế toán",
            "Sinh hoạt tạm thời nơi khác",
            "0900001208",
        ),
        ("Tăng Văn Phổ", "1972", "90001209", "", "", "Lái xe", "chính thức, đình chỉ", "0900001209"),
        ("Lâm Quế", "1935", "90001210", "", "", "Hưu trí", "từ trần", ""),
        ("Nguyễn Thị Ngọc Trâm", "1990", "90001211", "", "", "Giáo viên", "đã chuyển đi", ""),
        ("Đào Ngọc Hiển", "1980", "90001212", "", "", "Buôn bán", "ra khỏi Đảng", ""),
        ("Phan Thanh Nhã", "1944", "90001213", "", "", "Hưu trí", "Miễn sinh hoạt, chính thức", "0900001213"),
    ]
    path.write_bytes(b"\xef\xbb\xbf" + _text(rows, ",").encode())


def excel_cp1258(path: Path) -> None:
    """Excel of a Vietnamese Windows: semicolons, Windows-1258, zeros eaten, empty cells to the end of the sheet."""
    rows = [
        (
            "TT",
            "Họ và tên",
            "Năm sinh",
            "Ngày vào Đảng",
            "Ngày chính thức",
            "Chức vụ",
            "Điện thoại",
            "Ghi chú",
        ),
        ("1", "Đỗ Nguyễn Trường Sinh", "1963", "19/05/1989", "19/05/1990", "Bí thư", "900001301", ""),
        ("2", "Lưỡng Thị Thuỷ", "02/10/1974", "03/02/2001", "03/02/2002", "Phó bí thư", "0900 001 302", ""),
        ("3", "Ưng Hoà Hiệp", "1941", "22/12/1963", "22/12/1964", "", "", "Miễn SH"),
        ("4", "Kỷ Thị Nguyệt Ẩm", "1958", "2/9/1983", "2/9/1984", "", "900001304", ""),
        ("5", "Nguyễn Đăng Lữ", "2000", "19/05/2026", "", "", "900001305", "DB"),
        ("", "Tổng cộng: 5 đồng chí", "", "", "", "", "", ""),
        ("", "", "", "", "", "", "", ""),
    ]
    path.write_bytes(_tones_apart(_text(rows, ";")).encode("cp1258"))


def excel_utf16(path: Path) -> None:
    """Excel's 'Unicode Text': UTF-16 with tabs; a heading and an address on two lines."""
    rows = [
        (
            "STT",
            "Họ và tên",
            "Tên gọi khác",
            "Ngày\nsinh",
            "Ngày vào Đảng",
            "Ngày chính thức",
            "Tổ đảng",
            "Số ĐT",
            "Địa chỉ",
        ),
        (
            "1",
            "Lỗ Thị Duyên",
            "bà Tám",
            "25/12/1954",
            "19/05/1983",
            "19/05/1984",
            "1",
            "0900001401",
            "Số 1 ngõ Cây Sấu,\nphố Giếng Nhẫn",
        ),
        (
            "2",
            "Đới Văn Quỳ",
            "",
            "1946",
            "02/09/1968",
            "02/09/1969",
            "1",
            "0900001402 (con rể)",
            "Số 2 ngõ Cây Sấu",
        ),
        (
            "3",
            "Mẫn Thị Kiều",
            "",
            "30/06/1989",
            "26/03/2015",
            "26/03/2016",
            "2",
            "+84900001403",
            "Số 3 ngõ Cây Sấu",
        ),
    ]
    path.write_bytes(b"\xff\xfe" + _text(rows, "\t").encode("utf-16-le"))


def bad_after_two_lines(path: Path) -> None:
    """An address on two lines is one row of the table: the slip below it stands in row 3, though in line 4 of the file."""
    rows = [
        ("Họ và tên", "Ngày sinh", "Điện thoại", "Địa chỉ"),
        ("Lèng Thị Sao", "07/09/1982", "0900001701", "Số 4 ngõ Hồ Lau,\nphố Giếng Nhẫn"),
        ("Hạ Văn Trụ", "30/2/1961", "0900001702", "Số 6 ngõ Hồ Lau"),
    ]
    path.write_bytes(_text(rows, ",").encode())
