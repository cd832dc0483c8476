"""Asking for the roll, by a word, by the clock's question or once more (SỬA), and what is answered to it."""

from handlers.kit.form import Answers
from handlers.kit.message import Message, Reply
from handlers.kit.router import Change, Who, router
from handlers.kit.turn import Purpose, Turn
from handlers.kit.wording import leaders_only
from handlers.meetings import lists, rights, wording
from handlers.meetings.roll import correcting, page
from handlers.meetings.roll.shown import KIND, question, still_stands
from models import meeting, outbox
from models.meeting import Meeting
from models.terms import MeetingState


@router.command(
    "diemdanh",
    "điểm danh",
    who=Who.LEADER,
    always=True,
    help="Họp xong: ghi ai có mặt, ai vắng",
)
def take(turn: Turn) -> Reply:
    """Asks for the roll of a meeting that has begun."""
    begun = [
        about for about in meeting.begun(turn.session, turn.now, turn.here) if rights.in_charge(turn, about)
    ]
    waiting = [about for about in begun if about.state is not MeetingState.OVER]
    among = begun if turn.rest else waiting or begun[-1:]
    return lists.which(turn, "diemdanh", {}, lambda turn: nothing_begun(), among, turn.rest)


@lists.then("diemdanh", may=lambda turn, answers: turn.leads() or rights.is_named(turn))
def _take(turn: Turn, about: Meeting, answers: Answers) -> Reply:
    if not rights.in_charge(turn, about):
        return leaders_only()
    return question(turn.session, about, turn.zone, asked(wording.matter(about, turn.now)))


def _matter(turn: Turn, subject: str) -> str:
    return f"{ROLL} {wording.matter(_meeting(turn, subject), turn.now)}"


@router.question(KIND, correcting.read, _matter)
def answer(turn: Turn, subject: str, value: str, rest: str) -> Reply:
    """Right: the page. Not right: a line sets it right. Not held: nobody is told that it was."""
    about = _meeting(turn, subject)
    if not rights.in_charge(turn, about):
        return leaders_only()
    if turn.answered_late and about.state is MeetingState.OVER:
        return [taken_already(), page.page(turn, about)]
    if about.state is MeetingState.POSTPONED or about.starts > turn.now:
        return correcting.not_begun(wording.matter(about, turn.now))
    if subject != about.occasion:
        return question(turn.session, about, turn.zone, asked(wording.matter(about, turn.now)))
    if not still_stands(turn.session, about, turn.zone, value):
        return question(turn.session, about, turn.zone, other_by_now(wording.matter(about, turn.now)))
    return correcting.start(turn, about, value.partition(":")[0], rest)


@router.changeable(Purpose.CONTENT)
def changes(turn: Turn) -> list[Change]:
    """Rolls of the last days that the speaker took, and those that he is asked about here: he may set them right."""
    waiting = {o.subject for o in outbox.open_offers(turn.session, turn.address.id) if o.kind == KIND}
    found = []
    for about in meeting.begun(turn.session, turn.now, turn.here):
        taken = meeting.taken_by(turn.session, about)
        mine = (taken is not None and taken[0].id == turn.me.id) or about.occasion in waiting
        if mine and rights.in_charge(turn, about):
            matter = f"{ROLL} {wording.matter(about, turn.now)}"
            at = taken[1] if taken else about.starts
            found.append(Change(at, matter, question(turn.session, about, turn.zone, asked(matter))))
    return found


def _meeting(turn: Turn, subject: str) -> Meeting:
    return turn.session.get_one(Meeting, int(subject.split(".")[0]))


# Wording

ROLL = "điểm danh"


def asked(matter: str) -> str:
    return f"{matter[0].upper()}{matter[1:]}: có mặt bao nhiêu, ai vắng?"


def other_by_now(matter: str) -> str:
    return f"Chưa ghi gì: từ lúc đồng chí xem, điểm danh {matter} đã khác. Nay Sổ tay ghi:"


def nothing_begun() -> Message:
    return Message("Chưa có cuộc họp nào vừa họp xong. Muốn xem cuộc họp sắp tới, nhắn DANH SÁCH.")


def taken_already() -> Message:
    return Message("Cuộc này đã điểm danh. Muốn sửa, nhắn SỬA hoặc ĐIỂM DANH.")
