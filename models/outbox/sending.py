"""What becomes of a copy owed: queued -> sending -> sent | failed, and back to queued where it surely did not arrive (decision 12)."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, exists, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from models.address import Address, Binding
from models.form import HOLDS_BACK, IN_PASSING, OpenForm
from models.outbox.ladder import NOT_AGREED, UNSEEN, failed
from models.outbox.receiving import receives_notice
from models.outbox.tables import ANSWERS, Delivery, Notice, Priority
from models.terms import DeliveryState

UNSURE_AT_MOST = 5
"""An answer lost so many times over means that the chat, not the line, is broken."""


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
    pushed = exists(
        select(col(Notice.id)).where(Notice.id == Delivery.notice_id, Notice.kind != ANSWERS, ~serves)
    )
    return col(Delivery.member_id).is_not(None) & (col(Delivery.priority) != int(Priority.ANSWER)) & pushed


def _chat_is_busy() -> ColumnElement[bool]:
    """Whether a copy's chat has one in flight."""
    twin = aliased(Delivery)
    return exists(
        select(col(twin.id)).where(
            twin.address_id == Delivery.address_id, twin.state == DeliveryState.SENDING
        )
    )


_LAPSED, _BUSY = _lapsed(), _chat_is_busy()
"""Made once: making them takes longer than asking them."""


def due(session: Session, bot_id: int, now: datetime, address_id: int | None = None) -> Delivery | None:
    """The next copy that a bot may send: by priority, then in order. What may no longer go there goes one step down instead.

    A chat has one in flight at a time, and among equals of one chat nothing overtakes one that is tried again (decision 14). A pushed question waits while
    a form is open there, until ten minutes of silence (decision 7); answers and urgent notices do not, and what is asked in passing
    holds nothing back.
    """
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
            col(OpenForm.touched) > now - HOLDS_BACK,
            ~col(OpenForm.name).startswith(IN_PASSING),
        )
    )
    rows = select(Delivery, _LAPSED).where(
        Delivery.bot_id == bot_id,
        Delivery.state == DeliveryState.QUEUED,
        Delivery.not_before <= now,
        col(Delivery.expires_at).is_(None) | (col(Delivery.expires_at) > now),
        ~_BUSY,
        ~overtaken,
        ~(col(Delivery.asks) & (col(Delivery.priority) > int(Priority.URGENT)) & in_a_form),
    )
    if address_id is not None:
        rows = rows.where(Delivery.address_id == address_id)
    rows = rows.order_by(col(Delivery.priority), col(Delivery.id)).limit(1)
    while (found := session.exec(rows).first()) is not None:
        delivery, lapsed = found
        if not lapsed:
            return delivery
        failed(session, delivery, NOT_AGREED)
    return None


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


def next_hour(session: Session, bot_id: int) -> datetime | None:
    """When the next queued copy of a bot may go."""
    rows = select(Delivery.not_before).where(
        Delivery.bot_id == bot_id, Delivery.state == DeliveryState.QUEUED
    )
    return session.exec(rows.order_by(col(Delivery.not_before)).limit(1)).first()


def newest(session: Session, address_id: int) -> int:
    """The id of the newest copy owed to a chat; 0 where there is none."""
    rows = select(func.max(Delivery.id)).where(Delivery.address_id == address_id)
    return session.exec(rows).one() or 0


def claim(session: Session, delivery: Delivery) -> bool:
    """Marks a copy as in flight; found so after a crash, it is unknown whether it arrived. False where somebody else was faster: it is
    in flight already, it or its notice was taken back, or the chat has another one in flight.

    On PostgreSQL several claim at once: the chat's row lets one through at a time, and what counts is how the copy stands then.
    """
    session.get_one(Address, delivery.address_id, with_for_update={"key_share": True})
    withdrawn = session.get_one(Notice, delivery.notice_id).withdrawn
    state = DeliveryState.CANCELLED if withdrawn else DeliveryState.SENDING
    done = session.connection().execute(
        update(Delivery)
        .where(
            col(Delivery.id) == delivery.id,
            col(Delivery.state) == DeliveryState.QUEUED,
            ~_BUSY,
        )
        .values(state=state, tries=Delivery.tries + 1)
    )
    session.refresh(delivery)
    return done.rowcount == 1 and not withdrawn


def in_flight(session: Session, delivery_id: int) -> Delivery:
    """A copy that was claimed, as it stands now; nobody takes it back until this unit ends."""
    return session.get_one(Delivery, delivery_id, with_for_update=True)


def put_off(delivery: Delivery, not_before: datetime) -> None:
    """It was claimed and could not leave yet: it waits again, unmarked, and its try does not count."""
    delivery.state, delivery.tries, delivery.not_before = (
        DeliveryState.QUEUED,
        delivery.tries - 1,
        not_before,
    )


def sent(delivery: Delivery, external_id: str | None, now: datetime) -> None:
    """It arrived."""
    delivery.state, delivery.external_id, delivery.sent_at, delivery.trouble = (
        DeliveryState.SENT,
        external_id,
        now,
        None,
    )


def taken(session: Session, address_id: int, ids: Collection[int], now: datetime) -> None:
    """A browser says that it shows these copies: they arrived, also those that a torn line had given back meanwhile.

    Of one that had gone down the ladder unseen, nobody need call any more, nor need the next phone have it.
    """
    rows = select(Delivery).where(
        Delivery.address_id == address_id,
        col(Delivery.id).in_(ids),
        col(Delivery.state).in_([DeliveryState.SENDING, DeliveryState.QUEUED]),
        Delivery.tries > 0,
    )
    for delivery in session.exec(rows.with_for_update()).all():
        if delivery.trouble == UNSEEN:
            _needs_no_call(session, delivery)
        sent(delivery, str(delivery.id), now)


def _needs_no_call(session: Session, delivery: Delivery) -> None:
    session.connection().execute(
        update(Delivery)
        .where(
            col(Delivery.notice_id) == delivery.notice_id,
            col(Delivery.member_id) == delivery.member_id,
            col(Delivery.state) == DeliveryState.UNREACHED,
        )
        .values(state=DeliveryState.CANCELLED)
    )


def give_back(session: Session, delivery_id: int) -> None:
    """No browser said that it shows this copy: it waits in its place as before, and the hour after which it goes down the ladder runs
    on."""
    delivery = in_flight(session, delivery_id)
    if delivery.state is DeliveryState.SENDING:
        withdrawn = session.get_one(Notice, delivery.notice_id).withdrawn
        delivery.state = DeliveryState.CANCELLED if withdrawn else DeliveryState.QUEUED


def slowed_down(session: Session, delivery: Delivery, now: datetime) -> None:
    """The messenger took nothing just then: the copy keeps its place, and its try says nothing of it."""
    delivery.tries = max(1, delivery.tries - 1)
    retry(session, delivery, now, delivery.trouble)


def count_alike(delivery: Delivery, trouble: str) -> None:
    """From now on its tries are those in a row that ended with this trouble: those without any connection, say, do not count."""
    if delivery.trouble != trouble:
        delivery.tries = 1


def retry(session: Session, delivery: Delivery, not_before: datetime, trouble: str | None) -> None:
    """It surely did not arrive: once more, unmarked, unless it was taken back meanwhile."""
    if delivery.state is DeliveryState.CANCELLED:
        return
    withdrawn = session.get_one(Notice, delivery.notice_id).withdrawn
    delivery.state = DeliveryState.CANCELLED if withdrawn else DeliveryState.QUEUED
    delivery.not_before, delivery.trouble = not_before, trouble


def unsure(session: Session, delivery: Delivery, not_before: datetime, trouble: str) -> None:
    """It may have arrived: once more, marked as a repeat."""
    if delivery.again and delivery.tries > UNSURE_AT_MOST:
        failed(session, delivery, trouble)
        return
    retry(session, delivery, not_before, trouble)
    delivery.again = True


def unclaim(session: Session, bot_id: int, going: set[int]) -> None:
    """At an orderly stop, or after the line to the database broke: what was claimed but never handed to the messenger waits again, unmarked; `going` may have arrived."""
    rows = select(Delivery).where(
        Delivery.bot_id == bot_id,
        Delivery.state == DeliveryState.SENDING,
        col(Delivery.id).not_in(going),
    )
    for delivery in session.exec(rows.with_for_update()).all():
        put_off(delivery, delivery.not_before)
    session.flush()


def recover(session: Session, bots: list[int]) -> int:
    """After a start: what was in flight when we stopped is sent again, marked; gives how many."""
    return _recover(session, col(Delivery.bot_id).in_(bots))


def recover_at(session: Session, address_id: int) -> int:
    """The same for one chat, where each chat of a bot is a process of its own; gives how many."""
    return _recover(session, col(Delivery.address_id) == address_id)


def _recover(session: Session, whose: ColumnElement[bool]) -> int:
    done = session.connection().execute(
        update(Delivery)
        .where(col(Delivery.state) == DeliveryState.SENDING, whose)
        .values(state=DeliveryState.QUEUED, again=True)
    )
    return done.rowcount
