"""A leader who sends to many at night is asked whether now or in the morning (people 15)."""

from datetime import datetime

from handlers.kit.form import Answers, Step
from handlers.kit.message import Message, choices
from handlers.kit.reading.times.spoken import clock
from handlers.kit.turn import Turn
from handlers.meetings import when


def _ask(turn: Turn, answers: Answers) -> Message:
    return Message(LATE, choices(("now", NOW), ("morning", in_the_morning(turn))))


def _said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"hour": value} if value else _ask(turn, answers)


def _needed(turn: Turn, answers: Answers) -> bool:
    """Not where it was called urgent, nor where the morning would be too late: after `latest`, or after the time that is told."""
    if answers.get("go") != "send" or answers.get("urgent") or not turn.hours.quiet(turn.now):
        return False
    latest = answers.get("latest") or answers.get("when")
    return not latest or turn.hours.opens(turn.now) < when.moment(turn, latest)


STEP = Step("hour", _ask, _said, _needed)


def not_before(turn: Turn, answers: Answers) -> datetime | None:
    """The morning, where the leader chose it."""
    return turn.hours.opens(turn.now) if answers.get("hour") == "morning" else None


# Wording

LATE = "Giờ này đã khuya. Gửi lúc nào?"
NOW = "Gửi ngay"


def at_dawn(turn: Turn, morning: datetime) -> str:
    day = "sáng nay" if morning.date() == turn.now.date() else "sáng mai"
    return f"{clock(morning)} {day}"


def in_the_morning(turn: Turn) -> str:
    return f"Để {at_dawn(turn, turn.hours.opens(turn.now))}"
