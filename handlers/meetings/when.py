"""Asking for a time inside a form: read, read back, asked again where two readings are possible (decision 27)."""

from datetime import datetime

from handlers.kit.form import Answers, Step
from handlers.kit.message import Message, choices
from handlers.kit.reading import Contradiction, Times, lunar, read_times, spoken, yes_no
from handlers.kit.turn import Turn
from handlers.meetings import wording


def understood(times: Times, now: datetime) -> Answers | Message:
    """What a reading adds to a form's answers, or the sentence that asks again. A lunar day is always asked about (people 24)."""
    if not times.moments:
        return Message(NO_TIME)
    if times.past:
        return Message(wording.past(times.moments[0], now))
    if not times.has_hour:
        return {"when": None, "readings": None, "day": times.moments[0].isoformat()}
    if len(times.moments) > 1 or times.lunar:
        why = "lunar" if times.lunar else times.contradiction
        return {"when": None, "readings": [m.isoformat() for m in times.moments[:4]], "why": why}
    return {"when": times.moments[0].isoformat(), "readings": None, "mung": times.mung or None}


def moment(turn: Turn, iso: str) -> datetime:
    """A moment kept in a form, in the product's timezone."""
    return datetime.fromisoformat(iso).astimezone(turn.now.tzinfo)


def _which(turn: Turn, answers: Answers) -> Message:
    moments = [moment(turn, iso) for iso in answers["readings"]]
    by_moon = answers.get("why") == "lunar"
    pairs = [
        (m.isoformat(), f"{spoken(m, turn.now)}{f' ({wording.lunar_day(*lunar(m))})' if by_moon else ''}")
        for m in moments
    ]
    if len(pairs) == 1:
        pairs.append(("no", NOT_THAT_DAY))
    asked = LUNAR if by_moon else WEEKDAY if answers.get("why") == Contradiction.DAYS else WHICH
    return Message(asked, choices(*pairs))


def _which_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value is None and len(answers["readings"]) == 1:
        value = {True: answers["readings"][0], False: "no"}.get(yes_no(text))  # type: ignore[arg-type]
    if value == "no":
        return {"readings": None, "day": None, "when": None}
    if value:
        return {"when": value, "readings": None, "reading": None}
    again = understood(read_times(text, turn.now), turn.now)
    return again if isinstance(again, dict) else _which(turn, answers)


def ask(turn: Turn, answers: Answers) -> Message:
    """Asks for the time, or for the hour of a day that is known."""
    return Message(HOUR if answers.get("day") else WHEN)


def said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    """Takes the time, or the hour of a day that is known."""
    times = read_times(text, turn.now)
    if answers.get("day") and not times.has_day:
        day = moment(turn, answers["day"])
        times = read_times(on_that_day(text, day), turn.now)
    return understood(times, turn.now)


STEPS = (
    Step("reading", _which, _which_said, lambda turn, answers: bool(answers.get("readings"))),
    Step("when", ask, said),
)
"""The steps that end with `when` in a form's answers."""
ANSWERS = ("when", "readings", "why", "day", "mung")
"""What a reading adds to them."""

# Wording

WHEN = "Họp lúc nào? Ví dụ: 19h30 ngày 6/12."
HOUR = "Họp lúc mấy giờ? Ví dụ: 19h30."
WHICH = "Đồng chí định nói giờ nào?"
WEEKDAY = "Thứ và ngày không khớp nhau. Đồng chí định nói ngày nào?"
LUNAR = "Tính theo âm lịch là ngày này, có đúng không?"
NOT_THAT_DAY = "Không phải"
NO_TIME = "Sổ tay chưa rõ giờ. Xin nhắn giờ và ngày, ví dụ: 19h30 ngày 6/12."


def on_that_day(hour: str, day: datetime) -> str:
    """An hour said alone, with its day, for the reader of times."""
    return f"{hour} ngày {day:%d/%m/%Y}"
