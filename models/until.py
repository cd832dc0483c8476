"""Until when something is open: until an hour of its own, or until a meeting begins, whenever that then is (people 23)."""

from datetime import datetime

from sqlalchemy import ColumnElement
from sqlalchemy.orm import object_session
from sqlmodel import col, select

from models.meeting import PUT_OFF_AT_MOST, Meeting
from models.table import Row, link, moment
from models.terms import MeetingState

Until = datetime | Meeting
"""An hour of its own, or the meeting whose beginning it is."""


class Lasting(Row):
    """What is open until something. `closes_at`: the hour of its own; where `meeting_id` stands, the meeting's at that time, and it
    closes when the meeting begins."""

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

    def lasts(self, until: Until) -> None:
        """It is open until then."""
        self.closes_at = ends(until)
        self.meeting_id = until.id if isinstance(until, Meeting) else None


def ends(until: Until) -> datetime:
    """When what is open so long takes no more, as things stand: a meeting put off is waited for as long as it is on the list."""
    if isinstance(until, datetime):
        return until
    return until.starts + PUT_OFF_AT_MOST if until.state is MeetingState.POSTPONED else until.starts


def lasting(kind: type[Lasting], now: datetime) -> ColumnElement[bool]:
    """Whether a row's end is still to come."""
    awaited = (Meeting.starts > now) | (
        (Meeting.state == MeetingState.POSTPONED) & (Meeting.starts > now - PUT_OFF_AT_MOST)
    )
    with_a_meeting = col(kind.meeting_id).is_not(None)
    still_to_begin = col(kind.meeting_id).in_(select(Meeting.id).where(awaited))
    return (~with_a_meeting & (col(kind.closes_at) > now)) | (with_a_meeting & still_to_begin)
