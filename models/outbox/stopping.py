"""Stopping what a leader has sent to many, as far as it has not gone yet (people 26)."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlmodel import Session, col, func, select

from models.member import Member
from models.outbox.owing import WAITING, cancel
from models.outbox.tables import Delivery, Notice, Priority, of_use
from models.terms import DeliveryState

LATELY = timedelta(hours=12)
"""So long a sending that did not wait for an hour of its own can be stopped: what is left of it later waits for a lost telephone."""
SURELY = (DeliveryState.SENT, DeliveryState.SENDING)
GOING = (DeliveryState.QUEUED, DeliveryState.HELD)


class Sending(NamedTuple):
    """What was sent at one moment: its notices, how many copies may have gone, and how many would still go."""

    notices: list[Notice]
    gone: int
    waiting: int


def unsent(session: Session, author: Member, kinds: Collection[str], now: datetime) -> Sending | None:
    """The newest sending of somebody, of these kinds, of which copies have not gone yet."""
    newest = session.exec(
        select(Notice)
        .join(Delivery, col(Delivery.notice_id) == Notice.id)
        .where(
            Notice.author_id == author.id,
            col(Notice.kind).in_(kinds),
            ~col(Notice.withdrawn),
            col(Delivery.state).in_(GOING),
            col(Delivery.priority) > int(Priority.ANSWER),
            of_use(now),
            (Notice.created_at > now - LATELY) | (Delivery.not_before > now),
        )
        .order_by(col(Notice.id).desc())
        .limit(1)
    ).first()
    if newest is None:
        return None
    found = _together(session, newest)
    return found if found.waiting else None


def last(
    session: Session, author: Member, kinds: Collection[str], since: datetime
) -> tuple[Notice, int] | None:
    """The newest notice of somebody since then, of these kinds, that was not taken back, and to how many people that sending went."""
    newest = session.exec(
        select(Notice)
        .where(
            Notice.author_id == author.id,
            col(Notice.kind).in_(kinds),
            ~col(Notice.withdrawn),
            Notice.created_at > since,
        )
        .order_by(col(Notice.id).desc())
        .limit(1)
    ).first()
    if newest is None:
        return None
    together = [notice.id for notice in _together(session, newest).notices]
    people = select(func.count(col(Delivery.member_id).distinct()))
    went = people.where(col(Delivery.notice_id).in_(together), col(Delivery.state).in_(SURELY))
    return newest, session.exec(went).one()


def sending(session: Session, notice_ids: Collection[int]) -> Sending:
    """A sending as it stands now."""
    rows = select(Notice).where(col(Notice.id).in_(notice_ids)).order_by(col(Notice.id))
    return _counted(session, list(session.exec(rows)))


def stop(session: Session, what: Sending) -> None:
    """Takes back all of it that has not gone; nobody gets it later either."""
    for notice in what.notices:
        cancel(session, notice.id)


def withdraw(session: Session, key: str) -> None:
    """What has not gone of the notice of that key never goes."""
    found = session.exec(select(Notice.id).where(Notice.key == key)).first()
    if found is not None:
        cancel(session, found)


def _together(session: Session, newest: Notice) -> Sending:
    """All that was sent with a notice."""
    rows = select(Notice).where(
        Notice.author_id == newest.author_id,
        Notice.kind == newest.kind,
        Notice.created_at == newest.created_at,
    )
    return _counted(session, list(session.exec(rows.order_by(col(Notice.id)))))


def _counted(session: Session, notices: list[Notice]) -> Sending:
    """A copy that is on its way, or may have arrived before the line broke, counts as gone."""
    rows = session.exec(
        select(Delivery.state, Delivery.again, func.count())
        .where(col(Delivery.notice_id).in_([notice.id for notice in notices]))
        .group_by(col(Delivery.state), col(Delivery.again))
    ).all()
    waiting = sum(count for state, again, count in rows if state in GOING and not again)
    gone = sum(count for state, again, count in rows if state in SURELY or (again and state in WAITING))
    return Sending(notices, gone, waiting)
