"""What did not arrive, so that a person calls: copies that failed or went stale, and what a stop of the program did (people 15)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, update
from sqlalchemy import select as sa_select
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, SQLModel, col, func, select

from models.address import Address
from models.member import Member, gone
from models.outbox.tables import Delivery, Notice, Priority, Purpose, of_use
from models.table import BigId, moment
from models.terms import DeliveryState

LOST = "lost"
"""The kind of notice that tells of losses; its own loss is told to nobody, or two dead phones would go on for ever."""
LOOKS_BACK = timedelta(days=7)
ALIVE = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.HELD)
JUST_SENT = timedelta(minutes=5)
"""What was sent so shortly before the stop is looked at was sent after it."""


class ToldLost(SQLModel, table=True):
    """Somebody was told that this member did not get this notice; nobody is told twice."""

    __tablename__ = "told_lost"
    notice_id: int = Field(primary_key=True, foreign_key="notice.id", sa_type=BigId)
    member_id: int = Field(primary_key=True, foreign_key="member.id", sa_type=BigId)
    told_at: datetime = moment()


class Loss(NamedTuple):
    """A member whom a notice did not reach."""

    notice: Notice
    member: Member

    @property
    def about(self) -> tuple[str, str]:
        """What it was about: its kind, and the thing of its key ("changeover:7")."""
        return _about(self.notice.kind, self.notice.key)


@dataclass
class Stop:
    """What a stop of the program did to one organisation's messages."""

    late: int = 0
    lost: list[Loss] = field(default_factory=list)


def losses(session: Session, now: datetime) -> list[Loss]:
    """Who did not get which notice and will not, as far as nobody was told yet; oldest notice first.

    Lost: every copy failed or went stale. Who had no address from the start stands in the call list already and is not meant. What is
    for one phone alone may be made anew and be lost again, as a code: of one member and one thing that is told once, and counts as
    told from then on.
    """
    told = _told_of_phones(session, now - LOOKS_BACK)
    lost = _lost(session, col(Notice.created_at) > now - LOOKS_BACK)
    again = [loss for loss in lost if (loss.about, loss.member.id) in told]
    told_of(session, again, now)
    return [loss for loss in lost if loss not in again]


def _told_of_phones(session: Session, since: datetime) -> set[tuple[tuple[str, str], int]]:
    """About what, and to which member, something for one phone alone went and was told since then not to have got there."""
    rows = select(Notice.kind, Notice.key, ToldLost.member_id).join(
        ToldLost, col(ToldLost.notice_id) == Notice.id
    )
    told = session.exec(rows.where(Notice.purpose == Purpose.HERE, ToldLost.told_at > since))
    return {(_about(kind, key), member_id) for kind, key, member_id in told}


def _about(kind: str, key: str) -> tuple[str, str]:
    return kind, ":".join(key.split(":")[:2])


def unposted(session: Session, now: datetime) -> list[tuple[Notice, Address, bool]]:
    """What somebody posted to a group of the messenger and was refused or, the last of the three, went stale; oldest first, also what was
    told of already."""
    rows = (
        select(Notice, Address, col(Delivery.state) == DeliveryState.EXPIRED)
        .join(Delivery, col(Delivery.notice_id) == Notice.id)
        .join(Address, col(Address.id) == Delivery.address_id)
        .where(
            col(Delivery.state).in_([DeliveryState.FAILED, DeliveryState.EXPIRED]),
            col(Delivery.member_id).is_(None),
            col(Delivery.priority) > int(Priority.ANSWER),
            col(Notice.author_id).is_not(None),
            col(Notice.created_at) > now - LOOKS_BACK,
        )
    )
    return list(session.exec(rows.order_by(col(Notice.id))))


def told_of(session: Session, lost: list[Loss], now: datetime) -> None:
    """These have been told to somebody."""
    session.add_all(
        ToldLost(notice_id=loss.notice.id, member_id=loss.member.id, told_at=now) for loss in lost
    )
    session.flush()


def after_stop(session: Session, since: datetime, now: datetime) -> dict[int, Stop]:
    """What the stop from `since` to `now` made late or lost, by organisation id."""
    stops: dict[int, Stop] = {}
    fresh = col(Delivery.state).in_([DeliveryState.QUEUED, DeliveryState.SENDING])
    late = session.exec(
        select(Notice.organisation_id, func.count())
        .join(Delivery, col(Delivery.notice_id) == Notice.id)
        .where(
            col(Delivery.priority) > int(Priority.ANSWER),
            col(Delivery.not_before) < now,
            col(Notice.organisation_id).is_not(None),
            (fresh & of_use(now))
            | (
                (col(Delivery.state) == DeliveryState.SENT)
                & (col(Delivery.not_before) < now - JUST_SENT)
                & (col(Delivery.sent_at) > now - JUST_SENT)
            ),
        )
        .group_by(col(Notice.organisation_id))
    )
    for organisation_id, count in late:
        if organisation_id is not None:
            stops[organisation_id] = Stop(late=count)
    stale = (col(Delivery.expires_at) > since) & (col(Delivery.expires_at) <= now)
    for loss in _lost(session, stale, col(Notice.organisation_id).is_not(None)):
        stops.setdefault(loss.notice.organisation_id or 0, Stop()).lost.append(loss)
    return stops


def hold(session: Session, until: datetime) -> None:
    """What the clock started and has not gone waits until then; answers, what is urgent and what a member sent do not wait."""
    by_the_clock = select(Notice.id).where(col(Notice.author_id).is_(None))
    session.connection().execute(
        update(Delivery)
        .where(
            col(Delivery.state) == DeliveryState.QUEUED,
            col(Delivery.priority) > int(Priority.URGENT),
            col(Delivery.not_before) < until,
            col(Delivery.notice_id).in_(by_the_clock),
        )
        .values(not_before=until)
    )


def _lost(session: Session, *which: ColumnElement[bool]) -> list[Loss]:
    """Losses nobody was told of yet; who has died, moved or left is called by nobody (people 25)."""
    other = aliased(Delivery)
    alive = exists(
        sa_select(col(other.id)).where(
            col(other.notice_id) == Delivery.notice_id,
            col(other.member_id) == Delivery.member_id,
            col(other.state).in_(ALIVE),
        )
    )
    told = exists(
        sa_select(col(ToldLost.notice_id)).where(
            col(ToldLost.notice_id) == Delivery.notice_id, col(ToldLost.member_id) == Delivery.member_id
        )
    )
    pairs = (
        select(Delivery.notice_id, Delivery.member_id)
        .join(Notice, col(Notice.id) == Delivery.notice_id)
        .where(
            col(Delivery.state).in_([DeliveryState.FAILED, DeliveryState.EXPIRED]),
            col(Delivery.priority) > int(Priority.ANSWER),
            col(Delivery.member_id).is_not(None),
            col(Delivery.member_id).not_in(gone()),
            col(Notice.kind) != LOST,
            ~alive,
            ~told,
            *which,
        )
        .distinct()
    )
    found = [
        Loss(session.get_one(Notice, notice_id), session.get_one(Member, member_id))
        for notice_id, member_id in session.exec(pairs)
    ]
    return sorted(found, key=lambda loss: (loss.notice.id, loss.member.folded))
