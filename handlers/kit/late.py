"""A leader who sends to many at night is asked whether now or in the morning (people 15)."""

from datetime import datetime

from handlers.kit import relative_days
from handlers.kit.form import Answers, Step
from handlers.kit.message import Message, choices
from handlers.kit.reading.times.spoken import clock
from handlers.kit.turn import Turn


def _ask(turn: Turn, answers: Answers) -> Message:
    opens = turn.hours.opens(turn.now)
    misread = relative_days.warning(answers.get("text") or "", turn.now.date(), opens.date())
    asked = f"{LATE}\n{if_it_waits(misread)}" if misread else LATE
    return Message(asked, choices(("now", NOW), ("morning", wait_until(in_the_morning(opens, turn.now)))))


def _said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"hour": value} if value else _ask(turn, answers)


def _needed(turn: Turn, answers: Answers) -> bool:
    """Not where it was called urgent, nor where the morning would be too late: after `latest`, the time that is told, or the end."""
    if answers.get("go") != "send" or answers.get("urgent") or not turn.hours.quiet(turn.now):
        return False
    latest = answers.get("latest") or answers.get("when") or answers.get("until")
    return not latest or turn.hours.opens(turn.now) < datetime.fromisoformat(latest)


STEP = Step("hour", _ask, _said, _needed)
"""Asked at night of what goes now (`go` is "send")."""


def not_before(turn: Turn, answers: Answers) -> datetime | None:
    """The morning, where the leader chose it."""
    return turn.hours.opens(turn.now) if answers.get("hour") == "morning" else None


# Wording

LATE = "Giờ này đã khuya. Gửi lúc nào?"
NOW = "Gửi ngay"


def in_the_morning(morning: datetime, now: datetime) -> str:
    """'6h30 sáng mai', or 'sáng nay' after midnight."""
    return f"{clock(morning)} sáng {'nay' if morning.date() == now.date() else 'mai'}"


def wait_until(morning: str) -> str:
    return f"Để {morning}"


def if_it_waits(misread: str) -> str:
    return f"Nếu để sáng mai: {misread[0].lower()}{misread[1:]}"
