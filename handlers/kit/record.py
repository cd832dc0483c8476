"""What features tell of a meeting on its one-page record: each in its own lines, such as the result of a vote (decision 30)."""

from collections.abc import Callable

from models.database import Session

Lines = Callable[[Session, int], list[str]]
"""(session, the meeting's id) -> its lines; none where there is nothing to tell."""
_TELLERS: list[Lines] = []


def tells_of_meetings(teller: Lines) -> Lines:
    """Joins the record of meetings, as a decorator."""
    _TELLERS.append(teller)
    return teller


def told_of(session: Session, meeting_id: int) -> list[str]:
    """All that features tell of a meeting."""
    return [line for teller in _TELLERS for line in teller(session, meeting_id)]
