"""What somebody sends to many takes its time at a messenger's pace: which sendings are under way, and how far they are, in people.

A row a notice, made when it is owed and gone when it has ended, so that nobody has to look for them among all that was ever sent.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Select, case, delete, func, literal
from sqlalchemy import select as sa_select
from sqlmodel import Field, Session, SQLModel, col, select

from models.bot_account import BotAccount
from models.outbox.tables import Delivery, Notice
from models.table import BigId, Moment, moment
from models.terms import ChannelName, DeliveryState

MANY = 30
"""To so many people a notice goes in seconds on any messenger."""
LATELY = timedelta(minutes=1)
"""The time over which it is measured how fast a sending goes: what stood before it in the queue, or a stop, says nothing of now."""
FIRST_LOOK = timedelta(seconds=10)
"""So long a sending runs before it is looked at: then it is known how fast it goes."""
PACED = (ChannelName.TELEGRAM, ChannelName.ZALO)
"""Messengers that take so much a second. What waits for a browser waits for its owner."""


class Broadcast(SQLModel, table=True):
    """A notice to many that is under way, its first copy due at `starts`. slow: it takes so long that its author hears how far it is."""

    notice_id: int = Field(primary_key=True, foreign_key="notice.id", sa_type=BigId)
    starts: datetime = moment()
    looks_at: datetime = moment()
    slow: bool = False


class Course(NamedTuple):
    """How far a sending is, in people. left: their copies wait for the messenger's pace; waiting: for something else; missed: for nothing
    any more. lately: how many it reached within LATELY."""

    sent: int = 0
    left: int = 0
    waiting: int = 0
    missed: int = 0
    lately: int = 0

    @property
    def people(self) -> int:
        """To how many it goes."""
        return self.sent + self.left + self.waiting + self.missed


class UnderWay(NamedTuple):
    """What somebody sent at one moment: its rows and its notices, oldest first."""

    rows: list[Broadcast]
    notices: list[Notice]


def begins(session: Session, notice: Notice, copies: int, starts: datetime) -> None:
    """Keeps an eye on a notice that somebody sends to many."""
    if notice.author_id is not None and copies > MANY:
        session.add(Broadcast(notice_id=notice.id, starts=starts, looks_at=starts + FIRST_LOOK))
        session.flush()


def under_way(session: Session, now: datetime) -> list[UnderWay]:
    """The sendings that are to be looked at now."""
    pairs = session.exec(
        select(Broadcast, Notice)
        .join(Notice, col(Notice.id) == Broadcast.notice_id)
        .where(Broadcast.looks_at <= now)
        .order_by(col(Notice.author_id), col(Notice.kind), col(Notice.created_at), col(Notice.id))
    ).all()
    together = groupby(pairs, lambda pair: (pair[1].author_id, pair[1].kind, pair[1].created_at))
    found = [list(group) for _, group in together]
    return [UnderWay([row for row, _ in group], [notice for _, notice in group]) for group in found]


def course(session: Session, notices: Sequence[Notice], now: datetime) -> Course:
    """How far they are: each person counts once, by the best of his copies."""
    by_person = _best(notices).subquery()
    lately = func.sum(case((by_person.c.arrived > literal(now - LATELY, Moment()), 1), else_=0))
    rows = sa_select(by_person.c.best, func.count(), lately).group_by(by_person.c.best)
    counted = {best: (people, fresh) for best, people, fresh in session.connection().execute(rows)}
    sent, left, waiting, missed = (counted.get(best, (0, 0)) for best in (4, 3, 2, 1))
    return Course(sent[0], left[0], waiting[0], missed[0], sent[1])


def ended(session: Session, notices: Sequence[Notice]) -> None:
    """These are under way no more."""
    over = delete(Broadcast).where(col(Broadcast.notice_id).in_([notice.id for notice in notices]))
    session.connection().execute(over)


def _best(notices: Sequence[Notice]) -> Select[int | None, Any, Any]:
    """For each person the best of his copies: 4 has arrived, 3 waits for the pace, 2 waits, 1 is lost, 0 was taken back."""
    state = col(Delivery.state)
    paced = col(Delivery.bot_id).in_(select(BotAccount.id).where(col(BotAccount.channel).in_(PACED)))
    best = case(
        (state == DeliveryState.SENT, 4),
        (state.in_([DeliveryState.QUEUED, DeliveryState.SENDING]) & paced, 3),
        (state.in_([DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.HELD]), 2),
        (state == DeliveryState.CANCELLED, 0),
        else_=1,
    )
    arrived = case((state == DeliveryState.SENT, col(Delivery.sent_at)))
    return (
        sa_select(col(Delivery.member_id), func.max(best).label("best"), func.max(arrived).label("arrived"))
        .where(col(Delivery.notice_id).in_([notice.id for notice in notices]))
        .group_by(col(Delivery.member_id))
    )
