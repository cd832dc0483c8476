"""What a line makes of a meeting: another time, another place, or none yet; behind /doihop and /hoanhop, and under what they show."""

from datetime import datetime, timedelta

from handlers.kit.form import Answers
from handlers.kit.message import Message
from handlers.kit.reading import read_times, spoken
from handlers.kit.turn import Turn
from handlers.meetings import moving_line, when, wording
from models.folding import fold
from models.meeting import Meeting
from models.terms import MeetingState


def understood(turn: Turn, about: Meeting, text: str, postpones: bool) -> Answers | Message:
    """What a line adds to the answers; `when` is empty where only the place is to be another. A message where the time cannot be."""
    said = moving_line.read(text, turn.now, later=postpones)
    time = _time(turn, about, said)
    if isinstance(time, Message):
        return time
    answers = dict(time)
    if time and postpones:
        answers["until"] = "known"
    answers |= {name: value for name in ("place", "reason") if (value := getattr(said, name))}
    if said.meeting.get("urgent"):
        answers["urgent"] = True
    if postpones and not time and fold(said.unread) in UNKNOWN:
        return answers | {"until": "unknown", "when": ""}
    if said.unread:
        answers |= {"unread": said.unread, "read": None}
    return answers | place_alone(about, answers, postpones)


def place_alone(about: Meeting, answers: Answers, postpones: bool) -> Answers:
    timed = any(answers.get(name) for name in ("when", "readings", "day"))
    alone = answers.get("place") and not timed and not postpones and about.state is MeetingState.CALLED
    return {"when": ""} if alone else {}


def _time(turn: Turn, about: Meeting, said: moving_line.Said) -> Answers | Message:
    """The new time: an hour alone is one of the meeting's own day, a length is counted from its time."""
    starts = wording.local(about, turn.now) + (said.shift or timedelta())
    times = read_times(said.time, turn.now)
    if times.has_hour and not times.has_day and (said.shift or starts.date() >= turn.now.date()):
        times = read_times(when.on_that_day(said.time, starts), turn.now)
    if times.has_day or times.has_hour:
        return when.understood(times, turn.now)
    if said.shift is None:
        return {}
    return {"when": starts.isoformat()} if starts > turn.now else past(starts, turn.now)


# Wording

UNKNOWN = ("chua biet", "chua ro", "chua dinh", "chua co", "chua co gio moi", "chua", "khong biet", "bao sau")


def past(starts: datetime, now: datetime) -> Message:
    return Message(f"Giờ này đã qua ({spoken(starts, now)}).")
