"""What a plain reply answers: closed word lists, accents first (decisions.md 26). None means: ask again."""

import re
from typing import Literal, NamedTuple

from models.folding import tidy

_DIGITS = {"một": 1, "mot": 1, "hai": 2, "ba": 3, "bốn": 4, "bon": 4, "năm": 5, "nam": 5}


class Attendance(NamedTuple):
    """Whether one comes, and the rest of what was written, in the writer's own words."""

    coming: bool
    reason: str


def number(text: str) -> int | None:
    """The one number 0..9 a reply consists of, or None."""
    found = re.fullmatch(
        r"(?:chọn |số |so )?\(?([0-9])[.)]?(?: ạ| nhé)?", tidy(text).lower().replace("\u20e3", "")
    )
    return int(found[1]) if found else _DIGITS.get(tidy(text).lower())


def attendance(text: str) -> Attendance | None:
    """Coming or absent, or None."""
    said = tidy(text).lower()
    if said in {"có", "dự", "đi", "tham dự", "tôi đi", "có dự"}:
        return Attendance(True, "")
    for word in ("xin phép vắng", "xin vắng mặt", "xin vắng", "vắng"):
        if said.startswith(word):
            return Attendance(False, tidy(text)[len(word) :].strip(" ,.:"))
    return None


def vote(text: str) -> Literal["approve", "against"] | None:
    """Only whole phrases, or None."""
    said = tidy(text).lower()
    if said in {"tán thành", "nhất trí", "thống nhất", "đồng ý", "đồng tình"}:
        return "approve"
    if said in {"không tán thành", "không nhất trí", "không đồng ý", "phản đối"}:
        return "against"
    return None


def yes_no(text: str) -> bool | None:
    """A yes or a no to a question that is open, or None."""
    said = tidy(text).lower()
    if said in {"có", "phải", "đúng", "ừ", "vâng", "dạ", "đồng ý"}:
        return True
    return False if said in {"không", "ko", "k", "hông", "chưa", "sai"} else None


def polite(text: str) -> bool:
    """Only a receipt."""
    return tidy(text).lower() in {"vâng", "dạ", "rõ", "ok", "đã nhận", "cảm ơn", "cảm ơn đồng chí", "👍"}
