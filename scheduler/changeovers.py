"""A change to another messenger ends by itself once nobody is left to come over, or nobody comes any more."""

from datetime import datetime

from handlers.joining.changeover import ending
from handlers.kit.hours import Hours
from models import changeover
from models.database import Session


def end_due(session: Session, now: datetime, hours: Hours) -> None:
    """Ends them, at a decent hour, and tells whoever leads how many came over."""
    if hours.for_the_clock(now) > now:
        return
    for change in changeover.due(session, now):
        ending.end(session, change, now)
