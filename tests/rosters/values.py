"""Good rosters whose difficulty is in the cells: dates, telephones, notes, accents, headings nobody expects."""

from datetime import date, datetime
from pathlib import Path
from unicodedata import normalize

from tests.rosters.paper import one_sheet, serial


def dates(path: Path) -> None:
    """Every way in which a date is typed, and how Excel keeps it."""
    one_sheet(
        path,
        [
            ("STT", "Họ và tên đảng viên", "Ngày tháng năm sinh", "Ngày kết nạp", "Ngày CT"),
            (1, "Hoàng Văn Thoại", "05/03/1952", "19/05/1975", "19/05/1976"),
            (2, "Mai Thị Xuân", "5.3.53", "3.2.78", "3.2.79"),
            (3, "Cao Bá Dũng", "7-11-1960", "22-12-1984", "22-12-1985"),
            (4, "Tạ Thị Ngân", date(1966, 4, 30), datetime(1992, 9, 2), datetime(1993, 9, 2)),
            (5, "Đinh Công Lực", 1949, 1972, 1973),
            (6, "Nông Thị Mẩy", "1951", "10/1979", "10/1980"),
            (7, "Phùng Quang Sáng", "12/1948", "2/9/70", "2/9/71"),
            (
                8,
                "Quách Thị Diễm",
                serial(date(1958, 6, 15)),
                serial(date(1983, 2, 3)),
                serial(date(1984, 2, 3)),
            ),
            (9, "Bế Ích Quân", " 03 / 02 / 1946 ", "19 / 5 / 1969", "19/5/1970"),
            (10, "Lâm Thị Tuyết Mai", "ngày 26 tháng 3 năm 1980", "ngày 7/11/2004", "07/11/2005"),
            (11, "Hà Huy Bách", "1.6.03", "19.5.24", "19.5.25"),
            (12, "Thạch Sa Rây", "1957-10-20", "1981-12-22", "1982-12-22"),
            (13, "Triệu Thị Mùi", "7.5.35", "19/8/1960", "19/8/1961"),
        ],
    )


def phones(path: Path) -> None:
    """Dots, blanks, +84, the zero that Excel ate, two numbers, the number of a child; groups named in five ways."""
    one_sheet(
        path,
        [
            ("Họ tên", "Năm sinh", "Tổ", "SĐT"),
            ("Vương Đình Tuyên", 1950, "1", "0900.000.111"),
            ("Đoàn Thị Sim", 1961, 1, "0900 000 112"),
            ("Chu Văn Định", 1958, "Tổ 1", "+84 900 000 113"),
            ("Lục Thị Bưởi", 1970, "TĐ 1", "84900000114"),
            ("Hứa Quang Đạt", 1985, "Tổ đảng 2", "(+84)900-000-115"),
            ("Tống Văn Khải", 1948, "2", 900000116),
            ("Giang Thị Thơm", 1955, "2", "900 000 117"),
            ("Nghiêm Xuân Kiên", 1966, "2", "900000118"),
            ("Lại Thị Bích", 1974, "3", "0900000119/0900000120"),
            ("Khổng Văn Tám", 1943, "3", "0900 000 121 - 0900 000 122"),
            ("Đàm Thị Ngoãn", 1939, "3", "0900000123 (con trai)"),
            ("Từ Văn Mão", 1941, "3", "con gái 0900 000 124"),
            ("Mạc Thị Lụa", 1946, "4", "0900 000 125, 0900 000 126 (con trai)"),
            ("Ninh Đức Cảnh", 1938, "4", "0900 000 127 (con gái); 0900 000 128"),
            ("Thân Thị Vượng", 1940, "4", "không có"),
            ("Ứng Văn Hợi", 1947, "4", "-"),
            ("Phó Đức Lễ", 1949, "4", None),
            ("Ông Thị Nhài", 1953, "4", "ĐT: 0900.000.129"),
            ("Bạch Văn Sơn", 1957, "4", "0900\u00a0000\u00a0130"),
            ("Đồng Thị Ánh", 1959, "4", "024 3000 0132"),
            ("Viên Đình Chung", 1964, "4", "0900000133 (gọi buổi tối)"),
        ],
    )


def notes(path: Path) -> None:
    """Standing and absence hidden in Ghi chú, between notes that only look like it: a lost card, a disability pension."""
    one_sheet(
        path,
        [
            ("Họ và tên", "Năm sinh", "Ngày vào Đảng", "Ngày CT", "Ghi chú"),
            ("Lã Thị Cúc", 1938, "19/05/1962", "19/05/1963", "MSH"),
            ("Trần Văn Ngọ", 1942, "22/12/1964", "22/12/1965", "Miễn SH từ 01/2020"),
            ("Nguyễn Thị Roan", 1940, "03/02/1968", "03/02/1969", "Miễn CT&SH"),
            ("Đỗ Đình Hòe", 1944, "02/09/1967", "02/09/1968", "được miễn công tác và sinh hoạt"),
            ("Phạm Quỳnh Châu", 1996, "26/03/2020", "26/03/2021", "SHT ở Hà Nội"),
            ("Hồ Sỹ Hoàng", 1994, "19/05/2018", "19/05/2019", "SHT đi Bình Dương"),
            ("Lê Phương Nhi", 1999, "26/03/2022", "26/03/2023", "SHT đến"),
            ("Vũ Mạnh Toàn", 1986, "07/11/2013", "07/11/2014", "đi làm xa"),
            ("Ngô Thị Hợp", 1955, "03/02/1985", "03/02/1986", "Đi vắng đến 15/3/2027"),
            ("Cao Thùy Dương", 2002, "19/05/2026", None, "DB"),
            ("Đinh Văn Lộc An", 1997, "02/09/2026", None, "Dự bị"),
            ("Phan Bá Quát", 1974, "22/12/2001", "22/12/2002", "đình chỉ SH"),
            ("Trịnh Thị Thìn", 1940, "19/05/1965", "19/05/1966", "đã mất 3/2026"),
            ("Bùi Quang Mẫn", 1937, "02/09/1959", "02/09/1960", "từ trần ngày 12/9/2026"),
            ("Dương Thị Lý", 1988, "26/03/2014", "26/03/2015", "Chuyển SH đi 5/2026"),
            ("Hoàng Văn Bính", 1969, "22/12/1995", "22/12/1996", "đã ra khỏi Đảng"),
            ("Tạ Đức Lương", 1950, "03/02/1972", "03/02/1973", "Thương binh 3/4"),
            ("Nguyễn Thị Sâm", 1957, "19/05/1987", "19/05/1988", "Mất thẻ, đã làm lại"),
            ("Đặng Văn Thường", 1953, "02/09/1977", "02/09/1978", "Nghỉ mất sức"),
            ("Mai Quốc Ân", 1971, "07/11/1999", "07/11/2000", "Chuyển đến từ chi bộ khu 3"),
            ("Vi Thị Nọi", 1941, "22/12/1966", "22/12/1967", "MSH, ở với con"),
            ("Lường Văn Panh", 2000, "22/12/2025", None, "DB, đi làm xa"),
            ("Chu Thị Đoan", 1948, "03/02/1971", "03/02/1972", "Huy hiệu 50 năm tuổi Đảng"),
            ("Kim Văn Đức", 1992, "02/09/2019", None, None),
        ],
    )


def nfd(path: Path) -> None:
    """As a Mac or a phone saves it: every accent a character of its own, in headings and in cells."""
    rows = [
        ("Chi bộ", "Họ và tên", "Tên thường gọi", "Ngày sinh", "Giới tính", "Số thẻ đảng", "Ngày vào Đảng",
         "Ngày chính thức", "Chức vụ", "Tình trạng", "Tổ đảng", "Điện thoại", "Địa chỉ"),
        ("Chi bộ phố Bến Lở", "Đặng Trường Giữ", "", "09/09/1961", "Nam", "90000901", "19/05/1986", "19/05/1987",
         "Bí thư", "chính thức", "Tổ đảng 1", "0900000901", "Số 8 phố Bến Lở"),
        ("Chi bộ phố Bến Lở", "Nguyễn Thị Thuỷ Tiên", "", "14/02/1980", "Nữ", "90000902", "26/03/2007", "26/03/2008",
         "Phó bí thư", "chính thức", "Tổ đảng 1", "0900000902", "Số 9 phố Bến Lở"),
        ("Chi bộ phố Bến Lở", "Võ Ngọc Ẩn", "ông Hai Ẩn", "1938", "Nam", "90000903", "02/09/1960", "02/09/1961",
         "", "miễn sinh hoạt", "Tổ đảng 2", "0900000903 (cháu gái)", "Số 15 phố Bến Lở"),
        ("Chi bộ phố Bến Lở", "Hoàng Lệ Quỳnh", "", "31/05/1999", "Nữ", "", "19/05/2026", "",
         "", "dự bị", "Tổ đảng 2", "0900000904", "Số 21 phố Bến Lở"),
        ("Chi bộ phố Bến Lở", "Lê Ước", "", "20/07/1995", "Nam", "90000905", "07/11/2019", "07/11/2020",
         "", "sinh hoạt tạm thời nơi khác", "Tổ đảng 2", "", "Số 30 phố Bến Lở"),
    ]  # fmt: skip
    one_sheet(
        path, [[normalize("NFD", cell) for cell in row] for row in rows], title=normalize("NFD", "Đảng viên")
    )


def slips(path: Path) -> None:
    """Misspelt headings, and before them the ones that a distance alone takes for something else."""
    one_sheet(
        path,
        [
            ("STT", "Số huy hiệu Đảng", "Tuổi Đảng", "Chỗ ở", "Ngày miễn SH", "Họ và tênn", "Ngày sình", "Số thẻ đãng",
             "Ngày vào đảg", "Ngày chính thứ", "Chức vụ chính quyền", "Điện thoạii", "Ghi chú"),
            (1, "7701001", 50, "Số 3 ngõ Hồ Lau", "01/06/2020", "Vũ Hữu Tạo", "12/01/1945", "90001001", "19/05/1970",
             "19/05/1971", None, "0900001001", "MSH"),
            (2, None, 12, "Số 5 ngõ Hồ Lau", None, "Trần Thị Cẩm Nhung", "23/09/1986", "90001002", "26/03/2013",
             "26/03/2014", "Bí thư Đoàn phường", "0900001002"),
            (3, "7701003", 40, "Số 7 ngõ Hồ Lau", None, "Đỗ Hải Triều", "04/12/1958", "90001003", "22/12/1982",
             "22/12/1983", None, "0900001003"),
        ],
    )  # fmt: skip


def never_stored(path: Path) -> None:
    """Columns that the handbook must not keep; cards with dots and blanks."""
    one_sheet(
        path,
        [
            ("STT", "Họ tên khai sinh", "Ngày sinh", "Số CCCD", "Dân tộc", "Tôn giáo", "Quê quán", "Trình độ",
             "Lý luận chính trị", "Số lý lịch", "Số thẻ đảng viên", "Ngày vào Đảng", "Ngày vào Đảng chính thức",
             "Nơi cư trú"),
            (1, "Giáp Thị Lài", "06/05/1970", "000000000751", "Sán Dìu", "Công giáo", "Xã Mây Trôi", "Đại học",
             "Cao cấp", "001101/BL", 90001101, "03/02/1998", "03/02/1999", "Số 2 phố Bến Lở"),
            (2, "Quản Đức Bằng", "17/08/1952", "000000000752", "Sán Dìu", "Phật giáo", "Xã Mây Trôi", "10/10",
             "Sơ cấp", "001102/BL", "90.001.102", "22/12/1974", "22/12/1975", "Số 6 phố Bến Lở"),
            (3, "Thái Thị Hiên", "29/11/1981", "000000000753", "Sán Dìu", "Tin lành", "Xã Mây Trôi", "Thạc sĩ",
             "Trung cấp", "001103/BL", "90 001 103", "26/03/2009", "26/03/2010", "Số 10 phố Bến Lở"),
        ],
    )  # fmt: skip
