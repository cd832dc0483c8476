"""What may go to whom: to which phones of a member a notice goes, by what he agreed to there and by whose phone it is."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.address import OWN, RECEIVING, Address, Binding
from models.outbox.tables import Notice, Purpose
from models.terms import AddressState, Consent

_CONSENTS = {Purpose.TIMES: RECEIVING, Purpose.HERE: OWN}
"""Under which consents; what is not named here needs the full one."""


def receives(purpose: Purpose) -> ColumnElement[bool]:
    """Whether a living binding gets what has this purpose."""
    agreed = col(Binding.consent).in_(_CONSENTS.get(purpose, (Consent.FULL,)))
    living = col(Binding.ended_at).is_(None) & agreed
    return living & _is_known_as_his() if purpose is Purpose.DECISION else living


def receiving(people: SelectOfScalar[int] | Sequence[int], purpose: Purpose) -> SelectOfScalar[int]:
    """Of these members, the ids of those who have an address that works and gets what has this purpose."""
    rows = select(Binding.member_id).join(Address, col(Address.id) == Binding.address_id)
    return rows.where(
        col(Binding.member_id).in_(people), receives(purpose), Address.state == AddressState.WORKING
    ).distinct()


def receives_notice() -> ColumnElement[bool]:
    """Whether a living binding gets the notice of the query that this stands in."""
    return or_(*(receives(purpose) & (col(Notice.purpose) == purpose) for purpose in Purpose))


def allowed(session: Session, binding: Binding) -> tuple[Purpose, ...]:
    """What may be sent to a member at an address."""
    here = select(Binding.id).where(Binding.id == binding.id)
    return tuple(p for p in Purpose if session.exec(here.where(receives(p))).first() is not None)


def _is_known_as_his() -> ColumnElement[bool]:
    """Whether somebody stands for it that it is the member's phone, and nobody who is still there joined at it before him (people 8, 10)."""
    earlier = aliased(Binding)
    taken = exists(
        select(col(earlier.id)).where(
            earlier.address_id == Binding.address_id,
            col(earlier.id) < Binding.id,
            col(earlier.ended_at).is_(None),
        )
    )
    return col(Binding.confirmed_at).is_not(None) & ~taken
