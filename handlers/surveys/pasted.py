"""A survey as a leader pastes it: a title, numbered questions, lettered or dashed options below them or behind them on the line, the
kind of a question in words (kinds.py). What is made elsewhere, by a form or in a workbook, is written so, too."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from handlers.surveys import kinds
from models.folding import fold, tidy
from models.survey import QUESTIONS_AT_MOST, Asked, SurveyKind

OPTIONS_AT_MOST = 9
"""Every option is answered by one digit; where several may be taken, one digit says that these are all."""


class Fault(Enum):
    """Why a text is no survey."""

    NO_QUESTION = auto()
    TOO_MANY = auto()
    NO_TEXT = auto()
    ONE_OPTION = auto()
    MANY_OPTIONS = auto()
    ALIKE = auto()
    SEVERAL_NAMELESS = auto()


@dataclass(frozen=True)
class Faulty:
    """What is wrong, and in which question (0: in the whole)."""

    fault: Fault
    place: int = 0


@dataclass(frozen=True)
class Pasted:
    """A survey read: its title ("" where none stands above the questions), its questions, whether it is answered without names."""

    title: str
    questions: tuple[Asked, ...]
    nameless: bool = False


def read(text: str) -> Pasted | Faulty:
    """What a pasted text asks. Never raises."""
    title: list[str] = []
    found: list[tuple[list[str], list[str]]] = []
    lines = tidy(text).split("\n")
    while lines:
        line = lines.pop(0)
        if not line:
            continue
        if len(several := _on_one_line(line, len(found) + 1)) > 1:
            lines[:0] = several
        elif question := _QUESTION.fullmatch(line):
            asked, options = _inline(question["text"])
            found.append(([asked] if asked else [], options))
        elif not found:
            title.append(line)
        elif option := _LETTERED.fullmatch(line) or _DASHED.fullmatch(line):
            before, several = _inline(f" {line}")
            found[-1][1].extend(several if several and not before else [option["text"]])
        else:
            words, options = found[-1]
            if options:
                options[-1] = f"{options[-1]} {line}"
            else:
                asked, more = _inline(line)
                words.append(asked)
                options.extend(more)
    questions = tuple(
        kinds.of(" ".join(words), tuple(option.strip(" ;,") for option in options))
        for words, options in found
    )
    nameless = says_no_names(" ".join(title))
    called = tidy(_NAMELESS.sub(" ", " ".join(title))).rstrip(" :.,;-")
    return _faulty(questions, nameless) or Pasted(called, questions, nameless)


def says_no_names(text: str) -> bool:
    """Whether it says that nobody's name is to stand with his answers."""
    return _NAMELESS.search(text) is not None


def written(title: str, questions: Sequence[Asked], *, nameless: bool = False) -> str:
    """A survey as a leader would paste it; `read` reads the same."""
    lines = [f"{title} {NAMELESS}".strip()] if nameless else [title] if title else []
    for place, asked in enumerate(questions, 1):
        lines.append(f"{place}. {asked.text} {kinds.mark(asked)}")
        lines += [] if asked.kind is SurveyKind.SCALE else [f"- {option}" for option in asked.options]
    return "\n".join(lines)


def _on_one_line(line: str, first: int) -> list[str]:
    """The questions on one line, each with its number, and before them what stands there, where their numbers run on from `first`."""
    marks = list(_NUMBERED.finditer(line))
    numbers = [int(mark["number"]) for mark in marks]
    if len(marks) < 2 or numbers != list(range(first, first + len(marks))):
        return [line]
    starts = [mark.start() for mark in marks]
    parts = zip([0, *starts], [*starts, len(line)], strict=True)
    return [part for start, end in parts if (part := line[start:end].strip())]


def _inline(text: str) -> tuple[str, list[str]]:
    """The question and the options behind it on one line, where their letters run a, b, c."""
    marks = list(_INLINE.finditer(text))
    letters = "".join(mark["letter"].lower() for mark in marks)
    if len(marks) < 2 or not any(alphabet.startswith(letters) for alphabet in ALPHABETS):
        return text.strip(), []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    options = [text[mark.end() : end].strip() for mark, end in zip(marks, ends, strict=True)]
    return text[: marks[0].start()].strip(), options


def _faulty(questions: tuple[Asked, ...], nameless: bool) -> Faulty | None:
    if not questions:
        return Faulty(Fault.NO_QUESTION)
    if len(questions) > QUESTIONS_AT_MOST:
        return Faulty(Fault.TOO_MANY, len(questions))
    for place, asked in enumerate(questions, 1):
        text, options = asked.text, asked.options
        if nameless and asked.kind is SurveyKind.SEVERAL:
            return Faulty(Fault.SEVERAL_NAMELESS, place)
        if not any(c.isalpha() for c in text) or not all(any(c.isalnum() for c in o) for o in options):
            return Faulty(Fault.NO_TEXT, place)
        if len(options) == 1:
            return Faulty(Fault.ONE_OPTION, place)
        if asked.kind is not SurveyKind.SCALE and len(options) > most(asked.kind):
            return Faulty(Fault.MANY_OPTIONS, place)
        if len({fold(option) for option in options}) < len(options):
            return Faulty(Fault.ALIKE, place)
    return None


def most(kind: SurveyKind) -> int:
    """How many options a question may have."""
    return OPTIONS_AT_MOST - (kind is SurveyKind.SEVERAL)


# Wording

NAMELESS = "(không ghi tên)"
_NAMELESS = re.compile(
    r"[(\[]?\b(?:(?:phiếu|phieu) )?(?:(?:không|khong|ko) (?:(?:cần|can|phải|phai|yêu cầu|yeu cau) )?(?:ghi|nêu|neu|đề|điền|dien) "
    r"(?:(?:rõ|ro) )?(?:(?:họ|ho) (?:(?:và|va) )?)?(?:tên|ten)|ẩn danh|an danh|khuyết danh|nặc danh|vô danh|giấu tên|giau ten)\b[)\]]?",
    re.I,
)
_QUESTION = re.compile(
    r"(?:(?:câu|cau)(?: hỏi| hoi)? )?(?P<number>\d{1,2})(?:[.):/]| ?[-–])(?!\d)\s*(?P<text>.*)", re.I
)
_NUMBERED = re.compile(
    r"(?:^|(?<=[\s?.!:;)]))(?<!ngày )(?<!tháng )(?<!quý )(?<!tổ )(?<!số )(?<!điều )(?<!khoản )(?<!khóa )(?<!lần )(?<!kỳ )"
    r"(?:câu (?:hỏi )?)?(?P<number>\d{1,2})[.):/](?!\d)",
    re.I,
)
"""A question's number within a line; "ngày 2." is none."""
_LETTERED = re.compile(r"(?P<letter>[a-iđ])[.)/](?=\s|$|[^\W\d_]{2})\s*(?P<text>.*)", re.I)
_DASHED = re.compile(r"[-–—+•*▪○□☐]\s*(?P<text>\S.*)")
_INLINE = re.compile(r"(?:(?<=\s)|(?<=[?.:;]))(?P<letter>[a-iđ])[.)]\s*(?=\S)", re.I)
ALPHABETS = ("abcdefghi", "abcdđeghi")
