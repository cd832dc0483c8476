"""A meeting of a body: who is called to it, and which meetings are open."""

from datetime import datetime, time, timedelta, tzinfo

from sqlalchemy import UniqueConstraint, false, insert, literal
from sqlalchemy import select as sa_select
from sqlalchemy.orm import aliased, object_session
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import member as members
from models.audit import note
from models.folding import fold
from models.member import Member, PostHeld
from models.organisation import Organisation
from models.table import Row, link, moment, rules, term
from models.terms import Body, MeetingKind, MeetingState, Post


class Meeting(Row, table=True):
    """A meeting. `cell` names the tổ đảng when the body is one; `revision` counts its times.

    topic: what it is about, where that was said; guests: who else is asked in, in the caller's words. told_at: when the notice of
    its present time goes out, from which reminders reckon. called_for: a moment of the month whose meeting it is, where that is
    not the month of `starts`: put off from December into January it is still December's. pressed_at: when a call or a change went
    out so late that its call list came at once.
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
    pressed_at: datetime | None = moment(default=None)

    @property
    def occasion(self) -> str:
        """The meeting at one of its times, `id.revision`: the key of every notice and question about it."""
        return f"{self.id}.{self.revision}"


class Invited(Row, table=True):
    """Somebody who was called; whoever was called hears of every change. `above`: follows the branch, and is counted nowhere (R15)."""

    __table_args__ = rules(UniqueConstraint("meeting_id", "member_id"))
    meeting_id: int = link("meeting.id", index=False)
    member_id: int = link("member.id")
    above: bool = False


_HELD = aliased(Meeting)
"""The meeting somebody was called to; made once, since each alias builds its columns anew."""

WHOLE_BRANCH = (Body.BRANCH, Body.EXTENDED)
"""The bodies in which all of a chi bộ meets, alone or with guests: to these who follows it from above is called, too."""

PUT_OFF_AT_MOST = timedelta(days=31)
"""A meeting put off and given no new time for a month is not listed any more: another month's has come."""

LATELY = timedelta(hours=3)
"""So long after its start a meeting is still the one that whoever leads means: the list is at the door, or the door is locked."""


IN_SESSION = timedelta(hours=6)
"""So long after its hour a meeting may still go on."""


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
    if taken(session, branch.id, body, cell, starts):
        raise CalledAlready
    called = put_off(session, branch, body, cell, kind, topic, now)
    if called is None:
        called = Meeting(
            organisation_id=branch.id,
            body=body,
            cell=cell,
            kind=kind,
            starts=starts,
            place=place,
            told_at=told_at or now,
            called_for=called_for,
        )
        session.add(called)
    else:
        called.revision += 1
        called.called_for = called_for or called.called_for or called.starts
    called.body = body
    called.starts, called.place, called.state = starts, place, MeetingState.CALLED
    called.topic, called.guests = topic or None, guests or None
    called.called_by_id, called.told_at = author.id, told_at or now
    session.flush()
    invite(session, called, now)
    note(session, now, author.id, "meeting.call", f"meeting:{called.id}")
    return called


def invite(session: Session, meeting: Meeting, now: datetime) -> None:
    """Calls whoever belongs to the body, is not excused by its start, or follows the branch from above, and was not called yet."""
    branch = session.get_one(Organisation, meeting.organisation_id)
    already = select(Invited.member_id).where(Invited.meeting_id == meeting.id)
    body = members.called(branch, now, meeting.body, meeting.cell, meeting.starts)
    for people, above in ((body, False), (followers(branch, meeting.body, now), True)):
        whom = sa_select(col(Member.id)).where(col(Member.id).in_(people), col(Member.id).not_in(already))
        rows = whom.add_columns(literal(meeting.id), literal(above))
        session.connection().execute(insert(Invited).from_select(["member_id", "meeting_id", "above"], rows))


def followers(branch: Organisation, body: Body, now: datetime) -> SelectOfScalar[int]:
    """Ids of those of the committee above who are called when the body meets, but for who belongs to the branch himself."""
    following = members.followers(branch.id, now)
    if body not in WHOLE_BRANCH:
        return following.where(false())
    return following.where(col(PostHeld.member_id).not_in(members.belonging(branch)))


def taken(session: Session, branch_id: int, body: Body, cell: str | None, starts: datetime) -> bool:
    """Whether the body is called to that hour already."""
    rows = select(Meeting.id).where(
        Meeting.organisation_id == branch_id,
        Meeting.body == body,
        Meeting.cell == cell,
        Meeting.starts == starts,
        Meeting.state == MeetingState.CALLED,
    )
    return session.exec(rows).first() is not None


def put_off(
    session: Session,
    branch: Organisation,
    body: Body,
    cell: str | None,
    kind: MeetingKind,
    topic: str | None,
    now: datetime,
) -> Meeting | None:
    """The meeting that a call of that body and kind is the new time of: the last one put off, about the same if it is about something.

    The whole branch's is held with guests or without: it is the one that everybody waits for. One of the very body goes first.
    """
    bodies = WHOLE_BRANCH if body in WHOLE_BRANCH else (body,)
    alike = [
        other
        for other in open_meetings(session, branch, now)
        if (other.state, other.cell, other.kind) == (MeetingState.POSTPONED, cell, kind)
        and other.body in bodies
        and (kind is MeetingKind.REGULAR or fold(other.topic or "") == fold(topic or ""))
    ]
    alike.sort(key=lambda other: other.body is body)
    return alike[-1] if alike else None


def called_to(meeting: Meeting, starts: datetime | None = None) -> SelectOfScalar[int]:
    """Ids of those who were called, less those who have died, moved or left, or who by its start (or by another) belong elsewhere, are
    suspended (decision 24) or follow the branch no more."""
    at = starts or meeting.starts
    return select(Invited.member_id).where(
        Invited.meeting_id == meeting.id,
        col(Invited.member_id).not_in(members.gone()),
        col(Invited.member_id).not_in(members.kept_away(at)),
        ~col(Invited.above) | col(Invited.member_id).in_(members.followers(meeting.organisation_id, at)),
    )


def of_body(meeting: Meeting) -> SelectOfScalar[int]:
    """Ids of those called who belong to the body: these are counted."""
    return called_to(meeting).where(~col(Invited.above))


def from_above(meeting: Meeting) -> SelectOfScalar[int]:
    """Ids of those called who follow the branch."""
    return called_to(meeting).where(col(Invited.above))


def calls_of(member: Member) -> SelectOfScalar[int]:
    """Ids of the meetings, of any branch, that somebody was called to; those of a branch that he follows, if he does at their start."""
    follows = select(PostHeld.id).where(
        PostHeld.member_id == member.id,
        PostHeld.post == Post.FOLLOWER,
        PostHeld.organisation_id == _HELD.organisation_id,
        PostHeld.since <= _HELD.starts,
        col(PostHeld.until).is_(None) | (col(PostHeld.until) > _HELD.starts),
    )
    mine = select(Invited.meeting_id).join(_HELD, col(_HELD.id) == Invited.meeting_id)
    return mine.where(Invited.member_id == member.id, ~col(Invited.above) | follows.exists())


def called_off(session: Session, meeting: Meeting, author: Member, now: datetime) -> None:
    """Nobody has heard of it, and nobody shall: it is nowhere any more."""
    meeting.state = MeetingState.CALLED_OFF
    note(session, now, author.id, "meeting.call_off", f"meeting:{meeting.id}")
    session.flush()


def open_meetings(session: Session, branch: Organisation, now: datetime) -> list[Meeting]:
    """The branch's meetings to come and those put off, soonest first."""
    return list(session.exec(_open(now).where(Meeting.organisation_id == branch.id)))


def open_to(session: Session, member: Member, now: datetime) -> list[Meeting]:
    """The meetings to come and those put off that a member was called to, soonest first."""
    return list(session.exec(_open(now).where(col(Meeting.id).in_(calls_of(member)))))


def _open(now: datetime) -> SelectOfScalar[Meeting]:
    put_off = (Meeting.state == MeetingState.POSTPONED) & (Meeting.starts > now - PUT_OFF_AT_MOST)
    rows = select(Meeting).where(put_off | ((Meeting.starts > now) & (Meeting.state == MeetingState.CALLED)))
    return rows.order_by(col(Meeting.starts))


def at_hand(session: Session, branch: Organisation, now: datetime) -> list[Meeting]:
    """The meetings that whoever leads may mean: those that began a while ago and are not over, then the open ones."""
    rows = select(Meeting).where(
        Meeting.organisation_id == branch.id,
        Meeting.state == MeetingState.CALLED,
        Meeting.starts <= now,
        Meeting.starts > now - LATELY,
    )
    return [*session.exec(rows.order_by(col(Meeting.starts))), *open_meetings(session, branch, now)]


def in_session(session: Session, branch: Organisation, now: datetime) -> list[Meeting]:
    """The meetings that are being held: begun not long ago, whether or not the roll was taken."""
    rows = select(Meeting).where(
        Meeting.organisation_id == branch.id,
        col(Meeting.state).in_((MeetingState.CALLED, MeetingState.OVER)),
        Meeting.starts <= now,
        Meeting.starts > now - IN_SESSION,
    )
    return list(session.exec(rows.order_by(col(Meeting.starts))))


def shares_its_day(meeting: Meeting, zone: tzinfo | None) -> bool:
    """Whether the body has another meeting on that day of the zone, so that the day does not tell which is meant."""
    session = object_session(meeting)
    day = datetime.combine(meeting.starts.astimezone(zone).date(), time.min, zone)
    rows = sa_select(col(Meeting.id)).where(
        col(Meeting.id) != meeting.id,
        col(Meeting.organisation_id) == meeting.organisation_id,
        col(Meeting.body) == meeting.body,
        col(Meeting.cell) == meeting.cell,
        col(Meeting.state) != MeetingState.CALLED_OFF,
        col(Meeting.starts) >= day,
        col(Meeting.starts) < day + timedelta(days=1),
    )
    return session is not None and session.execute(rows).first() is not None


def coming(session: Session, now: datetime, until: datetime) -> list[Meeting]:
    """The meetings of all branches that are called and begin after `now` and before `until`."""
    rows = select(Meeting).where(
        Meeting.state == MeetingState.CALLED, Meeting.starts > now, Meeting.starts < until
    )
    return list(session.exec(rows.order_by(col(Meeting.starts))))
