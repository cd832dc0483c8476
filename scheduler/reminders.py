"""Reminders follow the time left (people 15): a day before to the silent, two hours before to all who come, never in quiet hours."""

from datetime import datetime, time, timedelta

from handlers.kit.hours import Hours
from handlers.meetings import wording
from models import meeting, outbox
from models.database import Session
from models.meeting import Meeting
from models.outbox import Purpose, Priority

DAY_BEFORE = timedelta(hours=24)
SHORTLY = timedelta(hours=2)
EARLY = time(9)
"""A meeting before nine is remembered the evening before, not two hours before."""
EVENING = time(19)
SHORT_NOTICE = timedelta(hours=6)
REPEAT = timedelta(minutes=45)


def remind(session: Session, now: datetime, hours: Hours) -> None:
    """Owes every reminder that is due; each once for each time of a meeting."""
    for about in meeting.coming(session, now):
        starts = wording.local(about, now)
        if starts - about.called_at < SHORT_NOTICE:
            if now >= about.called_at + REPEAT:
                _owe(session, about, now, now, "silent")
            continue
        if now >= hours.for_the_clock(starts - DAY_BEFORE):
            _owe(session, about, now, hours.for_the_clock(now), "silent")
        if now >= last_word(starts, hours):
            _owe(session, about, now, hours.for_the_clock(now), "coming")


def last_word(starts: datetime, hours: Hours) -> datetime:
    """When those who come are reminded: two hours before, or at 19:00 the evening before a meeting that begins before nine."""
    if starts.time() < EARLY:
        return datetime.combine(starts.date() - timedelta(days=1), EVENING, starts.tzinfo)
    before = starts - SHORTLY
    return before if hours.for_the_clock(before) < starts else starts - SHORTLY


def _owe(session: Session, about: Meeting, now: datetime, not_before: datetime, whom: str) -> None:
    if not_before >= about.starts:
        return
    asks = whom == "silent"
    message = wording.reminder(about, now, asks)
    if asks:
        message = message.asking("attendance", about.occasion, *wording.CHOICES)
    people = meeting.silent(about) if asks else meeting.coming_to(about)
    try:
        outbox.tell(
            session,
            people,
            message.content(),
            key=f"reminder:{about.occasion}:{whom}",
            kind="reminder",
            now=now,
            purpose=Purpose.TIMES,
            priority=Priority.NOTICE,
            not_before=not_before,
            expires=about.starts,
            organisation_id=about.organisation_id,
        )
    except outbox.Again:
        return
