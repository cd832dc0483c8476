"""Who is there when a vote is opened: as at the last vote of the meeting; before that by the roll where it was taken, else who said that
he comes; set right in a line (decision 25)."""

from handlers.kit import names, people, roll_line
from handlers.kit.form import Answers, Step
from handlers.kit.message import Message, choices
from handlers.kit.reading import yes_no
from handlers.kit.turn import Turn
from models import meeting, member, motion
from models.meeting import Meeting
from models.member import Member
from models.terms import Presence


def known(turn: Turn, about: Meeting) -> list[int]:
    """Ids of who is there as far as is known; whoever puts the vote is."""
    there = motion.seen_at(turn.session, about)
    if there is None:
        marks = meeting.marks(turn.session, about).items()
        there = {who for who, marked in marks if marked.presence is Presence.PRESENT} | {turn.me.id}
    return sorted(there & _body(turn, about))


def _body(turn: Turn, about: Meeting) -> set[int]:
    return set(turn.session.exec(member.of_body(turn.here, turn.now, about.body, about.cell)))


def _ask(turn: Turn, answers: Answers, first: str = "") -> Message:
    listed = shown(_members(turn, answers["there"]))
    return Message(f"{first}\n{listed}" if first else listed, choices(("right", "Đúng"), ("edit", "Sửa")))


def _said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value == "edit":
        return _ask(turn, answers, HOW)
    if value == "right" or (value is None and yes_no(text)):
        return {"present": True}
    return _set_right(turn, answers, text)


def _set_right(turn: Turn, answers: Answers, text: str) -> Answers | Message:
    said, there = roll_line.read(text), set(answers["there"])
    body = _body(turn, turn.session.get_one(Meeting, answers["meeting"]))
    if said.everyone:
        there = body
    for piece, mark in said.pieces:
        found, name, _ = names.named(turn, piece)
        if not found:
            return _ask(turn, answers, people.nobody(piece).text)
        if len(found) > 1:
            return _ask(turn, answers, whole_name(name))
        there = there | {found[0].id} if mark is Presence.PRESENT else there - {found[0].id}
    if said.unread or not (said.pieces or said.everyone):
        return _ask(turn, answers, HOW)
    return {"there": sorted(there & body)}


def _members(turn: Turn, ids: list[int]) -> list[Member]:
    return sorted((turn.session.get_one(Member, who) for who in ids), key=lambda person: person.folded)


STEP = Step("present", _ask, _said)
"""Ends with `present`; `there` are the ids."""

# Wording

HOW = "Xin nhắn chỗ khác với dưới đây, ví dụ:\ncó mặt Sáu, Hùng; vắng Lan"


def shown(there: list[Member]) -> str:
    listed = ", ".join(person.known_as for person in there)
    return f"Đang có mặt {len(there)} đồng chí: {listed}.\nĐúng không? Chỉ đồng chí có mặt mới biểu quyết."


def whole_name(name: str) -> str:
    return f"Có nhiều đồng chí tên “{name}”. Xin nhắn cả họ và tên."
