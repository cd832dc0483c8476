"""What is for one phone alone (Purpose.HERE), such as a code of its reader's own: it goes there or nowhere, and a code that nobody will
read is void."""

from datetime import datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import invite
from models.member import Member
from models.outbox.owing import WAITING, supersede
from models.outbox.tables import Delivery, Notice, concerning
from models.terms import DeliveryState


def call_off(session: Session, kind: str, thing: str, now: datetime) -> None:
    """What has not gone of such messages of a kind about a thing never goes, and their codes are void."""
    rows = _copies(kind, thing).where(col(Delivery.state).in_(WAITING), ~col(Delivery.again))
    for delivery in session.exec(rows).all():
        drop(session, delivery, now)
    supersede(session, kind, thing)


def drop(session: Session, delivery: Delivery, now: datetime) -> None:
    """This copy never goes, and the code that was issued with it is void."""
    delivery.state = DeliveryState.CANCELLED
    if delivery.member_id is not None:
        reader = session.get_one(Member, delivery.member_id)
        made_at = session.get_one(Notice, delivery.notice_id).created_at
        invite.void(session, reader, now, issued_at=made_at)


def in_vain(session: Session, kind: str, thing: str) -> set[int]:
    """Ids of the members to whom the newest such message of a kind about a thing did not get."""
    newest = {copy.member_id: copy.state for copy in session.exec(_copies(kind, thing))}
    lost = (DeliveryState.FAILED, DeliveryState.EXPIRED)
    return {member_id for member_id, state in newest.items() if member_id is not None and state in lost}


def _copies(kind: str, thing: str) -> SelectOfScalar[Delivery]:
    rows = select(Delivery).join(Notice, col(Notice.id) == Delivery.notice_id)
    return rows.where(Notice.kind == kind, concerning(thing)).order_by(col(Delivery.id))
