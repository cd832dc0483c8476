"""Points of a draft, read from the numbering that resolutions have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.draft import body_of, points_of, title_of

WORDS = st.text("abc đêôơư ", min_size=1, max_size=20).map(str.strip).filter(lambda words: len(words) > 2)

READ = [
    ("NQ\n1. Dọn ngõ\n2. Lắp đèn", ["1", "2"]),
    ("NQ\n1) Dọn ngõ\n2/ Lắp đèn", ["1", "2"]),
    ("1.Dọn ngõ\n2.Lắp đèn", ["1", "2"]),
    ("Điểm 1: Dọn ngõ\nDiem 2: Lắp đèn", ["1", "2"]),
    ("NQ\nĐiều 1. Phạm vi\nĐiều 12. Thi hành\na) Ngay", ["1", "12", "12a"]),
    ("QC\nChương I\nĐiều 1. Phạm vi\n1. Chi bộ\n2. Tổ\na) tổ 1\nChương II\nĐiều 2. Giờ họp\n1. Tối\na) 19h30\n2. Sáng", ["I", "1", "1.1", "1.2", "1.2a", "II", "2", "2.1", "2.1a", "2.2"]),
    ("QC\nĐiều 2. Giờ họp\n2.1. Tối\n2.2 Sáng\na) 8h\nĐiều 3. Khác", ["2", "2.1", "2.2", "2.2a", "3"]),
    ("QC\nMục 1: Họp\n1. Tối\nMục 2: Lương\n1. Cao", ["1", "1.1", "2", "2.1"]),
    ("NQ\nI. ĐẢNG\n1. Kết nạp\na) Xong\nII- KHÁC\n1. Dọn\n1.1 Ngõ\n1.2. Hẻm", ["I", "I.1", "I.1a", "II", "II.1", "II.1.1", "II.1.2"]),
    ("NQ\nPhần I. ĐẢNG\n1. Kết nạp\nPhần thứ II: KHÁC\n2. Dọn", ["I", "I.1", "II", "II.2"]),
    ("NQ\n- Dọn ngõ\n- Lắp đèn\n+ Trồng cây", ["1", "2", "3"]),
    ("NQ\n1. Dọn ngõ\n- sáng thứ Bảy\n- chiều Chủ nhật\n2. Lắp đèn", ["1", "2"]),
    ("NQ: 1. Dọn lúc 6.30. 2. Lắp 3 đèn.", ["1", "2"]),
    ("NQ\nDọn ngõ 12.\n6/12 họp\n19 - 25/12 dọn\n30. nghỉ", []),
    ("Họp lúc 19:30. Xong", []),
    ("V. I. Lênin nói\nhọc, học nữa", []),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "labels"), READ)
def test_numbers_are_read_as_resolutions_have_them(text: str, labels: list[str]) -> None:
    assert [point.label for point in points_of(text)] == labels


def test_what_follows_a_point_belongs_to_it_and_what_stands_before_to_none() -> None:
    said = points_of("NQ\nCăn cứ Điều lệ\n1. Dọn ngõ\n- sáng thứ Bảy\n2. Lắp đèn")
    assert [point.text for point in said] == ["Dọn ngõ\n- sáng thứ Bảy", "Lắp đèn"]


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("Nghị quyết tháng 12\n1. Dọn", "Nghị quyết tháng 12", "1. Dọn"),
        ("Nghị quyết tháng 12: trọng tâm\n1. Dọn", "Nghị quyết tháng 12", "trọng tâm\n1. Dọn"),
        ("Họp lúc 19:30", "Họp lúc 19:30", ""),
        ("1. Dọn ngõ\n2. Lắp đèn", "Dọn ngõ", "1. Dọn ngõ\n2. Lắp đèn"),
    ],
)
def test_the_title_is_the_first_line_as_far_as_a_colon(text: str, title: str, body: str) -> None:
    assert (title_of(text), body_of(text)) == (title, body)


@given(
    st.lists(WORDS, min_size=2, max_size=12), st.sampled_from(["{}. ", "{}) ", "{}/ ", "Điểm {}: ", "{}- "])
)
def test_every_point_of_a_plain_list_is_found_whole(words: list[str], sign: str) -> None:
    text = "\n".join(["Nghị quyết", *(sign.format(n) + said for n, said in enumerate(words, 1))])
    assert [(p.label, p.text) for p in points_of(text)] == [(str(n), w) for n, w in enumerate(words, 1)]


@given(st.text(max_size=300))
def test_nothing_that_is_written_breaks_the_reader(text: str) -> None:
    assert all(point.text in text or "\n" not in text for point in points_of(text))
    assert title_of(text) in text or "\n" not in text
