"""Good rosters whose difficulty is the layout: titles, headings, merged cells, groups, sheets."""

from datetime import date
from pathlib import Path

from openpyxl import Workbook

from tests.rosters.paper import fill, one_sheet, save

EMPTY = ()


def title_and_signature(path: Path) -> None:
    """Letterhead above, numbers of the columns below the headings, totals and two signatures underneath."""
    one_sheet(
        path,
        [
            ("ĐẢNG BỘ PHƯỜNG BẾN LỞ", None, None, None, None, "ĐẢNG CỘNG SẢN VIỆT NAM"),
            ("CHI BỘ TỔ DÂN PHỐ SỐ 12", None, None, None, None, "Bến Lở, ngày 31 tháng 10 năm 2026"),
            ("*",),
            ("DANH SÁCH ĐẢNG VIÊN",),
            ("(Tính đến ngày 31/10/2026)",),
            EMPTY,
            ("TT", "Họ và tên", "Ngày sinh", "Ngày vào Đảng", "Ngày chính thức", "Số thẻ ĐV", "Chức vụ",
             "Số điện thoại", "Ghi chú"),
            ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"),
            (1, "Nguyễn Hữu Thược", "05/07/1962", "19/05/1986", "19/05/1987", "90000101", "Bí thư", "0900 000 101"),
            (2, "Đỗ Thị Nhàn", "11/12/1969", "03/02/1996", "03/02/1997", "90000102", "Phó bí thư", "0900.000.102"),
            (3, "Lò Văn Pản", "1955", "02/09/1979", "02/09/1980", "90000103", None, "0900000103", "MSH"),
            (4, "Trương Mỹ Lệ", "24/01/1998", "19/05/2026", None, None, "Đảng viên", "0900 000 104", "DB"),
            (5, "Kiều Đức Thịnh", "30/09/1947", "22/12/1968", "22/12/1969", "90000105"),
            (6, "Âu Thị Kim Oanh", "08/03/1973", "26/03/2001", "26/03/2002", "90000106", "CUV", "0900-000-106",
             "Giáo viên nghỉ hưu"),
            ("Tổng cộng: 6 đồng chí",),
            (None, "Trong đó: chính thức 5 đ/c, dự bị 1 đ/c"),
            EMPTY,
            (None, None, None, None, None, None, "Bến Lở, ngày 31 tháng 10 năm 2026"),
            (None, "NGƯỜI LẬP BIỂU", None, None, None, None, "T/M CHI BỘ"),
            (None, None, None, None, None, None, "BÍ THƯ"),
            (None, "(Ký, ghi rõ họ tên)", None, None, None, None, "(Ký, ghi rõ họ tên)"),
            EMPTY,
            EMPTY,
            (None, "Vi Hồng Quyên", None, None, None, None, "Nguyễn Hữu Thược"),
        ],
        merge="A1:C1 F1:I1 A2:C2 F2:I2 A4:I4 A5:I5 A15:I15",
        title="Danh sách",
    )  # fmt: skip


def two_heading_rows(path: Path) -> None:
    """Năm sinh over Nam and Nữ, Ngày vào Đảng over Dự bị and Chính thức."""
    one_sheet(
        path,
        [
            ("DANH SÁCH ĐẢNG VIÊN CHI BỘ THÔN ĐOÀI",),
            EMPTY,
            ("TT", "Họ và tên", "Năm sinh", None, "Ngày vào Đảng", None, "Số TĐV", "Chức danh", "Nơi ở hiện nay"),
            (None, None, "Nam", "Nữ", "Dự bị", "Chính thức"),
            (1, "Nguyễn Tiến Lập", 1959, None, "19/05/1983", "19/05/1984", "90000201", "Bí thư", "Xóm Chùa"),
            (2, "Lê Thị Thúy Vinh", None, "12/6/1968", "03/02/1995", "03/02/1996", "90000202", "PBT", "Xóm Chùa"),
            (3, "Đào Trọng Nghĩa", 1981, None, "26/03/2008", "26/03/2009", "90000203", "Chi ủy viên", "Xóm Đình"),
            (4, "Trịnh Thị Ngọc Bé", None, 1990, "02/09/2025", None, None, None, "Xóm Đình"),
            (5, "Hồ Viết Khoa", date(1950, 4, 4), None, "22/12/1971", "22/12/1972", "90000205", None, "Xóm Bãi"),
            (6, "Phan Thị Loan", None, 1945, 1970, 1971, "90000206", None, "Xóm Bãi"),
        ],
        merge="A1:I1 A3:A4 B3:B4 C3:D3 E3:F3 G3:G4 H3:H4 I3:I4",
    )  # fmt: skip


def merged(path: Path) -> None:
    """Branch, group, a couple's telephone and house stand once, merged over the rows that share them."""
    one_sheet(
        path,
        [
            ("Chi bộ", "Tổ đảng", "Họ và tên", "Ngày sinh", "Ngày vào Đảng", "Ngày chính thức", "Điện thoại", "Địa chỉ"),
            ("Chi bộ thôn Đoài", "Tổ 1", "Trần Văn Tuất", "10/10/1946", "19/05/1966", "19/05/1967", "0900000301", "Xóm Chùa"),
            (None, None, "Vũ Đình Hạnh", "01/02/1950", "22/12/1972", "22/12/1973", "0900000302", "Số 4 xóm Chùa"),
            (None, None, "Nguyễn Thị Dịu", "15/07/1953", "02/09/1980", "02/09/1981"),
            (None, "Tổ 2", "Nguyễn Văn Hùng", "1951", "03/02/1975", "03/02/1976", None, "Xóm Đình"),
            (None, None, "Nguyễn Văn Hùng", "1963", "19/05/1988", "19/05/1989", "0900000305", "Xóm Đình"),
            ("Chi bộ thôn Đông", "Tổ 1", "Sầm Thị Nguyệt Hà", "20/11/1977", "07/11/2003", "07/11/2004", "0900000306", "Xóm Bãi"),
            (None, None, "Lưu Bá Ôn", "09/09/1940", "02/09/1962", "02/09/1963", None, "Xóm Bãi"),
            (None, "Tổ 2", "Cù Thị Hậu", "28/08/1966", "03/02/1994", "03/02/1995", "0900000308", "Xóm Trại"),
            (None, None, "Phạm Gia Tuệ", "13/03/1984", "26/03/2012", "26/03/2013", "0900000309", "Xóm Trại"),
        ],
        merge="A2:A6 A7:A10 B2:B4 B5:B6 B7:B8 B9:B10 G3:G4 H3:H4",
    )  # fmt: skip


def group_rows(path: Path) -> None:
    """Rows that name a tổ đảng, sums below each, empty rows, one member typed twice; a member called Tô and one Tống."""
    one_sheet(
        path,
        [
            ("DANH SÁCH ĐẢNG VIÊN CHI BỘ TỔ DÂN PHỐ SỐ 4",),
            ("TT", "Họ tên", "NTNS", "Vào Đảng", "Chính thức", "Thẻ Đảng", "ĐT"),
            ("Tổ đảng 1",),
            (1, "Đậu Thị Khuê", "02/04/1956", "19/05/1984", "19/05/1985", "90000401", "0900000401"),
            (2, "Lều Văn Thọ", "07/08/1943", "22/12/1965", "22/12/1966", "90000402"),
            (3, "Hoàng Thị Bích Đào", "19/03/1971", "03/02/1998", "03/02/1999", "90000403", "0900000403"),
            (None, "Cộng: 3 đ/c"),
            EMPTY,
            (None, "TỔ 2"),
            (1, "Tô Văn Hai", "11/11/1949", "02/09/1971", "02/09/1972", "90000404", "0900000404"),
            (2, "Nguyễn Diệu Thúy", "23/06/1987", "26/03/2015", "26/03/2016", "90000405", "0900000405"),
            (3, "Tô Văn Hai", "11/11/1949", "02/09/1971", "02/09/1972", "90000404", "0900000404"),
            EMPTY,
            ("III. TỔ ĐẢNG SỐ 3",),
            (1, "Tống Thị Nhạn", "30/01/1962", "19/05/1990", "19/05/1991", "90000406", "0900000406"),
            (2, "Bàn Tiến Vinh", "05/05/1978", "07/11/2005", "07/11/2006", "90000407"),
            (None, " ", "  "),
            ("Tổng cộng: 7 đồng chí",),
            (None, None, None, None, None, "T/M CHI BỘ"),
            (None, None, None, None, None, "BÍ THƯ"),
            EMPTY,
            (None, None, None, None, None, "Đậu Thị Khuê"),
        ],
        merge="A1:G1 A3:G3 A14:G14",
    )  # fmt: skip


def standing_groups(path: Path) -> None:
    """The rows between the names say who is probationary or exempt; some names in capitals."""
    one_sheet(
        path,
        [
            ("STT", "Họ và tên", "Ngày sinh", "Ngày vào Đảng", "Ngày chính thức", "Điện thoại"),
            ("I. ĐẢNG VIÊN CHÍNH THỨC",),
            (1, "TRẦN BÍCH LIÊN", "16/06/1968", "19/05/1997", "19/05/1998", "0900000501"),
            (2, "Đoàn Hữu Phước", "02/02/1959", "22/12/1982", "22/12/1983", "0900000502"),
            ("II. ĐẢNG VIÊN DỰ BỊ",),
            (3, "LÊ NHẬT ANH TÀI", "27/10/2001", "26/03/2026", None, "0900000503"),
            ("III. ĐẢNG VIÊN MIỄN SINH HOẠT",),
            (4, "Vũ Thị Sợi", "1936", "03/02/1960", "03/02/1961"),
            (5, "NGÔ VĂN ĐIỂN", "1939", "02/09/1963", "02/09/1964", "0900000505"),
        ],
        merge="A2:F2 A5:F5 A7:F7",
    )


def name_apart(path: Path) -> None:
    """Family and middle name in one column, the given name in the next."""
    one_sheet(
        path,
        [
            ("TT", "Họ đệm", "Tên", "Sinh năm", "Dự bị", "Chính thức", "Tổ", "Di động"),
            (1, "Nguyễn Thị Hồng", "Gấm", 1964, "03/02/1992", "03/02/1993", "1", "0900000601"),
            (2, "Trần", "Lượng", 1950, "19/05/1972", "19/05/1973", "1"),
            (3, "Lê Đình ", "Hiếu ", 1983, "26/03/2010", "26/03/2011", "2", "0900000603"),
            (4, "Phạm Thị", "Vân Anh", 1990, "02/09/2017", "02/09/2018", "2", "0900000604"),
            (5, "Y Thoan", "Niê", 1975, "07/11/2001", "07/11/2002", "2"),
        ],
    )


def name_over_two_columns(path: Path) -> None:
    """One merged heading over two columns, the given name apart so that the list can be sorted by it."""
    one_sheet(
        path,
        [
            ("STT", "Họ và tên", None, "Năm sinh", "Số ĐT"),
            (1, "Bùi Thị", "Ngát", 1957, "0900000651"),
            (2, "Hà Trung", "Kiên", 1972, "0900000652"),
            (3, "Chử Văn", "Ổn", 1948),
        ],
        merge="B1:C1",
    )


def form7(path: Path) -> None:
    """After Mẫu 7-HSĐV: two names, two dates, and three numbers in one cell each."""
    one_sheet(
        path,
        [
            ("SỔ DANH SÁCH ĐẢNG VIÊN",),
            EMPTY,
            ("Số TT", "Họ và tên khai sinh\nHọ và tên đang dùng", "Ngày, tháng, năm sinh", "Nam, nữ, dân tộc, tôn giáo",
             "Quê quán", "Nghề nghiệp trước khi vào Đảng, nghề nghiệp hiện nay", "Ngày vào Đảng, ngày chính thức",
             "Số thẻ đảng viên, số lý lịch đảng viên, số Huy hiệu Đảng", "Ngày chuyển đi, đến đảng bộ cơ sở",
             "Ngày từ trần, lý do", "Ghi chú"),
            (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
            (1, "Nguyễn Đình Bảy\nBảy Hồng", "12/08/1951", "Nam, Kinh, không", "Xã Giếng Nhẫn", "Bộ đội, hưu trí",
             "19/05/1973\n19/05/1974", "90000701\n000701/BL\n7700701"),
            (2, "Ma Thị Pảo\nMa Thị Bảo", "03/04/1965", "Nữ, Tày, không", "Xã Hồ Lau", "Giáo viên, hưu trí",
             "03/02/1993, 03/02/1994", "90000702\n000702/BL"),
            (3, "Lý A Chống", "1947", "Nam, Dao, không", "Xã Cây Sấu", "Nông dân",
             "02/09/1969\n02/09/1970", "90000703\n000703/BL", None, "14/07/2026, tuổi già", "Đã mất"),
            (4, "Phùng Khánh Chi\n", "21/12/1999", "Nữ, Kinh, Công giáo", "Xã Bến Lở", "Kế toán",
             "19/05/2026", None, None, None, "DB"),
        ],
        merge="A1:K1",
    )  # fmt: skip


def several_sheets(path: Path) -> None:
    """A sheet of advice first, two groups with unlike headings, a table of figures, an empty sheet."""
    book = Workbook()
    book.active.title = "Hướng dẫn"
    fill(
        book.active,
        [("HƯỚNG DẪN GHI DANH SÁCH",), ("Ghi đủ họ và tên, ngày sinh, số điện thoại của từng đồng chí.",)],
    )
    fill(
        book.create_sheet("Tổ 1"),
        [
            ("DANH SÁCH TỔ ĐẢNG 1",),
            (
                "TT",
                "Họ và chữ đệm",
                "Tên",
                "Năm sinh",
                "Ngày kết nạp",
                "Ngày công nhận chính thức",
                "Tổ đảng",
                "SĐT",
            ),
            (1, "Đặng Thị", "Thao", 1960, "19/05/1989", "19/05/1990", "1", "0900000801"),
            (2, "Ngụy Như", "Khôi", 1954, "22/12/1976", "22/12/1977", "1"),
        ],
    )
    fill(
        book.create_sheet("Tổ 2"),
        [
            (
                "SĐT",
                "TĐ",
                "Chức vụ Đảng",
                "Họ và tên đảng viên",
                "Sinh năm",
                "Ngày vào Đảng chính thức",
                "Ngày kết nạp",
            ),
            ("0900 000 803", 2, "Chi ủy viên", "Lương Ngọc Khải", "1979", "07/11/2008", "07/11/2007"),
            (None, 2, None, "Hoàng Thị Sáng", "1945", "03/02/1974", "03/02/1973"),
        ],
    )
    fill(
        book.create_sheet("Thống kê"),
        [("Nội dung", "Số lượng"), ("Đảng viên chính thức", 4), ("Đảng viên nữ", 2)],
    )
    book.create_sheet("Sheet5")
    save(book, path)
