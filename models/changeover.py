"""A branch changes over from one messenger to another.

Nobody can be written to where he has not opened the bot himself. So who has both hears of things on the new one first; who has the old
one alone goes on there until he has joined on the new one, which is then his first by itself. What a member orders himself afterwards
(`/kenh`) stands.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, Session, col, select

from models import address as addresses
from models.address import OWN, RECEIVING, Address, Binding
from models.bot_account import BotAccount
from models.invite import CODE_LIVES
from models.member import Member, belonging, branch_of, branches_of
from models.organisation import Organisation
from models.outbox.receiving import receives
from models.outbox.tables import Notice, Purpose, concerning
from models.table import Row, link, moment, rules, term
from models.terms import AddressState, ChannelName, Consent

LASTS = timedelta(days=30)
"""After so long, and once no code of the last call lives any more, who has not come over goes on as he was."""
AT_LEAST = timedelta(days=1)
"""So long whoever leads may think better of a change in which nobody had anything to do."""


class Changeover(Row, table=True):
    """A branch's change to a messenger, until it is taken back or another one follows."""

    __table_args__ = rules()
    organisation_id: int = link("organisation.id")
    channel: ChannelName = term(ChannelName)
    began_at: datetime = moment()
    began_by_id: int = link("member.id")
    ended_at: datetime | None = moment(default=None)


class Reordered(Row, table=True):
    """A member's phones were put in their order for it, once: whatever he orders afterwards stands.

    before: his bindings in the order that they had. first_id: the one that was put first; None: they were in the right order.
    """

    __table_args__ = rules(UniqueConstraint("changeover_id", "member_id"))
    changeover_id: int = link("changeover.id")
    member_id: int = link("member.id")
    before: list[int] = Field(sa_type=JSON)
    first_id: int | None = link("binding.id", default=None)

    @property
    def after(self) -> list[int]:
        """The order that they were put in."""
        return sorted(self.before, key=lambda binding_id: binding_id != self.first_id)


class Place(StrEnum):
    """How a member stands to the new messenger.

    BOTH: he is there, and something else comes first. CHOSE: the same, by his own order since the change began. TO_OPEN: he began to join there, or shut the bot out, and is reached elsewhere.
    TO_JOIN: he is reached elsewhere alone. DECLINED: he chose there to get nothing. RELATIVE: a relative's phone gets times for him.
    """

    THERE = "there"
    BOTH = "both"
    CHOSE = "chose"
    TO_OPEN = "to_open"
    TO_JOIN = "to_join"
    DECLINED = "declined"
    RELATIVE = "relative"
    NOWHERE = "nowhere"


LEFT = (Place.TO_OPEN, Place.TO_JOIN)
"""Who has still to do something himself."""


@dataclass(frozen=True)
class Standing:
    """A member with where he stands. phones: his own that he agreed to be written to at, the first first."""

    member: Member
    place: Place
    phones: list[tuple[Binding, Address, ChannelName]]

    @property
    def reached_at(self) -> Address:
        """Where he is reached until he is on the new messenger; for those who have still to do something."""
        return next(address for _, address, _ in self.phones if address.state is AddressState.WORKING)


@dataclass(frozen=True)
class Progress:
    """How far a change is. first: who hears of things on the new messenger first; chose: who would, and ordered it otherwise himself;
    left: who has still to do something. The rest of the branch it does not concern."""

    first: int
    chose: int
    left: int

    @property
    def concerned(self) -> int:
        """All of them."""
        return self.first + self.chose + self.left


def progress(everybody: Collection[Standing]) -> Progress:
    """How far a change is with these."""
    found = Counter(one.place for one in everybody)
    return Progress(found[Place.THERE], found[Place.CHOSE], sum(found[place] for place in LEFT))


def voting_elsewhere(session: Session, everybody: Collection[Standing], channel: ChannelName) -> list[Member]:
    """Of these, who agreed to everything on the new messenger and still votes on another phone, since nobody has said yet that the new one
    is his (models/confirming.py)."""
    bound = [binding.id for one in everybody for binding, _, _ in one.phones]
    decides = set(
        session.exec(select(Binding.id).where(col(Binding.id).in_(bound), receives(Purpose.DECISION)))
    )
    found = []
    for one in everybody:
        works = [phone for phone in one.phones if phone[1].state is AddressState.WORKING]
        votes = [where for binding, _, where in works if binding.id in decides]
        new = [binding for binding, _, where in works if where is channel and binding.consent is Consent.FULL]
        if votes and channel not in votes and any(binding.confirmed_at is None for binding in new):
            found.append(one.member)
    return found


def under_way(session: Session, branch: Organisation) -> Changeover | None:
    """The branch's change that is on."""
    rows = select(Changeover).where(
        Changeover.organisation_id == branch.id, col(Changeover.ended_at).is_(None)
    )
    return session.exec(rows).first()


def standing(session: Session, branch: Organisation, channel: ChannelName) -> list[Standing]:
    """Everybody whose branch this is, by name, and how he stands to that messenger."""
    people = list(session.exec(belonging(branch)))
    own = [who for who, place in branches_of(session, people).items() if place.id == branch.id]
    rows = (
        select(Binding, Address, col(BotAccount.channel))
        .join(Address, col(Address.id) == Binding.address_id)
        .join(BotAccount, col(BotAccount.id) == Address.bot_id)
        .where(col(Binding.member_id).in_(own), col(Binding.ended_at).is_(None))
        .order_by(col(Binding.rank), col(Binding.id))
    )
    bound: dict[int, list[tuple[Binding, Address, ChannelName]]] = {}
    for binding, address, where in session.exec(rows):
        bound.setdefault(binding.member_id, []).append((binding, address, where))
    named = select(Member).where(col(Member.id).in_(own)).order_by(col(Member.folded), col(Member.id))
    ordered = _ordered(session, branch, channel)
    return [
        _standing(who, bound.get(who.id, []), channel, who.id in ordered) for who in session.exec(named).all()
    ]


def begin(
    session: Session,
    branch: Organisation,
    channel: ChannelName,
    by: Member,
    everybody: Collection[Standing],
    now: datetime,
) -> Changeover:
    """The branch is on that messenger from now on, as far as its members are. A change to it that is on goes on; one to another ends."""
    change = under_way(session, branch)
    if change is not None and change.channel is not channel:
        change.ended_at = now
        change = None
    if change is None:
        change = Changeover(organisation_id=branch.id, channel=channel, began_at=now, began_by_id=by.id)
        session.add(change)
        session.flush()
    for one in everybody:
        there = [(binding, address) for binding, address, where in one.phones if where is channel]
        if one.place is Place.THERE:
            _put_first(session, change, one.member, None)
        elif there and one.place in (Place.BOTH, Place.TO_OPEN):
            works = [binding for binding, address in there if address.state is AddressState.WORKING]
            _put_first(session, change, one.member, works[0] if works else there[0][0])
    return change


def joined(session: Session, binding: Binding, now: datetime) -> None:
    """A member has said at an address what he agrees to: where his branch changes over to that messenger, it is his first, once."""
    member = session.get_one(Member, binding.member_id)
    branch = branch_of(session, member)
    change = under_way(session, branch) if branch is not None else None
    if change is None or binding.consent not in OWN:
        return
    address = session.get_one(Address, binding.address_id)
    if addresses.channel_of(session, address) is change.channel:
        _put_first(session, change, member, binding)


def take_back(session: Session, change: Changeover, now: datetime) -> None:
    """Whose phones were put in another order for it has them in their earlier order again."""
    for _, _, earlier in _ways_back(session, change):
        addresses.arrange(session, [binding for binding, _ in earlier])
    end(session, change, now)


def end(session: Session, change: Changeover, now: datetime) -> None:
    """It is on no more; everybody stays as he is."""
    change.ended_at = now
    session.flush()


def due(session: Session, now: datetime) -> list[Changeover]:
    """The changes that have lasted long enough, and those, a day old at least, in which nobody is left to come over. Who was called on
    lately, and holds a code, is waited for."""
    rows = select(Changeover).where(
        col(Changeover.ended_at).is_(None), col(Changeover.began_at) <= now - AT_LEAST
    )
    found = []
    for change in session.exec(rows.order_by(col(Changeover.id))).all():
        branch = session.get_one(Organisation, change.organisation_id)
        over = change.began_at <= now - LASTS and not _called_since(session, change, now - CODE_LIVES)
        if over or not progress(standing(session, branch, change.channel)).left:
            found.append(change)
    return found


def _called_since(session: Session, change: Changeover, since: datetime) -> bool:
    """Whether anything was made known of it since then."""
    rows = select(Notice.id).where(concerning(f"changeover:{change.id}"), col(Notice.created_at) > since)
    return session.exec(rows.limit(1)).first() is not None


def returning(session: Session, change: Changeover) -> list[Member]:
    """Who would be reached first at another phone of his own again if the change were taken back, by name."""
    return [who for who, held, earlier in _ways_back(session, change) if _own(held) != _own(earlier)]


Phones = list[tuple[Binding, Address]]
"""A member's phones, the first first."""


def _ways_back(session: Session, change: Changeover) -> Iterator[tuple[Member, Phones, Phones]]:
    """Whose phones are still as the change put them: how they stand, and how they would again. What he has left since, or joined since,
    comes behind the rest."""
    rows = (
        select(Member, Reordered)
        .join(Reordered, col(Reordered.member_id) == Member.id)
        .where(Reordered.changeover_id == change.id, col(Reordered.first_id).is_not(None))
        .order_by(col(Member.folded), col(Member.id))
    )
    for member, done in session.exec(rows).all():
        held = addresses.of_member(session, member)
        living = [binding.id for binding, _ in held]
        if [each for each in living if each in done.before] != [
            each for each in done.after if each in living
        ]:
            continue  # his own order since
        places = {each: place for place, each in enumerate(done.before)}
        yield (
            member,
            held,
            sorted(held, key=lambda one: (_left(*one), places.get(one[0].id, len(places)))),
        )


def _left(binding: Binding, address: Address) -> bool:
    """Whether the member gets nothing at a phone any more, by his own doing."""
    return binding.consent is Consent.REFUSED or address.state is not AddressState.WORKING


def _own(phones: Phones) -> int | None:
    """The binding of the first phone of his own at which he is reached."""
    return next((b.id for b, a in phones if b.consent in OWN and not _left(b, a)), None)


def _standing(
    member: Member, bound: list[tuple[Binding, Address, ChannelName]], channel: ChannelName, ordered: bool
) -> Standing:
    """ordered: his phones were put in their order for this change already."""
    phones = [one for one in bound if one[0].consent in OWN]
    works = [where for _, address, where in phones if address.state is AddressState.WORKING]
    begun = any(where is channel and binding.consent is Consent.PENDING for binding, _, where in bound)
    if channel in works:
        elsewhere = Place.CHOSE if ordered else Place.BOTH
        place = Place.THERE if phones[0][2] is channel else elsewhere
    elif any(where is channel and binding.consent is Consent.REFUSED for binding, _, where in bound):
        place = Place.DECLINED
    elif works:
        place = Place.TO_OPEN if begun or any(where is channel for *_, where in phones) else Place.TO_JOIN
    else:
        related = any(b.consent in RECEIVING and a.state is AddressState.WORKING for b, a, _ in bound)
        place = Place.RELATIVE if related else Place.NOWHERE
    return Standing(member, place, phones)


def _ordered(session: Session, branch: Organisation, channel: ChannelName) -> set[int]:
    """Ids of those whose phones were put in their order for the branch's change to that messenger that is on."""
    rows = select(Reordered.member_id).join(Changeover, col(Changeover.id) == Reordered.changeover_id)
    on = (
        Changeover.organisation_id == branch.id,
        Changeover.channel == channel,
        col(Changeover.ended_at).is_(None),
    )
    return set(session.exec(rows.where(*on)))


def _put_first(session: Session, change: Changeover, member: Member, binding: Binding | None) -> None:
    """Once for each change and member; None: they are in the right order."""
    done = select(Reordered.id).where(Reordered.changeover_id == change.id, Reordered.member_id == member.id)
    if session.exec(done).first() is not None:
        return
    before = [each.id for each, _ in addresses.of_member(session, member)]
    first = binding.id if binding is not None and binding.id != before[0] else None
    session.add(Reordered(changeover_id=change.id, member_id=member.id, before=before, first_id=first))
    if first is not None:
        addresses.prefer(session, member, first)
