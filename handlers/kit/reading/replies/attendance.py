"""Whether one comes to the meeting, in plain words: Tham dự, Xin vắng mặt, or ask again (annex B).

The reply is cut into clauses, each clause is put into one of a few kinds by closed grammars, and only clauses that agree are an
answer. Coming must be said, with nothing unknown beside it; beside an absence, what is unknown is its reason.
"""

from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

import regex as re

from handlers.kit.reading.replies import grammar
from handlers.kit.reading.replies.said import BREAK, GREETING, NO, Said, after_lead, before_trail, heard
from handlers.kit.reading.replies.short import receipt


class Attendance(NamedTuple):
    """Whether one comes, and the rest of what was written, in the writer's own words ("" when there is none)."""

    coming: bool
    reason: str


class _Kind(Enum):
    COMING = auto()
    LATE = auto()  # says that one comes, and when
    ASIDE = auto()  # only with COMING: "về sớm"
    ABSENT = auto()
    EXCUSE = auto()  # says why, and by that alone that one does not come: "ốm", "đi viện"
    NO = auto()
    WISH = auto()  # "muốn đi nhưng"
    NOTHING = auto()
    OTHER = auto()


class _Clause(NamedTuple):
    kind: _Kind
    link: str  # the word before it
    start: int
    end: int
    kept: tuple[tuple[int, int], ...]  # its parts that belong into a reason


A_TALE = 30
"""More words than this are told, not answered."""
_EITHER = "vang "
"""Without marks: vâng or vắng. No matter beside an excuse or a plain "tôi dự"; beside anything else, as "tôi đi", it is asked."""


def attendance(text: str) -> Attendance | None:
    """Whether the writer comes, and what else he wrote; None where he may mean anything else: ask again. Never raises."""
    found = _understood(text)
    if found is None:
        return None
    said, line, clauses, coming = found
    return Attendance(coming, _reason(said, line, clauses))


def is_but_a_reason(text: str) -> bool:
    """Whether a reply that reads as an absence says no more than why: "lý do đi viện", "ốm"."""
    found = _understood(text)
    return found is not None and not found[3] and all(clause.kind is not _Kind.ABSENT for clause in found[2])


def _understood(text: str) -> tuple[Said, str, list[_Clause], bool] | None:
    """What was said, its line and clauses, and whether the writer comes."""
    said = heard(text)
    line = before_trail(said.line, called=False)
    if grammar.DOUBT.search(said.line) or grammar.NOT_AWAY.search(line):
        return None
    if grammar.ASKED.search(before_trail(line)):
        return None
    line = "bận" if line == "ban" else line  # beside other words it may be bạn
    either = line.startswith(_EITHER)
    clauses: list[_Clause] = []
    for clause in _clauses(line, len(_EITHER) if either else 0):
        if clause.kind is not _Kind.NOTHING:
            clauses.append(_explaining(clauses[-1], clause, line) if clauses else clause)
    coming = _agreed(clauses, line)
    if coming is None or (coming and either and not grammar.ATTENDS.search(before_trail(line))):
        return None
    return said, line, clauses, coming


def _clauses(line: str, at: int) -> Iterator[_Clause]:
    link = ""
    for match in [*grammar.LINK.finditer(line, at), None]:
        end = match.start() if match else len(line)
        start = end if GREETING.fullmatch(line[at:end].strip()) else after_lead(line[:end], at)
        clause = before_trail(line[start:end].strip(), called=False)
        if clause:
            yield _classed(clause, link, start)
            link = ""
        if match:
            link = match[0] if match[0] != BREAK else link
            at = match.end() + 1


def _explaining(before: _Clause, clause: _Clause, line: str) -> _Clause:
    """The clause; one that says why somebody is late excuses no more than that."""
    late = before.kind in {_Kind.LATE, _Kind.ASIDE} and clause.link in grammar.BECAUSE
    if (
        late
        and clause.kind in {_Kind.OTHER, _Kind.EXCUSE}
        and not grammar.ABSENT.search(line[clause.start : clause.end])
    ):
        return clause._replace(kind=_Kind.ASIDE)
    return clause


def _classed(clause: str, link: str, start: int) -> _Clause:
    kind, kept = _read(clause)
    parts = tuple((start + a, start + b) for a, b in kept if clause[a:b].strip())
    return _Clause(kind, link, start, start + len(clause), parts)


def _read(clause: str) -> tuple[_Kind, tuple[tuple[int, int], ...]]:
    """What kind of clause it is, and its parts that are more than that kind."""
    whole = ((0, len(clause)),)
    closed = before_trail(clause)
    if receipt(clause) is not None or grammar.FINE.fullmatch(closed) or grammar.SORRY.fullmatch(closed):
        return _Kind.NOTHING, ()
    if re.fullmatch(rf"(?:{NO})(?: được)?", closed):
        return _Kind.NO, ()
    if match := grammar.COMING.fullmatch(closed):
        return _Kind.COMING, (match.span("rest"),) if match["rest"] else ()
    if grammar.LATE.fullmatch(closed):
        return _Kind.LATE, whole
    if grammar.ASIDE.fullmatch(closed):
        return _Kind.ASIDE, whole
    if grammar.WISH.fullmatch(clause):
        return _Kind.WISH, ()
    if match := grammar.ABSENT.search(clause):
        if _is_mine(match):
            return _Kind.ABSENT, ((0, match.start()), (match.end(), len(clause)))
    elif grammar.EXCUSE.match(clause):
        return _Kind.EXCUSE, whole
    return _Kind.OTHER, whole


def _is_mine(match: re.Match[str]) -> bool:
    """Whether what stands around an absence leaves it the writer's own, and the whole meeting's."""
    before, after = match.string[: match.start()].strip(), before_trail(match.string[match.end() :].strip())
    if before and (not grammar.REASON.match(before) or grammar.DENIED.search(before)):
        return False
    if grammar.NOT_MINE.match(after) or match[0].endswith("đi đâu"):
        return False
    if not after or match["cannot"] or (match["away"] and grammar.ASKING_LEAVE.search(match["before"])):
        return True
    return (grammar.REASON if match["away"] else grammar.EXCUSE).match(after) is not None


def _agreed(clauses: list[_Clause], line: str) -> bool | None:
    """True: comes; False: does not; None: the clauses say neither, or both."""
    kinds = {clause.kind for clause in clauses}
    follows = [clause.link in grammar.BUT for clause in clauses]
    if _Kind.WISH in kinds:
        if any(
            c.kind is _Kind.WISH and not but for c, but in zip(clauses, [*follows[1:], False], strict=True)
        ):
            return None
        kinds -= {_Kind.WISH}
    if kinds & {_Kind.COMING, _Kind.LATE}:
        if kinds <= {_Kind.COMING, _Kind.ASIDE, _Kind.LATE} or kinds <= {_Kind.LATE, _Kind.EXCUSE}:
            return True
        *excuses, last = clauses
        even_so = last.kind is _Kind.COMING and follows[-1] and {c.kind for c in excuses} == {_Kind.EXCUSE}
        return True if even_so else None
    if _Kind.ABSENT in kinds:
        unclear = _Kind.ASIDE in kinds or grammar.STILL.search(line) or _is_a_tale(clauses, line)
        return None if unclear else False
    if _Kind.EXCUSE in kinds and kinds <= {_Kind.EXCUSE, _Kind.NO, _Kind.OTHER}:
        return None if _is_weak(clauses, line) else False
    return None


def _is_a_tale(clauses: list[_Clause], line: str) -> bool:
    """Whether an absence stands deep in a long talk of something else: "... mưa là ngập, xe máy không đi được ..."."""
    begins = clauses[0].kind is _Kind.OTHER and len(line.split()) > A_TALE
    return begins and not grammar.ASKING_LEAVE.search(line)


def _is_weak(clauses: list[_Clause], line: str) -> bool:
    """Whether an excuse without a word on coming may be something else: a remark, a short illness, a task before the meeting."""
    said = [clause for clause in clauses if clause.kind is not _Kind.WISH]
    return (
        said[0].kind is _Kind.OTHER
        or len(line.split()) > 15
        or any(clause.kind is _Kind.OTHER and clause.link in grammar.BUT for clause in said)
        or any(grammar.WEAK.search(line[clause.start : clause.end]) for clause in said)
    )


def _reason(said: Said, line: str, clauses: list[_Clause]) -> str:
    """What was written beside the answer itself, parts that follow each other in one piece."""
    parts: list[tuple[int, int]] = []
    for start, end in (part for clause in clauses for part in clause.kept):
        between = line[parts[-1][1] : start].split() if parts else ["-"]
        if all(grammar.LINK.fullmatch(word) for word in between):
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((start, end))
    return ", ".join(said.quote(start + _speaker(line[start:end]), end) for start, end in parts)


def _speaker(part: str) -> int:
    """How much of a reason is only "tôi"."""
    match = grammar.SPEAKER.match(part)
    return match.end() if match else 0
