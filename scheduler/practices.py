"""A practice evening that nobody ended is ended, and swept away."""

from datetime import datetime

from handlers import practice as conversation
from handlers.kit.hours import Hours
from models import practice
from models.database import Session


def end_due(session: Session, now: datetime, hours: Hours) -> None:
    """Ends evenings that have lasted long enough; nobody is told at that hour."""
    for held in practice.due(session, now):
        conversation.close(session, held, None, now)
