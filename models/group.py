"""The messenger group tied to a branch: it gets times and places when a leader sends them there, never a list, never a vote (people 36)."""

from datetime import datetime

from sqlmodel import Session, col, select

from models.address import Address
from models.audit import note
from models.member import Member
from models.organisation import Organisation
from models.outbox import WAITING, Delivery
from models.table import Row, link, moment, rules
from models.terms import DeliveryState


class Group(Row, table=True):
    """A group tied to a branch until it is tied anew. `title` is what the messenger calls it; `people`: how many were last in it, None: unknown."""

    __tablename__ = "chat_group"
    __table_args__ = rules()
    organisation_id: int = link("organisation.id")
    address_id: int = link("address.id")
    title: str
    people: int | None = None
    tied_by_id: int = link("member.id")
    since: datetime = moment()
    until: datetime | None = moment(default=None)


def tie(session: Session, branch: Organisation, where: Address, author: Member, now: datetime) -> Group:
    """Ties a group to the branch, in the place of the one before; tying the same one again changes nothing."""
    tied = of_branch(session, branch)
    if tied is not None and tied.address_id == where.id:
        return tied
    if tied is not None:
        tied.until = now
    made = Group(
        organisation_id=branch.id,
        address_id=where.id,
        title=where.shown_name or "",
        tied_by_id=author.id,
        since=now,
    )
    session.add(made)
    session.flush()
    note(session, now, author.id, "group.tie", f"chat_group:{made.id}")
    return made


def counted(session: Session, where: Address, people: int) -> None:
    """So many people are in the group now."""
    for tied in session.exec(select(Group).where(Group.address_id == where.id, col(Group.until).is_(None))):
        tied.people = people


def migrated(session: Session, address_id: int, identity: str) -> None:
    """The messenger gave the group another id (it became a supergroup): what is tied to it and what waits for it goes there.

    Whatever was said in it since was said under the new id, which then has an address of its own already.
    """
    before = session.get_one(Address, address_id)
    now = session.exec(
        select(Address).where(Address.bot_id == before.bot_id, Address.identity == identity)
    ).first()
    if now is None:
        before.identity = identity
        session.flush()
        return
    for tied in session.exec(select(Group).where(Group.address_id == before.id)):
        tied.address_id = now.id
    waiting = col(Delivery.state).in_((DeliveryState.SENDING, *WAITING))
    for delivery in session.exec(select(Delivery).where(Delivery.address_id == before.id, waiting)):
        delivery.address_id = now.id
    session.flush()


def of_branch(session: Session, branch: Organisation) -> Group | None:
    """The group tied to the branch."""
    return session.exec(
        select(Group).where(Group.organisation_id == branch.id, col(Group.until).is_(None))
    ).first()
