"""Who has which copy: nothing is sent that was not marked as in flight before (decision 12)."""

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy
from sqlalchemy import ColumnElement, true, update
from sqlmodel import Session, col, func, select

from models import lane
from models.address import Address
from models.bot_account import BotAccount
from models.outbox.due import chat_is_busy
from models.outbox.tables import Delivery, Priority, of_use
from models.terms import DeliveryState


def question_waits(session: Session, address_id: int, now: datetime) -> bool:
    """Whether a copy that asks something is due in a chat and has not gone."""
    rows = select(Delivery.id).where(
        Delivery.address_id == address_id,
        Delivery.state == DeliveryState.QUEUED,
        col(Delivery.asks),
        Delivery.not_before <= now,
        of_use(now),
    )
    return session.exec(rows.limit(1)).first() is not None


def answered_since(session: Session, address_id: int, since: datetime) -> bool:
    """Whether a chat was owed an answer since then."""
    rows = select(Delivery.id).where(
        Delivery.address_id == address_id,
        Delivery.priority == int(Priority.ANSWER),
        Delivery.not_before > since,
    )
    return session.exec(rows.limit(1)).first() is not None


def next_hours(session: Session, bots: Collection[int]) -> dict[int, datetime]:
    """When the next queued copy of each of these bots may go; those that have none are left out."""
    soonest = [
        select(func.min(Delivery.not_before))
        .where(
            Delivery.bot_id == BotAccount.id,
            Delivery.state == DeliveryState.QUEUED,
            Delivery.priority == int(priority),
        )
        .scalar_subquery()
        for priority in Priority
    ]
    rows = session.execute(
        sqlalchemy.select(col(BotAccount.id), *soonest).where(col(BotAccount.id).in_(bots))
    )
    hours = {bot_id: [hour for hour in each if hour is not None] for bot_id, *each in rows}
    return {bot_id: min(each) for bot_id, each in hours.items() if each}


def newest(session: Session, address_id: int) -> int:
    """The id of the newest copy owed to a chat; 0 where there is none."""
    rows = select(func.max(Delivery.id)).where(Delivery.address_id == address_id)
    return session.exec(rows).one() or 0


def mine(owner: str | None) -> ColumnElement[bool]:
    """Whether a process holds the sending lane of a copy's bot (decision 13); where there are no lanes everything is its own."""
    return lane.held(lane.sending_of(col(Delivery.bot_id)), owner) if owner else true()


def claim(session: Session, copies: Sequence[int], now: datetime, owner: str | None = None) -> list[Delivery]:
    """Marks copies (their ids), each to another chat, as in flight; found so after a crash, it is unknown whether they arrived. Gives, in
    their order, those that nobody else was faster with: not in flight already, not taken back, their chat without another one in flight.
    owner: the process that must hold the sending lanes of their bots (decision 13).

    On PostgreSQL several claim at once: the chat's row lets one through at a time, and what counts is how the copy stands then.
    """
    whose = select(Delivery.address_id).where(col(Delivery.id).in_(copies))
    chats = select(Address.id).where(col(Address.id).in_(whose))
    session.exec(chats.order_by(col(Address.id)).with_for_update(key_share=True)).all()
    session.flush()
    marked = (
        update(Delivery)
        .where(
            col(Delivery.id).in_(copies),
            col(Delivery.state) == DeliveryState.QUEUED,
            ~chat_is_busy(),
            mine(owner),
        )
        .values(state=DeliveryState.SENDING, tries=Delivery.tries + 1, sent_at=now)
        .returning(Delivery)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    taken = {delivery.id: delivery for delivery in session.scalars(marked)}
    return [taken[copy] for copy in copies if copy in taken]
