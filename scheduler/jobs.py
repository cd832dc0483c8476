"""What the clock starts, and how often in seconds. Each job looks for what is due and owes it once, whoever asks and how often."""

from collections.abc import Callable
from datetime import datetime

from handlers.kit.hours import Hours
from models.database import Session
from scheduler import expiry, joinings, reminders

Job = Callable[[Session, datetime, Hours], None]

JOBS: tuple[tuple[str, int, Job], ...] = (
    ("expiry", 20, expiry.expire),
    ("forms", 300, expiry.drop_forms),
    ("joinings", 60, joinings.tell_leaders),
    ("reminders", 30, reminders.remind),
)


def run_all(session: Session, now: datetime, hours: Hours) -> None:
    """Everything that is due at `now`; for tests and for one look by hand."""
    for _, _, work in JOBS:
        work(session, now, hours)
