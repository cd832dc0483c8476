"""When chi ủy shares the telephone calls for a meeting: near its start, or when word of it went out late (people 23)."""

from datetime import datetime, timedelta

from sqlmodel import Session, col

from models.meeting.calling import LATELY, Invited, Meeting, called_to
from models.member import Member, posts
from models.terms import CHI_UY, MeetingState

SOON = timedelta(hours=3)
"""So near the start a change is urgent, and whoever leads need not make all calls himself."""


def pressed(session: Session, meeting: Meeting, at: datetime) -> None:
    """A call or a change goes out then, so late that people must be rung up."""
    meeting.pressed_at = at
    session.flush()


def shared(meeting: Meeting, now: datetime) -> bool:
    """Whether chi ủy shares the calls now."""
    near = meeting.state is MeetingState.CALLED and shared_from(meeting) <= now < meeting.starts + LATELY
    late = meeting.pressed_at is not None and meeting.pressed_at <= now < meeting.pressed_at + LATELY
    return near or (late and meeting.state in (MeetingState.CALLED, MeetingState.POSTPONED))


def shared_from(meeting: Meeting) -> datetime:
    """From when on chi ủy shares the calls for a meeting of which nothing goes out late."""
    return meeting.starts - SOON


def may_share(session: Session, meeting: Meeting, member: Member, now: datetime) -> bool:
    """Whether a member shares the calls now: of chi ủy, and called to the meeting himself; nobody else sees its list (people 17)."""
    called = called_to(meeting).where(Invited.member_id == member.id, ~col(Invited.above))
    return (
        shared(meeting, now)
        and sits(session, member, meeting.organisation_id, now)
        and session.exec(called).first() is not None
    )


def sits(session: Session, member: Member, branch_id: int, now: datetime) -> bool:
    """Whether the member is of the branch's chi ủy."""
    held = posts(session, member, now)
    return any(post.post in CHI_UY and post.organisation_id == branch_id for post in held)
