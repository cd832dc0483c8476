"""The choices shown in a chat and their numbers, 1 to 9 (contract, "Numbers").

Numbers are given at sending. An open choice keeps its number, so that no number ever means two things; the same question sent again
to the same person has the same numbers, also after its answer (SỬA); a freed number rests for ten minutes before another gets it.
Where nothing else is left, a question about a new time takes those that it had about the old one: they mean the same choices of
the same person about the same thing. Where nine are in use nothing waits for one: its choices come without, and are open like all
others, to be said in their words or tapped.

A choice counts from the moment at which its copy may have arrived. What the messenger refused, or what came back from a broken line,
has asked nobody anything: nothing that is said answers it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Index
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.outbox.tables import Delivery
from models.table import Row, link, moment, rules
from models.terms import DeliveryState

HIGHEST = 9
NONE_FREE = 0
"""Stands in place of the number of a choice that found nine in use."""
RESTS = timedelta(minutes=10)
DIALOGUE = "form"
"""Questions of a form are a dialogue of their own: their numbers start at 1 and hold while the form is open."""
ANEW = ":sua"
"""Ends the subject of a question that was put once more to change its answer (SỬA). It lives ten minutes."""
REPEATED_WITHIN = timedelta(minutes=2)
"""So soon the same bare number may still be said to the dialogue that had it last, or be the last one sent twice."""


class Offer(Row, table=True):
    """One choice as it was shown: to whom, under which number, meaning what."""

    __table_args__ = rules(Index("ix_offer_address", "address_id", "number", "id"))
    delivery_id: int = link("delivery.id")
    address_id: int = link("address.id", index=False)
    member_id: int | None = link("member.id", default=None)
    kind: str
    subject: str
    value: str
    label: str
    number: int
    closed_at: datetime | None = moment(default=None)

    @property
    def means(self) -> str:
        """The value in itself: "right:5a1" is "right", said of what was shown then."""
        return self.value.partition(":")[0]


ASKED = col(Delivery.again) | col(Delivery.state).in_(
    (DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.HELD)
)
"""Whether a copy has arrived, or may have; one that is held may have gone from where the database was copied."""


def holds(now: datetime) -> ColumnElement[bool]:
    """Whether a choice's number is in use, or rests."""
    held = col(Offer.closed_at).is_(None) | (col(Offer.closed_at) > now - RESTS)
    return held & (Offer.kind != DIALOGUE)


def open_offers(session: Session, address_id: int) -> list[Offer]:
    """The choices still open in a chat, the newest question's first."""
    rows = _asked_at(address_id).where(col(Offer.closed_at).is_(None))
    return list(session.exec(rows.order_by(col(Offer.delivery_id).desc(), col(Offer.number), col(Offer.id))))


def asked_since(
    session: Session, address_id: int, since: datetime, question: tuple[str, str] | None = None
) -> bool:
    """Whether a question that is still open was sent to a chat after that moment, even if nobody knows that it arrived: any, or the one
    of that kind and subject."""
    rows = (
        select(Offer.id)
        .join(Delivery, col(Delivery.id) == Offer.delivery_id)
        .where(
            Offer.address_id == address_id,
            col(Offer.closed_at).is_(None),
            Offer.kind != DIALOGUE,
            col(Delivery.sent_at) > since,
        )
    )
    if question is not None:
        rows = rows.where(Offer.kind == question[0], col(Offer.subject).in_(both(question[1])))
    return session.exec(rows.limit(1)).first() is not None


def number(session: Session, address_id: int, said: int) -> Offer | None:
    """The choice that a number means in a chat: the open one, else the one it last meant."""
    rows = _asked_at(address_id).where(Offer.number == said)
    newest = list(session.exec(rows.order_by(col(Offer.id).desc()).limit(20)))
    return next((o for o in newest if o.closed_at is None), newest[0] if newest else None)


def answered_lately(session: Session, address_id: int, now: datetime) -> list[Offer]:
    """The choices of questions that were answered or closed in a chat within ten minutes."""
    return list(session.exec(_asked_at(address_id).where(col(Offer.closed_at) > now - RESTS)))


def took(session: Session, address_id: int, now: datetime) -> None:
    """A dialogue took a number: all choices of its newest question are done with, and nobody learns which was taken."""
    newest = dialogue_shown(session, address_id)
    if newest is not None:
        for row in session.exec(select(Offer).where(Offer.delivery_id == newest.delivery_id)):
            row.closed_at = now


def listed(session: Session, address_id: int) -> None:
    """The open questions were just listed in a chat with their numbers: the next number is theirs, whatever a dialogue took."""
    newest = dialogue_shown(session, address_id)
    if newest is not None:
        for row in session.exec(select(Offer).where(Offer.delivery_id == newest.delivery_id)):
            row.closed_at = None


def dialogue_shown(session: Session, address_id: int) -> Offer | None:
    """A choice of the newest dialogue's question that was shown in a chat."""
    rows = select(Offer).where(Offer.address_id == address_id, Offer.kind == DIALOGUE)
    return session.exec(rows.order_by(col(Offer.id).desc()).limit(1)).first()


def took_just_now(session: Session, older: Offer, now: datetime) -> bool:
    """Whether a dialogue that was shown after a choice had the same number and took one a moment ago."""
    row = session.exec(_dialogue(older.address_id, older.number).limit(1)).first()
    lately = row is not None and row.closed_at is not None and row.closed_at > now - REPEATED_WITHIN
    return row is not None and lately and row.id > older.id


def close_question(
    session: Session, kind: str, subject: str, now: datetime, member_id: int | None = None
) -> None:
    """The question takes no more answers, from one member (at all addresses) or from anybody; its numbers become free."""
    rows = select(Offer).where(
        Offer.kind == kind, col(Offer.subject).in_(both(subject)), col(Offer.closed_at).is_(None)
    )
    if member_id is not None:
        rows = rows.where(Offer.member_id == member_id)
    for row in session.exec(rows):
        row.closed_at = now


def close_anew(session: Session, address_id: int, now: datetime) -> bool:
    """What was put once more to be changed in a chat stays as it is; whether there was anything."""
    rows = session.exec(_anew().where(Offer.address_id == address_id)).all()
    for row in rows:
        row.closed_at = now
    return bool(rows)


def close_stale(session: Session, now: datetime) -> None:
    """Questions whose moment has passed take no more answers: what was asked until a meeting began is closed when it begins."""
    forgotten = _anew().join(Delivery, col(Delivery.id) == Offer.delivery_id)
    for row in session.exec(forgotten.where(Delivery.not_before <= now - RESTS)):
        row.closed_at = now
    passed = session.exec(
        select(Offer.kind, Offer.subject)
        .join(Delivery, col(Delivery.id) == Offer.delivery_id)
        .where(col(Offer.closed_at).is_(None), Offer.kind != DIALOGUE, col(Delivery.expires_at) <= now)
        .distinct()
    ).all()
    for kind, subject in passed:
        close_question(session, kind, subject, now)


def offers_at(chats: Sequence[int]) -> SelectOfScalar[Offer]:
    """All choices of questions that were put to chats, or are still to be; those of dialogues aside."""
    rows = select(Offer).join(Delivery, col(Delivery.id) == Offer.delivery_id)
    return rows.where(col(Offer.address_id).in_(chats), Offer.kind != DIALOGUE)


def _asked_at(address_id: int) -> SelectOfScalar[Offer]:
    """Those that its people may know of."""
    return offers_at([address_id]).where(ASKED)


def both(subject: str) -> tuple[str, str]:
    """A question's subject as it was asked first, and as it is put once more."""
    first = subject.removesuffix(ANEW)
    return first, first + ANEW


def _anew() -> SelectOfScalar[Offer]:
    return select(Offer).where(col(Offer.closed_at).is_(None), col(Offer.subject).endswith(ANEW))


def _dialogue(address_id: int, said: int) -> SelectOfScalar[Offer]:
    """The choices of dialogues in a chat with that number, the newest first."""
    rows = select(Offer).where(Offer.address_id == address_id, Offer.number == said, Offer.kind == DIALOGUE)
    return rows.order_by(col(Offer.id).desc())
