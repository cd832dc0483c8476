"""A meeting is moved or put off: who has heard of it, and whom the change reaches. A new time is a new revision: it asks everybody again."""

from collections import Counter
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from models import member as members
from models.audit import note
from models.meeting.calling import (
    LATELY,
    CalledAlready,
    Meeting,
    MeetingPast,
    called_to,
    followers,
    invite,
    taken,
)
from models.member import Member
from models.organisation import Organisation
from models.outbox.tables import Delivery, Notice, concerning
from models.terms import Circumstance, DeliveryState, MeetingState


def moved(
    session: Session,
    meeting: Meeting,
    author: Member,
    starts: datetime,
    place: str,
    now: datetime,
    told_at: datetime | None = None,
) -> bool:
    """Gives the meeting a new time or place; True when the time changed, so that everybody is asked again.

    A new time calls whoever the body has gained, too. `told_at` where the notice waits. Raises MeetingPast when the new time has
    passed, or the meeting is over or began too long ago; CalledAlready when the body meets at that hour already.
    """
    if starts <= now or ended(meeting, now):
        raise MeetingPast
    asks_again = starts != meeting.starts or meeting.state is MeetingState.POSTPONED
    if asks_again and taken(session, meeting.organisation_id, meeting.body, meeting.cell, starts):
        raise CalledAlready
    if asks_again:
        meeting.called_for = meeting.called_for or meeting.starts
    meeting.starts, meeting.place, meeting.state = starts, place, MeetingState.CALLED
    if asks_again:
        meeting.revision += 1
        meeting.told_at = told_at or now
        invite(session, meeting, now)
    note(session, now, author.id, "meeting.move", f"meeting:{meeting.id}")
    session.flush()
    return asks_again


def postponed(session: Session, meeting: Meeting, author: Member, now: datetime) -> None:
    """Puts the meeting off without a new time. Raises MeetingPast when it is over, put off already or began too long ago."""
    if meeting.state is not MeetingState.CALLED or ended(meeting, now):
        raise MeetingPast
    meeting.state = MeetingState.POSTPONED
    note(session, now, author.id, "meeting.postpone", f"meeting:{meeting.id}")
    session.flush()


def ended(meeting: Meeting, now: datetime) -> bool:
    """Whether it is too late to change the meeting: who stands before a locked door still may, for a while."""
    began = meeting.state is MeetingState.CALLED and meeting.starts + LATELY <= now
    return began or meeting.state in (MeetingState.OVER, MeetingState.CALLED_OFF)


def heard(session: Session, meeting: Meeting, of_this_time: bool = False) -> set[int]:
    """Ids of those to whom a copy of any notice about the meeting has gone; `of_this_time`: about its present time."""
    at_any = concerning(f"meeting:{meeting.id}.") | concerning(f"reminder:{meeting.id}.")
    meant = of_present_time(meeting) if of_this_time else at_any
    rows = (
        select(Delivery.member_id)
        .join(Notice, col(Notice.id) == Delivery.notice_id)
        .where(meant, col(Delivery.state).in_([DeliveryState.SENT, DeliveryState.SENDING]))
    )
    return {member_id for member_id in session.exec(rows) if member_id is not None}


def of_present_time(meeting: Meeting) -> ColumnElement[bool]:
    """Which notices are about the meeting's present time: its invitation, what was told of a change to it, its reminders."""
    return concerning(f"meeting:{meeting.occasion}") | concerning(f"reminder:{meeting.occasion}")


def hearers(session: Session, meeting: Meeting, now: datetime, starts: datetime | None) -> list[int]:
    """Ids of those whom a change reaches: who was called, and at a new time also whoever the body has gained."""
    found = set(session.exec(called_to(meeting, starts)))
    if starts is not None and (starts != meeting.starts or meeting.state is MeetingState.POSTPONED):
        branch = session.get_one(Organisation, meeting.organisation_id)
        found |= set(session.exec(members.called(branch, now, meeting.body, meeting.cell, starts)))
        found |= set(session.exec(followers(branch, meeting.body, now)))
    return sorted(found)


def left_out(
    session: Session, meeting: Meeting, now: datetime, hearing: list[int]
) -> dict[Circumstance, int]:
    """How many of the body do not hear of it, by the reason (decision 24)."""
    branch = session.get_one(Organisation, meeting.organisation_id)
    reasons = members.excused(session, branch, now, meeting.body, meeting.cell)
    return dict(Counter(kind for member_id, kind in reasons.items() if member_id not in hearing))
