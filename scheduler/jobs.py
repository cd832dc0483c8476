"""What the clock starts, and how often in seconds. Each job looks for what is due and owes it once, whoever asks and how often."""

from collections.abc import Callable
from datetime import datetime

from handlers.kit.hours import Hours
from models.database import Session
from scheduler import (
    absences,
    afterwards,
    browsers,
    changeovers,
    closings,
    dispatches,
    expiry,
    fleet,
    joinings,
    losses,
    months,
    practices,
    progress,
    reminders,
    surveys,
)

Job = Callable[[Session, datetime, Hours], None]

JOBS: tuple[tuple[str, int, Job], ...] = (
    ("closings", 20, closings.close_due),
    ("quiet", 15, losses.keep_quiet),
    ("expiry", 20, expiry.expire),
    ("forms", 300, expiry.drop_forms),
    ("joinings", 60, joinings.tell_leaders),
    ("reminders", 30, reminders.remind),
    ("surveys", 60, surveys.remind),
    ("half-done", 30, surveys.put_aside),
    ("stops", 60, losses.notice_a_stop),
    ("losses", 300, losses.tell_losses),
    ("progress", 15, progress.tell),
    ("posts", 30, losses.tell_unposted),
    ("questions", 60, afterwards.close_questions),
    ("afterwards", 60, afterwards.ask_who_was_there),
    ("proposals", 300, months.propose),
    ("alarm", 600, months.alarm),
    ("absences", 600, absences.ask_about_transfers),
    ("returns", 600, absences.tell_of_ends),
    ("meeting_papers", 30, dispatches.join_meetings),
    ("papers_new_leaders", 300, dispatches.tell_new_leaders),
    ("papers_waiting", 300, dispatches.remind),
    ("papers_late", 300, dispatches.tell_late),
    ("practices", 300, practices.end_due),
    ("quotas", 60, fleet.spare),
    ("short_months", 300, fleet.warn),
    ("changeovers", 600, changeovers.end_due),
    ("goodbyes", 60, fleet.forget_tokens),
    ("browsers", 300, browsers.step_down),
    ("sessions", 3600, browsers.lapse),
)


def run_all(session: Session, now: datetime, hours: Hours) -> None:
    """Everything that is due at `now`; for tests and for one look by hand."""
    for _, _, work in JOBS:
        work(session, now, hours)
