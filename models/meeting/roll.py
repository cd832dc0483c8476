"""Who was there: filled in from the answers, set right by whoever leads; with it the meeting is over (people 19, 42), unless nobody met."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import UniqueConstraint
from sqlmodel import Session, col, select

from models.audit import note
from models.meeting.answers import Attendance
from models.meeting.calling import Invited, Meeting, calls_of, of_body
from models.member import Member, absences, exempt
from models.organisation import Organisation
from models.table import Row, link, moment, rules, term
from models.terms import MeetingState, Presence

ASKED_FOR = timedelta(days=7)
"""So long after its start a meeting's roll may be taken or set right."""
NOT_MET = (MeetingState.POSTPONED, MeetingState.CALLED_OFF)


class RollCall(Row, table=True):
    """A member's line in the roll of a meeting; `reason` is that of an absence."""

    __table_args__ = rules(UniqueConstraint("meeting_id", "member_id"))
    meeting_id: int = link("meeting.id", index=False)
    member_id: int = link("member.id")
    presence: Presence = term(Presence)
    reason: str | None = None
    noted_by_id: int | None = link("member.id", default=None)
    noted_at: datetime = moment()


class Marked(NamedTuple):
    """Whether somebody was there, and the reason of an absence."""

    presence: Presence
    reason: str | None = None


Marks = dict[int, Marked]
"""Member ids and their marks."""


class NotBegun(Exception):
    """Nobody can have been there yet."""


def marks(session: Session, meeting: Meeting) -> Marks:
    """The roll as it was taken; before that, as the answers say.

    Who said yes was there; an absence is excused where a reason was given or the member is away for a time (people 33); who said
    nothing was absent without reason. An exempt member, though he asked to be called, counts only when present (R3).
    """
    taken = session.exec(select(RollCall).where(RollCall.meeting_id == meeting.id)).all()
    if taken:
        return {row.member_id: Marked(row.presence, row.reason) for row in taken}
    answers = session.exec(
        select(Attendance).where(Attendance.meeting_id == meeting.id, Attendance.revision == meeting.revision)
    )
    said = {row.member_id: row for row in answers}
    away = absences(session, of_body(meeting), meeting.starts)
    due = expected(session, meeting)
    found: Marks = {}
    for member_id in session.exec(of_body(meeting)):
        answer = said.get(member_id)
        if answer is not None and answer.coming:
            found[member_id] = Marked(Presence.PRESENT)
        elif member_id not in due:
            continue
        elif (answer is not None and answer.reason) or member_id in away:
            found[member_id] = Marked(Presence.EXCUSED, answer.reason if answer else None)
        else:
            found[member_id] = Marked(Presence.UNEXCUSED)
    return found


def expected(session: Session, meeting: Meeting) -> set[int]:
    """Ids of those whose absence is recorded: who was called and belongs to the body, and is not exempt at its start (R3)."""
    free = col(Invited.member_id).in_(exempt(meeting.starts))
    return set(session.exec(of_body(meeting).where(~free)))


def marks_of(session: Session, member: Member) -> list[tuple[Meeting, RollCall]]:
    """All that roll calls say of a member, each with its meeting, the oldest first."""
    rows = select(Meeting, RollCall).join(RollCall, col(RollCall.meeting_id) == Meeting.id)
    return list(session.exec(rows.where(RollCall.member_id == member.id).order_by(col(RollCall.id))))


def held(session: Session, meeting: Meeting, roll: Marks, author: Member, now: datetime) -> None:
    """Takes the roll: the meeting is over. A later one takes its place, and who is not in it any more has no mark. Raises NotBegun."""
    if meeting.starts > now or meeting.state in NOT_MET:
        raise NotBegun
    taken = {
        row.member_id: row for row in session.exec(select(RollCall).where(RollCall.meeting_id == meeting.id))
    }
    for member_id in taken.keys() - roll.keys():
        session.delete(taken[member_id])
    for member_id, marked in roll.items():
        row = taken.get(member_id) or RollCall(meeting_id=meeting.id, member_id=member_id, noted_at=now)
        row.presence, row.reason = marked
        row.noted_by_id, row.noted_at = author.id, now
        session.add(row)
    meeting.state = MeetingState.OVER
    note(session, now, author.id, "meeting.roll", f"meeting:{meeting.id}")
    session.flush()


def not_held(session: Session, meeting: Meeting, author: Member, now: datetime) -> None:
    """Nobody met: the meeting counts as put off, so that it may get a new time and its month is not taken for met.

    Raises NotBegun where its time has not come; a meeting whose roll was taken has been held, which is NotBegun as well.
    """
    if meeting.starts > now or meeting.state is not MeetingState.CALLED:
        raise NotBegun
    meeting.state = MeetingState.POSTPONED
    note(session, now, author.id, "meeting.not_held", f"meeting:{meeting.id}")
    session.flush()


def taken_by(session: Session, meeting: Meeting) -> tuple[Member, datetime] | None:
    """Who took the roll last, and when."""
    row = session.exec(
        select(RollCall).where(RollCall.meeting_id == meeting.id).order_by(col(RollCall.noted_at).desc())
    ).first()
    return (session.get_one(Member, row.noted_by_id), row.noted_at) if row and row.noted_by_id else None


def begun(
    session: Session, now: datetime, branch: Organisation | None = None, member: Member | None = None
) -> list[Meeting]:
    """Meetings of the last days that have begun, oldest first, of all branches, of one, or those that a member was called to."""
    rows = select(Meeting).where(
        Meeting.starts <= now, Meeting.starts > now - ASKED_FOR, col(Meeting.state).not_in(NOT_MET)
    )
    if branch is not None:
        rows = rows.where(Meeting.organisation_id == branch.id)
    if member is not None:
        rows = rows.where(col(Meeting.id).in_(calls_of(member)))
    return list(session.exec(rows.order_by(col(Meeting.starts))))


def was_called(session: Session, meeting: Meeting, member_ids: list[int]) -> set[int]:
    """Which of these were called to the meeting."""
    rows = select(Invited.member_id).where(
        Invited.meeting_id == meeting.id, col(Invited.member_id).in_(member_ids)
    )
    return set(session.exec(rows))
