"""Meetings: calling, moving, postponing, who comes, and the one living list."""

from models.meeting.answers import (
    Attendance,
    Closed,
    Recorded,
    answer,
    answer_of,
    coming_to,
    reasoned,
    silent,
)
from models.meeting.calling import (
    CalledAlready,
    Invited,
    Meeting,
    MeetingPast,
    call,
    called_to,
    coming,
    moved,
    open_meetings,
    postponed,
)
from models.meeting.listing import Line, Listing, listing

__all__ = [
    "Attendance",
    "CalledAlready",
    "Closed",
    "Invited",
    "Line",
    "Listing",
    "Meeting",
    "MeetingPast",
    "Recorded",
    "answer",
    "answer_of",
    "call",
    "called_to",
    "coming",
    "coming_to",
    "listing",
    "moved",
    "open_meetings",
    "postponed",
    "reasoned",
    "silent",
]
