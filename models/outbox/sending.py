"""What becomes of a copy owed: queued -> sending -> sent | failed, and back to queued where it surely did not arrive (decision 12)."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, update
from sqlmodel import Session, col, select

from models.outbox.claiming import mine
from models.outbox.ladder import UNSEEN, failed
from models.outbox.tables import Delivery, Notice
from models.table import Moment
from models.terms import DeliveryState

UNSURE_AT_MOST = 8
"""An answer lost so many times, over some twenty-five minutes, means that the chat, not the line, is broken."""
UNSURE_RESTS = [timedelta(seconds=seconds) for seconds in (1, 4, 16, 64, 256, 600)]
"""Until the next try of what may have arrived; the last one again and again. Ever longer: each may be one more copy for its reader."""


def in_flight(session: Session, delivery_id: int) -> Delivery:
    """A copy that was claimed, as it stands now; nobody takes it back until this unit ends."""
    return session.get_one(Delivery, delivery_id, with_for_update=True)


def flies(delivery: Delivery, claimed: datetime) -> bool:
    """Whether a copy is still in flight since it was claimed at that moment."""
    return delivery.state is DeliveryState.SENDING and delivery.sent_at == claimed


def sent(delivery: Delivery, external_id: str | None, now: datetime) -> None:
    """It arrived."""
    delivery.state, delivery.external_id, delivery.sent_at, delivery.trouble = (
        DeliveryState.SENT,
        external_id,
        now,
        None,
    )


def stands_sent(delivery: Delivery, external_id: str | None) -> bool:
    """Whether it is written down already that a copy arrived as the message with this id; a repeat of it has another one. Where the
    messenger gave none, nobody knows."""
    return bool(external_id) and (delivery.state, delivery.external_id) == (DeliveryState.SENT, external_id)


def arrived(session: Session, copies: Sequence[tuple[int, str | None]], now: datetime) -> set[int]:
    """These copies arrived, each with the messenger's own id of it. Gives those of which that was written down before."""
    if not copies:
        return set()
    known = select(Delivery.id, Delivery.external_id).where(
        col(Delivery.id).in_([copy for copy, _ in copies]), Delivery.state == DeliveryState.SENT
    )
    before = {copy for copy, its_id in set(session.exec(known)).intersection(copies) if its_id}
    rows = [{"copy": copy, "external": external_id, "now": now} for copy, external_id in copies]
    session.connection().execute(_ARRIVED, rows)
    return before


_ARRIVED = (
    update(Delivery)
    .where(col(Delivery.id) == bindparam("copy"))
    .values(
        state=DeliveryState.SENT,
        external_id=bindparam("external"),
        sent_at=bindparam("now", type_=Moment()),
        trouble=None,
    )
)


def taken(session: Session, address_id: int, ids: Collection[int], now: datetime) -> int:
    """A browser says that it shows these copies: they arrived, also those that a torn line had given back meanwhile. Gives how many it
    had not said before.

    Of one that had gone down the ladder unseen, nobody need call any more, nor need the next phone have it.
    """
    rows = select(Delivery).where(
        Delivery.address_id == address_id,
        col(Delivery.id).in_(ids),
        col(Delivery.state).in_([DeliveryState.SENDING, DeliveryState.QUEUED]),
        Delivery.tries > 0,
    )
    found = session.exec(rows.with_for_update()).all()
    for delivery in found:
        if delivery.trouble == UNSEEN:
            _needs_no_call(session, delivery)
        sent(delivery, str(delivery.id), now)
    return len(found)


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


def slowed_down(session: Session, delivery: Delivery, not_before: datetime) -> None:
    """The messenger took nothing just then: the copy keeps its place, and its try says nothing of it."""
    delivery.tries = max(1, delivery.tries - 1)
    retry(session, delivery, not_before, delivery.trouble)


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


def not_sent(session: Session, delivery: Delivery, not_before: datetime, trouble: str) -> None:
    """It surely did not arrive: once more, unmarked; if it may have arrived before, this try says nothing of that."""
    if delivery.again:
        delivery.tries = max(1, delivery.tries - 1)
    retry(session, delivery, not_before, trouble)


def unsure(session: Session, delivery: Delivery, now: datetime, trouble: str) -> None:
    """It may have arrived: once more, marked as a repeat. From the first time on its tries are those of which this is unknown."""
    if not delivery.again:
        delivery.tries = 1
    if delivery.tries >= UNSURE_AT_MOST:
        failed(session, delivery, trouble)
        return
    rest = UNSURE_RESTS[min(delivery.tries, len(UNSURE_RESTS)) - 1]
    retry(session, delivery, now + rest, trouble)
    delivery.again = True


def unclaim(session: Session, bot_id: int, going: set[int], owner: str | None = None) -> None:
    """What was claimed but never handed to the messenger waits again, unmarked; `going` may have arrived. owner: the process that must
    hold the bot's sending lane; what is in flight in another one is not its own to give back."""
    rows = select(Delivery).where(
        Delivery.bot_id == bot_id,
        Delivery.state == DeliveryState.SENDING,
        col(Delivery.id).not_in(going),
        mine(owner),
    )
    for delivery in session.exec(rows.with_for_update()).all():
        delivery.state, delivery.tries = DeliveryState.QUEUED, delivery.tries - 1
    session.flush()


def recover(session: Session, bots: list[int], owner: str | None = None) -> int:
    """After a start: what was in flight when we stopped is sent again, marked; gives how many. owner: as for `unclaim`."""
    return _recover(session, col(Delivery.bot_id).in_(bots) & mine(owner))


def recover_at(session: Session, address_id: int) -> int:
    """The same for one chat, where each chat of a bot is a process of its own; gives how many."""
    return _recover(session, col(Delivery.address_id) == address_id)


def _recover(session: Session, whose: ColumnElement[bool]) -> int:
    done = session.connection().execute(
        update(Delivery)
        .where(col(Delivery.state) == DeliveryState.SENDING, whose)
        .values(state=DeliveryState.QUEUED, again=True, tries=1)
    )
    return done.rowcount
