"""Small closed kinds: sex, card number, tổ đảng, plain text."""

import re
from typing import Literal

from handlers.roster import wording
from handlers.roster.cells.value import Value, Wrong, is_blank, text_of, words

Sex = Literal["nam", "nữ"]

_CELL = re.compile(
    r"^(?:tổ đảng|tổ sinh hoạt đảng|tổ sinh hoạt|tổ|tđ|to dang|to|td)(?![^\W\d])(?! dân phố| dan pho)\s*(?:số|so)?\s*[:.\-]?\s*",
    re.IGNORECASE,
)
_CARD_WORDS = re.compile(r"^(?:so )?(?:the|tdv|td)?(?: dang(?: vien)?)? ?")


def sex_of(value: Value) -> Sex | Wrong | None:
    """Nam or nữ; where people and religion stand in the same cell, its first word is taken."""
    if is_blank(value):
        return None
    first = words(text_of(value)).split(" ")[0]
    if first in ("nam", "trai"):
        return "nam"
    return "nữ" if first in ("nu", "gai") else Wrong(wording.SEX_UNCLEAR)


def card_of(value: Value) -> str | Wrong | None:
    """A card number as its eight digits: dots, blanks and a leading zero that Excel ate are made good."""
    if is_blank(value):
        return None
    if isinstance(value, float) and not value.is_integer():
        text = f"{value:.6f}" if 0 < value < 100 else str(value)
    else:
        text = text_of(value)
    first = next((part for part in re.split(r"[\n;,]", text) if words(part)), "")
    digits = _CARD_WORDS.sub("", words(first)).replace(" ", "")
    if re.fullmatch(r"\d{12}|\d{9}", digits):
        return Wrong(wording.CARD_IDENTITY)
    if not re.fullmatch(r"\d{6,8}", digits):
        return Wrong(wording.CARD_UNCLEAR)
    return digits.zfill(8) if len(digits) == 7 else digits


def cell_of(value: Value) -> str | None:
    """A tổ đảng without those words: 'Tổ đảng số 1', 'Tổ 1' and 1 are all '1'."""
    text = plain(value)
    if text is None:
        return None
    return _CELL.sub("", text).strip(" :.-") or text


def plain(value: Value) -> str | None:
    """Free text on one line."""
    if is_blank(value):
        return None
    return text_of(value).replace("\n", ", ").strip(" ,;") or None
