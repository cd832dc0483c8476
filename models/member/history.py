"""What was recorded of a member over time: where he belonged, the posts he held, what held for him."""

from sqlmodel import Session, col, select

from models.member.record import Member, MemberCircumstance, Membership, PostHeld
from models.organisation import Organisation


def memberships(session: Session, member: Member) -> list[tuple[Organisation, Membership]]:
    """Every tie, the oldest first."""
    rows = select(Organisation, Membership).join(
        Membership, col(Membership.organisation_id) == Organisation.id
    )
    return list(session.exec(rows.where(Membership.member_id == member.id).order_by(col(Membership.id))))


def posts_held(session: Session, member: Member) -> list[tuple[Organisation, PostHeld]]:
    """Every post, the oldest first."""
    rows = select(Organisation, PostHeld).join(PostHeld, col(PostHeld.organisation_id) == Organisation.id)
    return list(session.exec(rows.where(PostHeld.member_id == member.id).order_by(col(PostHeld.id))))


def what_held(session: Session, member: Member) -> list[MemberCircumstance]:
    """Every circumstance, the oldest first."""
    rows = select(MemberCircumstance).where(MemberCircumstance.member_id == member.id)
    return list(session.exec(rows.order_by(col(MemberCircumstance.id))))
