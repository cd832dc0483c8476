"""A restored copy says nothing until it is let go, so that two never speak at once (people 38, decision 22)."""

from datetime import datetime

from sqlmodel import Session, col, func, select, update

from models import setting
from models.outbox.tables import Delivery, Notice
from models.terms import DeliveryState


def hold_all(session: Session) -> None:
    """Holds all that is owed; what was in flight as well."""
    setting.put(session, setting.HELD, "1")
    owed = col(Delivery.state).in_([DeliveryState.QUEUED, DeliveryState.SENDING])
    session.connection().execute(update(Delivery).where(owed).values(state=DeliveryState.HELD))


def held(session: Session) -> int:
    """How many copies a restored database holds."""
    return session.exec(select(func.count()).where(Delivery.state == DeliveryState.HELD)).one()


def release(session: Session, now: datetime) -> tuple[int, int]:
    """Lets go what was held, marked as a repeat since it may have gone from where the copy was made; gives how many go, and how many
    came too late."""
    setting.drop(session, setting.HELD)
    held = col(Delivery.state) == DeliveryState.HELD
    late = held & (col(Delivery.expires_at) <= now)
    connection = session.connection()
    expired = connection.execute(update(Delivery).where(late).values(state=DeliveryState.EXPIRED)).rowcount
    going = update(Delivery).where(held).values(state=DeliveryState.QUEUED, again=True)
    return connection.execute(going).rowcount, expired


def counts(session: Session) -> list[tuple[str, DeliveryState, int]]:
    """How many copies there are of each kind of notice in each state."""
    rows = (
        select(Notice.kind, Delivery.state, func.count())
        .join(Notice, col(Notice.id) == Delivery.notice_id)
        .group_by(Notice.kind, col(Delivery.state))
        .order_by(Notice.kind, col(Delivery.state))
    )
    return [(kind, DeliveryState(state), count) for kind, state, count in session.exec(rows)]
