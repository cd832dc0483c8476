"""Which copies go next, and who has them: nothing is sent that was not marked as in flight before (decision 12)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, true, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import Select

from models import lane
from models.address import Address, Binding
from models.bot_account import BotAccount
from models.fleet import quota
from models.form import HOLDS_BACK, IN_PASSING, OpenForm
from models.outbox.ladder import NOT_AGREED, failed
from models.outbox.receiving import receives_notice
from models.outbox.tables import ANSWERS, Delivery, Notice, Priority
from models.table import Moment
from models.terms import DeliveryState


def _lapsed() -> ColumnElement[bool]:
    """Whether a copy's address serves its member no more, or may not get it: true of what was in flight when that ended.

    An answer goes to the chat that asked, whomever that serves by then.
    """
    serves = exists(
        select(col(Binding.id)).where(
            Binding.member_id == Delivery.member_id,
            Binding.address_id == Delivery.address_id,
            receives_notice(),
        )
    )
    pushed = (col(Notice.kind) != ANSWERS) & (col(Delivery.priority) != int(Priority.ANSWER))
    return col(Delivery.member_id).is_not(None) & pushed & ~serves


def _chat_is_busy() -> ColumnElement[bool]:
    """Whether a copy's chat has one in flight."""
    twin = aliased(Delivery)
    return exists(
        select(col(twin.id)).where(
            twin.address_id == Delivery.address_id, twin.state == DeliveryState.SENDING
        )
    )


def _due() -> Select[Delivery, bool, bool]:
    """What a bot may send, of all that it owes."""
    older = aliased(Delivery)
    overtaken = exists(
        select(col(older.id)).where(
            older.address_id == Delivery.address_id,
            older.priority == Delivery.priority,
            older.state == DeliveryState.QUEUED,
            older.tries > 0,
            older.id < Delivery.id,
        )
    )
    in_a_form = exists(
        select(col(OpenForm.address_id)).where(
            col(OpenForm.address_id) == Delivery.address_id,
            col(OpenForm.touched) > bindparam("silent_since", type_=Moment()),
            ~col(OpenForm.name).startswith(IN_PASSING),
        )
    )
    now = bindparam("now", type_=Moment())
    return (
        select(Delivery, Notice.withdrawn, _LAPSED)
        .join(Notice, col(Notice.id) == Delivery.notice_id)
        .where(
            col(Delivery.bot_id) == bindparam("bot"),
            Delivery.state == DeliveryState.QUEUED,
            col(Delivery.not_before) <= now,
            col(Delivery.expires_at).is_(None) | (col(Delivery.expires_at) > now),
            ~_BUSY,
            ~overtaken,
            ~(col(Delivery.asks) & (col(Delivery.priority) > int(Priority.URGENT)) & in_a_form),
        )
        .order_by(col(Delivery.priority), col(Delivery.id))
        .limit(bindparam("at_most"))
    )


def _not_resting() -> ColumnElement[bool]:
    """Whether a copy's chat may be written to now. An answer may follow at once: short bursts are borne, and nobody likes to wait."""
    resting = select(Address.id).where(
        col(Address.bot_id) == bindparam("bot"),
        col(Address.identity).in_(bindparam("resting", expanding=True)),
    )
    return (col(Delivery.priority) == int(Priority.ANSWER)) | col(Delivery.address_id).not_in(resting)


_LAPSED, _BUSY = _lapsed(), _chat_is_busy()
_DUE = _due()
_DUE_ELSEWHERE = _DUE.where(_not_resting())
"""Made once: making them takes longer than asking them."""


@dataclass(frozen=True)
class Want:
    """What a bot, or one chat of it, may take now: so many copies, none of them to a chat that rests (its messenger's id of it)."""

    bot_id: int
    at_most: int = 1
    address_id: int | None = None
    resting: frozenset[str] = frozenset()


def due(session: Session, want: Want, now: datetime) -> list[Delivery]:
    """The next copies that a bot may send, each to another chat: by priority, then in order. What may no longer go there goes one step
    down instead.

    A chat has one in flight at a time, and among equals of one chat nothing overtakes one that is tried again (decision 14). A pushed question waits while
    a form is open there, until ten minutes of silence (decision 7); answers and urgent notices do not, and what is asked in passing
    holds nothing back.
    """
    rows = _DUE_ELSEWHERE if want.resting else _DUE
    if want.address_id is not None:
        rows = rows.where(Delivery.address_id == want.address_id)
    spared = quota.may_send(session, want.bot_id, now)
    if spared is not None:
        rows = rows.where(spared)
    asked: dict[str, Any] = {
        "bot": want.bot_id,
        "now": now,
        "silent_since": now - HOLDS_BACK,
        "at_most": want.at_most,
        "resting": sorted(want.resting),
    }
    while found := session.exec(rows, params=asked).all():
        chats: dict[int | None, Delivery] = {}
        for delivery, withdrawn, lapsed in found:
            if withdrawn:
                delivery.state = DeliveryState.CANCELLED
            elif lapsed:
                failed(session, delivery, NOT_AGREED)
            else:
                chats.setdefault(delivery.address_id, delivery)
        if chats:
            return list(chats.values())
        session.flush()
    return []


def question_waits(session: Session, address_id: int, now: datetime) -> bool:
    """Whether a copy that asks something is due in a chat and has not gone."""
    rows = select(Delivery.id).where(
        Delivery.address_id == address_id,
        Delivery.state == DeliveryState.QUEUED,
        col(Delivery.asks),
        Delivery.not_before <= now,
        col(Delivery.expires_at).is_(None) | (col(Delivery.expires_at) > now),
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
    soonest = (
        select(func.min(Delivery.not_before))
        .where(Delivery.bot_id == BotAccount.id, Delivery.state == DeliveryState.QUEUED)
        .scalar_subquery()
    )
    rows = session.exec(select(BotAccount.id, soonest).where(col(BotAccount.id).in_(bots)))
    return {bot_id: hour for bot_id, hour in rows if hour is not None}


def newest(session: Session, address_id: int) -> int:
    """The id of the newest copy owed to a chat; 0 where there is none."""
    rows = select(func.max(Delivery.id)).where(Delivery.address_id == address_id)
    return session.exec(rows).one() or 0


def mine(owner: str | None) -> ColumnElement[bool]:
    """Whether a process holds the sending lane of a copy's bot (decision 13); where there are no lanes everything is its own."""
    return lane.held(lane.sending_of(col(Delivery.bot_id)), owner) if owner else true()


def claim(
    session: Session, found: Sequence[Delivery], now: datetime, owner: str | None = None
) -> list[Delivery]:
    """Marks copies, each to another chat, as in flight; found so after a crash, it is unknown whether they arrived. Gives those that
    nobody else was faster with: not in flight already, not taken back, their chat without another one in flight. owner: the process
    that must hold the sending lanes of their bots (decision 13).

    On PostgreSQL several claim at once: the chat's row lets one through at a time, and what counts is how the copy stands then.
    """
    chats = select(Address.id).where(col(Address.id).in_({delivery.address_id for delivery in found}))
    session.exec(chats.order_by(col(Address.id)).with_for_update(key_share=True)).all()
    session.flush()
    marked = (
        update(Delivery)
        .where(
            col(Delivery.id).in_([delivery.id for delivery in found]),
            col(Delivery.state) == DeliveryState.QUEUED,
            ~_BUSY,
            mine(owner),
        )
        .values(state=DeliveryState.SENDING, tries=Delivery.tries + 1, sent_at=now)
        .returning(Delivery)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    taken = {delivery.id for delivery in session.scalars(marked)}
    return [delivery for delivery in found if delivery.id in taken]
