"""A roster written is a roster read."""

import unicodedata
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.roster import read
from models.roster import PersonRow
from models.terms import Circumstance, Post, Standing

SYLLABLES = ["Lan", "Hùng", "Đức", "Bé", "Thủy", "Hạnh", "Quỳnh", "Vượng", "Sơn", "Ngọc"]
FAMILIES = ["Nguyễn", "Trần", "Đỗ", "Tống", "Vũ", "Lê"]


def row_of(
    draw_name, birth, sex, card, years, posts, standing, circumstances, cell, phone, relative, address
):
    joined, official = years
    return PersonRow(
        "Sheet1",
        0,
        "Chi bộ 9",
        draw_name,
        None,
        birth,
        sex,
        card,
        joined,
        official if standing is Standing.OFFICIAL else None,
        posts,
        standing,
        circumstances,
        cell,
        phone,
        relative and phone is not None,
        address,
        not circumstances,
    )


PEOPLE = st.builds(
    row_of,
    st.builds(
        lambda *words: " ".join(words),
        st.sampled_from(FAMILIES),
        st.sampled_from(SYLLABLES),
        st.sampled_from(SYLLABLES),
    ),
    st.one_of(
        st.dates(date(1930, 1, 1), date(1970, 12, 31)).map(date.isoformat),
        st.integers(1930, 1970).map(str),
        st.builds("{}-{:02d}".format, st.integers(1930, 1970), st.integers(1, 12)),
    ),
    st.sampled_from([None, "nam", "nữ"]),
    st.none(),
    st.sampled_from([("1990-02-03", "1991-02-03"), ("1990", "1991"), ("1990-02", "1991-02")]),
    st.lists(st.sampled_from([Post.SECRETARY, Post.DEPUTY, Post.COMMITTEE]), max_size=2, unique=True).map(
        tuple
    ),
    st.sampled_from(Standing),
    st.lists(
        st.sampled_from([kind for kind in Circumstance if kind is not Circumstance.HERE]),
        max_size=2,
        unique=True,
    ).map(lambda kinds: tuple(sorted(kinds))),
    st.sampled_from([None, "1", "2"]),
    st.one_of(st.none(), st.from_regex(r"0[35789][0-9]{8}", fullmatch=True)),
    st.booleans(),
    st.sampled_from([None, "Số 5 phố Đông"]),
)
COLUMNS = [
    "STT",
    "Chi bộ",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Số thẻ đảng",
    "Ngày vào Đảng",
    "Ngày chính thức",
    "Chức vụ",
    "Tình trạng",
    "Tổ đảng",
    "Điện thoại",
    "Địa chỉ",
]
POSTS = {Post.SECRETARY: "Bí thư", Post.DEPUTY: "Phó bí thư", Post.COMMITTEE: "Chi ủy viên"}
SAID = {
    Standing.OFFICIAL: "chính thức",
    Standing.PROBATIONARY: "dự bị",
    Circumstance.EXEMPT: "miễn sinh hoạt",
    Circumstance.ELSEWHERE: "sinh hoạt tạm thời nơi khác",
    Circumstance.HERE: "sinh hoạt tạm thời nơi đến",
    Circumstance.AWAY: "đi vắng",
    Circumstance.SUSPENDED: "đình chỉ",
    Circumstance.DECEASED: "từ trần",
    Circumstance.MOVED: "đã chuyển đi",
    Circumstance.LEFT: "ra khỏi Đảng",
}


def shown(day):
    return day and "/".join(reversed(day.split("-")))


def written(at, row):
    return [
        at, row.branch, row.name, shown(row.birth), row.sex, row.card, shown(row.joined), shown(row.official),
        ", ".join(POSTS[post] for post in row.posts), ", ".join(SAID[said] for said in (row.standing, *row.circumstances)),
        row.cell, row.phone and row.phone + (" (con trai)" if row.phone_of_relative else ""), row.address,
    ]  # fmt: skip


@settings(max_examples=40)
@given(
    people=st.lists(PEOPLE, min_size=1, max_size=6, unique_by=lambda row: row.name),
    form=st.sampled_from(["NFC", "NFD"]),
)
def test_a_written_roster_is_read_back(book, people, form):
    rows = [COLUMNS, *(written(at, row) for at, row in enumerate(people, start=1))]
    composed = [
        [unicodedata.normalize(form, cell) if isinstance(cell, str) else cell for cell in row] for row in rows
    ]
    reading = read("a.xlsx", book(composed))
    assert reading.faults == []
    read_back = [{**vars(row), "row": 0, "circumstances": set(row.circumstances)} for row in reading.rows]
    assert read_back == [{**vars(row), "circumstances": set(row.circumstances)} for row in people]
