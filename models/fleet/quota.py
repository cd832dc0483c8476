"""The month's messages of a bot: counted as they leave, warned of, and the last of them kept for what cannot wait (zalo.md, "Quotas").

One row a bot and month is read at every claim, so it is a sum kept, not one made of the deliveries: those know neither in how many parts
a message went, nor have an order by moment.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta, timezone
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, SQLModel, col, select

from models.bot_account import BotAccount
from models.database import insert_into
from models.outbox.tables import Delivery, Notice, Priority
from models.table import BigId

WARNS_AT, RESERVE = 0.8, 0.1
"""Shares of the month's messages: from the first on used they are short, the second is what is kept for urgent notices, votes and answers."""
GATHERS = timedelta(minutes=15)
"""Where messages are short, what is due to one person in the same quarter of an hour becomes one (decision 21)."""
VOTES = "motion"
"""The kind of notice that puts something to the vote."""
HANOI = timezone(timedelta(hours=7))
"""Whose months Zalo counts."""


class BotMonth(SQLModel, table=True):
    """How many messages a bot has sent in a month ('2026-12')."""

    __tablename__ = "bot_month"
    bot_id: int = Field(primary_key=True, foreign_key="bot_account.id", sa_type=BigId)
    month: str = Field(primary_key=True)
    sent: int


class Stage(StrEnum):
    """How the month's messages of a bot stand. EMPTY: none is left, the messenger will refuse."""

    FREE = "free"
    SHORT = "short"
    RESERVE = "reserve"
    EMPTY = "empty"


def month(now: datetime) -> str:
    """The month in which a moment lies, as the messenger counts it."""
    return f"{now.astimezone(HANOI):%Y-%m}"


def renewed(now: datetime) -> datetime:
    """When the next month begins."""
    here = now.astimezone(HANOI)
    first = here.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (first + timedelta(days=32)).replace(day=1).astimezone(now.tzinfo)


def count(session: Session, spent: Mapping[int, int], now: datetime) -> None:
    """So many messages left each bot; the parts of one that was split count each."""
    rows = [
        {"bot_id": bot_id, "month": month(now), "sent": messages}
        for bot_id, messages in spent.items()
        if messages > 0
    ]
    if rows:
        new = insert_into(session, BotMonth)
        more = {"sent": col(BotMonth.sent) + new.excluded.sent}
        session.connection().execute(
            new.on_conflict_do_update(index_elements=["bot_id", "month"], set_=more), rows
        )


def sent(session: Session, bot_id: int, now: datetime) -> int:
    """How many messages the bot has sent this month."""
    here = session.get(BotMonth, (bot_id, month(now)))
    return here.sent if here is not None else 0


def months(session: Session, bots: Collection[int], now: datetime) -> list[BotMonth]:
    """This month's rows of many bots, in one question: while they are held, the session asks for none of them again."""
    rows = select(BotMonth).where(col(BotMonth.bot_id).in_(bots), BotMonth.month == month(now))
    return list(session.exec(rows))


def stage(session: Session, bot_id: int, now: datetime) -> Stage:
    """How the month stands for a bot: one look at two rows by their keys."""
    at_most = session.get_one(BotAccount, bot_id).limits.month
    return Stage.FREE if at_most is None else _stage(sent(session, bot_id, now), at_most)


def _stage(used: int, at_most: int) -> Stage:
    if used >= at_most:
        return Stage.EMPTY
    if used >= at_most - int(at_most * RESERVE):
        return Stage.RESERVE
    return Stage.SHORT if used >= at_most * WARNS_AT else Stage.FREE


def may_send(session: Session, bot_id: int, now: datetime) -> ColumnElement[bool] | None:
    """Which copies a bot may send now, as a condition on Delivery; None: all of them. Asked once for a batch.

    Short: an ordinary notice without choices waits for the end of the quarter of an hour in which it became due, so that what else
    comes in it goes with it, unless it would be stale by then. In the reserve: only what cannot wait.
    """
    match stage(session, bot_id, now):
        case Stage.FREE:
            return None
        case Stage.SHORT:
            over = col(Delivery.not_before) < quarter(now)
            stale = col(Delivery.expires_at) <= quarter(now) + GATHERS
            return ~gathers() | over | stale | (col(Delivery.tries) > 0)
        case _:
            return ~waits()


def waits() -> ColumnElement[bool]:
    """Whether a copy is one that the reserve is not for: neither an answer, nor urgent, nor a vote."""
    said = aliased(Notice)
    vote = exists(select(col(said.id)).where(said.id == Delivery.notice_id, said.kind == VOTES))
    return and_(col(Delivery.priority) > int(Priority.URGENT), ~vote)


def gathers() -> ColumnElement[bool]:
    """Whether a copy may go in one message with others: an ordinary notice to a member, without choices."""
    return and_(
        col(Delivery.priority) > int(Priority.URGENT),
        ~col(Delivery.asks),
        col(Delivery.member_id).is_not(None),
        ~col(Delivery.again),
    )


def quarter(now: datetime) -> datetime:
    """The beginning of the quarter of an hour in which a moment lies."""
    return now.replace(minute=now.minute - now.minute % (GATHERS.seconds // 60), second=0, microsecond=0)
