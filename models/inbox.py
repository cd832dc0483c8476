"""What was said to us: each update stands here before its messenger is told that we have it, and is handled once (decision 8)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, Index, UniqueConstraint, bindparam, exists, or_, text, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, col, select

from models import lane
from models.bot_account import BotAccount
from models.database import insert_into, on_server
from models.table import Row, link, moment, rules, term
from models.terms import InboxState

TRIES = 3
"""After so many failed turns an update is dead: the person gets a sentence, the rest goes on."""


class Inbox(Row, table=True):
    """An update. `external_id` is the messenger's own id of it; `raw` is emptied once it is handled. held_by: the process that has its
    file, or is fetching it."""

    __table_args__ = rules(
        UniqueConstraint("bot_id", "external_id"),
        Index("ix_inbox_waiting", "state", "bot_id", "id"),
        Index("ix_inbox_of_chat", "state", "bot_id", "chat", "id"),
    )
    bot_id: int = link("bot_account.id", index=False)
    external_id: str
    chat: str
    raw: dict[str, Any] | None = Field(sa_type=JSON)
    received_at: datetime = moment()
    handled_at: datetime | None = moment(default=None)
    state: InboxState = term(InboxState, default=InboxState.RECEIVED)
    tries: int = 0
    held_by: str | None = None


def receive(
    session: Session,
    bot: BotAccount,
    external_id: str,
    chat: str,
    raw: dict[str, Any],
    now: datetime,
    held_by: str | None = None,
) -> bool:
    """Takes an update in; False when it is here already, also where two processes are told it at the same moment."""
    row = {"bot_id": bot.id, "external_id": external_id, "chat": chat, "raw": raw, "received_at": now}
    new = insert_into(session, Inbox).values(**row, state=InboxState.RECEIVED, tries=0, held_by=held_by)
    taken = session.connection().execute(new.on_conflict_do_nothing().returning(col(Inbox.id)))
    return taken.first() is not None


def in_order(session: Session, chats: Collection[tuple[int, str]]) -> None:
    """Until this unit ends no other process takes anything in for these chats (bot, chat). PostgreSQL gives ids out when they are asked
    for and shows rows when they are committed: without this the later of two updates could be seen, and answered, first."""
    if on_server(session):
        keys = [f"{bot_id}:{chat}" for bot_id, chat in chats]
        session.connection().execute(_IN_ORDER, {"keys": keys})


_IN_ORDER = text("""
    SELECT pg_advisory_xact_lock(chat)
    FROM (SELECT hashtextextended(key, 0) AS chat FROM unnest(CAST(:keys AS text[])) AS key ORDER BY 1) AS chats
""")
"""In the order of their hashes, so that two units that wait for each other's chats cannot be."""


def waiting(session: Session, bots: list[int], busy: set[tuple[int, str]], process: str) -> Inbox | None:
    """The oldest update of these bots that this process may answer, leaving out chats in which one is under way here (`busy`: each a
    bot and a chat, since one person's chat is called the same at every bot).

    Of each chat it is the first or none, and until this unit ends no other process gets it: so two updates of one chat are never
    answered at once, nor the later one first.
    """
    whose = {"bots": bots, "busy": list(busy), "process": process}
    return session.exec(_WAITING, params=whose).first()


def _comes_after_another() -> ColumnElement[bool]:
    """Whether an earlier update of the same chat is not answered yet."""
    earlier = aliased(Inbox)
    return exists(
        select(earlier.id).where(
            earlier.state == InboxState.RECEIVED,
            earlier.bot_id == Inbox.bot_id,
            earlier.chat == Inbox.chat,
            earlier.id < Inbox.id,
        )
    )


_WAITING = (
    select(Inbox)
    .where(
        Inbox.state == InboxState.RECEIVED,
        col(Inbox.bot_id).in_(bindparam("bots", expanding=True)),
        tuple_(col(Inbox.bot_id), col(Inbox.chat)).not_in(bindparam("busy", expanding=True)),
        ~_comes_after_another(),
        or_(
            col(Inbox.held_by).is_(None),
            col(Inbox.held_by) == bindparam("process"),
            ~lane.alive(col(Inbox.held_by)),  # type: ignore[arg-type]
        ),
    )
    .order_by(col(Inbox.id))
    .limit(1)
    .with_for_update(of=Inbox, skip_locked=True)
)
"""Made once: it is asked in each turn, and making it takes longer than asking it."""


def stands(session: Session, row_id: int) -> Inbox:
    """An update as it stands now; nobody else answers it until this unit ends."""
    return session.get_one(Inbox, row_id, with_for_update=True)


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
