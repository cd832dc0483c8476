"""Receipts: "vâng", "đã nhận", 👍 answer no question, but say that it has arrived (people 19)."""

from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from models.outbox.tables import Delivery, Notice


def acknowledge(session: Session, delivery_id: int, now: datetime) -> None:
    """The reader of a copy says that it has arrived; the first time stands."""
    copy = session.get_one(Delivery, delivery_id)
    copy.acknowledged_at = copy.acknowledged_at or now
    session.flush()


def acknowledged(session: Session, which: ColumnElement[bool]) -> set[int]:
    """Ids of the members who said of any of these notices that it has arrived."""
    rows = (
        select(Delivery.member_id)
        .join(Notice, col(Notice.id) == Delivery.notice_id)
        .where(which, col(Delivery.acknowledged_at).is_not(None))
    )
    return {member_id for member_id in session.exec(rows) if member_id is not None}
