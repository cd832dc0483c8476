"""Who comes: one answer per person and time of a meeting, changed until the start; the member's own word outranks what was noted."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, UniqueConstraint
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.meeting.calling import Invited, Meeting, called_to
from models.member import Member, absences
from models.table import Row, link, moment, rules, term
from models.terms import MeetingState, Told


class Attendance(Row, table=True):
    """An answer to an invitation. `reason` is asked of who stays away; whether it is accepted the chair says later."""

    __table_args__ = rules(UniqueConstraint("meeting_id", "revision", "member_id"))
    meeting_id: int = link("meeting.id", index=False)
    revision: int
    member_id: int = link("member.id")
    coming: bool
    reason: str | None = None
    told: Told = term(Told, default=Told.SELF)
    noted_by_id: int | None = link("member.id", default=None)
    said_at: datetime = moment()


class Closed(Exception):
    """The meeting has begun, was put off or has another time; nothing was recorded."""


class Recorded(NamedTuple):
    """What stands now, and whether this changed it."""

    attendance: Attendance
    changed: bool


def answer_of(session: Session, meeting: Meeting, member: Member) -> Attendance | None:
    """The member's answer for the meeting's present time."""
    return session.exec(
        select(Attendance).where(
            Attendance.meeting_id == meeting.id,
            Attendance.revision == meeting.revision,
            Attendance.member_id == member.id,
        )
    ).first()


def staying_away(session: Session, meeting: Meeting) -> set[int]:
    """Ids of those who asked to be absent from the meeting at its present time, and of those called to it who are away for a time."""
    rows = select(Attendance).where(
        Attendance.meeting_id == meeting.id, Attendance.revision == meeting.revision
    )
    said = {row.member_id: row.coming for row in session.exec(rows)}
    away = absences(session, called_to(meeting), meeting.starts)
    return {who for who, coming in said.items() if not coming} | (away.keys() - said.keys())


def answers_by(session: Session, member: Member) -> list[tuple[Meeting, Attendance]]:
    """All that is recorded of a member's coming, each with its meeting, the oldest first."""
    rows = select(Meeting, Attendance).join(Attendance, col(Attendance.meeting_id) == Meeting.id)
    return list(session.exec(rows.where(Attendance.member_id == member.id).order_by(col(Attendance.id))))


def noted_last(session: Session, by: Member, since: datetime) -> tuple[Meeting, Attendance] | None:
    """What somebody noted for another one last, if that was since then, with its meeting."""
    rows = select(Meeting, Attendance).join(Attendance, col(Attendance.meeting_id) == Meeting.id)
    mine = rows.where(Attendance.noted_by_id == by.id, Attendance.said_at > since)
    return session.exec(mine.order_by(col(Attendance.said_at).desc(), col(Attendance.id).desc())).first()


def takes_answers(meeting: Meeting, revision: int, now: datetime) -> bool:
    """Whether the question about that time of the meeting is still open: called to that time, and not begun."""
    return meeting.state is MeetingState.CALLED and revision == meeting.revision and now < meeting.starts


def answer(
    session: Session,
    meeting: Meeting,
    revision: int,
    member: Member,
    coming: bool,
    now: datetime,
    told: Told = Told.SELF,
    noted_by: Member | None = None,
    reason: str | None = None,
) -> Recorded:
    """Records whether a member comes. What a member said himself, a relative or a leader does not overwrite.

    Raises Closed when the start has passed or the question is about an earlier time of the meeting; LookupError for one not called.
    """
    if not takes_answers(meeting, revision, now):
        raise Closed
    if session.exec(called_to(meeting).where(Invited.member_id == member.id)).first() is None:
        raise LookupError
    stands = answer_of(session, meeting, member)
    if stands is None:
        stands = Attendance(
            meeting_id=meeting.id, revision=revision, member_id=member.id, coming=coming, said_at=now
        )
    elif stands.told is Told.SELF and told is not Told.SELF:
        return Recorded(stands, False)
    elif stands.coming == coming and stands.told is told and reason in (None, stands.reason):
        return Recorded(stands, False)
    stands.coming, stands.told, stands.said_at = coming, told, now
    stands.reason = reason if not coming else None
    stands.noted_by_id = noted_by.id if noted_by else None
    session.add(stands)
    session.flush()
    return Recorded(stands, True)


def reasoned(session: Session, meeting: Meeting, member: Member, reason: str | None) -> bool:
    """Adds the reason of an absence, or takes it away; False when the member does not stand as absent."""
    stands = answer_of(session, meeting, member)
    if stands is None or stands.coming:
        return False
    stands.reason = reason
    session.flush()
    return True


def silent(meeting: Meeting) -> SelectOfScalar[int]:
    """Ids of those called who have not answered for the present time."""
    answered = select(Attendance.member_id).where(*_present(meeting))
    return called_to(meeting).where(col(Invited.member_id).not_in(answered))


def answered(meeting: Meeting) -> SelectOfScalar[int]:
    """Ids of those called who have answered for the present time."""
    return called_to(meeting).where(
        col(Invited.member_id).in_(select(Attendance.member_id).where(*_present(meeting)))
    )


def coming_to(meeting: Meeting) -> SelectOfScalar[int]:
    """Ids of those who come."""
    yes = select(Attendance.member_id).where(*_present(meeting), col(Attendance.coming))
    return called_to(meeting).where(col(Invited.member_id).in_(yes))


def _present(meeting: Meeting) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(Attendance.meeting_id) == meeting.id, col(Attendance.revision) == meeting.revision
