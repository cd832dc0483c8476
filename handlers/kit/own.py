"""What features keep of a member, told to himself alone: each in its own lines, such as his answers to invitations (people 20)."""

from collections.abc import Callable
from datetime import datetime

from models.database import Session
from models.member import Member

Lines = Callable[[Session, Member, datetime], list[str]]
"""(session, whose, now) -> its lines, with moments in the zone of `now`; none where nothing is kept."""
_TELLERS: list[tuple[str, Lines]] = []


def tells_of_a_member(title: str) -> Callable[[Lines], Lines]:
    """Joins what a member is given of his data, under a title, as a decorator. Whoever keeps anything of a member joins here."""

    def join(teller: Lines) -> Lines:
        _TELLERS.append((title, teller))
        return teller

    return join


def kept_of(session: Session, whose: Member, now: datetime) -> list[tuple[str, list[str]]]:
    """All that features keep of a member, ordered by title."""
    tellers = sorted(_TELLERS, key=lambda joined: joined[0])
    return [(title, lines) for title, teller in tellers if (lines := teller(session, whose, now))]


def at(moment: datetime, now: datetime) -> str:
    """'08h05 ngày 01/12/2026'."""
    return moment.astimezone(now.tzinfo).strftime(AT)


# Wording

AT = "%Hh%M ngày %d/%m/%Y"
