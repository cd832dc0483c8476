"""Which numbers the choices of a question get, at sending: for many chats in one look (the rules: offers.py)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import insert
from sqlmodel import Session, col, select

from models.outbox.offers import ASKED, DIALOGUE, HIGHEST, NONE_FREE, Offer, both, holds, offers_at
from models.outbox.tables import Delivery
from models.terms import DeliveryState

Question = dict[str, Any]
"""kind, subject, and choices, each a value and a label."""


class _Asked(NamedTuple):
    """What is asked of whom in a chat."""

    address_id: int
    kind: str
    subject: str
    member_id: int | None


def offer(
    session: Session, asked: Sequence[tuple[Delivery, Question]], now: datetime
) -> dict[int, list[Offer]]:
    """Gives numbers to the choices of copies at sending, each copy at another chat; by its id. Asking again for the same copy gives the
    same offers."""
    copies = select(Offer).where(col(Offer.delivery_id).in_([copy.id for copy, _ in asked]))
    shown: dict[int, list[Offer]] = {copy.id: [] for copy, _ in asked}
    for row in session.exec(copies.order_by(col(Offer.number), col(Offer.id))):
        shown[row.delivery_id].append(row)
    fresh = {
        copy.id: (_Asked(copy.address_id, question["kind"], question["subject"], copy.member_id), question)
        for copy, question in asked
        if not shown[copy.id]
        and copy.address_id is not None
        and copy.state is not DeliveryState.SENT  # a page that shows it again makes no choices of it
    }
    begins = _begins(session, [(of, len(question["choices"])) for of, question in fresh.values()], now)
    rows = [
        {
            "delivery_id": copy_id,
            "value": value,
            "label": label,
            "number": begins[of] + place if begins[of] else NONE_FREE,
            **of._asdict(),
        }
        for copy_id, (of, question) in fresh.items()
        for place, (value, label) in enumerate(question["choices"])
    ]
    if rows:  # in one statement: row by row they would take longer than all the rest of a claim
        made = session.scalars(insert(Offer).returning(Offer), rows)
        for row in sorted(made, key=lambda row: row.id):
            shown[row.delivery_id].append(row)
    return shown


def has_room(
    session: Session, address_id: int, question: tuple[str, str], member_id: int, size: int, now: datetime
) -> bool:
    """Whether the question of that kind and subject, put to that member, would find numbers for so many choices in a chat."""
    asked = _Asked(address_id, *question, member_id)
    return _begins(session, [(asked, size)], now)[asked] != NONE_FREE


def _begins(session: Session, asked: Sequence[tuple[_Asked, int]], now: datetime) -> dict[_Asked, int]:
    """Where the numbers of questions with so many choices begin; NONE_FREE where there is no room."""
    begins = {of: 1 for of, _ in asked if of.kind == DIALOGUE}
    others = [(of, size) for of, size in asked if of.kind != DIALOGUE]
    if not others:
        return begins
    there = offers_at([of.address_id for of, _ in others]).where(Offer.number != NONE_FREE)
    held: dict[int, list[Offer]] = {}
    for row in session.exec(there.where(holds(now), ASKED | (col(Delivery.state) == DeliveryState.QUEUED))):
        held.setdefault(row.address_id, []).append(row)
    again = there.where(
        col(Offer.kind).in_({of.kind for of, _ in others}),
        col(Offer.subject).in_({subject for of, _ in others for subject in both(of.subject)}),
    )
    before: dict[_Asked, int] = {}
    for row in session.exec(again.order_by(col(Offer.delivery_id).desc(), col(Offer.number))):
        first = _Asked(row.address_id, row.kind, both(row.subject)[0], row.member_id)
        before.setdefault(first, row.number)
    for of, size in others:
        first = of._replace(subject=both(of.subject)[0])
        begins[of] = _room(held.get(of.address_id, []), before.get(first), of, size)
    return begins


def _room(held: Sequence[Offer], before: int | None, asked: _Asked, size: int) -> int:
    """Where a question's numbers begin: where they began when it was asked before, else after the highest, else where there is room.

    A copy that never arrived and never will holds none.
    """
    thing, subjects = f"{asked.subject.partition('.')[0]}.", both(asked.subject)
    same = [o for o in held if (o.kind, o.member_id) == (asked.kind, asked.member_id)]
    again = {o.id for o in same if o.subject in subjects}
    taken = {o.number for o in held if o.id not in again}
    superseded = [o for o in same if o.id not in again and o.subject.startswith(thing)]
    own: set[int] = set()
    if superseded and all(o.closed_at for o in superseded):
        old = both(max(superseded, key=lambda o: o.delivery_id).subject)
        own = {o.number for o in superseded if o.subject in old}
    free = [] if before is None else [(before, taken - own)]
    free += [(start, taken) for start in (max(taken, default=0) + 1, *range(1, HIGHEST + 1))]
    free += [(min(own), taken - own)] if own else []
    for start, used in free:
        block = range(start, start + size)
        if block[-1] <= HIGHEST and used.isdisjoint(block):
            return int(start)
    return NONE_FREE
