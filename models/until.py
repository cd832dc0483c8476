"""Until when something is open: until an hour of its own, or until a meeting begins, whenever that then is (people 23)."""

from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement
from sqlalchemy.orm import object_session
from sqlmodel import Session, col, select

from models.audit import note
from models.meeting import PUT_OFF_AT_MOST, Meeting
from models.member import Member
from models.table import Row, link, moment
from models.terms import MeetingState

Until = datetime | Meeting
"""An hour of its own, or the meeting whose beginning it is."""


class Lasting(Row):
    """What is open until something. `closes_at`: the hour of its own; where `meeting_id` stands, the meeting's at that time, and it
    closes when the meeting begins. `closed_at`: when somebody, or the clock, closed it."""

    organisation_id: int = link("organisation.id")
    author_id: int = link("member.id")
    opened_at: datetime = moment()
    closed_at: datetime | None = moment(default=None)
    closes_at: datetime = moment()
    meeting_id: int | None = link("meeting.id", default=None)

    @property
    def until(self) -> Until:
        """Until what it is open."""
        session = object_session(self)
        if self.meeting_id is None or session is None:
            return self.closes_at
        return session.get_one(Meeting, self.meeting_id)

    @property
    def ends(self) -> datetime:
        """When it takes no more, as things stand."""
        return ends(self.until)

    @property
    def ended_at(self) -> datetime:
        """When it ended, or will."""
        return self.closed_at or self.ends

    @property
    def taken_back(self) -> bool:
        """Whether it was stopped before anybody had heard of it."""
        return self.closed_at == self.opened_at

    def lasts(self, until: Until) -> None:
        """It is open until then."""
        self.closes_at = ends(until)
        self.meeting_id = until.id if isinstance(until, Meeting) else None


T = TypeVar("T", bound=Lasting)


def ends(until: Until) -> datetime:
    """When what is open so long takes no more, as things stand: a meeting put off is waited for as long as it is on the list."""
    if isinstance(until, datetime):
        return until
    return until.starts + PUT_OFF_AT_MOST if until.state is MeetingState.POSTPONED else until.starts


def is_open(thing: Lasting, now: datetime) -> bool:
    """Whether it takes answers."""
    return thing.closed_at is None and now < thing.ends


def close(session: Session, thing: Lasting, closer: Member, now: datetime) -> bool:
    """Somebody closes it by hand; False where it had ended."""
    if not is_open(thing, now):
        return False
    thing.closed_at = now
    name = str(thing.__tablename__)
    note(session, now, closer.id, f"{name}.close", f"{name}:{thing.id}")
    session.flush()
    return True


def withdraw(session: Session, thing: Lasting, answered: bool, author: Member, now: datetime) -> None:
    """Nobody has heard of it, and nobody shall: it ended when it began, and stands in no list; what still names it finds it closed
    (decision 4). Where somebody has found it and answered, it is just closed."""
    if thing.closed_at is None:
        thing.closed_at = min(now, thing.ends) if answered else thing.opened_at
        name = str(thing.__tablename__)
        note(session, now, author.id, f"{name}.take_back", f"{name}:{thing.id}")
        session.flush()


def until_meeting(session: Session, kind: type[T], meeting: Meeting) -> list[T]:
    """What of a kind is open until a meeting begins."""
    rows = select(kind).where(kind.meeting_id == meeting.id, col(kind.closed_at).is_(None))
    return list(session.exec(rows.order_by(col(kind.id))))


def due(session: Session, kind: type[T], now: datetime) -> list[T]:
    """What of a kind has come to its end, and nobody has closed."""
    return list(session.exec(select(kind).where(col(kind.closed_at).is_(None), ~_to_come(kind, now))))


def stands(kind: type[Lasting]) -> ColumnElement[bool]:
    """Whether a row was not taken back."""
    return col(kind.closed_at).is_(None) | (col(kind.closed_at) > kind.opened_at)


def lasting(kind: type[Lasting], now: datetime) -> ColumnElement[bool]:
    """Whether a row is open."""
    return col(kind.closed_at).is_(None) & _to_come(kind, now)


def _to_come(kind: type[Lasting], now: datetime) -> ColumnElement[bool]:
    awaited = (Meeting.starts > now) | (
        (Meeting.state == MeetingState.POSTPONED) & (Meeting.starts > now - PUT_OFF_AT_MOST)
    )
    with_a_meeting = col(kind.meeting_id).is_not(None)
    still_to_begin = col(kind.meeting_id).in_(select(Meeting.id).where(awaited))
    return (~with_a_meeting & (col(kind.closes_at) > now)) | (with_a_meeting & still_to_begin)
