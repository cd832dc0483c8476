"""Which point a comment names."""

import pytest

from handlers.drafts.pointing import meant, words_of
from models.draft import DraftPoint, points_of

PLAIN = "NQ\n1. Dọn ngõ\n2. Lắp đèn\n3. Trồng cây"
PARTED = "NQ\nI. ĐẢNG\n1. Kết nạp\na) Xong\nII. KHÁC\n1. Dọn\n2. Lắp"

ARTICLES = "NQ\nChương I\nĐiều 1. Phạm vi\n1. Chi bộ.\n2. Tổ.\na) tổ 1\nb) tổ 2\nĐiều 2. Giờ họp\n1. Ngày 5.\n2. Tối.\na) 19h30"


def named(text: str, said: str) -> list[str] | None:
    points = [
        DraftPoint(id=n, draft_id=1, place=n, label=p.label, text=p.text)
        for n, p in enumerate(points_of(text), 1)
    ]
    found = meant(points, said)
    return None if found is None else [point.label for point in found]


@pytest.mark.parametrize(
    ("text", "said", "labels"),
    [
        (PLAIN, "điểm 2 nên sửa", ["2"]),
        (PLAIN, "diem 2: nen sua", ["2"]),
        (PLAIN, "tôi thấy mục số 2 nên rõ hơn", ["2"]),
        (PLAIN, "Điểm 2 thay cho điểm 2 cũ", ["2"]),
        (PLAIN, "nên lắp 2 đèn", None),
        (PLAIN, "điểm 1 và điểm 3 nên gộp", None),
        (PLAIN, "điểm 1, 3 nên gộp", None),
        (PLAIN, "điểm 1 trái với điểm 3", None),
        (PLAIN, "điểm 9 bỏ", []),
        (PLAIN, "có ý kiến là nên làm", None),
        (PLAIN, "điểm y tế mở sớm", None),
        (PLAIN, "tối qua điểm 9 gì đó", None),
        (PARTED, "điểm 1 nên rõ", ["I.1", "II.1"]),
        (PARTED, "điểm 2 nên rõ", ["II.2"]),
        (PARTED, "điểm II.1 nên rõ", ["II.1"]),
        (PARTED, "điểm 1 mục II nên rõ", ["II.1"]),
        (PARTED, "khoản 1 của phần 2 nên rõ", ["II.1"]),
        (PARTED, "điểm a nên rõ", ["I.1a"]),
        (PARTED, "phần 1 hay", ["I"]),
        (PARTED, "mục II, điểm 1 nên rõ", ["II.1"]),
        (ARTICLES, "khoản 1 Điều 2 nên là ngày 6", ["2.1"]),
        (ARTICLES, "khoản 1, điều 2: nên là ngày 6", ["2.1"]),
        (ARTICLES, "điểm a khoản 2 Điều 1 nên bỏ", ["1.2a"]),
        (ARTICLES, "Điều 2, khoản 2, điểm a nên là 20h", ["2.2a"]),
        (ARTICLES, "khoản 1 nên rõ hơn", ["1.1", "2.1"]),
        (ARTICLES, "điểm b nên bỏ", ["1.2b"]),
        (ARTICLES, "Điều 2 hay", ["2"]),
        (ARTICLES, "khoản 1 Điều 1 và khoản 2 Điều 2 nên gộp", None),
        (ARTICLES, "khoản 7 Điều 2 bỏ", []),
        (PARTED, "mục II hay", ["II"]),
    ],
)
def test_a_point_is_named_as_people_name_it(text: str, said: str, labels: list[str] | None) -> None:
    assert named(text, said) == labels


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("điểm 2: nên sửa", "nên sửa"),
        ("điểm 2", ""),
        ("khoản 1 Điều 2", ""),
        ("khoản 1 Điều 2: nên là ngày 6", "nên là ngày 6"),
        ("điểm 2 nên sửa", "điểm 2 nên sửa"),
        ("nên sửa: điểm 2", "nên sửa: điểm 2"),
        ("ngày 6: nghỉ", "ngày 6: nghỉ"),
    ],
)
def test_the_point_before_a_colon_is_no_part_of_the_words(said: str, words: str) -> None:
    assert words_of(said) == words
