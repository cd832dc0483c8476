"""What becomes of an answer: recorded, its receipt, and the reason of an absence, which may turn out to be a change of mind."""

from handlers.kit.form import Answers, Form, Step
from handlers.kit.message import Message, Reply, as_list, choices, settled
from handlers.kit.phrases import begins
from handlers.kit.reading import attendance, number, spoken, yes_no
from handlers.kit.router import router
from handlers.kit.turn import Purpose, Turn
from handlers.meetings import above, falling_away, no_reason, wording
from handlers.meetings.no_reason import IN_WORDS, WHY
from models import form as forms
from models import meeting, outbox
from models.folding import tidy
from models.meeting import Attendance, Closed, Meeting
from models.member import Member
from models.terms import Consent, MeetingState, Told

KIND = "attendance"
NOTED = "noted"
"""The kind of notice that tells a member what a leader noted for him."""


def record(turn: Turn, about: Meeting, revision: int, coming: bool, reason: str) -> Reply:
    """Records whether the speaker comes to the meeting at that time of it; asks for the reason of an absence that has none."""
    told = Told.RELATIVE if of_relative(turn) else Told.SELF
    try:
        result = meeting.answer(
            turn.session, about, revision, turn.me, coming, turn.now, told, reason=reason or None
        )
    except Closed:
        return closed(about, revision, turn)
    except LookupError:
        return not_called()
    outbox.close_question(turn.session, KIND, about.occasion, turn.now, turn.me.id)
    if his_own(turn, result.attendance):
        return stands(turn, about, result.attendance)
    outbox.supersede(turn.session, NOTED, noted_key(about, turn.me))
    _no_reason_is_asked(turn, about)
    if result.changed:
        falling_away.answered(turn, about, turn.me, coming)
    receipt = settled(wording.recorded(turn.me.given, coming, above.matter(turn, about), told))
    if coming or reason:
        return receipt
    return [receipt, *as_list(_REASON.start(turn, {"meeting": about.id}))]


def noted_key(about: Meeting, person: Member) -> str:
    """How the keys of what is told of notes about a member begin."""
    return f"{NOTED}:{about.occasion}:{person.id}:"


def of_relative(turn: Turn) -> bool:
    """Whether a relative's phone speaks for the member."""
    return turn.binding is not None and turn.binding.consent is Consent.RELATIVE


def his_own(turn: Turn, answer: Attendance) -> bool:
    """Whether the member said it himself, so that the relative who speaks now changes nothing."""
    return of_relative(turn) and answer.told is Told.SELF


def stands(turn: Turn, about: Meeting, answer: Attendance) -> Message:
    """What is recorded already, and how it is changed by who may."""
    matter = above.matter(turn, about)
    if his_own(turn, answer):
        return Message(wording.said_himself(turn.me.given, answer.coming, matter))
    return wording.stands(turn.me.given, answer, matter)


def _no_reason_is_asked(turn: Turn, about: Meeting) -> None:
    """Who taps another answer while his reason is asked for is not asked any more."""
    asked = forms.open_at(turn.session, turn.address)
    if asked is not None and asked.name == _REASON.name and asked.answers["meeting"] == about.id:
        forms.close(turn.session, turn.address)


def _about(turn: Turn, answers: Answers) -> Meeting:
    return turn.session.get_one(Meeting, answers["meeting"])


def _why(turn: Turn, answers: Answers) -> Message:
    return Message(WHY)


def _why_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    said = attendance(text)
    if (said is not None and said.coming) or _takes_back(text) or _is_number_of_coming(turn, answers, text):
        return {"doubt": True}
    if yes_no(text) is False:
        return {"reason": ""}
    told = no_reason.said_to(turn, _about(turn, answers), text) if said is None else None
    reason = said.reason if said is not None else tidy(text)
    return told or no_reason.too_long(reason) or ({"reason": reason} if reason else Message(IN_WORDS))


def _takes_back(text: str) -> bool:
    words = tidy(text).split()
    return any(begins(words[at:], MISTAKEN) for at in range(len(words)))


def _is_number_of_coming(turn: Turn, answers: Answers, text: str) -> bool:
    """Whether a number is that of Tham dự under this meeting's invitation."""
    said = number(text)
    offer = outbox.number(turn.session, turn.address.id, said) if said else None
    meant = offer and (offer.kind, offer.subject.removesuffix(outbox.ANEW), offer.member_id, offer.value)
    return meant == (KIND, _about(turn, answers).occasion, turn.me.id, "yes")


def _change(turn: Turn, answers: Answers) -> Message:
    matter = above.matter(turn, _about(turn, answers))
    return Message(change_to_coming(matter), choices(("yes", TO_COMING), ("no", STAYS_AWAY)))


def _change_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    meant = attendance(text)
    said = {"yes": True, "no": False}.get(value or "", meant.coming if meant else yes_no(text))
    if said is None:
        return _change(turn, answers)
    if said:
        return {"change": True, "reason": ""}
    return {"doubt": False, "reason": (meant and meant.reason) or None}


def _reasoned(turn: Turn, answers: Answers) -> Reply:
    about = _about(turn, answers)
    if answers.get("change"):
        return record(turn, about, about.revision, True, "")
    if not answers["reason"]:
        return Message(NO_REASON)
    if not meeting.reasoned(turn.session, about, turn.me, answers["reason"]):
        return nothing_to_add()
    return reason_recorded(answers["reason"])


_REASON = router.form(
    Form(
        "lydo",
        (
            Step("change", _change, _change_said, lambda turn, answers: bool(answers.get("doubt"))),
            Step("reason", _why, _why_said),
        ),
        _reasoned,
        left=lambda: Message(NO_REASON),
        purpose=Purpose.TIMES,
    )
)


# Wording

NO_REASON = "Sổ tay đã ghi đồng chí vắng mặt, không thêm lý do. Muốn đổi, nhắn SỬA."
TO_COMING, STAYS_AWAY = "Đổi thành tham dự", "Giữ vắng mặt"
MISTAKEN = ("nhầm", "lộn rồi", "bấm lộn")


def change_to_coming(matter: str) -> str:
    return f"Đồng chí đang ghi XIN VẮNG MẶT {matter}. Đổi thành THAM DỰ?"


def reason_recorded(reason: str) -> Message:
    return Message(f"Đã ghi lý do: {reason}. Nếu nhầm, nhắn SỬA.")


def nothing_to_add() -> Message:
    return Message("Cuộc họp này không còn ghi lý do nữa. Có việc cần báo, xin nhắn GỌI.")


def not_called() -> Message:
    return Message("Đồng chí không có trong danh sách mời cuộc họp này. Cần hỏi, xin nhắn GỌI.")


def closed(about: Meeting, revision: int, turn: Turn) -> Message:
    starts = wording.local(about, turn.now)
    if about.state is MeetingState.CALLED_OFF:
        return Message("Giấy mời này đã rút lại, không có cuộc họp ấy. Cần hỏi, xin nhắn GỌI.")
    if about.state is MeetingState.POSTPONED:
        return Message("Cuộc họp này đã hoãn, chưa có giờ mới. Có giờ mới, Sổ tay sẽ báo đồng chí.")
    if revision != about.revision and about.starts > turn.now:
        return Message(
            f"Cuộc họp đã chuyển sang {spoken(starts, turn.now)}. Xin đồng chí trả lời ở tin báo giờ mới."
        )
    return Message(
        f"Cuộc họp này đã bắt đầu lúc {spoken(starts, turn.now)}, không ghi thêm được. Cần báo, nhắn GỌI."
    )
