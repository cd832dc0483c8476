"""Each month's meeting is proposed to the leaders some days before; on the 25th a month without one is pointed out (people 24, R12)."""

from datetime import datetime

from handlers.kit.hours import Hours
from handlers.kit.message import Message
from handlers.meetings import monthly
from models import meeting, member, outbox
from models.database import Session
from models.organisation import Organisation


def propose(session: Session, now: datetime, hours: Hours) -> None:
    """Owes the proposal of each rule's next meeting once a month, unless the body meets in that month already."""
    if hours.for_the_clock(now) > now:
        return
    for rule in meeting.monthly_rules(session):
        starts = rule.following(now)
        if starts is None or not monthly.is_due(starts, now):
            continue
        if meeting.met(session, rule.organisation_id, rule.body, rule.cell, rule.kind, starts):
            continue
        branch = session.get_one(Organisation, rule.organisation_id)
        message = monthly.proposal(session, branch, rule, starts, now)
        _tell_leaders(session, branch, message, f"proposal:{rule.id}:{starts:%Y-%m}", now, expires=starts)


def alarm(session: Session, now: datetime, hours: Hours) -> None:
    """From the 25th on, tells the leaders of a branch once that this month has no meeting yet."""
    if now.day < meeting.ALARM_DAY or hours.for_the_clock(now) > now:
        return
    for branch in meeting.not_meeting(session, now):
        key = f"alarm:{branch.id}:{now:%Y-%m}"
        _tell_leaders(session, branch, no_meeting_yet(now), key, now, expires=now + outbox.CALLS_FOR)


def _tell_leaders(
    session: Session,
    branch: Organisation,
    message: Message,
    key: str,
    now: datetime,
    expires: datetime,
) -> None:
    leaders = [leader.id for leader in member.leaders(session, branch, now)]
    try:
        outbox.tell(
            session,
            leaders,
            message.content(),
            key=key,
            kind="month",
            now=now,
            expires=expires,
            organisation_id=branch.id,
        )
    except outbox.Again:
        return


# Wording


def no_meeting_yet(now: datetime) -> Message:
    return Message(
        f"Hôm nay {now:%d/%m}, chi bộ chưa có cuộc họp thường kỳ nào trong tháng {now.month}. "
        "Muốn mời họp, nhắn MỜI HỌP."
    )
