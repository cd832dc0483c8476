"""Who joined without anybody having been told (decision 31): whoever leads a branch must hear of each, also after a stop."""

from datetime import datetime, timedelta

from sqlalchemy import exists
from sqlmodel import Session, col, select

from models.address import Address, Binding
from models.confirming import Joining
from models.member import Member, Membership
from models.organisation import Organisation
from models.outbox.tables import Notice
from models.terms import JoinedBy, Tie

JOINED = "joined"
"""The kind of notice that tells a branch's joinings up to its own moment."""
LOOKS_BACK = timedelta(days=14)
"""Of what is older nobody needs to hear; a stop, or a branch that nobody leads, is hardly ever longer."""


def untold_joinings(session: Session, until: datetime) -> list[tuple[Organisation, list[Joining]]]:
    """Who joined before a moment without anybody having been told yet, by branch."""
    branch = (
        select(Membership.organisation_id)
        .where(
            Membership.member_id == Member.id,
            col(Membership.until).is_(None),
            col(Membership.tie).in_([Tie.OFFICIAL, Tie.TEMPORARY]),
        )
        .order_by(col(Membership.tie) != Tie.OFFICIAL, col(Membership.id))
        .limit(1)
        .correlate(Member)
        .scalar_subquery()
    )
    told = exists(
        select(col(Notice.id)).where(
            Notice.kind == JOINED,
            Notice.organisation_id == Organisation.id,
            Notice.created_at > Binding.joined_at,
        )
    )
    rows = session.exec(
        select(Organisation, Binding, Member, Address)
        .select_from(Binding)
        .join(Member, col(Member.id) == Binding.member_id)
        .join(Address, col(Address.id) == Binding.address_id)
        .join(Organisation, col(Organisation.id) == branch)
        .where(
            Binding.joined_at >= until - LOOKS_BACK,
            Binding.joined_at < until,
            col(Binding.ended_at).is_(None),
            Binding.joined_by != JoinedBy.TRIAL,
            ~told,
        )
        .order_by(col(Binding.id))
    )
    found: dict[int, tuple[Organisation, list[Joining]]] = {}
    for place, bound, who, where in rows:
        found.setdefault(place.id, (place, []))[1].append(Joining(bound, who, where))
    return list(found.values())
