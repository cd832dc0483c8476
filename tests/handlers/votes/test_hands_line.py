"""How many hands, as a chair types it in a hurry; what is not plainly said is asked again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.votes.meeting.hands_line import read
from models.motion import Hands


@pytest.mark.parametrize(
    ("text", "hands"),
    [
        ("19 tán thành, 1 không, 0 khác", (19, 1, 0)),
        ("giơ tay: 19 tán thành, 1 không, 0 khác", (19, 1, 0)),
        ("gio tay 19 tan thanh 1 khong", None),
        ("19 1 0", (19, 1, 0)),
        ("giơ tay: 19-1-0", (19, 1, 0)),
        ("19 tán thành", (19, 0, 0)),
        ("tan thanh 19, khong tan thanh 2", (19, 2, 0)),
        ("tán thành: 19; không tán thành: 2; ý kiến khác: 1", (19, 2, 1)),
        ("19 người đồng ý và 2 người phản đối", (19, 2, 0)),
        ("tất cả tán thành", (25, 0, 0)),
        ("100% nhất trí", (25, 0, 0)),
        ("tất cả không tán thành", (0, 25, 0)),
        ("kiểm phiếu: 20 tán thành, 5 không", (20, 5, 0)),
        ("19", None),
        ("19 1", None),
        ("19 tán thành, 3 tán thành", None),
        ("19 tán thành, còn lại không", None),
        ("nhiều lắm", None),
        ("", None),
        ("-1 tán thành", None),
        ("19 tán thành nhưng 1 xin nói", None),
    ],
)
def test_lines(text: str, hands: tuple[int, int, int] | None) -> None:
    assert read(text, 25) == (Hands(*hands) if hands else None)


@given(st.integers(0, 999), st.integers(0, 999), st.integers(0, 999), st.permutations(range(3)))
def test_each_number_belongs_to_its_own_word(yes: int, no: int, other: int, order: list[int]) -> None:
    pieces = [f"{yes} tán thành", f"{no} không tán thành", f"{other} ý kiến khác"]
    assert read(", ".join(pieces[n] for n in order), 5) == Hands(yes, no, other)
