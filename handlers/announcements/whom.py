"""To whom an announcement goes: said before a colon ("tổ 2: ..."), or chosen in the preview."""

import re

from handlers.announcements import wording
from handlers.kit.form import Answers, Step
from handlers.kit.message import Message, choices
from handlers.kit.occasions import matter
from handlers.kit.turn import Turn
from models import meeting, member
from models.announcement import Audience
from models.folding import fold
from models.terms import MeetingState


def said_before(turn: Turn, text: str) -> tuple[Answers | Message, str]:
    """What stands before a colon, as far as it says who is meant, and the text behind it; or why there is nobody who is meant."""
    head, colon, rest = text.partition(":")
    if not colon or not rest.strip():
        return {}, text
    said = " ".join(fold(head).split())
    if said in PHRASES[Audience.SILENT] and _asked_meeting(turn) is None:
        return Message(NOBODY_ASKED), text
    numbered, cells = _CELL.fullmatch(said), member.cells(turn.session, turn.here)
    if numbered and numbered[1].isdigit() and numbered[1] not in map(fold, cells):
        return no_such_cell(head.strip(), cells), text
    found = _read(turn, head)
    return (found, rest.strip()) if found else ({}, text)


def _read(turn: Turn, words: str) -> Answers | None:
    """Whom a few words mean; None where they mean nobody of these."""
    said = " ".join(fold(words).split())
    if match := _CELL.fullmatch(said):
        named = {fold(cell): cell for cell in member.cells(turn.session, turn.here)}
        return _to(Audience.CELL, named[match[1]]) if match[1] in named else None
    kind = next((kind for kind, phrases in PHRASES.items() if said in phrases), None)
    if kind is Audience.SILENT:
        asked = _asked_meeting(turn)
        return _to(kind, asked[0]) if asked else None
    return _to(kind) if kind else None


def _to(kind: Audience, whom: str | None = None) -> Answers:
    return {"audience": kind.value, "whom": whom}


def _asked_meeting(turn: Turn) -> tuple[str, str] | None:
    """The next meeting, whose call may be unanswered: its id and name."""
    called = [
        about
        for about in meeting.open_meetings(turn.session, turn.here, turn.now)
        if about.state is MeetingState.CALLED
    ]
    return (str(called[0].id), matter(called[0], turn.now)) if called else None


def _ask(turn: Turn, answers: Answers) -> Message:
    offered = [
        (kind.value, label)
        for kind, label in wording.AUDIENCES.items()
        if kind is not Audience.SILENT or _asked_meeting(turn)
    ]
    return Message(TO_WHOM, choices(*offered))


def _said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value == Audience.CELL:
        cells = member.cells(turn.session, turn.here)
        if not cells:
            return Message(NO_CELLS)
        return _to(Audience.CELL, cells[0]) if len(cells) == 1 else {"audience": value, "whom": None}
    if value == Audience.SILENT:
        asked = _asked_meeting(turn)
        return _to(Audience.SILENT, asked[0]) if asked else _ask(turn, answers)
    return _to(Audience(value)) if value else _read(turn, text) or _ask(turn, answers)


def _cell(turn: Turn, answers: Answers) -> Message:
    cells = member.cells(turn.session, turn.here)
    return Message(WHICH_CELL, choices(*((cell, cell_name(cell)) for cell in cells[:9])))


def _cell_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value:
        return {"whom": value}
    found = _read(turn, text)
    return found if found and found["whom"] else _cell(turn, answers)


STEPS = (
    Step("audience", _ask, _said),
    Step("whom", _cell, _cell_said, lambda turn, answers: answers["audience"] == Audience.CELL),
)
"""End with `audience`, and with `whom` where that is a tổ đảng or a meeting."""

# Wording

NOBODY_ASKED = "Hiện không có cuộc họp nào đang chờ trả lời. Gửi cả chi bộ thì nhắn /nhantin và nội dung."
TO_WHOM = "Gửi cho ai?"
WHICH_CELL = "Gửi tổ đảng nào?"
NO_CELLS = "Danh sách chưa ghi tổ đảng nào. Xin chọn cách khác: nhắn số."
PHRASES = {
    Audience.ALL: ("ca chi bo", "chi bo", "tat ca", "toan chi bo", "moi nguoi"),
    Audience.COMMITTEE: ("chi uy", "cap uy"),
    Audience.OFFICIAL: ("chinh thuc", "dang vien chinh thuc"),
    Audience.PROBATIONARY: ("du bi", "dang vien du bi"),
    Audience.EXEMPT: ("mien sinh hoat", "duoc mien sinh hoat", "dang vien mien sinh hoat"),
    Audience.SILENT: ("chua tra loi", "ai chua tra loi", "chua tra loi moi hop"),
}
_CELL = re.compile(r"to(?: dang)? (\w+)")


def cell_name(cell: str) -> str:
    return f"Tổ đảng {cell}"


def no_such_cell(said: str, cells: list[str]) -> Message:
    there = (
        f"Danh sách có: {', '.join(map(cell_name, cells))}." if cells else "Danh sách chưa ghi tổ đảng nào."
    )
    return Message(f"Không có “{said}”, nên chưa soạn thông báo. {there} Xin nhắn lại /nhantin.")
