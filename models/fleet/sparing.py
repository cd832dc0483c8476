"""What a bot's month is too short for goes to other addresses, or to those who telephone, instead of eating what is kept (zalo.md)."""

from datetime import datetime

from sqlalchemy import exists
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from models.address import Address, Binding
from models.fleet.quota import Stage, renewed, stage, waits
from models.outbox.ladder import failed
from models.outbox.receiving import receives_notice
from models.outbox.tables import Delivery, Notice, Priority
from models.terms import AddressState, DeliveryState

QUOTA = "quota"
"""The trouble of a copy that the month was too short for."""


def step_down(session: Session, bot_id: int, now: datetime) -> int:
    """Where only the reserve is left, what it is not for goes to the member's next address at another bot; where there is none, it waits
    for the new month, or goes to the call list if it would be stale by then. Where nothing is left, so does what is urgent. Gives how
    many."""
    how = stage(session, bot_id, now)
    if how not in (Stage.RESERVE, Stage.EMPTY):
        return 0
    twin = aliased(Delivery)
    tried = exists(
        select(col(twin.id)).where(
            twin.notice_id == Delivery.notice_id,
            twin.member_id == Delivery.member_id,
            twin.address_id == Address.id,
        )
    )
    elsewhere = exists(
        select(col(Binding.id))
        .join(Address, col(Address.id) == Binding.address_id)
        .where(
            Binding.member_id == Delivery.member_id,
            receives_notice(),
            Address.state == AddressState.WORKING,
            Address.bot_id != bot_id,
            ~tried,
        )
    )
    rows = (
        select(Delivery)
        .join(Notice, col(Notice.id) == Delivery.notice_id)
        .where(
            Delivery.bot_id == bot_id,
            Delivery.state == DeliveryState.QUEUED,
            Delivery.not_before <= now,
            col(Delivery.expires_at).is_(None) | (col(Delivery.expires_at) > now),
            col(Delivery.member_id).is_not(None),
            waits() if how is Stage.RESERVE else col(Delivery.priority) > int(Priority.ANSWER),
            elsewhere | (col(Delivery.expires_at) <= renewed(now)),
        )
        .with_for_update(of=Delivery)
    )
    found = session.exec(rows).all()
    for delivery in found:
        failed(session, delivery, QUOTA)
    return len(found)
