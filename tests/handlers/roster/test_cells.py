"""Names, sex, card, tổ đảng, posts and standings out of cells as people fill them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.roster import wording
from handlers.roster.cells.codes import card_of, cell_of, sex_of
from handlers.roster.cells.names import Name, name_of, usual_of
from handlers.roster.cells.posts import Posts, posts_of
from handlers.roster.cells.standings import Marks, marks_of
from handlers.roster.cells.value import Wrong, cleaned, is_blank, is_tick
from models.terms import Circumstance, Post, Standing


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Nguyễn Văn Hùng", "Nguyễn Văn Hùng"),
        ("NGUYỄN VĂN HÙNG", "Nguyễn Văn Hùng"),
        ("nguyễn văn hùng", "Nguyễn Văn Hùng"),
        ("Nguyễn  Văn\u00a0Hùng ", "Nguyễn Văn Hùng"),
        ("1. Nguyễn Văn Hùng", "Nguyễn Văn Hùng"),
        ("Đ/c Nguyễn Văn Hùng", "Nguyễn Văn Hùng"),
        ("đồng chí: Nguyễn Văn Hùng", "Nguyễn Văn Hùng"),
        ("Bà Trần Thị Lan", "Trần Thị Lan"),
        ("Ông Nguyễn Văn Hùng", "Nguyễn Văn Hùng"),
        ("Ông Ích Khiêm", "Ông Ích Khiêm"),
        ("Nguyễn Thị\nLan", "Nguyễn Thị Lan"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("Y - Bhin Niê", "Y-Bhin Niê"),
        ("Blen", "Blen"),
    ],
)
def test_a_name_is_made_clean(said, name):
    assert name_of(said).name == name


@pytest.mark.parametrize("said", ["0912345678", "Nguyễn Văn A2", "...", "?", "=1+1", "A" * 61])
def test_what_is_no_name(said):
    assert isinstance(name_of(said), Wrong)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Lê Thị Lành (tức Ba)", Name("Lê Thị Lành", "Ba")),
        ("Lê Thị Lành, bí danh Hồng", Name("Lê Thị Lành", "Hồng")),
        ("Lê Thị Lành (bà Ba)", Name("Lê Thị Lành", None, ("bà Ba",))),
        ("Lê Thị Lành\nLê Hồng", Name("Lê Thị Lành", None, ("Lê Hồng",))),
        ("Lê Thị Lành - Bí thư", Name("Lê Thị Lành", None, ("Bí thư",))),
    ],
)
def test_what_stands_beside_a_name(said, read):
    assert name_of(said) == read


def test_a_letter_marks_one_of_two():
    assert usual_of("A", "Nguyễn Văn Hùng") == "Hùng A"
    assert usual_of("Nguyễn văn hùng", "Nguyễn Văn Hùng") is None


@pytest.mark.parametrize(
    ("said", "sex"),
    [
        ("Nam", "nam"),
        ("NỮ", "nữ"),
        ("nu", "nữ"),
        ("Nữ\nKinh\nKhông", "nữ"),
        ("", None),
        ("L", Wrong(wording.SEX_UNCLEAR)),
    ],
)
def test_sex(said, sex):
    assert sex_of(said) == sex


@pytest.mark.parametrize(
    ("said", "card"),
    [
        ("05.012345", "05012345"),
        ("05 012 345", "05012345"),
        (5012345, "05012345"),
        (5012345.0, "05012345"),
        (5.012345, "05012345"),
        ("Số 05.012345", "05012345"),
        ("05.012345\n1234\n99", "05012345"),
        ("chưa có", None),
        ("-", None),
        ("001062000001", Wrong(wording.CARD_IDENTITY)),
        ("123456789", Wrong(wording.CARD_IDENTITY)),
        ("mất", Wrong(wording.CARD_UNCLEAR)),
        ("123", Wrong(wording.CARD_UNCLEAR)),
    ],
)
def test_card(said, card):
    assert card_of(said) == card


@pytest.mark.parametrize("said", ["Tổ đảng số 1", "Tổ đảng 1", "TỔ 1", "tổ1", "TĐ1", "TĐ 1", 1, 1.0, "1"])
def test_a_cell_is_called_by_its_number(said):
    assert cell_of(said) == "1"


def test_a_cell_of_another_name():
    assert cell_of("Tổ đảng thôn Đông") == "thôn Đông"
    assert cell_of("Tổ dân phố 3") == "Tổ dân phố 3"


@pytest.mark.parametrize(
    ("said", "posts"),
    [
        ("Bí thư", [Post.SECRETARY]),
        ("BT", [Post.SECRETARY]),
        ("Bí thư chi bộ TDP 9", [Post.SECRETARY]),
        ("P. Bí thư", [Post.DEPUTY]),
        ("PBT", [Post.DEPUTY]),
        ("Phó BT chi bộ", [Post.DEPUTY]),
        ("CUV", [Post.COMMITTEE]),
        ("Chi uỷ viên", [Post.COMMITTEE]),
        ("PBT, CUV", [Post.DEPUTY, Post.COMMITTEE]),
        ("Bí thư kiêm Trưởng thôn", [Post.SECRETARY]),
        ("Đảng viên", []),
        ("ĐV", []),
        ("-", []),
        ("Trưởng thôn", []),
        ("Bí thư Đoàn thanh niên", []),
        ("Bí thư chi đoàn", []),
        ("Nguyên bí thư chi bộ", []),
        ("Bí thư Đảng ủy phường", []),
        ("Tổ trưởng tổ đảng", []),
    ],
)
def test_posts(said, posts):
    assert posts_of(said).posts == tuple(posts)


@pytest.mark.parametrize(
    "said", ["Bí thơ", "Quyền bí thư", "Chi ủy vien phụ trách", "Bí thư lâm thời", "Phó bí thu chi đảng"]
)
def test_what_looks_like_a_post_is_asked(said):
    assert posts_of(said) == Wrong(wording.POST_UNCLEAR)


def test_other_posts_are_kept_to_be_told():
    assert posts_of("Bí thư, Chi hội trưởng CCB") == Posts((Post.SECRETARY,), ("Chi hội trưởng CCB",))


C, S = Circumstance, Standing


@pytest.mark.parametrize(
    ("said", "standing", "circumstances"),
    [
        ("chính thức", S.OFFICIAL, []),
        ("CT", S.OFFICIAL, []),
        ("Dự bị", S.PROBATIONARY, []),
        ("DB", S.PROBATIONARY, []),
        ("ĐVDB", S.PROBATIONARY, []),
        ("MSH", None, [C.EXEMPT]),
        ("Miễn SH", None, [C.EXEMPT]),
        ("Miễn CT&SH", None, [C.EXEMPT]),
        ("Miễn CT, SH", None, [C.EXEMPT]),
        ("miễn công tác và sinh hoạt Đảng", None, [C.EXEMPT]),
        ("Miễn SH từ tháng 3/2020", None, [C.EXEMPT]),
        ("SHT ở Hà Nội", None, [C.ELSEWHERE]),
        ("SHT đi", None, [C.ELSEWHERE]),
        ("SHT đi TP.HCM đến 15/3/2026", None, [C.ELSEWHERE]),
        ("sinh hoạt tạm thời nơi khác", None, [C.ELSEWHERE]),
        ("SHT đến", None, [C.HERE]),
        ("sinh hoạt tạm thời nơi đến", None, [C.HERE]),
        ("SHT từ chi bộ 5", None, [C.HERE]),
        ("đi làm xa", None, [C.AWAY]),
        ("đi vắng đến 15/3", None, [C.AWAY]),
        ("đi làm ăn xa ở Bình Dương", None, [C.AWAY]),
        ("đình chỉ sinh hoạt", None, [C.SUSPENDED]),
        ("đã mất", None, [C.DECEASED]),
        ("từ trần ngày 5/3/2025", None, [C.DECEASED]),
        ("mất 2024", None, [C.DECEASED]),
        ("đã chuyển đi", None, [C.MOVED]),
        ("Đã chuyển SH", None, [C.MOVED]),
        ("chuyển sinh hoạt đi phường Y", None, [C.MOVED]),
        ("ra khỏi Đảng", None, [C.LEFT]),
        ("xóa tên", None, [C.LEFT]),
        ("chính thức, miễn sinh hoạt", S.OFFICIAL, [C.EXEMPT]),
        ("Dự bị; đi làm xa", S.PROBATIONARY, [C.AWAY]),
        ("đang sinh hoạt", None, []),
        ("bình thường", None, []),
    ],
)
def test_standing(said, standing, circumstances):
    assert marks_of(said) == Marks(standing, circumstances)


@pytest.mark.parametrize(
    "said",
    [
        "Trưởng ban công tác mặt trận",
        "mất thẻ",
        "mất sức lao động",
        "chồng đã mất",
        "vợ mất năm 2019",
        "đau mắt",
        "miễn nhiệm chức vụ",
        "miễn đảng phí",
        "ĐB HĐND phường",
        "chuyển đến từ CB 5",
        "chuyển ngành 1990",
        "con liệt sĩ",
    ],
)
def test_remarks_that_tell_nothing_of_it(said):
    assert marks_of(said, asked=False) == Marks()


@pytest.mark.parametrize(
    "said", ["đề nghị miễn SH", "chưa chuyển chính thức", "hết miễn SH", "không miễn SH", "xin ra khỏi Đảng"]
)
def test_a_word_that_may_deny_it_is_asked(said):
    assert marks_of(said, asked=False) == Wrong(wording.STANDING_HEDGED)


def test_a_denial_in_another_part_does_not_matter():
    assert marks_of("không nghe được điện thoại, MSH", asked=False) == Marks(None, [C.EXEMPT])


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("abc", wording.STANDING_UNKNOWN),
        ("SHT", wording.TEMPORARY_WHERE),
        ("SHT đến 15/3/2026", wording.TEMPORARY_WHERE),
        ("SHT đi, SHT đến", wording.TEMPORARY_WHERE),
        ("chính thức, dự bị", wording.STANDING_BOTH),
        ("ĐV 213", wording.RESIDENCE_ONLY),
    ],
)
def test_a_standing_that_is_not_clear(said, why):
    assert marks_of(said) == Wrong(why)


def test_marks_that_contradict_each_other():
    marks = Marks(S.OFFICIAL)
    assert not marks.add(Marks(S.PROBATIONARY))
    assert marks.add(Marks(None, [C.AWAY]))
    assert marks == Marks(S.OFFICIAL, [C.AWAY])


def test_typed_text_is_made_tidy():
    assert cleaned("'0912345678") == "0912345678"
    assert cleaned("Ðảng") == "Đảng"
    assert cleaned("Nguye\u0302\u0303n") == "Nguyễn"
    assert cleaned("\x07 ") is None


@pytest.mark.parametrize("said", ["-", "…", " ", "Chưa có", "không", "0", 0, None])
def test_blank(said):
    assert is_blank(said)


@pytest.mark.parametrize("said", ["Không Quang", "Nam", "K", "0912", 1])
def test_not_blank(said):
    assert is_blank(said) is (said == "K")


@pytest.mark.parametrize("said", ["x", "X", "✓", "v", "1", 1, 1.0, "có"])
def test_ticks(said):
    assert is_tick(said)


@given(st.text(max_size=80))
def test_no_reader_raises(said):
    for reader in (name_of, sex_of, card_of, cell_of, posts_of, marks_of):
        reader(said)
