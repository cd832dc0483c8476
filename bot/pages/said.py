"""What stands in the log of a web chat: the messages that its browser took already, and the choices that are still open."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col, func, select

from bot.channels.rendering import numbered
from handlers.kit.message import NAME
from models.address import Binding
from models.database import Session
from models.form import OpenForm
from models.member import Member
from models.outbox import DIALOGUE, Delivery, Notice, Offer, Purpose
from models.terms import Consent, DeliveryState
from scheduler.parcel import Option, Parcel, made_ready

SHOWN = 30
"""So many messages a page begins with."""


@dataclass(frozen=True)
class Bubble:
    """A message as a browser shows it; `settles` is the id of the message that it is the receipt of, `paper`: a document stands with it,
    `picture`: a picture."""

    id: int
    text: str
    at: datetime
    options: tuple[Option, ...] = ()
    settles: int | None = None
    receipts: tuple["Bubble", ...] = ()
    paper: bool = False
    picture: bool = False


def bubble(parcel: Parcel, at: datetime) -> Bubble:
    """A parcel as a browser shows it. A receipt that asks something further stands for itself."""
    settles = int(parcel.settles.external_id) if parcel.settles and not parcel.options else None
    paper = parcel.document is not None and parcel.document.startswith(("file:", "marked:"))
    return Bubble(
        parcel.delivery_id,
        numbered(parcel, tail=False),
        at,
        parcel.options,
        settles,
        paper=paper,
        picture=parcel.picture is not None,
    )


def lately(
    session: Session,
    address_id: int,
    now: datetime,
    since: datetime | None = None,
    but: Collection[int] = (),
) -> list[Bubble]:
    """The newest messages that a browser of this address took, the oldest of them first; from `since` on, leaving out those ids.

    Only what whoever has the browser today may read: nothing of a member whom it no longer serves, and after a consent to times alone
    no more than that, besides what was said since.
    """
    rows = select(Delivery).where(
        Delivery.address_id == address_id,
        Delivery.state == DeliveryState.SENT,
        col(Delivery.id).not_in(but),
        _readable(session, address_id),
    )
    if since is not None:
        rows = rows.where(col(Delivery.sent_at) >= since)
    newest = session.exec(
        rows.order_by(col(Delivery.sent_at).desc(), col(Delivery.id).desc()).limit(SHOWN)
    ).all()
    numbered_ones = set(
        session.exec(
            select(Offer.delivery_id).where(col(Offer.delivery_id).in_([delivery.id for delivery in newest]))
        )
    )
    return [_again(session, delivery, delivery.id in numbered_ones, now) for delivery in reversed(newest)]


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


def taken_at(session: Session, delivery_id: int) -> datetime | None:
    """When a browser took a message; None where there is no such message."""
    delivery = session.get(Delivery, delivery_id)
    return delivery.sent_at if delivery else None


def recipe(session: Session, message: int, address_id: int, part: str) -> str:
    """The document or picture that a message of this chat carries; empty where it is not this chat's, or carries none."""
    delivery = session.get(Delivery, message) if message < 2**63 else None
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


def _again(session: Session, delivery: Delivery, has_numbers: bool, now: datetime) -> Bubble:
    """The message as it was shown. One that asks but found no free numbers would be given some now: it is shown without."""
    at = delivery.sent_at or now
    if delivery.asks and not has_numbers:
        notice = session.get_one(Notice, delivery.notice_id)
        member = session.get(Member, delivery.member_id) if delivery.member_id else None
        return Bubble(delivery.id, notice.content["text"].replace(NAME, member.given if member else ""), at)
    return bubble(made_ready(session, delivery, now), at)
