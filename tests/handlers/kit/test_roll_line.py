"""A roll set right in one line: marks before or behind the names, and a name that looks like a mark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.roll_line import is_one, read
from models.folding import fold
from models.terms import Presence

THERE, EXCUSED, UNEXCUSED = Presence.PRESENT, Presence.EXCUSED, Presence.UNEXCUSED


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("vắng Lan, Hùng", [("Lan", None), ("Hùng", None)]),
        ("vang Lan va Hung", [("Lan", None), ("Hung", None)]),
        ("có mặt Sáu; vắng Lan", [("Sáu", THERE), ("Lan", None)]),
        ("Có mặt Sáu. Vắng không lý do: Minh", [("Sáu", THERE), ("Minh", UNEXCUSED)]),
        ("có lý do Sáu đi viện", [("Sáu đi viện", EXCUSED)]),
        ("không lý do Minh, Thái", [("Minh", UNEXCUSED), ("Thái", UNEXCUSED)]),
        ("Lan, Hùng vắng có lý do", [("Lan", EXCUSED), ("Hùng", EXCUSED)]),
        ("Lan và Hùng có mặt", [("Lan", THERE), ("Hùng", THERE)]),
        ("Vàng, Lan vắng", [("Vàng", None), ("Lan", None)]),
        ("vắng Vàng", [("Vàng", None)]),
        ("them Bay, Sau", [("Bay", THERE), ("Sau", THERE)]),
        ("bớt Bảy", [("Bảy", None)]),
        ("Lan không có mặt", [("Lan", None)]),
        ("không có mặt Lan, Hùng", [("Lan", None), ("Hùng", None)]),
        ("Lan, Hùng không đến", [("Lan", None), ("Hùng", None)]),
        ("Tru vang", [("Tru", None)]),
    ],
)
def test_a_line_marks(text: str, pieces: list[tuple[str, Presence | None]]) -> None:
    said = read(text)
    assert said.pieces == pieces
    assert not said.everyone
    assert not said.unread


@pytest.mark.parametrize("text", ["còn lại có mặt", "tất cả có mặt", "đủ cả", "Có mặt đầy đủ."])
def test_all_were_there(text: str) -> None:
    assert read(text).everyone
    assert is_one(text)


def test_only_these_were_away() -> None:
    said = read("chỉ vắng Lan, Hùng")
    assert said.everyone
    assert [name for name, _ in said.pieces] == ["Lan", "Hùng"]


@pytest.mark.parametrize(
    "text",
    [
        "tất cả có mặt, vắng Lan, Hùng",
        "tat ca co mat tru Lan va Hung",
        "Có mặt tất cả, trừ đồng chí Lan, Hùng.",
    ],
)
def test_all_were_there_but_these(text: str) -> None:
    said = read(text)
    assert said.everyone
    assert is_one(text)
    assert [(fold(name), mark) for name, mark in said.pieces] == [("lan", None), ("hung", None)]
    assert not said.unread


def test_names_without_a_mark_are_not_guessed() -> None:
    assert read("Lan, Hùng").unread == ["Lan", "Hùng"]


@pytest.mark.parametrize(
    "text",
    [
        "đúng",
        "sai",
        "vắng",
        "có mặt",
        "có",
        "Lan",
        "vâng ạ",
        "không dự được",
        "không có mặt",
        "đầy đủ, cảm ơn",
        "",
    ],
)
def test_what_is_no_line(text: str) -> None:
    assert not is_one(text)


@given(st.text())
def test_anything_is_read(text: str) -> None:
    read(text)
    is_one(text)
