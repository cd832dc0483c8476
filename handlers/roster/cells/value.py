"""What stands in a cell, before anybody asks what it means."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TypeGuard, TypeVar

from models.folding import fold, tidy

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NO_WORD = re.compile(r"[^0-9a-z]+")
_EMPTY = frozenset(
    [
        "khong",
        "khong co",
        "ko",
        "ko co",
        "k",
        "k co",
        "chua",
        "chua co",
        "chua ro",
        "khong ro",
        "khong biet",
        "na",
        "n a",
        "null",
        "none",
        "0",
        "trong",
    ]
)
_LONGEST_EMPTY = 12
_FIRST_OF_EMPTY = {said[0] for said in _EMPTY}
_ETH = str.maketrans({"\u00d0": "\u0110", "\u00f0": "\u0111", "\u0189": "\u0110"})
"""Old fonts typed Eth where Đ was meant: the two look the same and no folding makes them one."""


@dataclass(frozen=True)
class Broken:
    """A cell without a value: an error of Excel, or a formula nobody calculated."""

    shown: str
    why: str


Value = str | int | float | datetime | Broken | None
"""Text is tidy (NFC) and never empty; a date known only to the month or the year is text `YYYY-MM` or `YYYY`."""


@dataclass(frozen=True)
class Wrong:
    """What a reader of cells answers instead of a value: the reason, to follow the cell's text in a sentence."""

    why: str


Read = TypeVar("Read")


def good(read: Read | Wrong) -> TypeGuard[Read]:
    """Whether a reader understood."""
    return not isinstance(read, Wrong)


def cleaned(raw: str) -> str | None:
    """Typed text made tidy: no control characters, no literal apostrophe of Excel before a number, Đ where Eth was typed."""
    text = tidy(_CONTROL.sub("", raw)).translate(_ETH)
    if text[:1] in ("'", "’", "`") and text[1:2].lstrip("+").isdigit():
        text = text[1:]
    return text or None


def text_of(value: Value) -> str:
    """The cell as a person would read it; empty when there is nothing."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return f"{value.day}/{value.month}/{value.year}"
    if isinstance(value, Broken):
        return value.shown
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def words(text: str) -> str:
    """Folded, with everything but letters and digits as one blank: 'Miễn CT&SH' becomes 'mien ct sh'."""
    return _NO_WORD.sub(" ", fold(text)).strip()


def is_blank(value: Value) -> bool:
    """Nothing, only strokes and dots, or words for nothing ('chưa có', 'không')."""
    if value is None:
        return True
    if not isinstance(value, str):
        return value == 0
    first = next((letter for letter in value if letter.isalnum()), None)
    if first is None:
        return True
    if first == "0":
        return value.strip(" .-") == "0"
    return len(value) <= _LONGEST_EMPTY and first.lower() in _FIRST_OF_EMPTY and _says_nothing(value)


@lru_cache(maxsize=2048)
def _says_nothing(value: str) -> bool:
    """Kept for the short texts that stand in every row: each cell is asked several times."""
    return words(value) in _EMPTY


def is_tick(value: Value) -> bool:
    """A mark in a column whose heading says what it means."""
    if isinstance(value, str):
        return value.strip().lower() in {"x", "v", "✓", "✔", "√", "có", "co", "1", "xx", "×", "*", "+"}
    return isinstance(value, int | float) and value == 1
