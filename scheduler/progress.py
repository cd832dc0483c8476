"""How far a sending to many is: where the messengers' pace makes it long, its sender has one message that says so and changes as it goes,
or, where messages cannot be changed, one at its end."""

from datetime import datetime, timedelta
from math import ceil
from textwrap import shorten

import structlog

from handlers.kit.hours import Hours
from handlers.kit.message import NAME, Message
from models import outbox
from models.database import Session
from models.outbox import Course, UnderWay

SHORT = timedelta(seconds=30)
"""What takes no longer is told of by its receipt alone."""
STRAGGLERS = 10
"""So few do not make a sending long: they are tried again because their chats do not answer."""
SOON, LATE = timedelta(seconds=10), timedelta(seconds=60)
"""The least and the most between two looks; in between, a twentieth of what it will take: looking counts all its copies."""
TITLE = 60

log = structlog.get_logger("progress")


def tell(session: Session, now: datetime, hours: Hours) -> None:
    """Looks at each sending under way, and tells its sender how far it is."""
    for sending in outbox.under_way(session, now):
        course = outbox.course(session, sending.notices, now)
        if _is_over(sending, course, now):
            _end(session, sending, course, now, hours)
        else:
            _go_on(session, sending, course, now, hours)


def _is_over(sending: UnderWay, course: Course, now: datetime) -> bool:
    """Nothing waits for the pace any more, or only what keeps failing."""
    failing = course.left < STRAGGLERS and not course.lately and now - sending.rows[0].starts > LATE
    return not course.left or failing


def _go_on(session: Session, sending: UnderWay, course: Course, now: datetime, hours: Hours) -> None:
    first, needs = sending.rows[0], _needs(sending, course, now)
    so_long = now - first.starts + (needs or timedelta())
    slow = first.slow or (course.left >= STRAGGLERS and so_long > SHORT)
    looks_at = now + (min(LATE, max(SOON, needs / 20)) if needs else SOON)
    for row in sending.rows:
        row.slow, row.looks_at = slow, looks_at
    if slow:
        _say(session, sending, going(_title(sending), course, needs), now, hours)


def _end(session: Session, sending: UnderWay, course: Course, now: datetime, hours: Hours) -> None:
    first = sending.rows[0]
    withdrawn = all(notice.withdrawn for notice in sending.notices)
    if first.slow:
        words = stopped if withdrawn else done
        _say(session, sending, words(_title(sending), course), now, hours, last=not withdrawn)
    outbox.ended(session, sending.notices)
    log.info(
        "sending_ended",
        notice=sending.notices[0].id,
        seconds=round((now - first.starts).total_seconds()),
        sent=course.sent,
        waiting=course.left + course.waiting,
        missed=course.missed,
        withdrawn=withdrawn,
    )


def _say(
    session: Session, sending: UnderWay, message: Message, now: datetime, hours: Hours, last: bool = False
) -> None:
    """Says it in the message that said it before. A new one begins where it can be changed later, else only with the `last` word; it
    goes ahead of the sending, as an answer to whoever began it, but at a decent hour."""
    notice = sending.notices[0]
    key = f"progress:{notice.id}"
    chats = outbox.own_chats(session, notice.author_id or 0)
    told = outbox.said_as(session, key)
    if told is not None:
        if told.address_id in [chat.id for chat in chats]:
            outbox.reword(session, told, message.text, now)
    elif chats and (last or outbox.edits(session, chats[0])):
        outbox.owe(
            session,
            chats[0],
            notice.author_id,
            message.content(),
            key=key,
            kind="progress",
            now=now,
            not_before=hours.for_the_clock(now),
            organisation_id=notice.organisation_id,
        )


def _needs(sending: UnderWay, course: Course, now: datetime) -> timedelta | None:
    """What the rest takes at the speed of the last minute; None where nothing went."""
    measured = min(now - sending.rows[0].starts, outbox.LATELY)
    return measured * (course.left / course.lately) if course.lately else None


def _title(sending: UnderWay) -> str:
    first: str = sending.notices[0].content["text"].splitlines()[0]
    return shorten(first.replace(NAME, ""), TITLE, placeholder="…")


# Wording


def going(title: str, course: Course, needs: timedelta | None) -> Message:
    minutes = ceil(needs / timedelta(minutes=1)) if needs else 0
    left = f", còn khoảng {minutes} phút" if minutes else ""
    return Message(f"Đang gửi “{title}”: {_reached(course)}{left}{_rest(course.waiting, course.missed)}.")


def done(title: str, course: Course) -> Message:
    rest = _rest(course.waiting + course.left, course.missed)
    return Message(f"Đã gửi xong “{title}”: {_reached(course)}{rest}.")


def stopped(title: str, course: Course) -> Message:
    return Message(f"Đã dừng gửi “{title}”: đã tới {course.sent} đồng chí.")


def _reached(course: Course) -> str:
    return f"đã tới {course.sent}/{course.people} đồng chí"


def _rest(waiting: int, missed: int) -> str:
    """Whose phone has not taken it yet, and whom nothing reaches any more."""
    waits = f"; {waiting} chờ máy nhận" if waiting else ""
    return waits + (f"; {missed} chưa tới được" if missed else "")
