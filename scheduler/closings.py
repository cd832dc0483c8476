"""What was open until now is closed, even if nobody is there, and its result is told at a decent hour."""

from datetime import datetime

from handlers import surveys, votes
from handlers.kit.hours import Hours
from models.database import Session
from models.motion import Motion
from models.survey import Survey
from models.until import due


def close_due(session: Session, now: datetime, hours: Hours) -> None:
    """Closes every motion and survey whose time has come; each once."""
    for about in due(session, Motion, now):
        if votes.ending.waits_for_hands(session, about, now, hours):
            continue
        votes.closing.end(session, about, None, now, hours.for_the_clock(now))
    for asked in due(session, Survey, now):
        surveys.closing.end(session, asked, None, now, hours.for_the_clock(now))
