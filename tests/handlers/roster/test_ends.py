"""Who has died, moved or left: told by a whole phrase, never by a word in a remark about something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.roster import read, wording
from handlers.roster.cells.standings import marks_of, only_standing
from handlers.roster.cells.value import Wrong
from models.terms import ENDS, Circumstance, Standing

C = Circumstance


@pytest.mark.parametrize(
    ("said", "end"),
    [
        ("đã mất 12/3/2026", C.DECEASED),
        ("Đã mất (2024)", C.DECEASED),
        ("từ trần ngày 12/9/2026", C.DECEASED),
        ("Từ trần ngày 12 tháng 9 năm 2026.", C.DECEASED),
        ("chính thức, đã mất tháng 3/2026", C.DECEASED),
        ("đã chuyển sinh hoạt đi", C.MOVED),
        ("đã chuyển sinh hoạt đến phường Y, tỉnh Thanh Hóa", C.MOVED),
        ("chuyển đi tháng 5/2026", C.MOVED),
        ("Chuyển SH đi 5.2026", C.MOVED),
        ("chuyển đi Hà Nội", C.MOVED),
        ("đã chuyển sang chi bộ 5", C.MOVED),
        ("xóa tên khỏi danh sách đảng viên năm 2020", C.LEFT),
        ("đã ra khỏi Đảng", C.LEFT),
    ],
)
@pytest.mark.parametrize("asked", [True, False])
def test_a_whole_phrase_is_an_end(said, end, asked):
    marks = marks_of(said, asked=asked)
    assert not isinstance(marks, Wrong) and [kind for kind in marks.circumstances if kind in ENDS] == [end]


@pytest.mark.parametrize(
    "said",
    [
        "Thương binh, mất 61% sức khỏe",
        "mất 61,5% sức khỏe",
        "Đã chuyển nhà sang tổ 3",
        "Chuyển sang tổ 2",
        "chuyển ra tổ đảng 5",
        "đã chuyển sang Zalo",
        "Đã chuyển sinh hoạt về đây",
        "đã chuyển từ CB 5",
        "ra Đảng ủy",
        "Đã mất vợ",
        "vợ đã chuyển đi",
        "đã mất sổ hưu",
        "Mắt",
        "mật",
        "sĩ quan dự bị",
        "đình chỉ công tác",
    ],
)
def test_an_ordinary_remark_ends_nothing(said):
    marks = marks_of(said, asked=False)
    assert not isinstance(marks, Wrong) and not marks


@pytest.mark.parametrize(
    "said",
    [
        "Khai trừ năm 1985, phục hồi 1990",
        "Đã chuyển công tác",
        "đã chuyển",
        "chuyển đi bệnh viện",
        "CHUYỂN ĐI BỆNH VIỆN",
        "đã chuyển sinh hoạt về quê",
        "ốm nặng, mất ngày 3/2",
        "mất tại nhà riêng",
        "chuyển sang khu 3",
    ],
)
def test_what_may_be_an_end_is_asked(said):
    assert marks_of(said, asked=False) == Wrong(wording.END_UNCLEAR)


REMARKS = st.sampled_from(
    ["thương binh", "ở với con", "bệnh binh", "hưởng chế độ", "được phục hồi", "làm ở xã", "cao tuổi"]
)
PHRASES = st.sampled_from(["đã mất", "từ trần", "đã chuyển đi", "khai trừ", "xóa tên", "chuyển sinh hoạt đi"])


@given(REMARKS, PHRASES, REMARKS, st.sampled_from([" ", " thì "]))
def test_inside_a_longer_sentence_no_phrase_is_an_end(before, phrase, after, joint):
    marks = marks_of(f"{before}{joint}{phrase}{joint}{after}", asked=False)
    assert isinstance(marks, Wrong) or not set(marks.circumstances) & set(ENDS)


@pytest.mark.parametrize(
    "said", ["chính thức", "CT", "ĐVCT", "Đảng viên chính thức", "dự bị", "chính thức, đang sinh hoạt"]
)
def test_the_standing_alone(said):
    assert only_standing(said)


@pytest.mark.parametrize("said", ["", "miễn SH", "chính thức, miễn SH", "đang sinh hoạt", "chính thức 2019"])
def test_not_the_standing_alone(said):
    assert not only_standing(said)


@pytest.mark.parametrize(
    "said",
    ["thôi miễn sinh hoạt", "Thôi miễn", "đã thôi miễn SH", "thôi miễn CT&SH", "chính thức, thôi miễn"],
)
def test_an_exemption_that_ended(said):
    marks = marks_of(said)
    assert (marks.ended, marks.circumstances) == ([Circumstance.EXEMPT], [])
    assert not only_standing(said)


@pytest.mark.parametrize(
    "said",
    [
        "thôi miễn từ 12/2027",
        "đề nghị thôi miễn",
        "chưa thôi miễn",
        "khi nào thôi miễn thì báo",
        "miễn SH, thôi miễn",
    ],
)
def test_an_exemption_that_may_have_ended_is_asked_about(said):
    assert isinstance(marks_of(said), Wrong)
    assert isinstance(marks_of(said, asked=False), Wrong)


def test_the_standing_alone_says_that_the_member_is_back(book):
    head = ["Họ và tên", "Tình trạng", "Ghi chú", "Ngày chính thức"]
    rows = [
        ["Trần Thị Lan", "chính thức", "thương binh", None],
        ["Đỗ Văn Bé", "chính thức", "MSH", None],
        ["Vũ Minh", None, None, "3/2/1991"],
        ["Cao Thị Thêm", "chính thức, đi làm xa", None, None],
    ]
    read_rows = read("a.xlsx", book([head, *rows])).rows
    assert [row.back for row in read_rows] == [True, False, False, False]
    assert {row.standing for row in read_rows} == {Standing.OFFICIAL}
