"""What is open until a meeting begins follows it when it is moved or put off (people 23). Each feature joins with what it has open."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from handlers.kit import until
from handlers.kit.features import Features
from handlers.kit.reading import short
from handlers.kit.turn import Turn
from models import outbox
from models.meeting import Meeting
from models.until import ends


@dataclass(frozen=True)
class Tied:
    """Something open until a meeting. word: what is taken until then, said of all of its kind; key: of the notice that asks for it."""

    word: str
    key: str


tied: Features[Callable[[Turn, Meeting], list[Tied]]] = Features()
"""What of a feature is open until a meeting."""


def _of(turn: Turn, about: Meeting) -> list[Tied]:
    return [one for lister in tied for one in lister(turn, about)]


def follow(turn: Turn, about: Meeting) -> None:
    """The questions of what is open until a meeting are of use as long as it now is; who gets one late reads the present end."""
    for one in _of(turn, about):
        outbox.of_use_until(turn.session, one.key, ends(about))
        outbox.says_until(turn.session, one.key, until.said(about, turn.now))


def told(turn: Turn, about: Meeting, starts: datetime | None) -> list[str]:
    """The line about it, if anything is open, in a message that tells of the meeting's time; `starts` None: of none yet.

    Who follows the branch from above reads it, too, and was asked nothing: it says who takes it.
    """
    words = sorted({one.word for one in _of(turn, about)})
    return [still(", ".join(words), short(starts, turn.now) if starts else until.AWAITED)] if words else []


# Wording


def still(what: str, when: str) -> str:
    return f"Chi bộ vẫn nhận {what} đến {when}."
