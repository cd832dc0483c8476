"""Receipts: "vâng", "đã nhận", 👍 answer no question, but say that it has arrived (people 19)."""

from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from models.outbox.tables import Delivery, Notice
from models.terms import DeliveryState


def acknowledge(session: Session, delivery_id: int, now: datetime) -> None:
    """The reader of a copy says that it has arrived; the first time stands."""
    copy = session.get_one(Delivery, delivery_id)
    copy.acknowledged_at = copy.acknowledged_at or now
    session.flush()


def acknowledge_notice(session: Session, key: str, member_id: int, now: datetime) -> None:
    """A member says that the notice of that key has arrived, of whichever copy of it he has."""
    rows = select(Delivery).join(Notice, col(Notice.id) == Delivery.notice_id)
    copies = session.exec(
        rows.where(Notice.key == key, Delivery.member_id == member_id).order_by(col(Delivery.id))
    )
    if (copy := copies.first()) is not None:
        acknowledge(session, copy.id, now)


def acknowledged(session: Session, which: ColumnElement[bool]) -> set[int]:
    """Ids of the members who said of any of these notices that it has arrived."""
    rows = (
        select(Delivery.member_id)
        .join(Notice, col(Notice.id) == Delivery.notice_id)
        .where(which, col(Delivery.acknowledged_at).is_not(None))
    )
    return {member_id for member_id in session.exec(rows) if member_id is not None}


def owed_to(session: Session, key: str) -> list[int]:
    """Ids of the members to whom a notice is or was owed."""
    rows = select(Delivery.member_id).join(Notice, col(Notice.id) == Delivery.notice_id)
    found = session.exec(rows.where(Notice.key == key, col(Delivery.member_id).is_not(None)).distinct())
    return sorted(who for who in found if who is not None)


def meant_for(session: Session, key: str) -> list[int]:
    """Ids of the members to whom a notice has gone or may still go; not of those for whom it was stopped."""
    rows = select(Delivery.member_id).join(Notice, col(Notice.id) == Delivery.notice_id)
    found = session.exec(
        rows.where(
            Notice.key == key, Delivery.state != DeliveryState.CANCELLED, col(Delivery.member_id).is_not(None)
        ).distinct()
    )
    return sorted(who for who in found if who is not None)


def reached_by(session: Session, key: str) -> set[int]:
    """Ids of the members to whom a notice has gone, or is on its way."""
    rows = select(Delivery.member_id).join(Notice, col(Notice.id) == Delivery.notice_id)
    gone = rows.where(Notice.key == key, col(Delivery.state).in_((DeliveryState.SENDING, DeliveryState.SENT)))
    return {who for who in session.exec(gone) if who is not None}
