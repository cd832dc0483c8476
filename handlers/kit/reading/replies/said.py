"""What was said as plain lower-case words, and what may be peeled off its edges.

Everything that fingers do is undone here, so that the closed lists are written once, in full Vietnamese: capitals, decomposed
marks, emoji variants, punctuation, Telex that made no marks, southern spellings, and words typed without marks where only one thing can be
meant.
"""

import unicodedata
from typing import NamedTuple

import regex as re

from handlers.kit.reading.replies.bare import PHRASES, with_marks
from handlers.kit.reading.replies.telex import from_telex
from models.folding import tidy

LIKED = "👍"
"""Stands for every emoji (and Zalo emoticon) that says no more than "seen, thank you"."""
_LIKES = frozenset("👍👌🙏❤♥🌹🌺🌸💐😊🙂😀😃😄😁🤗🥰😍☺👏🤝✅✔🫡💪💯🎉🇻🇳⭐")
_OTHER_SIGN = "�"

BREAK = ","
"""Stands for any punctuation but the question mark."""

SELF = "tôi|tui|em|cháu|mình|con|tớ|e"
"""What a speaker calls himself. Not bác, anh, chị ...: elders say it of themselves, and everybody of others."""
TITLE = (
    "đồng chí|phó bí thư|bí thư|chi bộ|chi ủy|chi uỷ|cấp ủy|cấp uỷ|đảng ủy|đảng uỷ|thủ trưởng|sổ tay|"
    "bác|chú|cô|cậu|anh|chị|ông|bà|em|cháu"
)
NO = "không|ko|k|kh|hk|kg|hok|hông|hổng|nỏ|chưa|chẳng|chả"
"""Negations. "hong" without marks is none: it is also Hồng, who may be giving her name."""

_ZALO = re.compile(r"/-(?:strong|heart|ok|rose|thanks)\b", re.IGNORECASE)
_NO_SENSE = re.compile("[\u20e3\ufe0e\U0001f3fb-\U0001f3ff]")
"""The box of 1️⃣ and the colours of skin."""
_TOKEN = re.compile(r"[đd][/.]c\b|\d+(?:[/:.h]\d+)*h?|[^\W\d_]+|[?？]+|\n|\S", re.IGNORECASE)
_SOUTHERN = {"nhứt": "nhất", "nhựt": "nhật"}
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")


_CLOSING_A = re.compile(
    rf"\b(?:{SELF}|xin|dạ)\b[^{BREAK}?]*(?<!thành)(?<!nhất)(?<! trí)(?<! ý)(?<!tình)(?<!phản đối) a(?= {BREAK}|$)"
)
"""Without its mark ạ or à. Who speaks of himself, or asks leave, asks nothing by it: ạ; but no vote is read so."""


class _Word(NamedTuple):
    at: int  # in the line
    start: int  # in the text
    end: int


class Said(NamedTuple):
    """text: as written, tidy. line: its words in lower case with one blank between, BREAK, "?" and LIKED for what is no word."""

    text: str
    line: str
    words: tuple[_Word, ...]

    def quote(self, start: int, end: int) -> str:
        """What was written for a part of the line, in the writer's own spelling."""
        part = [word for word in self.words if start <= word.at < end]
        return self.text[part[0].start : part[-1].end] if part else ""


def heard(text: str) -> Said:
    """The words of a text; never raises."""
    text = _NO_SENSE.sub("", tidy(text)).translate({0xD0: "Đ", 0xF0: "đ"})  # Ð of old fonts is not Đ
    text = _ZALO.sub(LIKED, "".join(map(_digit, text)))
    found = [(_plain(match[0]), match.start(), match.end()) for match in _TOKEN.finditer(text)]
    found = [token for i, token in enumerate(found) if token[0] != BREAK or (i and found[i - 1][0] != BREAK)]
    line, words = "", []
    for spelt, (_, start, end) in zip(with_marks([token[0] for token in found]), found, strict=True):
        line += " " if line else ""
        words.append(_Word(len(line), start, end))
        line += spelt
    line = _CLOSING_A.sub(lambda said: f"{said[0][:-1]}ạ", line)
    return Said(text, line, tuple(words))


def _digit(char: str) -> str:
    """①, ❶ and １ are 1."""
    value = None if char.isascii() else unicodedata.digit(char, None)
    return char if value is None else str(value)


def _plain(token: str) -> str:
    token = token.lower()
    if token[:2] in {"đ/", "đ.", "d/", "d."}:
        return "đồng chí"
    if token[0].isalnum():
        typed = from_telex(_STRETCHED.sub(r"\1", token))
        return _SOUTHERN.get(typed, typed)
    if token[0] in "?？":
        return "?"
    if token in _LIKES:
        return LIKED
    return _OTHER_SIGN if not token.isascii() and unicodedata.category(token[0])[0] in "SCM" else BREAK


_KNOWN = "|".join(
    sorted({word for phrase in PHRASES for word in phrase} | {"vang", "vâng"} | set(NO.split("|")))
)
NAME = rf"(?!(?:{_KNOWN}|{SELF})\b)[^\W\d_]+"
"""A word that may be somebody's name, because no list knows it."""
CALLED = rf"(?:các )?(?:{TITLE})\b(?: (?:{TITLE})\b)*+"
_GREETED = (
    rf"(?:(?:{SELF}) )?(?:(?:xin )?(?:kính )?(?:thưa|báo cáo|gửi|chào)|kính báo)\b(?: với)?(?: {CALLED})?"
)
_LEAD = re.compile(
    rf"(?:{BREAK}|{LIKED}|(?:dạ|vâng)(?: ạ)?|{_GREETED}|{CALLED}(?: ạ|(?: {NAME})? ơi))(?: |$)"
)
GREETING = re.compile(rf"{_GREETED}(?: {NAME}){{1,3}}")
"""With a name, and nothing behind it: "báo cáo đồng chí bảo tôi đi" names nobody."""
_TRAIL = re.compile(rf"(?:^| )(?:ạ|nhé|nha|nhá|nhe|nhen|nghen|ơi|{BREAK}|{LIKED}|đồng chí|bí thư)$")
_TRAIL_CALLED = re.compile(rf"(?:^| )(?:{TITLE})$")


def after_lead(line: str, start: int = 0) -> int:
    """Where the matter begins behind "dạ", "báo cáo đồng chí Lan,", "bác ơi"."""
    while (match := _LEAD.match(line, start)) and match.end() > start:
        start = match.end()
    return start


def before_trail(line: str, called: bool = True) -> str:
    """The line without "ạ", "nhé", "đồng chí ơi" at its end; without `called`, a closing "cháu" or "bà" stays: one may be nursing her."""
    while match := _TRAIL.search(line) or (_TRAIL_CALLED.search(line) if called else None):
        line = line[: match.start()]
    return line


def bare(text: str) -> str:
    """The line of a short reply, peeled at both ends."""
    line = before_trail(heard(text).line)
    return line[after_lead(line) :]
