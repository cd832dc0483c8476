"""Chủ trì and thư ký of one meeting: named by a leader, with rights to the list and the roll of that meeting alone, for a while (people 4)."""

from datetime import datetime, time, timedelta

from sqlalchemy import Index, text
from sqlmodel import Session, col, select

from models import member as members
from models.audit import note
from models.meeting.calling import Meeting, called_to, open_meetings
from models.meeting.roll import begun
from models.member import Member
from models.organisation import Organisation
from models.table import Row, link, moment, rules, term
from models.terms import MeetingRole, MeetingState

EARLY = timedelta(hours=1)
"""So long before the start the named may see the list: who stands at the door ticks people off."""
RUNS = (MeetingState.CALLED, MeetingState.OVER)
_STANDS = text("until IS NULL")


class Appointed(Row, table=True):
    """Who was named chủ trì or thư ký of a meeting, by whom; `until` where another was, or it was taken back."""

    __table_args__ = rules(
        Index(
            "uq_appointed_role",
            "meeting_id",
            "role",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        )
    )
    meeting_id: int = link("meeting.id", index=False)
    role: MeetingRole = term(MeetingRole)
    member_id: int = link("member.id")
    named_by_id: int = link("member.id")
    since: datetime = moment()
    until: datetime | None = moment(default=None)


class TooLate(Exception):
    """The meeting is put off or called off, or the time of who was named for it has passed."""


def appointed(session: Session, meeting: Meeting) -> dict[MeetingRole, Member]:
    """Who was named for the meeting and is still called to it; nobody stands for a role that was given to nobody."""
    rows = session.exec(
        select(Appointed, Member)
        .join(Member, col(Member.id) == Appointed.member_id)
        .where(Appointed.meeting_id == meeting.id, col(Appointed.until).is_(None))
        .where(col(Appointed.member_id).in_(called_to(meeting)))
    )
    return {row.role: person for row, person in rows}


def appoint(
    session: Session, meeting: Meeting, role: MeetingRole, person: Member, author: Member, now: datetime
) -> Member | None:
    """Names who has that role; gives whom he takes the place of.

    Raises TooLate; LookupError for one who was not called to the meeting, or will be away by its start.
    """
    if not _is_named_for(meeting, now):
        raise TooLate
    if not may_be_named(session, meeting, person):
        raise LookupError
    before = take_back(session, meeting, role, author, now)
    session.add(
        Appointed(meeting_id=meeting.id, role=role, member_id=person.id, named_by_id=author.id, since=now)
    )
    note(session, now, author.id, f"meeting.{role.value}", f"meeting:{meeting.id}")
    session.flush()
    return before


def may_be_named(session: Session, meeting: Meeting, person: Member) -> bool:
    """Whether somebody is called to the meeting, and will not be away elsewhere by its start."""
    return person.id in session.exec(called_to(meeting)).all()


def named_to_come(session: Session, person: Member, now: datetime) -> list[tuple[Meeting, MeetingRole]]:
    """The meetings to come that somebody was named for, soonest first, though he may not be called to them any more."""
    rows = (
        select(Meeting, Appointed)
        .join(Appointed, col(Appointed.meeting_id) == Meeting.id)
        .where(Appointed.member_id == person.id, col(Appointed.until).is_(None))
        .where(Meeting.starts > now, Meeting.state == MeetingState.CALLED)
    )
    return [(about, row.role) for about, row in session.exec(rows.order_by(col(Meeting.starts)))]


def take_back(
    session: Session, meeting: Meeting, role: MeetingRole, author: Member, now: datetime
) -> Member | None:
    """Nobody is named for the role any more; gives who was."""
    stands = session.exec(
        select(Appointed).where(
            Appointed.meeting_id == meeting.id, Appointed.role == role, col(Appointed.until).is_(None)
        )
    ).first()
    if stands is None:
        return None
    stands.until = now
    note(session, now, author.id, f"meeting.no_{role.value}", f"meeting:{meeting.id}")
    session.flush()
    return session.get_one(Member, stands.member_id)


def right_ends(meeting: Meeting, now: datetime) -> datetime:
    """When the rights of who was named end: with the day after the meeting, in the zone of `now`."""
    day = meeting.starts.astimezone(now.tzinfo).date() + timedelta(days=2)
    return datetime.combine(day, time.min, now.tzinfo)


def in_charge(session: Session, meeting: Meeting, now: datetime) -> list[int]:
    """Ids of the named who may see the meeting's list and take its roll now.

    From an hour before its start to the end of the day after; nobody who by now has died, moved, left, or belongs elsewhere.
    """
    if not _is_named_for(meeting, now) or meeting.starts - EARLY > now:
        return []
    branch = session.get_one(Organisation, meeting.organisation_id)
    rows = select(Appointed.member_id).where(
        Appointed.meeting_id == meeting.id,
        col(Appointed.until).is_(None),
        col(Appointed.member_id).in_(called_to(meeting, now)),
        col(Appointed.member_id).in_(members.belonging(branch)),
    )
    return sorted(set(session.exec(rows)))


def charges(session: Session, person: Member, branch: Organisation, now: datetime) -> list[Meeting]:
    """The branch's meetings of which the member is in charge now, soonest first."""
    mine = select(Appointed.meeting_id).where(
        Appointed.member_id == person.id, col(Appointed.until).is_(None)
    )
    rows = select(Meeting).where(
        col(Meeting.id).in_(mine),
        Meeting.organisation_id == branch.id,
        Meeting.starts <= now + EARLY,
        Meeting.starts > now - timedelta(days=2),
    )
    found = session.exec(rows.order_by(col(Meeting.starts)))
    return [about for about in found if person.id in in_charge(session, about, now)]


def nameable(session: Session, branch: Organisation, now: datetime, put_off: bool = False) -> list[Meeting]:
    """The meetings for which somebody may be named: those of which the rights have not ended, soonest first.

    put_off: also those put off for which somebody is, and would be again at a new time.
    """
    found = [*begun(session, now, branch), *open_meetings(session, branch, now)]
    return [
        about
        for about in found
        if _is_named_for(about, now)
        or (put_off and about.state is MeetingState.POSTPONED and appointed(session, about))
    ]


def _is_named_for(meeting: Meeting, now: datetime) -> bool:
    return meeting.state in RUNS and now < right_ends(meeting, now)
