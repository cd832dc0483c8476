"""What was said to us: each update stands here before its messenger is told that we have it, and is handled once (decision 8)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, Session, col, select

from models.bot_account import BotAccount
from models.table import Row, link, moment, rules, term
from models.terms import InboxState

TRIES = 3
"""After so many failed turns an update is dead: the person gets a sentence, the rest goes on."""


class Inbox(Row, table=True):
    """An update. `external_id` is the messenger's own id of it; `raw` is emptied once it is handled."""

    __table_args__ = rules(
        UniqueConstraint("bot_id", "external_id"), Index("ix_inbox_waiting", "state", "bot_id", "id")
    )
    bot_id: int = link("bot_account.id", index=False)
    external_id: str
    chat: str
    raw: dict[str, Any] | None = Field(sa_type=JSON)
    received_at: datetime = moment()
    handled_at: datetime | None = moment(default=None)
    state: InboxState = term(InboxState, default=InboxState.RECEIVED)
    tries: int = 0


def receive(
    session: Session, bot: BotAccount, external_id: str, chat: str, raw: dict[str, Any], now: datetime
) -> Inbox | None:
    """Takes an update in; None when it is here already."""
    twin = select(Inbox.id).where(Inbox.bot_id == bot.id, Inbox.external_id == external_id)
    if session.exec(twin).first() is not None:
        return None
    row = Inbox(bot_id=bot.id, external_id=external_id, chat=chat, raw=raw, received_at=now)
    session.add(row)
    session.flush()
    return row


def waiting(session: Session, bots: list[int], busy: set[str]) -> Inbox | None:
    """The oldest update of these bots that waits, leaving out chats in which one is under way (`busy`)."""
    rows = select(Inbox).where(Inbox.state == InboxState.RECEIVED, col(Inbox.bot_id).in_(bots))
    if busy:
        rows = rows.where(col(Inbox.chat).not_in(busy))
    return session.exec(rows.order_by(col(Inbox.id)).limit(1)).first()


def waits(session: Session, bot_id: int, external_id: str) -> bool:
    """Whether this update is still to be answered."""
    rows = select(Inbox.state).where(Inbox.bot_id == bot_id, Inbox.external_id == external_id)
    return session.exec(rows).first() is InboxState.RECEIVED


def handled(row: Inbox, now: datetime) -> None:
    """The turn is done; what was said is not kept."""
    row.state, row.handled_at, row.raw = InboxState.HANDLED, now, None


def failed(row: Inbox, now: datetime) -> bool:
    """Counts a failed turn; True when it was the last one."""
    row.tries += 1
    if row.tries < TRIES:
        return False
    row.state, row.handled_at, row.raw = InboxState.DEAD, now, None
    return True
