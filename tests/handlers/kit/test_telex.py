"""Telex that made no marks is read where it can be nothing else; a vote that was typed so is asked."""

import pytest

from handlers.kit.reading import attendance, vote, yes_no
from handlers.kit.reading.replies.bare import PHRASES
from handlers.kit.reading.replies.telex import from_telex, is_telex
from models.folding import fold


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("ddoongf", "đồng"), ("ys", "ý"), ("khoong", "không"), ("cos", "có"), ("vawngs", "vắng"), ("dduwowcj", "được"),
        ("dduowcj", "được"), ("hoaf", "hòa"), ("quys", "quý"), ("giowf", "giờ"), ("gif", "gì"), ("nguwowif", "người"), ("chuwa", "chưa"),
    ],
)  # fmt: skip
def test_read(typed: str, word: str) -> None:
    assert from_telex(typed) == word


@pytest.mark.parametrize(
    "word", ["thanks", "yes", "ok", "sms", "fax", "pass", "kos", "ajs", "catx", "đi", "1"]
)
def test_no_syllable(word: str) -> None:
    assert from_telex(word) == word


def test_no_word_without_marks_is_telex() -> None:
    words = {fold(word) for phrase in PHRASES for word in phrase}
    assert len(words) > 120
    assert not [word for word in words if is_telex(word)]


def test_replies() -> None:
    assert attendance("xin vawngs") is not None
    assert yes_no("khoong") is False
    assert vote("ddoongf ys") is None
    assert vote("khoong ddoongf ys") is None
