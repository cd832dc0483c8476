"""What a bot's month is too short for goes to other addresses, or to those who telephone, instead of eating what is kept (zalo.md)."""

from datetime import datetime

from sqlmodel import Session, col, select

from models.address import Address
from models.fleet.quota import Stage, renewed, stage, waits
from models.outbox.ladder import failed, steps_left
from models.outbox.tables import Delivery, Notice, Priority, of_use
from models.terms import DeliveryState

QUOTA = "quota"
"""The trouble of a copy that the month was too short for."""


def step_down(session: Session, bot_id: int, now: datetime) -> int:
    """Where only the reserve is left, what it is not for goes to the member's next address at another bot; where there is none, it waits
    for the new month, or goes to the call list if it would be stale by then. Where nothing is left, so does what is urgent. Gives how
    many."""
    how = stage(session, bot_id, now)
    if how not in (Stage.RESERVE, Stage.EMPTY):
        return 0
    further = steps_left(col(Delivery.notice_id), col(Delivery.member_id))
    elsewhere = further.where(Address.bot_id != bot_id).order_by(None).exists()
    rows = (
        select(Delivery)
        .join(Notice, col(Notice.id) == Delivery.notice_id)
        .where(
            Delivery.bot_id == bot_id,
            Delivery.state == DeliveryState.QUEUED,
            Delivery.not_before <= now,
            of_use(now),
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
