"""Which copies may go next, of all that bots owe. Looking marks nothing: who has them is said by `claiming`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    ARRAY,
    BigInteger,
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    String,
    bindparam,
    exists,
    func,
    select,
    true,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.address import Address, Binding
from models.database import on_server
from models.fleet import quota
from models.form import HOLDS_BACK, IN_PASSING, OpenForm
from models.outbox.ladder import NOT_AGREED, failed
from models.outbox.receiving import receives_notice
from models.outbox.tables import ANSWERS, Delivery, Notice, Priority, of_use
from models.table import Moment
from models.terms import DeliveryState


@dataclass(frozen=True)
class Want:
    """What a bot, or one chat of it, may take now: so many copies, none of them to a chat that rests (its messenger's id of it)."""

    bot_id: int
    at_most: int = 1
    address_id: int | None = None
    resting: frozenset[str] = frozenset()


def due(session: Session, wants: Collection[Want], now: datetime) -> dict[Want, list[int]]:
    """The next copies that bots may send, by their ids, each to another chat: by priority, then as they fell due. What may no longer go
    there goes one step down instead.

    A chat has one in flight at a time, and among equals of one chat nothing overtakes one that is tried again (decision 14). A pushed
    question waits while a form is open there, until ten minutes of silence (decision 7); answers and urgent notices do not, and what is
    asked in passing holds nothing back.
    """
    found: dict[Want, list[int]] = {want: [] for want in wants}
    while wants:
        useless = []
        for want, rows in _look(session, wants, now).items():
            chats: dict[int | None, int] = {}
            for row in rows:
                if row.withdrawn or row.lapsed:
                    useless.append(row)
                else:
                    chats.setdefault(row.address_id, row.id)
            found[want] = list(chats.values())
        bots = {row.bot_id for row in useless}
        wants = [want for want in wants if not found[want] and want.bot_id in bots]
        for row in useless:
            _done_with(session, session.get_one(Delivery, row.id), row.withdrawn)
        session.flush()
    return found


def _done_with(session: Session, delivery: Delivery, withdrawn: bool) -> None:
    """It is useless there, or may not go there any more."""
    if delivery.state is not DeliveryState.QUEUED:
        return
    if withdrawn:
        delivery.state = DeliveryState.CANCELLED
    else:
        failed(session, delivery, NOT_AGREED)


def _look(session: Session, wants: Collection[Want], now: datetime) -> dict[Want, Sequence[Any]]:
    """What each may take, as it stands. On a server a question for each would take longer than all the rest: those that want nothing
    special are asked together."""
    asked: dict[str, Any] = {"now": now, "silent_since": now - HOLDS_BACK}
    spared = {want: quota.may_send(session, want.bot_id, now) for want in wants}
    plain = [want for want in wants if spared[want] is None and want.address_id is None]
    together = {want.bot_id: want for want in plain} if on_server(session) else {}
    found: dict[Want, Sequence[Any]] = {}
    for want in wants:
        if together.get(want.bot_id) is want:
            continue
        rows = _OF_ONE_ELSEWHERE if want.resting else _OF_ONE
        if want.address_id is not None:
            rows = rows.where(col(Delivery.address_id) == want.address_id)
        if (only := spared[want]) is not None:
            rows = rows.where(only)
        of_it = {"bot": want.bot_id, "at_most": want.at_most, "resting": sorted(want.resting)}
        found[want] = session.execute(rows, asked | of_it).all()
    if together:
        rest = [(want.bot_id, chat) for want in together.values() for chat in want.resting]
        asked |= {
            "bots": list(together),
            "at_mosts": [want.at_most for want in together.values()],
            "resting_bots": [bot_id for bot_id, _ in rest],
            "resting_chats": [chat for _, chat in rest],
        }
        of_each: dict[int, list[Any]] = {bot_id: [] for bot_id in together}
        for row in session.execute(_OF_MANY, asked):
            of_each[row.bot_id].append(row)
        found |= {want: of_each[bot_id] for bot_id, want in together.items()}
    return found


def _lapsed() -> ColumnElement[bool]:
    """Whether a copy's address serves its member no more, or may not get it: true of what was in flight when that ended.

    An answer goes to the chat that asked, whomever that serves by then.
    """
    serves = exists(
        select(col(Binding.id)).where(
            col(Binding.member_id) == col(Delivery.member_id),
            col(Binding.address_id) == col(Delivery.address_id),
            receives_notice(),
        )
    )
    pushed = (col(Notice.kind) != ANSWERS) & (col(Delivery.priority) != int(Priority.ANSWER))
    return col(Delivery.member_id).is_not(None) & pushed & ~serves


def chat_is_busy() -> ColumnElement[bool]:
    """Whether a copy's chat has one in flight."""
    twin = aliased(Delivery)
    return exists(
        select(col(twin.id)).where(
            col(twin.address_id) == col(Delivery.address_id), col(twin.state) == DeliveryState.SENDING
        )
    )


def _due(bot: ColumnElement[int], at_most: ColumnElement[int]) -> Select[Any]:
    """What a bot may send, of all that it owes. Each priority is looked through only as far as its hour has come: a hundred thousand that
    are owed for tomorrow morning stand in nobody's way."""
    older = aliased(Delivery)
    overtaken = exists(
        select(col(older.id)).where(
            col(older.address_id) == col(Delivery.address_id),
            col(older.priority) == col(Delivery.priority),
            col(older.state) == DeliveryState.QUEUED,
            col(older.tries) > 0,
            col(older.id) < col(Delivery.id),
        )
    )
    in_a_form = exists(
        select(col(OpenForm.address_id)).where(
            col(OpenForm.address_id) == Delivery.address_id,
            col(OpenForm.touched) > bindparam("silent_since", type_=Moment()),
            ~col(OpenForm.name).startswith(IN_PASSING),
        )
    )
    asks_later = col(Delivery.asks) & (col(Delivery.priority) > int(Priority.URGENT))
    now = bindparam("now", type_=Moment())
    rows: Any = (
        select(
            col(Delivery.id),
            col(Delivery.bot_id),
            col(Delivery.address_id),
            col(Delivery.priority),
            col(Delivery.not_before),
            col(Notice.withdrawn).label("withdrawn"),
            _lapsed().label("lapsed"),
        )
        .join(Notice, col(Notice.id) == Delivery.notice_id)
        .where(
            col(Delivery.bot_id) == bot,
            col(Delivery.state) == DeliveryState.QUEUED,
            col(Delivery.priority).in_([int(priority) for priority in Priority]),
            col(Delivery.not_before) <= now,
            of_use(now),
            ~chat_is_busy(),
            ~overtaken,
            ~(asks_later & in_a_form),
        )
        .order_by(col(Delivery.priority), col(Delivery.not_before), col(Delivery.id))
        .limit(at_most)
    )
    return cast(Select[Any], rows)


def _not_among(resting: Select[Any]) -> ColumnElement[bool]:
    """Whether a copy's chat, being none of these, may be written to now. An answer may follow at once: short bursts are borne, and nobody
    likes to wait."""
    return (col(Delivery.priority) == int(Priority.ANSWER)) | col(Delivery.address_id).not_in(resting)


def _of_one_elsewhere() -> Select[Any]:
    resting = select(col(Address.id)).where(
        col(Address.bot_id) == bindparam("bot"),
        col(Address.identity).in_(bindparam("resting", expanding=True)),
    )
    return _OF_ONE.where(_not_among(resting))


def _of_many() -> Select[Any]:
    """The same at several bots in one question (PostgreSQL)."""
    wanted = func.unnest(_array("bots", BigInteger), _array("at_mosts", Integer))
    each = wanted.table_valued("bot", "at_most", name="wanted").render_derived()
    rest = func.unnest(_array("resting_bots", BigInteger), _array("resting_chats", String))
    rests = rest.table_valued("bot", "chat", name="rests").render_derived()
    resting = select(col(Address.id)).join(
        rests, (col(Address.bot_id) == rests.c.bot) & (col(Address.identity) == rests.c.chat)
    )
    of_it = _due(each.c.bot, each.c.at_most).where(_not_among(resting)).lateral("of_it")
    order = (of_it.c.priority, of_it.c.not_before, of_it.c.id)
    return select(of_it).select_from(each).join(of_it, true()).order_by(*order)


def _array(name: str, of: type[BigInteger | Integer | String]) -> BindParameter[Any]:
    return bindparam(name, type_=ARRAY(of))


_OF_ONE = _due(bindparam("bot", type_=BigInteger), bindparam("at_most", type_=Integer))
_OF_ONE_ELSEWHERE = _of_one_elsewhere()
_OF_MANY = _of_many()
"""Made once: making them takes longer than asking them."""
