"""Answering an invitation: by tap, number or in plain words; the reason of an absence; changed until the start."""

from datetime import timedelta

from handlers.kit.form import Answers, Form, Step
from handlers.kit.message import Message, Reply, settled
from handlers.kit.reading import attendance, spoken
from handlers.kit.router import Change, router
from handlers.kit.turn import Turn
from handlers.meetings import wording
from models import meeting, outbox
from models.folding import tidy
from models.meeting import Closed, Meeting
from models.terms import Consent, MeetingState, Told

KIND = "attendance"
REASON_AT_MOST = 500
TODAY = timedelta(hours=12)


def _read(text: str) -> tuple[str, str] | None:
    said = attendance(text)
    return ("yes" if said.coming else "no", said.reason) if said else None


def _matter(turn: Turn, subject: str) -> str:
    return wording.matter(_meeting(turn, subject)[0], turn.now)


@router.question(KIND, _read, _matter)
def answer(turn: Turn, subject: str, value: str, rest: str) -> Reply:
    """Records whether the speaker comes."""
    about, revision = _meeting(turn, subject)
    told = Told.RELATIVE if turn.binding and turn.binding.consent is Consent.RELATIVE else Told.SELF
    stands = meeting.answer_of(turn.session, about, turn.me)
    if turn.answered_late and stands is not None and revision == about.revision:
        return wording.stands(turn.me.given, stands, wording.matter(about, turn.now))
    coming = value == "yes"
    try:
        meeting.answer(turn.session, about, revision, turn.me, coming, turn.now, told, reason=rest or None)
    except Closed:
        return closed(about, revision, turn)
    except LookupError:
        return not_called()
    outbox.close_question(turn.session, KIND, subject, turn.now, turn.me.id)
    receipt = settled(wording.recorded(turn.me.given, coming, wording.matter(about, turn.now), told))
    if coming or rest:
        return receipt
    asked = _REASON.start(turn, {"meeting": about.id})
    return [receipt, *(asked if isinstance(asked, list) else [asked] if asked else [])]


@router.leftover(40)
def too_late(turn: Turn) -> Reply:
    """An answer in words to a meeting that has begun today; None for anything else."""
    if attendance(turn.said.text) is None:
        return None
    begun = meeting.begun(turn.session, turn.now, turn.here)
    lately = [about for about in begun if turn.now - about.starts < TODAY]
    mine = [about for about in lately if meeting.was_called(turn.session, about, [turn.me.id])]
    return closed(mine[-1], mine[-1].revision, turn) if mine else None


@router.changeable
def changes(turn: Turn) -> list[Change]:
    """Answers to meetings that have not begun."""
    found = []
    for about in meeting.open_meetings(turn.session, turn.here, turn.now, turn.me):
        stands = meeting.answer_of(turn.session, about, turn.me)
        if stands is not None and about.state is MeetingState.CALLED:
            matter = wording.matter(about, turn.now)
            asked = Message(anew(matter, stands.coming)).asking(KIND, about.occasion, *wording.CHOICES)
            found.append(Change(stands.said_at, matter, asked))
    return found


def _why(turn: Turn, answers: Answers) -> Message:
    return Message(WHY)


def _why_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    reason = tidy(text)[:REASON_AT_MOST]
    return {"reason": reason} if reason else _why(turn, answers)


def _reasoned(turn: Turn, answers: Answers) -> Reply:
    about = turn.session.get_one(Meeting, answers["meeting"])
    if not meeting.reasoned(turn.session, about, turn.me, answers["reason"]):
        return nothing_to_add()
    return reason_recorded(answers["reason"])


_REASON = router.form(Form("lydo", (Step("reason", _why, _why_said),), _reasoned))


def _meeting(turn: Turn, subject: str) -> tuple[Meeting, int]:
    number, revision = subject.split(".")
    return turn.session.get_one(Meeting, int(number)), int(revision)


# Wording

WHY = "Xin đồng chí cho biết lý do (ví dụ: ốm, đi viện, việc nhà)."


def anew(matter: str, coming: bool) -> str:
    said = "THAM DỰ" if coming else "XIN VẮNG MẶT"
    return f"Đồng chí đang ghi {said} {matter}. Nay đồng chí chọn:"


def reason_recorded(reason: str) -> Message:
    return Message(f"Đã ghi lý do: {reason}.")


def nothing_to_add() -> Message:
    return Message("Cuộc họp này không còn ghi lý do nữa. Có việc cần báo, xin nhắn GỌI.")


def not_called() -> Message:
    return Message("Đồng chí không có trong danh sách mời cuộc họp này. Cần hỏi, xin nhắn GỌI.")


def closed(about: Meeting, revision: int, turn: Turn) -> Message:
    starts = wording.local(about, turn.now)
    if about.state is MeetingState.POSTPONED:
        return Message("Cuộc họp này đã hoãn, chưa có giờ mới. Có giờ mới, Sổ tay sẽ báo đồng chí.")
    if revision != about.revision:
        return Message(
            f"Cuộc họp đã chuyển sang {spoken(starts, turn.now)}. Xin đồng chí trả lời ở tin báo giờ mới."
        )
    return Message(
        f"Cuộc họp này đã bắt đầu lúc {spoken(starts, turn.now)}, không ghi thêm được. Cần báo, nhắn GỌI."
    )
