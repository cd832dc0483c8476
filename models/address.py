"""Addresses and the members they serve: many to many, since a couple may share a phone and a member may have several (people 8, 9)."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Session, col, func, select

from models.bot_account import BotAccount
from models.member import Member
from models.organisation import Organisation
from models.table import Row, link, moment, rules, term
from models.terms import AddressState, ChannelName, Consent, JoinedBy

MEMBERS_AT_MOST = 2
"""An address serves two members, never three (people 8)."""

RECEIVING = (Consent.FULL, Consent.TIMES_ONLY, Consent.RELATIVE)
"""Consents under which times and places of meetings are sent; everything else needs FULL."""


OWN = (Consent.FULL, Consent.TIMES_ONLY)
"""Consents that a member gave for a phone of his own."""


class Address(Row, table=True):
    """A chat at a bot. `shown_name` is what the messenger shows for its owner."""

    __table_args__ = rules(UniqueConstraint("bot_id", "identity"))
    bot_id: int = link("bot_account.id")
    identity: str
    shown_name: str | None = None
    state: AddressState = term(AddressState, default=AddressState.WORKING)
    since: datetime = moment()


class Binding(Row, table=True):
    """An address serves a member. `rank` orders a member's addresses; the consent is this member's for this address.

    issued_by_id: the leader whose code joined it, or who recognised the member face to face; nobody where the code is of the command
    line. confirmed_at: since then somebody stands for it that it is that person; until then it votes on nothing that decides
    (people 10, models/confirming.py).
    """

    __table_args__ = rules()
    address_id: int = link("address.id")
    member_id: int = link("member.id")
    rank: int = 0
    joined_by: JoinedBy = term(JoinedBy)
    joined_at: datetime = moment()
    issued_by_id: int | None = link("member.id", default=None)
    confirmed_by_id: int | None = link("member.id", default=None)
    confirmed_at: datetime | None = moment(default=None)
    consent: Consent = term(Consent, default=Consent.PENDING)
    consent_version: str | None = None
    consent_at: datetime | None = moment(default=None)
    ended_at: datetime | None = moment(default=None)


class TooMany(Exception):
    """The address serves two members already."""


def at(session: Session, bot: BotAccount, identity: str, shown_name: str | None, now: datetime) -> Address:
    """The address of that chat at that bot; made at first sight. A message from it shows that it works again."""
    found = session.exec(
        select(Address).where(Address.bot_id == bot.id, Address.identity == identity)
    ).first()
    if found is None:
        found = Address(bot_id=bot.id, identity=identity, since=now)
        session.add(found)
    if found.state is AddressState.BLOCKED:
        found.state = AddressState.WORKING
    found.shown_name = shown_name or found.shown_name
    session.flush()
    return found


def bindings(session: Session, address: Address) -> list[Binding]:
    """Whom the address serves, first joined first."""
    living = select(Binding).where(Binding.address_id == address.id, col(Binding.ended_at).is_(None))
    return list(session.exec(living.order_by(col(Binding.id))))


def shared(session: Session, addresses: Collection[int]) -> set[int]:
    """Which of these addresses serve two members."""
    living = select(Binding.address_id).where(
        col(Binding.address_id).in_(addresses), col(Binding.ended_at).is_(None)
    )
    return set(session.exec(living.group_by(col(Binding.address_id)).having(func.count() > 1)))


def served(session: Session, address: Address) -> list[tuple[Member, Binding]]:
    """Whom the address serves with what he agreed to there, first joined first."""
    living = (
        select(Member, Binding)
        .join(Binding, col(Binding.member_id) == Member.id)
        .where(Binding.address_id == address.id, col(Binding.ended_at).is_(None))
    )
    return list(session.exec(living.order_by(col(Binding.id))))


def people(session: Session, address: Address) -> list[Member]:
    """The members whom the address serves, first joined first."""
    served = (
        select(Member)
        .join(Binding, col(Binding.member_id) == Member.id)
        .where(Binding.address_id == address.id, col(Binding.ended_at).is_(None))
    )
    return list(session.exec(served.order_by(col(Binding.id))))


def agreed(session: Session, address_id: int, member_id: int) -> bool:
    """Whether the address serves the member, who there agreed to everything: papers and texts, not times of meetings alone."""
    rows = select(Binding.id).where(
        Binding.address_id == address_id,
        Binding.member_id == member_id,
        Binding.consent == Consent.FULL,
        col(Binding.ended_at).is_(None),
    )
    return session.exec(rows).first() is not None


def own(session: Session, address_id: int, member_id: int) -> bool:
    """Whether the address serves the member himself, and is not a relative's phone."""
    rows = select(Binding.id).where(
        Binding.address_id == address_id,
        Binding.member_id == member_id,
        Binding.consent != Consent.RELATIVE,
        col(Binding.ended_at).is_(None),
    )
    return session.exec(rows).first() is not None


def history(session: Session, member: Member) -> list[tuple[Binding, Address]]:
    """All the member's bindings, those that ended too, the oldest first."""
    rows = select(Binding, Address).join(Address, col(Address.id) == Binding.address_id)
    return list(session.exec(rows.where(Binding.member_id == member.id).order_by(col(Binding.id))))


def people_at(session: Session, bot_id: int, identity: str) -> list[Member]:
    """The members whom a chat at a bot serves; none for a chat never seen."""
    where = session.exec(
        select(Address).where(Address.bot_id == bot_id, Address.identity == identity)
    ).first()
    return people(session, where) if where is not None else []


def of_member(session: Session, member: Member) -> list[tuple[Binding, Address]]:
    """The member's living bindings in their order."""
    living = (
        select(Binding, Address)
        .join(Address, col(Address.id) == Binding.address_id)
        .where(Binding.member_id == member.id, col(Binding.ended_at).is_(None))
    )
    return list(session.exec(living.order_by(col(Binding.rank), col(Binding.id))))


def bind(
    session: Session,
    address: Address,
    member: Member,
    how: JoinedBy,
    now: datetime,
    issued_by: int | None = None,
) -> Binding:
    """The address serves the member from now on, consent still to be asked. Binding twice gives the same binding.

    Raises TooMany when it serves two others.
    """
    serving = bindings(session, address)
    for binding in serving:
        if binding.member_id == member.id:
            return binding
    if len(serving) >= MEMBERS_AT_MOST:
        raise TooMany
    last = session.exec(select(func.max(Binding.rank)).where(Binding.member_id == member.id)).one()
    made = Binding(
        address_id=address.id,
        member_id=member.id,
        rank=0 if last is None else last + 1,
        joined_by=how,
        joined_at=now,
        issued_by_id=issued_by,
    )
    session.add(made)
    address.state = AddressState.WORKING
    session.flush()
    return made


def consent(binding: Binding, answer: Consent, version: str, now: datetime) -> None:
    """Records the answer to the consent question with the version of its words."""
    binding.consent, binding.consent_version, binding.consent_at = answer, version, now


def unbind(session: Session, binding: Binding, now: datetime) -> None:
    """The address no longer serves the member; the row stays as the record of it."""
    binding.ended_at = now
    session.add(binding)
    session.flush()


def prefer(session: Session, member: Member, binding_id: int) -> None:
    """Makes one of the member's addresses the first; the others keep their order."""
    rest = [binding for binding, _ in of_member(session, member)]
    arrange(session, sorted(rest, key=lambda b: b.id != binding_id))


def arrange(session: Session, ordered: Sequence[Binding]) -> None:
    """Puts all of a member's addresses in this order."""
    for rank, binding in enumerate(ordered):
        binding.rank = rank
    session.flush()


def joined(session: Session, branch_members: list[int]) -> set[int]:
    """Of those members, who has an address that receives."""
    rows = session.exec(
        select(Binding.member_id)
        .join(Address, col(Address.id) == Binding.address_id)
        .where(
            col(Binding.member_id).in_(branch_members),
            col(Binding.ended_at).is_(None),
            col(Binding.consent).in_(RECEIVING),
            Address.state == AddressState.WORKING,
        )
    )
    return set(rows)


def channel_of(session: Session, address: Address) -> ChannelName:
    """The messenger of the address."""
    return session.get_one(BotAccount, address.bot_id).channel


def serves(session: Session, address: Address, branch: Organisation) -> bool:
    """Whether the address's bot serves the branch: all branches, or those at and below its organisation, until it ends."""
    bot = session.get_one(BotAccount, address.bot_id)
    if bot.ended_at is not None:
        return False
    if bot.organisation_id is None:
        return True
    place: Organisation | None = branch
    while place is not None and place.id != bot.organisation_id:
        place = session.get(Organisation, place.parent_id) if place.parent_id else None
    return place is not None
