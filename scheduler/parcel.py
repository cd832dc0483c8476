"""A copy owed, made ready for one messenger: names put in, repeats marked, choices numbered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.kit import waiting, wording
from handlers.kit.message import NAME
from models import address as addresses
from models import member as members
from models import outbox
from models.address import Address
from models.bot_account import BotAccount
from models.database import Session
from models.fleet import merging, quota
from models.fleet.quota import Stage
from models.member import Member
from models.organisation import Organisation
from models.outbox import Delivery, Notice, Offer, Priority, Want
from models.table import load


@dataclass(frozen=True)
class Option:
    """A choice as shown: its number (none where nine were in use), its label to the letter, and the offer that a button names."""

    number: int | None
    label: str
    offer_id: int


@dataclass(frozen=True)
class Settled:
    """The message that an answer is written into, where the messenger can edit: its id there and its text, which stays above the answer;
    none where it is replaced."""

    external_id: str
    text: str


@dataclass(frozen=True)
class Parcel:
    """What a channel sends. document and picture are recipes; refuses: the update that was refused, by its messenger's own id.
    also: other copies that are said in the same message. claimed: when they were."""

    delivery_id: int
    chat: str
    text: str
    options: tuple[Option, ...] = ()
    settles: Settled | None = None
    document: str | None = None
    picture: str | None = None
    protected: bool = False
    refuses: str | None = None
    repeated: bool = False
    also: tuple[int, ...] = ()
    claimed: datetime | None = None

    @property
    def copies(self) -> tuple[int, ...]:
        """The ids of all that is in it."""
        return (self.delivery_id, *self.also)


def next_parcel(session: Session, want: Want, now: datetime) -> Parcel | None:
    """Claims the next copy due at a bot (or at one chat of it) and makes it ready; None when nothing is due."""
    found = next_parcels(session, [want], now)[want]
    return found[0] if found else None


def next_parcels(
    session: Session, wants: Sequence[Want], now: datetime, owner: str | None = None
) -> dict[Want, list[Parcel]]:
    """Claims the next copies due at several bots and makes them ready: what they have in common is looked up once for all. owner: the
    process that must hold the bots' sending lanes."""
    bots = {want.bot_id for want in wants}
    held = (*load(session, BotAccount, bots), *quota.months(session, bots, now))
    found = outbox.due(session, wants, now)
    copies = list(dict.fromkeys(copy for due in found.values() for copy in due))
    if not copies:  # most looks find nothing: they write nothing, and so ring no bell
        return {want: [] for want in wants}
    claimed = outbox.claim(session, copies, now, owner)
    beside = {
        delivery.id: merging.claim_beside(session, delivery, now)
        for delivery in claimed
        if delivery.bot_id is not None and quota.stage(session, delivery.bot_id, now) is Stage.SHORT
    }
    del held
    others = [other for together in beside.values() for other in together]
    ready = {parcel.delivery_id: parcel for parcel in made_ready(session, [*claimed, *others], now)}
    for first, together in beside.items():
        ready[first] = _as_one(ready[first], [ready[other.id] for other in together])
    session.flush()
    last_first = reversed(found.items())  # of two who want the same, the earlier has given up
    return {want: [ready.pop(copy) for copy in due if copy in ready] for want, due in last_first}


def _as_one(first: Parcel, others: Sequence[Parcel]) -> Parcel:
    text = merging.APART.join(parcel.text for parcel in (first, *others))
    return replace(first, text=text, also=tuple(parcel.delivery_id for parcel in others))


def made_ready(session: Session, copies: Sequence[Delivery], now: datetime) -> list[Parcel]:
    """Copies as their readers will see them."""
    about = _look_up(session, copies, now)
    return [_made_ready(session, delivery, about) for delivery in copies]


@dataclass(frozen=True)
class _About:
    """What is asked of many copies at once: which chats serve two, which branch members belong to, and the numbers of choices by copy.

    kept: their notices, addresses and members, held so that the session does not ask for each.
    """

    shared: set[int]
    branches: dict[int, Organisation]
    offers: dict[int, list[Offer]]
    kept: tuple[object, ...]


def _look_up(session: Session, copies: Sequence[Delivery], now: datetime) -> _About:
    people = {delivery.member_id for delivery in copies if delivery.member_id is not None}
    chats = {delivery.address_id for delivery in copies if delivery.address_id is not None}
    said = {delivery.notice_id for delivery in copies}
    kept = (*load(session, Notice, said), *load(session, Address, chats), *load(session, Member, people))
    questions = [(copy, session.get_one(Notice, copy.notice_id).content.get("question")) for copy in copies]
    offers = outbox.offer(session, [(copy, question) for copy, question in questions if question], now)
    return _About(addresses.shared(session, chats), members.branches_of(session, people), offers, kept)


def _made_ready(session: Session, delivery: Delivery, about: _About) -> Parcel:
    notice = session.get_one(Notice, delivery.notice_id)
    address = session.get_one(Address, delivery.address_id)
    content = notice.content
    member = session.get(Member, delivery.member_id) if delivery.member_id else None
    pushed = delivery.priority != int(Priority.ANSWER)
    shared = member is not None and address.id in about.shared
    given = member.given if member else ""
    text = content["text"].replace(NAME, given)
    if member is not None and pushed and (elsewhere := _of_another_branch(session, notice, member, about)):
        text = f"{elsewhere}\n{text}"
    if shared and pushed:
        text = f"{wording.to(given)}\n{text}"
    if delivery.again:
        text = f"{REPEATED}\n{text}"
    options: tuple[Option, ...] = ()
    if question := content.get("question"):
        named = shared and question["kind"] != outbox.DIALOGUE
        options = tuple(
            Option(o.number or None, wording.named(given, o.label) if named else o.label, o.id)
            for o in about.offers[delivery.id]
        )
        if options and options[0].number is None:
            how = waiting.in_words(
                question["kind"], question["subject"], [o.label for o in options], given, shared
            )
            text = f"{text}\n{without_numbers(how)}"
    return Parcel(
        delivery_id=delivery.id,
        chat=address.identity,
        text=text,
        options=options,
        settles=_settled(session, delivery, content.get("edits")),
        document=content.get("document"),
        picture=content.get("picture"),
        protected=content.get("protected", False),
        refuses=content.get("refuses"),
        repeated=delivery.again,
        claimed=delivery.sent_at,
    )


def _of_another_branch(session: Session, notice: Notice, member: Member, about: _About) -> str | None:
    """The branch that a notice comes from, where its reader belongs to another one: he follows it, or is there for a time."""
    own = about.branches.get(member.id)
    if own is None or notice.organisation_id in (None, own.id):
        return None
    return session.get_one(Organisation, notice.organisation_id).name


def _settled(session: Session, delivery: Delivery, edits: int | None) -> Settled | None:
    asked = session.get(Delivery, edits) if edits is not None else None
    if asked is None or asked.external_id is None:
        return None
    if asked is delivery:
        return Settled(asked.external_id, "")
    notice = session.get_one(Notice, asked.notice_id)
    member = session.get(Member, asked.member_id) if asked.member_id else None
    return Settled(asked.external_id, notice.content["text"].replace(NAME, member.given if member else ""))


# Wording

REPEATED = "(gửi lại)"


def without_numbers(how: str) -> str:
    """Below a question that found nine numbers in use."""
    return f"Lúc này chưa đủ số trống, nên xin {how}."
