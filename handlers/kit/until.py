"""Until when something stays open: the next meeting of the branch unless said otherwise, else three days."""

from datetime import datetime, timedelta

from handlers.kit import late
from handlers.kit.form import Answers, Step
from handlers.kit.message import Message, choices
from handlers.kit.reading import Contradiction, read_times, short, spoken
from handlers.kit.turn import Turn
from models import meeting
from models.folding import fold
from models.meeting import Meeting
from models.terms import Body, MeetingState
from models.until import Until, ends

OTHERWISE = timedelta(days=3)
OF_THE_BRANCH = (Body.BRANCH, Body.EXTENDED)


def usual(turn: Turn) -> Answers:
    """Until the branch's next meeting, else for three days."""
    for about in meeting.open_meetings(turn.session, turn.here, turn.now):
        if about.body in OF_THE_BRANCH and about.state is MeetingState.CALLED:
            return {"until": about.starts.isoformat(), "meeting": about.id, "readings": None}
    return _own((turn.now + OTHERWISE).replace(second=0, microsecond=0))


def _own(moment: datetime) -> Answers:
    return {"until": moment.isoformat(), "meeting": None, "readings": None}


def chosen(turn: Turn, answers: Answers) -> Until:
    """Until what, as kept in a form."""
    if answers.get("meeting"):
        return turn.session.get_one(Meeting, answers["meeting"])
    return datetime.fromisoformat(answers["until"]).astimezone(turn.zone)


def overtaken(turn: Turn, answers: Answers, morning: datetime | None) -> tuple[str, Answers] | None:
    """Why what was shown will not do any more, and the answers to go on with; None where it will. It goes now, or in the morning."""
    shown = datetime.fromisoformat(answers["until"]).astimezone(turn.zone)
    if shown <= (morning or turn.now):
        return (closes_first(shown, morning, turn.now) if morning else past(shown, turn.now)), {}
    return (MOVED, usual(turn)) if _moved(turn, answers) else None


def renewed(turn: Turn, answers: Answers) -> Answers:
    """The answers, with the end that is usual now where the meeting until which it was to be was moved or put off."""
    return answers | usual(turn) if answers.get("until") and _moved(turn, answers) else answers


def _moved(turn: Turn, answers: Answers) -> bool:
    then = chosen(turn, answers)
    if not isinstance(then, Meeting):
        return False
    return then.starts != datetime.fromisoformat(answers["until"]) or then.state is not MeetingState.CALLED


def _until(turn: Turn, answers: Answers) -> Message:
    return Message(UNTIL)


def _until_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    times = read_times(text, turn.now)
    if not times.moments:
        until_it = usual(turn) if fold(text).strip(" .") in THE_MEETING else {}
        return until_it if until_it.get("meeting") else Message(NO_TIME)
    if times.past:
        return Message(past(times.moments[0], turn.now))
    moments = [m if times.has_hour else m.replace(hour=23, minute=59) for m in times.moments[:4]]
    if len(moments) > 1:
        return {"until": None, "readings": [m.isoformat() for m in moments], "why": times.contradiction}
    return _own(moments[0])


def _which(turn: Turn, answers: Answers) -> Message:
    pairs = [
        (iso, spoken(datetime.fromisoformat(iso).astimezone(turn.zone), turn.now))
        for iso in answers["readings"]
    ]
    asked = WHICH_DAY if answers.get("why") == Contradiction.DAYS else WHICH
    return Message(asked, choices(*pairs))


def _which_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value:
        moment = datetime.fromisoformat(value).astimezone(turn.zone)
        return _own(moment) if moment > turn.now else Message(past(moment, turn.now))
    again = _until_said(turn, answers, text, None)
    return again if isinstance(again, dict) else _which(turn, answers)


STEPS = (
    Step("reading", _which, _which_said, lambda turn, answers: bool(answers.get("readings"))),
    Step("until", _until, _until_said),
)
"""The steps that end with `until` in a form's answers, and `meeting` where that is the beginning of one."""

# Wording

UNTIL = "Nhận trả lời đến bao giờ? Ví dụ: 17h ngày 5/12."
WHICH = "Đồng chí định nói giờ nào?"
WHICH_DAY = "Thứ và ngày không khớp nhau. Đồng chí định nói ngày nào?"
NO_TIME = "Sổ tay chưa rõ giờ. Xin nhắn giờ và ngày, ví dụ: 17h ngày 5/12."

THE_MEETING = (
    "hop",
    "gio hop",
    "khi hop",
    "den gio hop",
    "den khi hop",
    "den cuoc hop",
    "cuoc hop",
    "luc hop",
)
MOVED = "Giờ họp vừa đổi, chưa gửi cho ai. Xin đồng chí xem lại:"
AWAITED = "khi họp, chưa có giờ mới"


def said(then: Until, now: datetime) -> str:
    """What stands behind "đến": "17h chiều thứ Năm 03/12"; "giờ họp 19h30 tối Chủ nhật 06/12" where that follows the meeting."""
    if isinstance(then, datetime):
        return short(then, now)
    if then.state is MeetingState.POSTPONED:
        return AWAITED if ends(then) > now else short(ends(then), now)
    return f"giờ họp {short(then.starts, now)}"


def past(moment: datetime, now: datetime) -> str:
    return f"Giờ này đã qua ({spoken(moment, now)}). Xin nhắn giờ khác, ví dụ: 17h ngày 5/12."


def closes_first(closes: datetime, morning: datetime, now: datetime) -> str:
    goes = late.in_the_morning(morning, now)
    return f"Hạn trả lời là {short(closes, now)}, trước khi tin này đi ({goes}). Xin chọn hạn khác."
