"""The call list's ticks: who was rung up for a meeting, and by whom, so that two do not call one member twice (people 23)."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Session, col, select

from models.meeting.calling import Meeting
from models.member import Member
from models.table import Row, link, moment, rules


class Phoned(Row, table=True):
    """Somebody of chi ủy rang a member up about the meeting's present time, whatever came of it."""

    __table_args__ = rules(UniqueConstraint("meeting_id", "revision", "member_id"))
    meeting_id: int = link("meeting.id", index=False)
    revision: int
    member_id: int = link("member.id")
    by_id: int = link("member.id")
    at: datetime = moment()


def phoned(session: Session, meeting: Meeting, member: Member, by: Member, now: datetime) -> Member:
    """Ticks a member; the first tick stands. Gives whose that is."""
    already = phoned_by(session, meeting).get(member.id)
    if already is not None:
        return already
    session.add(
        Phoned(meeting_id=meeting.id, revision=meeting.revision, member_id=member.id, by_id=by.id, at=now)
    )
    session.flush()
    return by


def phoned_by(session: Session, meeting: Meeting) -> dict[int, Member]:
    """Who was rung up for the meeting's present time, and by whom."""
    rows = session.exec(
        select(Phoned.member_id, Member)
        .join(Member, col(Member.id) == Phoned.by_id)
        .where(Phoned.meeting_id == meeting.id, Phoned.revision == meeting.revision)
    )
    return dict(rows.all())
