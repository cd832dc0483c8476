"""When a meeting has begun its questions are closed; a while later, the same evening if it can be, its leaders, and who
was named for it, are asked who was there (people 4, 42).
"""

from datetime import datetime, timedelta

from handlers.kit.hours import Hours
from handlers.meetings import rights, roll, wording
from models import meeting, outbox
from models.database import Session
from models.terms import MeetingState
from scheduler.reminders import outside

AFTER = timedelta(minutes=90)
"""A meeting lasts an hour and a half at least (R13)."""
SOONEST = timedelta(minutes=45)
"""By then who comes has come: so soon the roll may be asked for, where later would be night."""


def asked_at(starts: datetime, hours: Hours) -> datetime:
    """When the leaders of a meeting are asked for its roll: the same evening, before the quiet hours, where that is not too soon."""
    usual = starts + AFTER
    earlier = outside(usual, hours)
    if hours.quiet(usual) and earlier >= starts + SOONEST:
        return earlier
    return hours.for_the_clock(usual)


def ask_who_was_there(session: Session, now: datetime, hours: Hours) -> None:
    """Owes the question once for each meeting, at a decent hour; who took the roll already is not asked."""
    if hours.for_the_clock(now) > now:
        return
    for about in meeting.begun(session, now):
        if about.state is not MeetingState.CALLED or asked_at(wording.local(about, now), hours) > now:
            continue
        asked = head(wording.matter(about, now), over=now - about.starts >= AFTER)
        try:
            outbox.tell(
                session,
                rights.people_in_charge(session, about, now),
                roll.question(session, about, now.tzinfo, asked).content(),
                key=f"roll:{about.occasion}",
                kind="roll",
                now=now,
                expires=about.starts + meeting.ASKED_FOR,
                organisation_id=about.organisation_id,
            )
        except outbox.Again:
            continue


def close_questions(session: Session, now: datetime, hours: Hours) -> None:
    """What could be answered until now, such as an invitation until the meeting began, is closed; its numbers become free."""
    outbox.close_stale(session, now)


# Wording


def head(matter: str, over: bool) -> str:
    return f"{'HỌP XONG' if over else 'ĐIỂM DANH'}: {matter}.\nCó mặt bao nhiêu, ai vắng? Theo trả lời:"
