"""When a meeting has begun its questions are closed; a while later its leaders are asked who was there (people 42)."""

from datetime import datetime, timedelta

from handlers.kit.hours import Hours
from handlers.meetings import roll, wording
from models import meeting, member, outbox
from models.database import Session
from models.organisation import Organisation
from models.terms import MeetingState

AFTER = timedelta(hours=2)
"""A meeting lasts an hour and a half at least (R13)."""


def ask_who_was_there(session: Session, now: datetime, hours: Hours) -> None:
    """Owes the question once for each meeting, at a decent hour; who took the roll already is not asked."""
    if hours.for_the_clock(now) > now:
        return
    for about in meeting.begun(session, now - AFTER):
        if about.state is not MeetingState.CALLED:
            continue
        branch = session.get_one(Organisation, about.organisation_id)
        try:
            outbox.tell(
                session,
                [leader.id for leader in member.leaders(session, branch, now)],
                roll.question(session, about, over(wording.matter(about, now))).content(),
                key=f"roll:{about.occasion}",
                kind="roll",
                now=now,
                expires=about.starts + meeting.ASKED_FOR,
                organisation_id=branch.id,
            )
        except outbox.Again:
            continue


def close_questions(session: Session, now: datetime, hours: Hours) -> None:
    """What could be answered until now, such as an invitation until the meeting began, is closed; its numbers become free."""
    outbox.close_stale(session, now)


# Wording


def over(matter: str) -> str:
    return f"HỌP XONG: {matter}.\nCó mặt bao nhiêu, ai vắng? Theo trả lời:"
