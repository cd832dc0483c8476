"""A survey as a table: a heading row with "Câu hỏi", a row for each question, its kind and its options behind it."""

import re
from collections.abc import Iterator, Sequence

from handlers.surveys import kinds, pasted
from models.folding import fold, tidy
from models.survey import Asked

Cells = Sequence[str]
HEADING_WITHIN = 10
"""Rows above a heading."""


def text_of(rows: Sequence[Cells]) -> str | None:
    """The survey of a table as a leader would paste it; None where the table is none. Never raises."""
    rows = [[tidy(cell) for cell in row] for row in rows]
    for at, row in enumerate(rows[:HEADING_WITHIN]):
        headings = [fold(cell).strip(" :*.") for cell in row]
        if (asks := _column(_QUESTION, headings)) is not None:
            above = [cell for each in rows[:at] for cell in each if cell]
            beside = [cell for each in rows[at + 1 :] if not each[asks] for cell in each]
            kind = _column(_KIND, headings)
            questions = [
                _written(row[asks], row[kind] if kind is not None else "", list(_options(row, headings)))
                for row in rows[at + 1 :]
                if row[asks]
            ]
            nameless = any(map(pasted.says_no_names, [*above, *beside]))
            return pasted.written(_title(above), questions, nameless=nameless) if questions else None
    return None


def _column(named: re.Pattern[str], headings: Sequence[str]) -> int | None:
    return next((n for n, name in enumerate(headings) if named.fullmatch(name)), None)


def _title(above: Sequence[str]) -> str:
    """What stands above the heading and says what this is; else the first of it, which may be a letterhead."""
    named = next((cell for cell in above if _CALLED.search(fold(cell))), above[0] if above else "")
    return _one_line(named)


def _options(row: Cells, headings: Sequence[str]) -> Iterator[str]:
    """What stands under "Lựa chọn" and right of it, a cell or a line or a part between semicolons each, without letters of its own."""
    first = next((n for n, name in enumerate(headings) if _OPTION.match(name)), None)
    if first is None:
        return
    found: list[str] = []
    for cell, name in zip(row[first:], headings[first:], strict=False):
        if not name or _OPTION.match(name):
            found += (option for part in _PARTS.split(cell) if (option := tidy(part)))
    marked = len(found) > 1 and all(map(_MARKED.match, found))
    yield from (_MARKED.sub("", option, count=1) for option in found) if marked else found


def _written(text: str, kind: str, options: list[str]) -> Asked:
    """The question with its kind in the words that a pasted one has; a number of its own would stand there twice."""
    text = _NUMBERED.sub("", text, count=1)
    mark = next((mark for said, mark in _KINDS if said.fullmatch(fold(kind))), kind)
    if scale := _STEPS.search(fold(mark)):
        high = int(scale[1])
        bare = [option for option in options if not option[:1].isdigit()]
        options = [scale_end(1, bare[0]), scale_end(high, bare[1])] if len(bare) == 2 else []
    return kinds.of(f"{_one_line(text)} ({mark})" if mark else _one_line(text), tuple(options))


def _one_line(text: str) -> str:
    return " ".join(text.split())


# Wording


def scale_end(step: int, words: str) -> str:
    return f"{step}: {words}"


_QUESTION = re.compile(r"(?:noi dung )?(?:cac )?cau hoi(?: khao sat)?|noi dung(?: hoi| khao sat)?|hoi")
_KIND = re.compile(r"(?:loai|kieu|dang|cach|hinh thuc)(?: (?:cau hoi|cau tra loi|tra loi|chon|cau))?")
_OPTION = re.compile(r"(?:(?:cac )?(?:lua chon|phuong an|dap an)|y)\b|[a-i]$")
_CALLED = re.compile(r"\b(?:khao sat|phieu|tham do|lay y kien)\b")
_NUMBERED = re.compile(r"^(?:câu(?: hỏi)? )?\d{1,2} ?[.):/](?!\d)\s*(?=\S)", re.I)
_MARKED = re.compile(r"^(?:[a-iđ]|\d{1,2})[.)](?!\d)\s*(?=\S)", re.I)
_PARTS = re.compile(r"[;\n]")
_STEPS = re.compile(r"\b1 ?(?:-|–|den|toi) ?(\d{1,2})\b")
_KINDS = (
    (re.compile(r"(?:chon )?nhieu(?: (?:lua chon|y|dap an))?"), "chọn nhiều"),
    (re.compile(r"(?:chon )?(?:mot|1)(?: (?:lua chon|y|dap an))?|trac nghiem"), "chọn một"),
    (
        re.compile(r"(?:bang )?(?:loi|chu)|tu luan|van ban|tu do|y kien|tra loi (?:ngan|tu do)|mo"),
        "trả lời bằng lời",
    ),
    (re.compile(r"ngay(?: thang(?: nam)?)?"), "ngày"),
    (re.compile(r"thang(?: diem)?|(?:cham|cho) diem"), "thang 1-5"),
)
