"""Whose a phone is. A code joins whoever holds it, so that it is the person is said by somebody who did not issue it (people 10).

Nobody vouches for himself nor for a code of his own, nor from a phone that he shares, nor from one that nobody else has said whose it is.
Whoever leads the branch does; where that leaves nobody, its chi ủy; where it has no other, whoever leads what stands right above it.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from models import organisation
from models.address import Address, Binding
from models.audit import note
from models.member import Member, belonging, branch_of, gone, holding, posts
from models.organisation import Organisation
from models.terms import CHI_UY, LEADING, Consent, JoinedBy

NEVER_DECIDES = (Consent.RELATIVE, Consent.REFUSED)
"""With these consents an address votes on nothing, so nobody need say whose it is."""


class Joining(NamedTuple):
    """Somebody at an address."""

    binding: Binding
    member: Member
    address: Address


Circles = list[list[Binding]]
"""The phones of those who may vouch in a branch, the nearest circle first."""


def unconfirmed(session: Session, branch: Organisation) -> list[Joining]:
    """Who joined in a branch and was not yet said to be that person, first joined first."""
    rows = session.exec(
        select(Binding, Member, Address)
        .select_from(Binding)
        .join(Member, col(Member.id) == Binding.member_id)
        .join(Address, col(Address.id) == Binding.address_id)
        .where(
            col(Member.id).in_(belonging(branch)),
            col(Binding.ended_at).is_(None),
            col(Binding.confirmed_at).is_(None),
            col(Binding.consent).not_in(NEVER_DECIDES),
        )
        .order_by(col(Binding.id))
    )
    return [Joining(*row) for row in rows]


def circles(session: Session, branch: Organisation, now: datetime) -> Circles:
    """The phones from which joinings of a branch may be confirmed.

    One that a colleague's code or a telephone number of the roster has made counts only once somebody has confirmed it: he might else
    join as the other leader, and vouch.
    """
    whose = [holding(branch.id, LEADING, now), holding(branch.id, CHI_UY, now)]
    if branch.parent_id is not None:
        whose.append(holding(branch.parent_id, LEADING, now))
    speaks = select(Binding).where(
        col(Binding.ended_at).is_(None),
        Binding.consent == Consent.FULL,
        _by_itself() | col(Binding.confirmed_by_id).is_not(None),
        col(Binding.member_id).not_in(gone()),
    )
    return [list(session.exec(speaks.where(col(Binding.member_id).in_(people)))) for people in whose]


def _by_itself() -> ColumnElement[bool]:
    """Whether a phone needs nobody's word: its code is of the command line, or it is a trial."""
    return col(Binding.issued_by_id).is_(None) & (col(Binding.joined_by) != JoinedBy.CONTACT)


def vouchers(session: Session, among: Circles, asked: Binding) -> list[Binding]:
    """Of those phones, from which this joining may be confirmed: the nearest circle's in which there is another person at all.

    A phone that the person or the issuer of the code uses too is his, whoever speaks from it; so is one of which he alone has said whose
    it is, as whoever recognised it face to face.
    """
    involved = [who for who in (asked.member_id, asked.issued_by_id) if who is not None]
    theirs = set(
        session.exec(
            select(Binding.address_id).where(
                col(Binding.member_id).in_(involved), col(Binding.ended_at).is_(None)
            )
        )
    )
    others = (
        [phone for phone in circle if phone.address_id not in theirs and not _by_him_alone(phone, asked)]
        for circle in among
    )
    return next((circle for circle in others if circle), [])


def _by_him_alone(phone: Binding, asked: Binding) -> bool:
    """Whether nobody but the issuer of the code has said whose a phone is; a letter from the command line speaks for itself."""
    if asked.issued_by_id is None or (phone.issued_by_id is None and phone.joined_by is not JoinedBy.CONTACT):
        return False
    return {phone.issued_by_id, phone.confirmed_by_id} - {None} == {asked.issued_by_id}


def places(session: Session, who: Member, now: datetime) -> list[Organisation]:
    """Where a member may be asked to vouch: his own branch, and what stands right below whatever he leads."""
    leads = {post.organisation_id for post in posts(session, who, now) if post.post in LEADING}
    own = branch_of(session, who)
    below = [place for place in organisation.below(session, sorted(leads)) if place.parent_id in leads]
    return list({place.id: place for place in ([own] if own else []) + below}.values())


def confirm(session: Session, binding: Binding, by: Member, now: datetime) -> None:
    """The address is the member's own, says `by`; whether he may say so, `vouchers` tells."""
    binding.confirmed_by_id, binding.confirmed_at = by.id, now
    session.flush()
    note(session, now, by.id, "join.confirm", f"binding:{binding.id}")
