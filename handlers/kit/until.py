"""Until when something stays open: the next meeting of the branch unless said otherwise, else three days."""

from datetime import datetime, timedelta

from handlers.kit.form import Answers, Step
from handlers.kit.message import Message, choices
from handlers.kit.reading import Contradiction, read_times, spoken
from handlers.kit.turn import Turn
from models import meeting
from models.terms import Body, MeetingState

OTHERWISE = timedelta(days=3)
OF_THE_BRANCH = (Body.BRANCH, Body.EXTENDED)


def usual(turn: Turn) -> datetime:
    """The start of the branch's next meeting, else in three days."""
    for about in meeting.open_meetings(turn.session, turn.here, turn.now):
        if about.body in OF_THE_BRANCH and about.state is MeetingState.CALLED:
            return about.starts.astimezone(turn.zone)
    return (turn.now + OTHERWISE).replace(second=0, microsecond=0)


def moment(turn: Turn, answers: Answers) -> datetime:
    """The moment kept in a form, in the product's timezone."""
    return datetime.fromisoformat(answers["until"]).astimezone(turn.zone)


def _until(turn: Turn, answers: Answers) -> Message:
    return Message(UNTIL)


def _until_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    times = read_times(text, turn.now)
    if not times.moments:
        return Message(NO_TIME)
    if times.past:
        return Message(past(times.moments[0], turn.now))
    ends = [m if times.has_hour else m.replace(hour=23, minute=59) for m in times.moments[:4]]
    if len(ends) > 1:
        return {"until": None, "readings": [m.isoformat() for m in ends], "why": times.contradiction}
    return {"until": ends[0].isoformat(), "readings": None}


def _which(turn: Turn, answers: Answers) -> Message:
    pairs = [
        (iso, spoken(datetime.fromisoformat(iso).astimezone(turn.zone), turn.now))
        for iso in answers["readings"]
    ]
    asked = WHICH_DAY if answers.get("why") == Contradiction.DAYS else WHICH
    return Message(asked, choices(*pairs))


def _which_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value:
        return {"until": value, "readings": None}
    again = _until_said(turn, answers, text, None)
    return again if isinstance(again, dict) else _which(turn, answers)


STEPS = (
    Step("reading", _which, _which_said, lambda turn, answers: bool(answers.get("readings"))),
    Step("until", _until, _until_said),
)
"""The steps that end with `until` in a form's answers."""

# Wording

UNTIL = "Nhận trả lời đến bao giờ? Ví dụ: 17h ngày 5/12."
WHICH = "Đồng chí định nói giờ nào?"
WHICH_DAY = "Thứ và ngày không khớp nhau. Đồng chí định nói ngày nào?"
NO_TIME = "Sổ tay chưa rõ giờ. Xin nhắn giờ và ngày, ví dụ: 17h ngày 5/12."


def past(moment: datetime, now: datetime) -> str:
    return f"Giờ này đã qua ({spoken(moment, now)}). Xin nhắn giờ khác, ví dụ: 17h ngày 5/12."
