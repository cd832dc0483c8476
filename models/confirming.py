"""Whose a phone is. A code joins whoever holds it, so that it is the person is said by somebody who did not issue it (people 10).

Nobody vouches for himself nor for a code of his own. Whoever leads the branch does; where that leaves nobody, its chi ủy; where it has no
other, whoever leads what stands right above it.
"""

from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from models import organisation
from models.address import Address, Binding
from models.audit import note
from models.member import Member, belonging, branch_of, gone, holding, posts
from models.organisation import Organisation
from models.terms import CHI_UY, LEADING, Consent

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

    One that a colleague's code has made counts only once it is confirmed: he might else join as the other leader, and vouch.
    """
    whose = [holding(branch.id, LEADING, now), holding(branch.id, CHI_UY, now)]
    if branch.parent_id is not None:
        whose.append(holding(branch.parent_id, LEADING, now))
    speaks = select(Binding).where(
        col(Binding.ended_at).is_(None),
        Binding.consent == Consent.FULL,
        col(Binding.issued_by_id).is_(None) | col(Binding.confirmed_at).is_not(None),
        col(Binding.member_id).not_in(gone()),
    )
    return [list(session.exec(speaks.where(col(Binding.member_id).in_(people)))) for people in whose]


def vouchers(among: Circles, asked: Binding) -> list[Binding]:
    """Of those phones, from which this joining may be confirmed: the nearest circle's in which there is another person at all."""
    involved = (asked.member_id, asked.issued_by_id)
    others = ([phone for phone in circle if phone.member_id not in involved] for circle in among)
    return next((circle for circle in others if circle), [])


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
