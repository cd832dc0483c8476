"""A meeting of a body: called, moved to another time or place, postponed. A new time is a new revision: it asks everybody again."""

from datetime import datetime, timedelta

from sqlalchemy import UniqueConstraint, insert, literal
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import member as members
from models.audit import note
from models.member import Member
from models.organisation import Organisation
from models.table import Row, link, moment, rules, term
from models.terms import Body, MeetingKind, MeetingState


class Meeting(Row, table=True):
    """A meeting. `cell` names the tổ đảng when the body is one; `revision` counts its times.

    topic: what it is about, where that was said; guests: who else is asked in, in the caller's words. told_at: when the notice of
    its present time goes out, from which reminders reckon. called_for: a moment of the month whose meeting it is, where that is
    not the month of `starts`: put off from December into January it is still December's.
    """

    __table_args__ = rules()
    organisation_id: int = link("organisation.id")
    body: Body = term(Body, default=Body.BRANCH)
    cell: str | None = None
    kind: MeetingKind = term(MeetingKind, default=MeetingKind.REGULAR)
    starts: datetime = moment()
    place: str
    state: MeetingState = term(MeetingState, default=MeetingState.CALLED)
    revision: int = 1
    topic: str | None = None
    guests: str | None = None
    called_by_id: int | None = link("member.id", default=None)
    told_at: datetime = moment()
    called_for: datetime | None = moment(default=None)

    @property
    def occasion(self) -> str:
        """The meeting at one of its times, `id.revision`: the key of every notice and question about it."""
        return f"{self.id}.{self.revision}"


class Invited(Row, table=True):
    """Somebody who was called; whoever was called hears of every change."""

    __table_args__ = rules(UniqueConstraint("meeting_id", "member_id"))
    meeting_id: int = link("meeting.id", index=False)
    member_id: int = link("member.id")


PUT_OFF_AT_MOST = timedelta(days=31)
"""A meeting put off and given no new time for a month is not listed any more: another month's has come."""


class MeetingPast(Exception):
    """The time named has passed, or the meeting has begun."""


class CalledAlready(Exception):
    """The same body is called to the same hour already."""


def call(
    session: Session,
    branch: Organisation,
    author: Member,
    starts: datetime,
    place: str,
    now: datetime,
    body: Body = Body.BRANCH,
    cell: str | None = None,
    kind: MeetingKind = MeetingKind.REGULAR,
    topic: str | None = None,
    guests: str | None = None,
    told_at: datetime | None = None,
    called_for: datetime | None = None,
) -> Meeting:
    """Calls a body's members; `told_at` where the notice waits, `called_for` where it is another month's. Raises MeetingPast, CalledAlready."""
    if starts <= now:
        raise MeetingPast
    for other in open_meetings(session, branch, now):
        same = (other.body, other.cell, other.starts) == (body, cell, starts)
        if same and other.state is MeetingState.CALLED:
            raise CalledAlready
    called = Meeting(
        organisation_id=branch.id,
        body=body,
        cell=cell,
        kind=kind,
        starts=starts,
        place=place,
        topic=topic or None,
        guests=guests or None,
        called_by_id=author.id,
        told_at=told_at or now,
        called_for=called_for,
    )
    session.add(called)
    session.flush()
    whom = members.called(branch, now, body, cell).subquery()
    rows = sa_select(literal(called.id), whom.c.member_id)
    session.connection().execute(insert(Invited).from_select(["meeting_id", "member_id"], rows))
    note(session, now, author.id, "meeting.call", f"meeting:{called.id}")
    return called


def called_to(meeting: Meeting) -> SelectOfScalar[int]:
    """Ids of those who were called, less those who have since died, moved or left."""
    return select(Invited.member_id).where(
        Invited.meeting_id == meeting.id, col(Invited.member_id).not_in(members.gone())
    )


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

    `told_at` where the notice waits. Raises MeetingPast when the new time has passed, or the meeting has begun or is over.
    """
    begun = meeting.state is MeetingState.CALLED and meeting.starts <= now
    if starts <= now or begun or meeting.state is MeetingState.OVER:
        raise MeetingPast
    asks_again = starts != meeting.starts or meeting.state is MeetingState.POSTPONED
    if asks_again:
        meeting.called_for = meeting.called_for or meeting.starts
    meeting.starts, meeting.place, meeting.state = starts, place, MeetingState.CALLED
    if asks_again:
        meeting.revision += 1
        meeting.told_at = told_at or now
    note(session, now, author.id, "meeting.move", f"meeting:{meeting.id}")
    session.flush()
    return asks_again


def postponed(session: Session, meeting: Meeting, author: Member, now: datetime) -> None:
    """Puts the meeting off without a new time. Raises MeetingPast when it has begun."""
    if meeting.starts <= now:
        raise MeetingPast
    meeting.state = MeetingState.POSTPONED
    note(session, now, author.id, "meeting.postpone", f"meeting:{meeting.id}")
    session.flush()


def open_meetings(
    session: Session, branch: Organisation, now: datetime, member: Member | None = None
) -> list[Meeting]:
    """The branch's meetings to come and those put off, soonest first; only those a member was called to, when one is given."""
    put_off = (Meeting.state == MeetingState.POSTPONED) & (Meeting.starts > now - PUT_OFF_AT_MOST)
    rows = select(Meeting).where(
        Meeting.organisation_id == branch.id,
        put_off | ((Meeting.starts > now) & (Meeting.state == MeetingState.CALLED)),
    )
    if member is not None:
        mine = select(Invited.meeting_id).where(Invited.member_id == member.id)
        rows = rows.where(col(Meeting.id).in_(mine))
    return list(session.exec(rows.order_by(col(Meeting.starts))))


def coming(session: Session, now: datetime, until: datetime) -> list[Meeting]:
    """The meetings of all branches that are called and begin after `now` and before `until`."""
    rows = select(Meeting).where(
        Meeting.state == MeetingState.CALLED, Meeting.starts > now, Meeting.starts < until
    )
    return list(session.exec(rows.order_by(col(Meeting.starts))))
