"""The ladder: what cannot go where it was owed goes to the member's next address, and after the last one a person must call (people 15)."""

from datetime import datetime

from sqlalchemy import exists
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from models import form as forms
from models.address import Address, Binding, unbind
from models.outbox.here import drop
from models.outbox.owing import WAITING
from models.outbox.receiving import allowed, receives_notice
from models.outbox.tables import Delivery, Notice, Priority, Purpose
from models.terms import AddressState, DeliveryState

UNSEEN = "unseen"
NOT_AGREED = "not_agreed"


def failed(session: Session, delivery: Delivery, trouble: str) -> None:
    """It cannot be sent as it is: it goes one step down, unless it was taken back meanwhile."""
    if delivery.state is DeliveryState.CANCELLED:
        return
    delivery.state, delivery.trouble = DeliveryState.FAILED, trouble
    _step_down(session, delivery)


def refused(session: Session, delivery: Delivery, trouble: str) -> None:
    """The chat does not take our messages any more: the address is marked, and the next one of the member is tried."""
    address = session.get(Address, delivery.address_id)
    if address is not None:
        address.state = AddressState.BLOCKED
    failed(session, delivery, trouble)


def recall(session: Session, binding: Binding, now: datetime) -> None:
    """What waits at an address that no longer serves the member, or may no longer get it, goes the way of a failed send; what is for that
    phone alone goes nowhere."""
    rows = (
        select(Delivery, Notice)
        .join(Notice, col(Notice.id) == Delivery.notice_id)
        .where(
            Delivery.member_id == binding.member_id,
            Delivery.address_id == binding.address_id,
            Delivery.state == DeliveryState.QUEUED,
            Delivery.priority != int(Priority.ANSWER),
            col(Notice.purpose).not_in(allowed(session, binding)),
        )
    )
    for delivery, notice in session.exec(rows.with_for_update(of=Delivery)).all():
        if notice.purpose is Purpose.HERE:
            drop(session, delivery, now)
        else:
            failed(session, delivery, NOT_AGREED)


def let_go(session: Session, binding: Binding, now: datetime) -> None:
    """The address serves the member no more: his form there is over, and what waits there for him goes on without it."""
    unbind(session, binding, now)
    address = session.get_one(Address, binding.address_id)
    form = forms.open_at(session, address)
    if form is not None and form.member_id == binding.member_id:
        forms.close(session, address)
    recall(session, binding, now)


def unseen(session: Session, bot_id: int, since: datetime, least: Priority = Priority.BACKGROUND) -> int:
    """Pushed copies, as urgent as that at `least`, that no browser took since then go one step down too; the browser still finds its
    own. Gives how many."""
    rows = session.exec(
        select(Delivery)
        .where(
            Delivery.bot_id == bot_id,
            Delivery.state == DeliveryState.QUEUED,
            col(Delivery.priority).between(int(Priority.URGENT), int(least)),
            Delivery.not_before <= since,
            col(Delivery.trouble).is_(None),
        )
        .with_for_update()
    ).all()
    for delivery in rows:
        delivery.trouble = UNSEEN
        _step_down(session, delivery)
    return len(rows)


def steps_left(notice_id: int | Mapped[int], member_id: int | Mapped[int | None]) -> SelectOfScalar[Address]:
    """The addresses of a member that work, may get a notice and have had no copy of it, in their order. The ids may be columns of the
    query that this stands in."""
    twin = aliased(Delivery)
    tried = exists(
        select(col(twin.id)).where(
            twin.notice_id == notice_id, twin.member_id == member_id, twin.address_id == Address.id
        )
    )
    return (
        select(Address)
        .join(Binding, col(Binding.address_id) == Address.id)
        .join(Notice, col(Notice.id) == notice_id)
        .where(
            Binding.member_id == member_id,
            receives_notice(),
            Notice.purpose != Purpose.HERE,
            Address.state == AddressState.WORKING,
            ~tried,
        )
        .order_by(col(Binding.rank), col(Binding.id))
    )


def _step_down(session: Session, delivery: Delivery) -> None:
    """Goes on to the member's next address that works; after the last one a person must call. Where another copy has arrived, is on
    its way or waits already, it does not: a member gets a notice once, however many of his addresses end. Nor does what is for one phone
    alone."""
    if delivery.member_id is None or delivery.priority == int(Priority.ANSWER):
        return
    notice = session.get_one(Notice, delivery.notice_id)
    if notice.withdrawn or notice.purpose is Purpose.HERE or _goes_elsewhere(session, delivery):
        return
    following = session.exec(steps_left(delivery.notice_id, delivery.member_id)).first()
    session.add(
        Delivery(
            notice_id=delivery.notice_id,
            member_id=delivery.member_id,
            address_id=following.id if following else None,
            bot_id=following.bot_id if following else None,
            state=DeliveryState.QUEUED if following else DeliveryState.UNREACHED,
            priority=delivery.priority,
            asks=delivery.asks,
            not_before=delivery.not_before,
            expires_at=delivery.expires_at,
        )
    )
    session.flush()


def _goes_elsewhere(session: Session, delivery: Delivery) -> bool:
    """Whether the member has, or will have, another copy of the notice. One that no browser took went down already: it is not counted."""
    still = (*WAITING, DeliveryState.SENDING, DeliveryState.SENT)
    rows = select(Delivery.id).where(
        Delivery.notice_id == delivery.notice_id,
        Delivery.member_id == delivery.member_id,
        Delivery.id != delivery.id,
        col(Delivery.state).in_(still),
        func.coalesce(Delivery.trouble, "") != UNSEEN,
    )
    return session.exec(rows.limit(1)).first() is not None
