"""How a meeting is named in any sentence about it."""

from datetime import datetime

from handlers.kit.reading.times.spoken import clock
from models.meeting import Meeting, shares_its_day
from models.terms import Body


def local(meeting: Meeting, now: datetime) -> datetime:
    """When it begins, where `now` is."""
    return meeting.starts.astimezone(now.tzinfo)


# Wording


def body_name(body: Body, cell: str | None) -> str:
    """'chi bộ', 'tổ đảng 2'."""
    names = {Body.BRANCH: "chi bộ", Body.COMMITTEE: "chi ủy", Body.EXTENDED: "chi bộ mở rộng"}
    return names.get(body) or f"tổ đảng {cell or ''}".strip()


def matter(meeting: Meeting, now: datetime) -> str:
    """'họp chi bộ 06/12', with the hour where the body meets twice that day."""
    starts = local(meeting, now)
    at = f"{clock(starts)} " if shares_its_day(meeting, now.tzinfo) else ""
    return f"họp {body_name(meeting.body, meeting.cell)} {at}{starts:%d/%m}"
