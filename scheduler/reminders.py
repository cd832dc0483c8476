"""Reminders follow the time left (people 15): a day before to the silent, two hours before to all who come, never in quiet hours."""

from datetime import datetime, time, timedelta
from enum import StrEnum

from handlers.kit.hours import Hours
from handlers.kit.papers import papers_of
from handlers.meetings import wording
from models import document, meeting, outbox
from models.database import Session
from models.meeting import Meeting
from models.outbox import Priority, Purpose

DAY_BEFORE = timedelta(hours=24)
SHORTLY = timedelta(hours=2)
EARLY = time(9)
"""A meeting before nine is remembered the evening before, not two hours before."""
EVENING = time(19)
SHORT_NOTICE = timedelta(hours=6)
"""Called so late there is one repeat to the silent and nothing else."""
REPEAT = timedelta(minutes=45)
"""Nobody is reminded sooner after the invitation."""
QUARTER = timedelta(minutes=15)
A_DAY = timedelta(days=1)
LOOKS_AHEAD = timedelta(days=3)
"""No reminder is due sooner than so long before its meeting."""


class Whom(StrEnum):
    """Who is reminded: those who have not answered are asked, those who come are told."""

    SILENT = "silent"
    COMING = "coming"


def remind(session: Session, now: datetime, hours: Hours) -> None:
    """Owes every reminder that is due; each once for each time of a meeting."""
    if hours.for_the_clock(now) > now:
        return
    for about in meeting.coming(session, now, now + LOOKS_AHEAD):
        told = about.told_at.astimezone(now.tzinfo)
        for whom, at in plan(told, wording.local(about, now), hours).items():
            if at <= now:
                _owe(session, about, whom, at, now)


def plan(told: datetime, starts: datetime, hours: Hours) -> dict[Whom, datetime]:
    """When whom is reminded of a meeting that people were told of at `told`: never in quiet hours, never once it has begun."""
    soonest = told + REPEAT
    if starts - told < SHORT_NOTICE:
        due = {Whom.SILENT: hours.for_the_clock(soonest)}
    else:
        coming = _last_word(starts, hours)
        if coming < soonest:
            coming = hours.for_the_clock(starts - SHORTLY)
        silent = outside(starts - DAY_BEFORE, hours)
        due = {Whom.SILENT: silent if silent >= soonest else coming, Whom.COMING: coming}
    return {whom: at for whom, at in due.items() if soonest <= at < starts}


def _last_word(starts: datetime, hours: Hours) -> datetime:
    """Two hours before, or at 19:00 the evening before a meeting that begins before nine."""
    if starts.time() < EARLY:
        return outside(datetime.combine(starts.date() - A_DAY, EVENING, starts.tzinfo), hours)
    return outside(starts - SHORTLY, hours)


def outside(moment: datetime, hours: Hours) -> datetime:
    """The moment itself, or the last quarter of an hour before the quiet in which it lies."""
    earlier = (moment - QUARTER * n for n in range(A_DAY // QUARTER))
    return next((at for at in earlier if hours.for_the_clock(at) == at), moment)


def _owe(session: Session, about: Meeting, whom: Whom, at: datetime, now: datetime) -> None:
    asks = whom is Whom.SILENT
    message = wording.reminder(about, now, asks, papers_of(document.of_meeting(session, about.id)))
    if asks:
        message = message.asking("attendance", about.occasion, *wording.CHOICES)
    try:
        outbox.tell(
            session,
            meeting.silent(about) if asks else meeting.coming_to(about),
            message.content(),
            key=f"reminder:{about.occasion}:{whom.value}",
            kind="reminder",
            now=now,
            purpose=Purpose.TIMES,
            priority=Priority.NOTICE,
            not_before=at,
            expires=about.starts,
            organisation_id=about.organisation_id,
        )
    except outbox.Again:
        return
