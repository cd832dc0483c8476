"""The points of a draft, read from the numbering that real resolutions have: "I.", "Điều 1.", "1.", "1.1", "a)", "-".

A number counts where it goes on from the last one, so that a date or an hour at the beginning of a line is none. Dashes are points only
where nothing else is numbered; below a number they belong to it.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from models.folding import fold

STEPS = range(3)
"""So far a number may stand from the last: lists as people type them repeat one, or leave one out."""
ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
SECTIONS = ("phan", "chuong")
ARTICLES = ("muc", "dieu")
WORDS = (*SECTIONS, *ARTICLES, "khoan", "diem", "y")
"""What may stand before a number, folded, what holds others first: phần, chương, mục, điều, khoản, điểm, ý."""

_ROMAN = re.compile(r"([IVX]+) ?[.)/:–-] ?(.*)", re.S)
_DEEPER = re.compile(r"((\d{1,2})(?:\.\d{1,2})+)[.)/:]? (.*)", re.S)
_NUMBER = re.compile(r"(\d{1,2})(?: ?[.)/:]|[–-])(?!\d) ?(.*)", re.S)
_DASH = re.compile(r"[-–—+•*] ?(.*)", re.S)
_COLON = re.compile(r":(?:\s|$)")
_INSIDE = re.compile(r"\s(?=(\d{1,2})[.)/] ?[^\W\d])")


class Point(NamedTuple):
    """A point: what it is called by ("2", "II.1", "1a"), and its words without that."""

    label: str
    text: str


def title_of(text: str) -> str:
    """What a draft is called: its first line, as far as a colon; where it begins with a point, the first line of that."""
    return _parted(text)[0]


def body_of(text: str) -> str:
    """What stands below the title; where it begins with a point, all of it."""
    return _parted(text)[1]


def lead_of(text: str) -> str:
    """What stands between the title and the first point; all of the body where there is none."""
    body = body_of(text)
    if not points_of(text):
        return body
    lines, count = body.split("\n"), _Count()
    first = next((n for n, line in enumerate(lines) if count.sign(line) is not None), None)
    if first is None:
        first = next(n for n, line in enumerate(lines) if _DASH.fullmatch(line))
    return "\n".join(lines[:first]).strip()


def points_of(text: str) -> list[Point]:
    """The points in their order; none where nothing is numbered. What stands before the first belongs to none."""
    lines = _lines(text)
    count = _Count()
    numbered = _collected((line, count.sign(line)) for line in lines)
    return numbered or _dashed(lines)


def _parted(text: str) -> tuple[str, str]:
    first, *rest = _lines(text) or [""]
    if begins := points_of(first):
        return begins[0].text or first, text
    cut = _COLON.search(first)
    if cut is None:
        return first, "\n".join(rest).strip()
    return first[: cut.start()], "\n".join((first[cut.end() :], *rest)).strip()


def _lines(text: str) -> list[str]:
    """Its lines. One line that holds a whole list, as a terminal or a small phone makes it, is parted at the numbers."""
    if "\n" in text:
        return text.split("\n")
    parts, begins, awaited = [], 0, 1
    for found in _INSIDE.finditer(text):
        if int(found[1]) == awaited:
            parts.append(text[begins : found.start()])
            begins, awaited = found.end(), awaited + 1
    return [*parts, text[begins:]] if awaited > 2 else [text]


def _collected(lines: Iterable[tuple[str, Point | None]]) -> list[Point]:
    """Points with the lines that follow them."""
    found: list[tuple[str, list[str]]] = []
    for line, sign in lines:
        if sign is not None:
            found.append((sign.label, [sign.text]))
        elif found:
            found[-1][1].append(line)
    return [Point(label, "\n".join(words).strip()) for label, words in found]


def _dashed(lines: list[str]) -> list[Point]:
    said = [_DASH.fullmatch(line) for line in lines]
    numbers = iter(range(1, len(lines) + 1))
    return _collected(
        (line, Point(str(next(numbers)), dash[1]) if dash and dash[1] else None)
        for line, dash in zip(lines, said, strict=True)
    )


class _Count:
    """Where the numbering stands, from line to line."""

    def __init__(self) -> None:
        self._section, self._article, self._number = "", "", ""
        self._last = {"section": 0, "number": 0, "letter": 0}

    def sign(self, line: str) -> Point | None:
        """The point that begins with a line: its label and the words behind."""
        if (found := _WORDED.fullmatch(line)) and fold(found[1]) in WORDS:
            return self._worded(fold(found[1]), found[2], found[3] or "")
        if (found := _ROMAN.fullmatch(line)) and found[1] in ROMANS:
            value = ROMANS.index(found[1]) + 1
            return self._in_section(found[1], found[2]) if self._goes_on("section", value) else None
        if found := _DEEPER.fullmatch(line):
            if found[2] == self._article:  # "2.1" below "Điều 2"
                return self._labelled(found[1], found[3])
            if int(found[2]) - self._last["number"] in (0, 1):
                self._last["number"] = int(found[2])
                return self._at_number(found[1], found[3])
        if found := _NUMBER.fullmatch(line):
            return self._at_number(found[1], found[2]) if self._goes_on("number", int(found[1])) else None
        if (found := _LETTER.fullmatch(line)) and found[1] in LETTERS:
            known = self._goes_on("letter", LETTERS.index(found[1]) + 1)
            return Point(f"{self._number or self._section}{found[1]}", found[2]) if known else None
        return None

    def _worded(self, word: str, said: str, text: str) -> Point:
        """A number with its word before it needs no place in a row."""
        if said.isdecimal() and word in ARTICLES:
            return self._in_article(said if word == DIEU else self._below(self._section, said), text)
        if said.isdecimal() and word not in SECTIONS:
            self._last["number"] = int(said)
            return self._at_number(said, text)
        if said.isdecimal() or said in ROMANS:
            return self._in_section(said, text)
        return Point(f"{self._number or self._section}{said}", text)

    def _in_section(self, said: str, text: str) -> Point:
        self._section, self._article, self._number = said, "", ""
        self._last["letter"] = 0
        return Point(said, text)

    def _in_article(self, label: str, text: str) -> Point:
        """What holds numbers of its own, which begin anew; the articles themselves run on through the sections."""
        self._article = label
        self._last["number"] = 0
        return self._labelled(label, text)

    def _at_number(self, said: str, text: str) -> Point:
        return self._labelled(self._below(self._article or self._section, said), text)

    def _labelled(self, label: str, text: str) -> Point:
        self._number = label
        self._last["letter"] = 0
        return Point(label, text)

    def _below(self, outer: str, said: str) -> str:
        return f"{outer}.{said}" if outer else said

    def _goes_on(self, row: str, value: int) -> bool:
        goes_on = value == 1 or value - self._last[row] in STEPS
        if goes_on:
            self._last[row] = value
        return goes_on


# Wording

DIEU = "dieu"
LETTERS = "abcdđefghijklmnopqrstuvwxyz"
_WORDED = re.compile(r"(\w+) (?:\w+ )?(\d{1,2}|[IVX]+|[a-zđ])(?: ?[:.)/–-] ?(.*))?", re.S)
_LETTER = re.compile(r"([a-zđ])[.)/] ?(.*)", re.S)
