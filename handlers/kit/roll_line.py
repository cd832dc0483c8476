"""Reading who was there and who was not, as a leader types it in one line: "vắng Lan, Hùng; có lý do Sáu đi viện; có mặt Bảy"."""

import re
from dataclasses import dataclass, field

from handlers.kit.phrases import EDGES, begins, joined
from models.folding import tidy
from models.terms import Presence

Marks = tuple[tuple[tuple[str, ...], Presence | None], ...]
"""Phrases with the mark that they give; the longest first."""


@dataclass
class Line:
    """What a line says: a mark (None: absent, the reason decides) for each piece that begins with a name.

    everyone: all others were there. unread: pieces without a mark.
    """

    pieces: list[tuple[str, Presence | None]] = field(default_factory=list)
    everyone: bool = False
    unread: list[str] = field(default_factory=list)


def read(text: str) -> Line:
    """Marks stand before their names ("vắng Lan, Hùng") or behind them ("Lan, Hùng vắng"); a new mark ends the one before."""
    line = Line()
    current: tuple[Presence | None] | None = None
    waiting: list[str] = []
    parts = _BETWEEN.split(_EXCEPT.sub(rf"\1; {AWAY} ", tidy(text)))
    for piece in filter(None, (part.strip(EDGES) for part in parts)):
        words = piece.split()
        if begins(words, EVERYONE) == len(words):
            line.everyone = True
            continue
        if found := _mark(words):
            line.everyone |= bool(begins(words, ONLY))
            words, current = words[found[0] :], (found[1],)
        elif found := _mark_behind(words):
            line.pieces += [(name, found[1]) for name in (*waiting, joined(words[: -found[0]]))]
            waiting, current = [], None
            continue
        if words and current is not None:
            line.pieces.append((joined(words), current[0]))
        elif words:
            waiting.append(joined(words))
    line.unread = waiting
    return line


def is_one(text: str) -> bool:
    """Whether a text is such a line: it begins with a mark and names somebody behind it, or says that all were there."""
    words = tidy(text).split()
    found, line = _mark(words), read(text)
    return (line.everyone and not line.unread) or (found is not None and len(words) > found[0])


def _mark(words: list[str], marks: Marks | None = None) -> tuple[int, Presence | None] | None:
    for phrases, mark in marks or MARKS:
        if size := begins(words, phrases):
            return size, mark
    return None


def _mark_behind(words: list[str]) -> tuple[int, Presence | None] | None:
    found = ((len(words) - at, _mark(words[at:], BEHIND)) for at in range(1, len(words)))
    return next(((size, mark[1]) for size, mark in found if mark and mark[0] == size), None)


# Wording

_BETWEEN = re.compile(r"[,;\n]|\.(?=\s|$)|\s+(?:và|va)\s+")
_EXCEPT = re.compile(
    r"\b(mặt|mat|cả|ca|đủ|du)[ ,;]+(?:(?:chỉ|chi|ngoại|ngoai) )?tr[ừu](?: (?:đồng chí|dong chi|đ/c))? ", re.I
)
AWAY = "vắng"
MARKS: Marks = (
    (
        (
            "vắng không có lý do",
            "vắng không lý do",
            "không có lý do",
            "không lý do",
            "vắng không phép",
            "không phép",
        ),
        Presence.UNEXCUSED,
    ),
    (("vắng có lý do", "có lý do", "vắng có phép", "có phép"), Presence.EXCUSED),
    (("chỉ vắng", "vắng mặt", "vắng", "không có mặt", "bớt"), None),
    (("có mặt thêm", "có mặt", "có dự", "có đến", "ghi thêm", "thêm"), Presence.PRESENT),
)
BEHIND = (*MARKS, (("không đến", "không dự"), None))
"""Before names these may say something else: "không dự được"."""
ONLY = ("chỉ vắng",)
EVERYONE = (
    "còn lại có mặt",
    "còn lại đều có mặt",
    "tất cả có mặt",
    "tất cả đều có mặt",
    "có mặt tất cả",
    "có mặt đầy đủ",
    "có mặt đủ",
    "đủ cả",
    "đầy đủ",
)
