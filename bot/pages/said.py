"""What stands in the log of a web chat: the messages that its browsers took, the one that is on its way to them, and the choices that
are still open."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.channels.rendering import numbered
from bot.channels.web import said_in
from models.address import Binding
from models.database import Session
from models.form import OpenForm
from models.outbox import DIALOGUE, Delivery, Notice, Offer, Purpose
from models.terms import Consent, DeliveryState
from scheduler.parcel import Option, Parcel, made_ready

SHOWN = 30
"""So many messages a page begins with, and so many older ones it fetches at a time."""


@dataclass(frozen=True)
class Bubble:
    """A message as a browser shows it; `settles` is the id of the message that it is the receipt of, `paper`: a document stands with it,
    `picture`: a picture, `refuses`: the page's own id of what it refuses, `anew`: it stands in the place of what it said before."""

    id: int
    text: str
    at: datetime
    options: tuple[Option, ...] = ()
    settles: int | None = None
    receipts: tuple["Bubble", ...] = ()
    paper: bool = False
    picture: bool = False
    refuses: str | None = None
    anew: bool = False


def bubble(parcel: Parcel, at: datetime) -> Bubble:
    """A parcel as a browser shows it. A receipt that asks something further stands for itself."""
    settles = int(parcel.settles.external_id) if parcel.settles and not parcel.options else None
    anew = settles == parcel.delivery_id
    paper = parcel.document is not None and parcel.document.startswith(("file:", "marked:", "own", "sheet:"))
    return Bubble(
        parcel.delivery_id,
        numbered(parcel, tail=False),
        at,
        parcel.options,
        None if anew else settles,
        paper=paper,
        picture=parcel.picture is not None,
        refuses=parcel.refuses and said_in(parcel.refuses),
        anew=anew,
    )


@dataclass(frozen=True)
class Beginning:
    """What a page begins with. `oldest`: where the unbroken row of messages begins, None where nothing older is to be had."""

    bubbles: list[Bubble]
    open_now: frozenset[int] = frozenset()
    last: int = 0
    oldest: int | None = None


def beginning(session: Session, address_id: int, now: datetime) -> Beginning:
    """The newest messages of a chat, before them those whose question is still open, however long ago it was asked."""
    open_now = open_choices(session, address_id)
    newest = _taken(session, address_id)
    asking = select(Offer.delivery_id).where(col(Offer.id).in_(open_now))
    asked = session.exec(
        _rows(session, address_id)
        .where(col(Delivery.id).in_(asking), col(Delivery.id).not_in([row.id for row in newest]))
        .order_by(col(Delivery.sent_at), col(Delivery.id))
    ).all()
    bubbles = _shown(session, [*asked, *newest], now)
    last = newest[-1].id if newest else 0
    return Beginning(bubbles, open_now, last, newest[0].id if len(newest) == SHOWN else None)


def older(session: Session, address_id: int, now: datetime, before: int) -> Beginning:
    """The messages that come before one of this chat; nothing where it is not of this chat."""
    mark = session.get(Delivery, before)
    if mark is None or mark.address_id != address_id or mark.sent_at is None:
        return Beginning([])
    found = _taken(session, address_id, mark)
    return Beginning(
        _shown(session, found, now),
        open_choices(session, address_id),
        oldest=found[0].id if len(found) == SHOWN else None,
    )


def missed(
    session: Session, address_id: int, now: datetime, since: datetime | None, but: Collection[int]
) -> list[Bubble] | None:
    """What browsers of this address took from `since` on, leaving out those ids, oldest first, and what is on its way to one of them;
    None where it is more than a page shows."""
    rows = _rows(session, address_id).where(col(Delivery.id).not_in(but))
    if since is not None:
        rows = rows.where(col(Delivery.sent_at) >= since)
    taken = session.exec(rows.order_by(col(Delivery.sent_at), col(Delivery.id)).limit(SHOWN + 1)).all()
    if len(taken) > SHOWN:
        return None
    flying = select(Delivery).where(
        Delivery.address_id == address_id,
        Delivery.state == DeliveryState.SENDING,
        col(Delivery.id).not_in(but),
    )
    return _shown(session, [*taken, *session.exec(flying).all()], now)


def _rows(session: Session, address_id: int) -> SelectOfScalar[Delivery]:
    """Only what whoever has the browser today may read: nothing of a member whom it no longer serves, and after a consent to times alone
    no more than that, besides what was said since."""
    return select(Delivery).where(
        Delivery.address_id == address_id,
        Delivery.state == DeliveryState.SENT,
        _readable(session, address_id),
    )


def _taken(session: Session, address_id: int, before: Delivery | None = None) -> list[Delivery]:
    """The newest that browsers of an address took (before one of them), oldest first."""
    rows = _rows(session, address_id)
    if before is not None:
        rows = rows.where(
            (col(Delivery.sent_at) < before.sent_at)
            | ((col(Delivery.sent_at) == before.sent_at) & (col(Delivery.id) < before.id))
        )
    newest = rows.order_by(col(Delivery.sent_at).desc(), col(Delivery.id).desc()).limit(SHOWN)
    return list(reversed(session.exec(newest).all()))


def _shown(session: Session, rows: Sequence[Delivery], now: datetime) -> list[Bubble]:
    return [
        bubble(parcel, row.sent_at or now)
        for row, parcel in zip(rows, made_ready(session, rows, now), strict=True)
    ]


def gathered(bubbles: list[Bubble], open_now: Collection[int]) -> list[Bubble]:
    """Messages as a page begins: receipts under what they settle, and only the choices that still count."""
    shown = {said.id for said in bubbles}
    receipts: dict[int, tuple[Bubble, ...]] = {}
    for said in bubbles:
        if said.settles in shown and said.settles is not None:
            receipts[said.settles] = (*receipts.get(said.settles, ()), said)
    return [
        replace(
            said,
            options=tuple(option for option in said.options if option.offer_id in open_now),
            receipts=receipts.get(said.id, ()),
        )
        for said in bubbles
        if said.settles not in shown
    ]


def open_choices(session: Session, address_id: int) -> frozenset[int]:
    """The offers that may be answered in a chat: of questions not closed, and of the form's step that is asked."""
    questions = session.exec(
        select(Offer.id).where(
            Offer.address_id == address_id, col(Offer.closed_at).is_(None), Offer.kind != DIALOGUE
        )
    ).all()
    form = session.get(OpenForm, address_id)
    if form is None:
        return frozenset(questions)
    newest = select(func.max(Offer.delivery_id)).where(Offer.address_id == address_id, Offer.kind == DIALOGUE)
    step = session.exec(
        select(Offer.id).where(
            Offer.delivery_id == newest.scalar_subquery(),
            col(Offer.subject).startswith(f"{form.name}:{form.step}:{form.serial}"),
        )
    ).all()
    return frozenset([*questions, *step])


def on_its_way(session: Session, address_id: int) -> int | None:
    """The message that a stream took for a browser of this address, and that no page has yet said to show: one at a time."""
    rows = select(Delivery.id).where(
        Delivery.address_id == address_id, Delivery.state == DeliveryState.SENDING
    )
    return session.exec(rows).first()


def waits(session: Session, address_id: int, now: datetime) -> bool:
    """Whether anything is owed to a chat that may be due: a cheap look before the claim, which knows all reasons to wait."""
    rows = select(Delivery.id).where(
        Delivery.address_id == address_id, Delivery.state == DeliveryState.QUEUED, Delivery.not_before <= now
    )
    return session.exec(rows.limit(1)).first() is not None


def taken_at(session: Session, address_id: int, delivery_id: int) -> datetime | None:
    """When a browser took a message, or the one before it where nobody said so; None where there is no such message."""
    delivery = session.get(Delivery, delivery_id)
    if delivery is None:
        return None
    if delivery.state is DeliveryState.SENT:
        return delivery.sent_at
    earlier = _rows(session, address_id).where(col(Delivery.id) < delivery_id)
    before = session.exec(earlier.order_by(col(Delivery.sent_at).desc()).limit(1)).first()
    return before.sent_at if before else None


def recipe(session: Session, message: int, address_id: int, part: str) -> str:
    """The document or picture that a message of this chat carries; empty where it is not this chat's, or carries none."""
    delivery = session.get(Delivery, message)
    if delivery is None or delivery.address_id != address_id:
        return ""
    return str(session.get_one(Notice, delivery.notice_id).content.get(part, ""))


def _readable(session: Session, address_id: int) -> ColumnElement[bool]:
    bound = session.exec(select(Binding).where(Binding.address_id == address_id)).all()
    since = [col(Delivery.not_before) >= _stands_since(binding) for binding in bound]
    to_nobody = and_(col(Delivery.member_id).is_(None), *since)
    return or_(to_nobody, *(_readable_by(binding) for binding in bound if binding.ended_at is None))


def _readable_by(binding: Binding) -> ColumnElement[bool]:
    mine = col(Delivery.member_id) == binding.member_id
    if binding.consent is Consent.FULL:
        return mine
    times = select(Notice.id).where(Notice.purpose == Purpose.TIMES)
    since = col(Delivery.not_before) >= _stands_since(binding)
    return mine & (since | col(Delivery.notice_id).in_(times))


def _stands_since(binding: Binding) -> datetime:
    return binding.ended_at or binding.consent_at or binding.joined_at
