"""What a reader has to find in each roster of build.py, written by hand from the papers and not from any reader.

Dates are `YYYY[-MM[-DD]]`; `cell` is the number of the tổ đảng; telephones and cards are bare digits, a telephone with
its leading zero; of several telephones the member's own comes before a relative's, else the first. A standing is None
where nothing says it: no date of recognition is asked about, not taken for probation. An exempt member and one sent
elsewhere are official. `branch` is in a dict only where the roster names it in a column.

A fault is (row, heading of the column, a piece of the sentence); row and heading None: the file as a whole. The piece
is empty where the papers do not fix a word.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

Person = dict[str, Any]
Fault = tuple[int | None, str | None, str]


class Expected(NamedTuple):
    """`people`: in the order of the file, each once, without those whose row is at fault. `repeated`: rows that say
    again what an earlier one said. `secret`: words of the file that must not be in anything read from it."""

    people: list[Person]
    faults: Sequence[Fault] = ()
    repeated: Sequence[int] = ()
    secret: Sequence[str] = ()


def _person(
    name: str, birth: str, joined: str | None = None, official: str | None = None, **said: Any
) -> Person:
    return {
        "name": name,
        "birth": birth,
        "standing": "official" if official else None,
        "circumstances": [],
        "posts": [],
        "phone": None,
        "phone_of_relative": False,
        "cell": None,
        "card": None,
        "joined": joined,
        "official": official,
    } | said


EXEMPT = {"circumstances": ["exempt"]}
ELSEWHERE = {"circumstances": ["elsewhere"]}
PROBATION = {"standing": "probationary"}
DOAI = {"branch": "Chi bộ thôn Đoài"}
DONG = {"branch": "Chi bộ thôn Đông"}
BEN_LO = {"branch": "Chi bộ phố Bến Lở"}

EXPECTED: dict[str, Expected] = {
    "title_and_signature.xlsx": Expected(
        [
            _person("Nguyễn Hữu Thược", "1962-07-05", "1986-05-19", "1987-05-19", card="90000101", posts=["secretary"], phone="0900000101"),
            _person("Đỗ Thị Nhàn", "1969-12-11", "1996-02-03", "1997-02-03", card="90000102", posts=["deputy"], phone="0900000102"),
            _person("Lò Văn Pản", "1955", "1979-09-02", "1980-09-02", card="90000103", phone="0900000103", **EXEMPT),
            _person("Trương Mỹ Lệ", "1998-01-24", "2026-05-19", phone="0900000104", **PROBATION),
            _person("Kiều Đức Thịnh", "1947-09-30", "1968-12-22", "1969-12-22", card="90000105"),
            _person("Âu Thị Kim Oanh", "1973-03-08", "2001-03-26", "2002-03-26", card="90000106", posts=["committee"], phone="0900000106"),
        ],
    ),
    "two_heading_rows.xlsx": Expected(
        [
            _person("Nguyễn Tiến Lập", "1959", "1983-05-19", "1984-05-19", card="90000201", posts=["secretary"]),
            _person("Lê Thị Thúy Vinh", "1968-06-12", "1995-02-03", "1996-02-03", card="90000202", posts=["deputy"]),
            _person("Đào Trọng Nghĩa", "1981", "2008-03-26", "2009-03-26", card="90000203", posts=["committee"]),
            _person("Trịnh Thị Ngọc Bé", "1990", "2025-09-02"),
            _person("Hồ Viết Khoa", "1950-04-04", "1971-12-22", "1972-12-22", card="90000205"),
            _person("Phan Thị Loan", "1945", "1970", "1971", card="90000206"),
        ],
    ),
    "merged.xlsx": Expected(
        [
            _person("Trần Văn Tuất", "1946-10-10", "1966-05-19", "1967-05-19", cell="1", phone="0900000301", **DOAI),
            _person("Vũ Đình Hạnh", "1950-02-01", "1972-12-22", "1973-12-22", cell="1", phone="0900000302", **DOAI),
            _person("Nguyễn Thị Dịu", "1953-07-15", "1980-09-02", "1981-09-02", cell="1", phone="0900000302", **DOAI),
            _person("Nguyễn Văn Hùng", "1951", "1975-02-03", "1976-02-03", cell="2", **DOAI),
            _person("Nguyễn Văn Hùng", "1963", "1988-05-19", "1989-05-19", cell="2", phone="0900000305", **DOAI),
            _person("Sầm Thị Nguyệt Hà", "1977-11-20", "2003-11-07", "2004-11-07", cell="1", phone="0900000306", **DONG),
            _person("Lưu Bá Ôn", "1940-09-09", "1962-09-02", "1963-09-02", cell="1", **DONG),
            _person("Cù Thị Hậu", "1966-08-28", "1994-02-03", "1995-02-03", cell="2", phone="0900000308", **DONG),
            _person("Phạm Gia Tuệ", "1984-03-13", "2012-03-26", "2013-03-26", cell="2", phone="0900000309", **DONG),
        ],
    ),
    "group_rows.xlsx": Expected(
        [
            _person("Đậu Thị Khuê", "1956-04-02", "1984-05-19", "1985-05-19", cell="1", card="90000401", phone="0900000401"),
            _person("Lều Văn Thọ", "1943-08-07", "1965-12-22", "1966-12-22", cell="1", card="90000402"),
            _person("Hoàng Thị Bích Đào", "1971-03-19", "1998-02-03", "1999-02-03", cell="1", card="90000403", phone="0900000403"),
            _person("Tô Văn Hai", "1949-11-11", "1971-09-02", "1972-09-02", cell="2", card="90000404", phone="0900000404"),
            _person("Nguyễn Diệu Thúy", "1987-06-23", "2015-03-26", "2016-03-26", cell="2", card="90000405", phone="0900000405"),
            _person("Tống Thị Nhạn", "1962-01-30", "1990-05-19", "1991-05-19", cell="3", card="90000406", phone="0900000406"),
            _person("Bàn Tiến Vinh", "1978-05-05", "2005-11-07", "2006-11-07", cell="3", card="90000407"),
        ],
        repeated=[12],
    ),
    "standing_groups.xlsx": Expected(
        [
            _person("Trần Bích Liên", "1968-06-16", "1997-05-19", "1998-05-19", phone="0900000501"),
            _person("Đoàn Hữu Phước", "1959-02-02", "1982-12-22", "1983-12-22", phone="0900000502"),
            _person("Lê Nhật Anh Tài", "2001-10-27", "2026-03-26", phone="0900000503", **PROBATION),
            _person("Vũ Thị Sợi", "1936", "1960-02-03", "1961-02-03", **EXEMPT),
            _person("Ngô Văn Điển", "1939", "1963-09-02", "1964-09-02", phone="0900000505", **EXEMPT),
        ],
    ),
    "name_apart.xlsx": Expected(
        [
            _person("Nguyễn Thị Hồng Gấm", "1964", "1992-02-03", "1993-02-03", cell="1", phone="0900000601"),
            _person("Trần Lượng", "1950", "1972-05-19", "1973-05-19", cell="1"),
            _person("Lê Đình Hiếu", "1983", "2010-03-26", "2011-03-26", cell="2", phone="0900000603"),
            _person("Phạm Thị Vân Anh", "1990", "2017-09-02", "2018-09-02", cell="2", phone="0900000604"),
            _person("Y Thoan Niê", "1975", "2001-11-07", "2002-11-07", cell="2"),
        ],
    ),
    "name_over_two_columns.xlsx": Expected(
        [
            _person("Bùi Thị Ngát", "1957", phone="0900000651"),
            _person("Hà Trung Kiên", "1972", phone="0900000652"),
            _person("Chử Văn Ổn", "1948"),
        ],
    ),
    "form7.xlsx": Expected(
        [
            _person("Nguyễn Đình Bảy", "1951-08-12", "1973-05-19", "1974-05-19", card="90000701"),
            _person("Ma Thị Pảo", "1965-04-03", "1993-02-03", "1994-02-03", card="90000702"),
            _person("Lý A Chống", "1947", "1969-09-02", "1970-09-02", card="90000703", circumstances=["deceased"]),
            _person("Phùng Khánh Chi", "1999-12-21", "2026-05-19", **PROBATION),
        ],
        secret=["000701", "000702", "000703", "7700701", "Tày", "Dao", "Kinh", "Công giáo", "Xã"],
    ),
    "several_sheets.xlsx": Expected(
        [
            _person("Đặng Thị Thao", "1960", "1989-05-19", "1990-05-19", cell="1", phone="0900000801"),
            _person("Ngụy Như Khôi", "1954", "1976-12-22", "1977-12-22", cell="1"),
            _person("Lương Ngọc Khải", "1979", "2007-11-07", "2008-11-07", cell="2", posts=["committee"], phone="0900000803"),
            _person("Hoàng Thị Sáng", "1945", "1973-02-03", "1974-02-03", cell="2"),
        ],
    ),
    "dates.xlsx": Expected(
        [
            _person("Hoàng Văn Thoại", "1952-03-05", "1975-05-19", "1976-05-19"),
            _person("Mai Thị Xuân", "1953-03-05", "1978-02-03", "1979-02-03"),
            _person("Cao Bá Dũng", "1960-11-07", "1984-12-22", "1985-12-22"),
            _person("Tạ Thị Ngân", "1966-04-30", "1992-09-02", "1993-09-02"),
            _person("Đinh Công Lực", "1949", "1972", "1973"),
            _person("Nông Thị Mẩy", "1951", "1979-10", "1980-10"),
            _person("Phùng Quang Sáng", "1948-12", "1970-09-02", "1971-09-02"),
            _person("Quách Thị Diễm", "1958-06-15", "1983-02-03", "1984-02-03"),
            _person("Bế Ích Quân", "1946-02-03", "1969-05-19", "1970-05-19"),
            _person("Lâm Thị Tuyết Mai", "1980-03-26", "2004-11-07", "2005-11-07"),
            _person("Hà Huy Bách", "2003-06-01", "2024-05-19", "2025-05-19"),
            _person("Thạch Sa Rây", "1957-10-20", "1981-12-22", "1982-12-22"),
            _person("Triệu Thị Mùi", "1935-05-07", "1960-08-19", "1961-08-19"),
        ],
    ),
    "phones.xlsx": Expected(
        [
            _person("Vương Đình Tuyên", "1950", cell="1", phone="0900000111"),
            _person("Đoàn Thị Sim", "1961", cell="1", phone="0900000112"),
            _person("Chu Văn Định", "1958", cell="1", phone="0900000113"),
            _person("Lục Thị Bưởi", "1970", cell="1", phone="0900000114"),
            _person("Hứa Quang Đạt", "1985", cell="2", phone="0900000115"),
            _person("Tống Văn Khải", "1948", cell="2", phone="0900000116"),
            _person("Giang Thị Thơm", "1955", cell="2", phone="0900000117"),
            _person("Nghiêm Xuân Kiên", "1966", cell="2", phone="0900000118"),
            _person("Lại Thị Bích", "1974", cell="3", phone="0900000119"),
            _person("Khổng Văn Tám", "1943", cell="3", phone="0900000121"),
            _person("Đàm Thị Ngoãn", "1939", cell="3", phone="0900000123", phone_of_relative=True),
            _person("Từ Văn Mão", "1941", cell="3", phone="0900000124", phone_of_relative=True),
            _person("Mạc Thị Lụa", "1946", cell="4", phone="0900000125"),
            _person("Ninh Đức Cảnh", "1938", cell="4", phone="0900000128"),
            _person("Thân Thị Vượng", "1940", cell="4"),
            _person("Ứng Văn Hợi", "1947", cell="4"),
            _person("Phó Đức Lễ", "1949", cell="4"),
            _person("Ông Thị Nhài", "1953", cell="4", phone="0900000129"),
            _person("Bạch Văn Sơn", "1957", cell="4", phone="0900000130"),
            _person("Đồng Thị Ánh", "1959", cell="4", phone="02430000132"),
            _person("Viên Đình Chung", "1964", cell="4", phone="0900000133"),
        ],
    ),
    "notes.xlsx": Expected(
        [
            _person("Lã Thị Cúc", "1938", "1962-05-19", "1963-05-19", **EXEMPT),
            _person("Trần Văn Ngọ", "1942", "1964-12-22", "1965-12-22", **EXEMPT),
            _person("Nguyễn Thị Roan", "1940", "1968-02-03", "1969-02-03", **EXEMPT),
            _person("Đỗ Đình Hòe", "1944", "1967-09-02", "1968-09-02", **EXEMPT),
            _person("Phạm Quỳnh Châu", "1996", "2020-03-26", "2021-03-26", **ELSEWHERE),
            _person("Hồ Sỹ Hoàng", "1994", "2018-05-19", "2019-05-19", **ELSEWHERE),
            _person("Lê Phương Nhi", "1999", "2022-03-26", "2023-03-26", circumstances=["here"]),
            _person("Vũ Mạnh Toàn", "1986", "2013-11-07", "2014-11-07", circumstances=["away"]),
            _person("Ngô Thị Hợp", "1955", "1985-02-03", "1986-02-03", circumstances=["away"]),
            _person("Cao Thùy Dương", "2002", "2026-05-19", **PROBATION),
            _person("Đinh Văn Lộc An", "1997", "2026-09-02", **PROBATION),
            _person("Phan Bá Quát", "1974", "2001-12-22", "2002-12-22", circumstances=["suspended"]),
            _person("Trịnh Thị Thìn", "1940", "1965-05-19", "1966-05-19", circumstances=["deceased"]),
            _person("Bùi Quang Mẫn", "1937", "1959-09-02", "1960-09-02", circumstances=["deceased"]),
            _person("Dương Thị Lý", "1988", "2014-03-26", "2015-03-26", circumstances=["moved"]),
            _person("Hoàng Văn Bính", "1969", "1995-12-22", "1996-12-22", circumstances=["left"]),
            _person("Tạ Đức Lương", "1950", "1972-02-03", "1973-02-03"),
            _person("Nguyễn Thị Sâm", "1957", "1987-05-19", "1988-05-19"),
            _person("Đặng Văn Thường", "1953", "1977-09-02", "1978-09-02"),
            _person("Mai Quốc Ân", "1971", "1999-11-07", "2000-11-07"),
            _person("Vi Thị Nọi", "1941", "1966-12-22", "1967-12-22", **EXEMPT),
            _person("Lường Văn Panh", "2000", "2025-12-22", circumstances=["away"], **PROBATION),
            _person("Chu Thị Đoan", "1948", "1971-02-03", "1972-02-03"),
            _person("Kim Văn Đức", "1992", "2019-09-02"),
        ],
    ),
    "nfd.xlsx": Expected(
        [
            _person("Đặng Trường Giữ", "1961-09-09", "1986-05-19", "1987-05-19", cell="1", card="90000901", posts=["secretary"], phone="0900000901", **BEN_LO),
            _person("Nguyễn Thị Thuỷ Tiên", "1980-02-14", "2007-03-26", "2008-03-26", cell="1", card="90000902", posts=["deputy"], phone="0900000902", **BEN_LO),
            _person("Võ Ngọc Ẩn", "1938", "1960-09-02", "1961-09-02", cell="2", card="90000903", phone="0900000903", phone_of_relative=True, **EXEMPT, **BEN_LO),
            _person("Hoàng Lệ Quỳnh", "1999-05-31", "2026-05-19", cell="2", phone="0900000904", **PROBATION, **BEN_LO),
            _person("Lê Ước", "1995-07-20", "2019-11-07", "2020-11-07", cell="2", card="90000905", **ELSEWHERE, **BEN_LO),
        ],
    ),
    "slips.xlsx": Expected(
        [
            _person("Vũ Hữu Tạo", "1945-01-12", "1970-05-19", "1971-05-19", card="90001001", phone="0900001001", **EXEMPT),
            _person("Trần Thị Cẩm Nhung", "1986-09-23", "2013-03-26", "2014-03-26", card="90001002", phone="0900001002"),
            _person("Đỗ Hải Triều", "1958-12-04", "1982-12-22", "1983-12-22", card="90001003", phone="0900001003"),
        ],
        secret=["7701001", "7701003"],
    ),
    "never_stored.xlsx": Expected(
        [
            _person("Giáp Thị Lài", "1970-05-06", "1998-02-03", "1999-02-03", card="90001101"),
            _person("Quản Đức Bằng", "1952-08-17", "1974-12-22", "1975-12-22", card="90001102"),
            _person("Thái Thị Hiên", "1981-11-29", "2009-03-26", "2010-03-26", card="90001103"),
        ],
        secret=["000000000751", "000000000752", "000000000753", "Sán Dìu", "Công giáo", "Phật giáo", "Tin lành", "Mây Trôi", "Đại học", "Thạc sĩ", "Sơ cấp", "Cao cấp", "001101"],
    ),
    "posts_utf8_bom.csv": Expected(
        [
            _person("Phạm Thị Hoài Ân", "1967", card="90001201", standing="official", posts=["secretary"], phone="0900001201"),
            _person("Lê Tấn Phát", "1959", card="90001202", standing="official", posts=["deputy", "committee"], phone="0900001202"),
            _person("Hồ Thị Tường An", "1983", card="90001203", standing="official", posts=["committee"], phone="0900001203"),
            _person("Nguyễn Công Uẩn", "1975", card="90001204", standing="official", posts=["committee"], phone="0900001204"),
            _person("Trương Văn Đượm", "1950", card="90001205", standing="official"),
            _person("Huỳnh Thị Bông", "1948", card="90001206", standing="official", **EXEMPT),
            _person("Đoàn Minh Nhật", "1996", circumstances=["here"], phone="0900001207", **PROBATION),
            _person("Vũ Thị Hải Yến", "1993", card="90001208", standing="official", phone="0900001208", **ELSEWHERE),
            _person("Tăng Văn Phổ", "1972", card="90001209", standing="official", circumstances=["suspended"], phone="0900001209"),
            _person("Lâm Quế", "1935", card="90001210", circumstances=["deceased"]),
            _person("Nguyễn Thị Ngọc Trâm", "1990", card="90001211", circumstances=["moved"]),
            _person("Đào Ngọc Hiển", "1980", card="90001212", circumstances=["left"]),
            _person("Phan Thanh Nhã", "1944", card="90001213", standing="official", phone="0900001213", **EXEMPT),
        ],
    ),
    "excel_cp1258.csv": Expected(
        [
            _person("Đỗ Nguyễn Trường Sinh", "1963", "1989-05-19", "1990-05-19", posts=["secretary"], phone="0900001301"),
            _person("Lưỡng Thị Thuỷ", "1974-10-02", "2001-02-03", "2002-02-03", posts=["deputy"], phone="0900001302"),
            _person("Ưng Hoà Hiệp", "1941", "1963-12-22", "1964-12-22", **EXEMPT),
            _person("Kỷ Thị Nguyệt Ẩm", "1958", "1983-09-02", "1984-09-02", phone="0900001304"),
            _person("Nguyễn Đăng Lữ", "2000", "2026-05-19", phone="0900001305", **PROBATION),
        ],
    ),
    "excel_utf16.csv": Expected(
        [
            _person("Lỗ Thị Duyên", "1954-12-25", "1983-05-19", "1984-05-19", cell="1", phone="0900001401"),
            _person("Đới Văn Quỳ", "1946", "1968-09-02", "1969-09-02", cell="1", phone="0900001402", phone_of_relative=True),
            _person("Mẫn Thị Kiều", "1989-06-30", "2015-03-26", "2016-03-26", cell="2", phone="0900001403"),
        ],
    ),
    "bad_rows.xlsx": Expected(
        [
            # A post outside the branch is a note, not a fault: members hold many.
            _person("Đặng Văn Vĩ", "1969-10-28", "1996-05-19", "1997-05-19", card="90001506", phone="0900001506"),
            _person("Trần Vĩnh Lạc", "1960-05-14", "1985-05-19", "1986-05-19", card="90001501", posts=["secretary"], phone="0900001501"),
            _person("Vương Thị Tố Uyên", "1987-04-19", "2014-03-26", "2015-03-26", card="90001510", phone="0900001510"),
        ],
        faults=[
            (3, "Ngày sinh", "31/2/1990"),
            (4, "Ngày sinh", "15/8/2062"),
            (5, "Họ và tên", ""),
            (6, "Điện thoại", "09OO OO1 5O5"),
            (8, "Ngày sinh", "02/28/1971"),
            (9, "Điện thoại", "09000015"),
            (10, "Tình trạng", "đang xem xét"),
            (12, "Ngày vào Đảng", "30/02/1999"),
            (12, "Điện thoại", "hỏi con trai"),
        ],
    ),
    "one_card_twice.xlsx": Expected(
        [
            _person("Hoàng Ngọc Phú", "1949-09-26", "1970-12-22", "1971-12-22", card="90001602", phone="0900001602"),
        ],
        # Nobody can tell whose card it is: both rows are refused.
        faults=[(2, "Số thẻ đảng", "90001601"), (4, "Số thẻ đảng", "90001601")],
    ),
    "bad_after_two_lines.csv": Expected(
        [_person("Lèng Thị Sao", "1982-09-07", phone="0900001701")],
        faults=[(3, "Ngày sinh", "30/2/1961")],
    ),
    "formula.xlsx": Expected(
        [
            _person("La Thị Túc", "1952-03-05", "1980-02-03", "1981-02-03"),
            _person("Trần Quang Quyến", "1961-09-17", "1988-05-19", "1989-05-19"),
        ],
        faults=[(4, "Ngày sinh", "Excel")],
    ),
    "fees.xlsx": Expected([], faults=[(None, None, "Họ và tên")]),
    "picture.xlsx": Expected([], faults=[(None, None, ".xlsx")]),
    "empty.xlsx": Expected([], faults=[(None, None, "")]),
    "empty.csv": Expected([], faults=[(None, None, "")]),
    "saved_page.xls": Expected([], faults=[(None, None, ".xlsx")]),
    "old.xls": Expected([], faults=[(None, None, ".xlsx")]),
    "locked.xlsx": Expected([], faults=[(None, None, "")]),
}  # fmt: skip
