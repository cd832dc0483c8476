"""Headings: by the list first, slips only when near and free, and never a trap."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.roster import read
from handlers.roster.cells.value import fold
from handlers.roster.headings import find
from handlers.roster.rows import NAMES
from handlers.roster.sheets import open_sheets
from handlers.roster.vocabulary import PEOPLE, Column


def heading(data):
    return find(open_sheets("a", data)[0], PEOPLE, NAMES)


def column_of(book, said):
    """The column that one heading beside 'STT' and 'Họ và tên' is read as."""
    found = heading(book([["STT", "Họ và tên", said], [1, "Trần Thị Lan", "x"], [2, "Đỗ Văn Bé", "x"]]))
    return next((column for column, places in found.columns.items() if 2 in places), None)


ANNEX_D = {
    Column.USUAL: "Tên thường gọi, Bí danh, Tên gọi khác, Họ và tên đang dùng",
    Column.BIRTH: "Ngày sinh, Ngày tháng năm sinh, NTNS, Năm sinh, Sinh năm",
    Column.SEX: "Giới tính, Nam nữ",
    Column.WOMAN: "Nữ (x), Nữ",
    Column.CARD: "Số thẻ đảng, Số thẻ đảng viên, Số thẻ ĐV, Số TĐV, Số TĐ, Thẻ Đảng",
    Column.JOINED: "Ngày vào Đảng, Ngày kết nạp, Vào Đảng, Ngày vào Đảng (dự bị), Dự bị",
    Column.OFFICIAL: "Ngày chính thức, Chính thức, Ngày CT, Ngày vào Đảng chính thức, Ngày công nhận chính thức",
    Column.POSTS: "Chức vụ, Chức vụ Đảng, Chức danh",
    Column.IS_SECRETARY: "BT",
    Column.IS_DEPUTY: "PBT",
    Column.IS_COMMITTEE: "CUV, Chi ủy viên",
    Column.STANDING: "Tình trạng, Diện, Sinh hoạt",
    Column.NOTES: "Ghi chú",
    Column.PHONE: "Điện thoại, ĐT, SĐT, Số ĐT, Di động, ĐT liên hệ",
    Column.ADDRESS: "Địa chỉ, Nơi ở hiện nay, Chỗ ở, Nơi cư trú, Số nhà, Thường trú",
    Column.CELL: "Tổ đảng, Tổ, TĐ",
    Column.BRANCH: "Chi bộ",
}


@pytest.mark.parametrize(
    ("column", "said"), [(c, one.strip()) for c, text in ANNEX_D.items() for one in text.split(",")]
)
def test_annex_d(book, column, said):
    assert column_of(book, said) is column
    assert column_of(book, said.upper()) is column
    assert column_of(book, unicodedata.normalize("NFD", said)) is column


@pytest.mark.parametrize(
    "said", ["Họ và tên", "Họ tên", "Họ và tên đảng viên", "Họ tên khai sinh", "Đảng viên"]
)
def test_headings_of_the_name(book, said):
    found = heading(book([["STT", said, "Ngày sinh"], [1, "Trần Thị Lan", "1962"]]))
    assert found.columns[Column.NAME] == (1,)


@pytest.mark.parametrize(
    ("said", "column"),
    [
        ("Điện thọaii", Column.PHONE),
        ("Ngày vào Đảg", Column.JOINED),
        ("Số thẻ Đảg", Column.CARD),
        ("Ngày chín thức", Column.OFFICIAL),
        ("Ngày sinh (dd/mm/yyyy)", Column.BIRTH),
        ("Điện thoại (nếu có)", Column.PHONE),
        ("Ngày sinh *", Column.BIRTH),
    ],
)
def test_slips_and_remarks(book, said, column):
    assert column_of(book, said) is column


@pytest.mark.parametrize(
    "said",
    [
        "Ngày miễn SH",
        "Ngày miễn SHĐ",
        "Số huy hiệu Đảng",
        "Số CCCD",
        "Tuổi Đảng",
        "Dân tộc",
        "Tôn giáo",
        "Quê quán",
        "Lý luận chính trị",
        "Chức vụ chính quyền",
        "Nghề nghiệp",
        "Ngày vào Đoàn",
        "Số thẻ Đoàn viên",
        "Chức vụ Đoàn",
        "Họ tên vợ",
        "Họ và tên vợ",
        "Điện thoại cơ quan",
        "Ngày cấp thẻ đảng",
        "Năm",
        "Ngày sihn",
        "Nơi sinh hoạt",
        "Số thứ bậc",
        "Chó",
    ],
)
def test_traps_are_dropped_and_said(book, said):
    data = book([["STT", "Họ và tên", said], [1, "Trần Thị Lan", "001062000001"], [2, "Đỗ Văn Bé", "a"]])
    reading = read("a.xlsx", data)
    assert reading.dropped == [said]
    assert [row.name for row in reading.rows] == ["Trần Thị Lan", "Đỗ Văn Bé"]
    assert "001062000001" not in repr(reading)


def test_what_is_never_stored_is_said(book):
    reading = read(
        "a.xlsx", book([["Họ và tên", "Số CCCD", "Dân tộc"], ["Trần Thị Lan", "001062000001", "Kinh"]])
    )
    assert reading.notes == ["Sổ tay không bao giờ giữ: Số CCCD, Dân tộc."]


def test_a_slip_is_said_and_takes_no_taken_column(book):
    head = ["Họ và tên", "Ngày vào Đảng", "Ngày vào Đảg"]
    reading = read("a.xlsx", book([head, ["Trần Thị Lan", "3/2/1990", "3/2/1991"]]))
    assert reading.dropped == ["Ngày vào Đảg"]
    assert reading.rows[0].joined == "1990-02-03"
    reading = read("a.xlsx", book([head[::2], ["Trần Thị Lan", "3/2/1990"]]))
    assert reading.notes == ['Tiêu đề "Ngày vào Đảg" được đọc là Ngày vào Đảng.']


def test_a_slip_is_no_second_telephone(book):
    rows = [["Họ và tên", "Điện thoại", "Điện thoaii"], ["Trần Thị Lan", None, "0912345678"]]
    reading = read("a.xlsx", book(rows))
    assert (reading.rows[0].phone, reading.dropped) == (None, ["Điện thoaii"])


def test_the_better_of_two_headings_takes_the_column(book):
    reading = read(
        "a.xlsx", book([["Họ tên", "Chức vụ", "Chức vụ Đảng"], ["Trần Thị Lan", "Trưởng thôn", "Bí thư"]])
    )
    assert reading.dropped == ["Chức vụ"]
    assert [post.value for post in reading.rows[0].posts] == ["secretary"]


def test_a_column_without_heading_is_said(book):
    rows = [["Họ và tên", "Ngày sinh", None], ["Trần Thị Lan", "1962", "a"], ["Đỗ Văn Bé", "1970", "b"]]
    assert read("a.xlsx", book(rows)).dropped == ["cột C (không có tiêu đề)"]


PEOPLE_BELOW = [
    [1, "Trần Thị Lan", None, 1962, "3/2/1990", "3/2/1991"],
    [2, "Đỗ Văn Bé", "12/5/1970", None, "4/3/1999", None],
]


@pytest.mark.parametrize("merge", [["A2:A3", "B2:B3", "C2:D2", "E2:F2", "A1:F1"], []])
def test_two_heading_rows(book, merge):
    rows = [
        ["DANH SÁCH ĐẢNG VIÊN CHI BỘ TDP SỐ 9"],
        ["STT", "Họ và tên", "Năm sinh", None, "Ngày vào Đảng", None],
        [None, None, "Nam", "Nữ", "Dự bị", "Chính thức"],
        *PEOPLE_BELOW,
    ]
    lan, be = read("a.xlsx", book(rows, merge=merge)).rows
    assert (lan.sex, lan.birth, lan.joined, lan.official) == ("nữ", "1962", "1990-02-03", "1991-02-03")
    assert (be.sex, be.birth, be.joined, be.official) == ("nam", "1970-05-12", "1999-03-04", None)


def test_captions_over_the_heading_row(book):
    rows = [
        ["Thông tin cá nhân", None, None, "Thông tin Đảng", None],
        ["STT", "Họ và tên", "Ngày sinh", "Ngày vào Đảng", "Số thẻ"],
        [1, "Trần Thị Lan", "1962", "3/2/1990", "05.012345"],
    ]
    (lan,) = read("a.xlsx", book(rows, merge=["A1:C1", "D1:E1"])).rows
    assert (lan.birth, lan.joined, lan.card) == ("1962", "1990-02-03", "05012345")


def test_halves_of_headings_below_those_that_stay(book):
    rows = [
        ["TT", "Họ và tên", "Địa chỉ", None, "Trình độ", None],
        [None, None, "Thường trú", "Nơi ở hiện nay", "Học vấn", "Lý luận chính trị"],
        [1, "Trần Thị Lan", "Quê", "Phố", "12/12", "Sơ cấp"],
    ]
    reading = read("a.xlsx", book(rows, merge=["A1:A2", "B1:B2", "C1:D1", "E1:F1"]))
    assert [row.address for row in reading.rows] == ["Phố"]
    assert reading.dropped == ["Trình độ Học vấn", "Trình độ Lý luận chính trị"]


def test_day_month_and_year_of_birth_apart(book):
    rows = [
        ["TT", "Họ và tên", "Ngày sinh", None, None],
        [None, None, "Ngày", "Tháng", "Năm"],
        [1, "Trần Thị Lan", 12, 5, 1962],
        [2, "Đỗ Văn Bé", None, None, 1970],
    ]
    reading = read("a.xlsx", book(rows, merge=["A1:A2", "B1:B2", "C1:E1"]))
    assert [row.birth for row in reading.rows] == ["1962-05-12", "1970"]


@pytest.mark.parametrize(
    "head",
    [
        [["TT", "Họ đệm", "Tên", "Ngày sinh"]],
        [["TT", "Họ và chữ đệm", "Tên", "Ngày sinh"]],
        [["TT", "Họ và tên", None, "Ngày sinh"]],
        [["TT", "Họ và tên", None, "Ngày sinh"], [None, "Họ đệm", "Tên", None]],
    ],
)
def test_family_and_given_name_apart(book, head):
    rows = [*head, [1, "Trần Thị", "Lan", "1962"], [2, "Đỗ Văn", "Văn", "1970"]]
    merge = ["B1:C1"] if len(head[0]) == 4 and head[0][2] is None else []
    reading = read("a.xlsx", book(rows, merge=merge))
    assert [(row.name, row.birth) for row in reading.rows] == [
        ("Trần Thị Lan", "1962"),
        ("Đỗ Văn Văn", "1970"),
    ]
    assert reading.dropped == []


@pytest.mark.parametrize(
    "said", ["Ngày vào Đảng; ngày chính thức", "Ngày vào Đảng/chính thức", "Ngày vào Đảng\nNgày chính thức"]
)
def test_one_column_for_both_dates(book, said):
    rows = [["Họ và tên", said], ["Trần Thị Lan", "3/2/1990\n3/2/1991"], ["Đỗ Văn Bé", "3/2/2026"]]
    lan, be = read("a.xlsx", book(rows)).rows
    assert (lan.joined, lan.official) == ("1990-02-03", "1991-02-03")
    assert (be.joined, be.official) == ("2026-02-03", None)


@pytest.mark.parametrize(
    ("said", "column"),
    [
        ("Nam, nữ, dân tộc, tôn giáo", Column.SEX),
        ("Giới tính\nDân tộc", Column.SEX),
        ("Số thẻ đảng viên, số lý lịch đảng viên, số Huy hiệu Đảng", Column.CARD),
        ("Số thẻ đảng\nSố lý lịch", Column.CARD),
        ("Ngày từ trần, lý do", Column.DIED),
        ("Ngày ra khỏi Đảng (lý do)", Column.LEFT),
        ("Nơi ở hiện nay, quê quán", None),
        ("Dân tộc, giới tính", None),
        ("Chức vụ, nghề nghiệp", None),
        ("Giới tính, cân nặng", None),
    ],
)
def test_several_headings_in_one_cell(book, said, column):
    assert column_of(book, said) is column


def test_a_heading_of_two_names_that_comes_again(book):
    head = ["STT", "Họ và tên khai sinh\nHọ và tên đang dùng", "Ngày sinh"]
    rows = [head, [1, "Trần Thị Lan", "1962"], head, [2, "Đỗ Văn Bé", "1970"]]
    reading = read("a.xlsx", book(rows))
    assert ([row.name for row in reading.rows], reading.faults) == (["Trần Thị Lan", "Đỗ Văn Bé"], [])


def test_the_row_that_numbers_the_columns(book):
    rows = [["TT", "Họ và tên", "Ngày sinh"], ["(1)", "(2)", "(3)"], [1, "Trần Thị Lan", "1962"]]
    assert [row.name for row in read("a.xlsx", book(rows)).rows] == ["Trần Thị Lan"]


EXACT = [
    (said, meaning)
    for said, (meaning, _) in PEOPLE.items()
    if isinstance(meaning, Column) and meaning not in (*NAMES, Column.BOTH_DATES)
]


@given(
    st.sampled_from(EXACT),
    st.sampled_from(["NFC", "NFD"]),
    st.sampled_from([str.upper, str.title, str.lower]),
)
def test_every_listed_heading_is_its_own(said_and_column, form, letters):
    said, column = said_and_column
    accented = letters(unicodedata.normalize(form, f" {said}  "))
    text = f"STT\tHọ và tên\t{accented}\n1\tTrần Thị Lan\tx\n2\tĐỗ Văn Bé\tx\n"
    found = heading(text.encode())
    assert found.columns.get(column) == (2,)
    assert fold(found.label(column)) == said
