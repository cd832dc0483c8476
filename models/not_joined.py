"""Who of a branch has not joined, and why, as far as the record tells; for whoever leads it by name, for committees above as sums (people 40)."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from models import address as addresses
from models import member as members
from models.address import Address, Binding
from models.invite import Invite
from models.member import Member
from models.organisation import Organisation
from models.terms import AddressState, Body, Circumstance, Consent


class Why(StrEnum):
    """In the order in which whoever leads goes through them, the easiest first."""

    SILENT = "silent"
    """At a phone already, where the question of consent waits."""
    CODE = "code"
    """Has a code that works."""
    RUN_OUT = "run_out"
    """Had a code, and did not use it in time."""
    BLOCKED = "blocked"
    """The phone takes no message any more."""
    ENDED = "ended"
    """Had a phone here, which serves him no longer."""
    NOT_INVITED = "not_invited"
    ONLY_RELATIVE = "only_relative"
    """Never invited; the telephone number is a relative's."""
    NO_PHONE = "no_phone"
    """Never invited, no telephone number."""
    REFUSED = "refused"


@dataclass(frozen=True)
class Missing:
    """A member who gets nothing here. since: when what stands in the way came about; until: to when the code works."""

    member: Member
    why: Why
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Joined:
    """How far a branch has joined: of those called to its meetings. narrow: who joined for times of meetings alone, with what he chose;
    not_called: how many are not called, by the reason."""

    called: int
    missing: list[Missing]
    narrow: list[tuple[Member, Consent]]
    not_called: dict[Circumstance, int]

    @property
    def count(self) -> int:
        """How many have joined."""
        return self.called - len(self.missing)

    @property
    def reasons(self) -> dict[Why, int]:
        """How many have not joined, by the reason."""
        found = Counter(one.why for one in self.missing)
        return {why: found[why] for why in Why if found[why]}


def standing(session: Session, branch: Organisation, now: datetime) -> Joined:
    """Who has joined and who has not, both by name."""
    people = list(session.exec(members.called(branch, now)))
    reached = addresses.joined(session, people)
    named = select(Member).where(col(Member.id).in_(people)).order_by(Member.folded, col(Member.id))
    phones = _phones(session, people)
    codes = _codes(session, people)
    missing, narrow = [], []
    for member in session.exec(named).all():
        held = phones.get(member.id, [])
        if member.id not in reached:
            missing.append(_missing(member, held, codes.get(member.id), now))
            continue
        agreed = {bound.consent for bound, where in held if bound.ended_at is None and _works(where)}
        if Consent.FULL not in agreed:
            narrow.append((member, Consent.TIMES_ONLY if Consent.TIMES_ONLY in agreed else Consent.RELATIVE))
    return Joined(len(people), missing, narrow, members.left_out(session, branch, now, Body.BRANCH, None))


def _phones(session: Session, people: list[int]) -> dict[int, list[tuple[Binding, Address]]]:
    rows = select(Binding, Address).join(Address, col(Address.id) == Binding.address_id)
    found: dict[int, list[tuple[Binding, Address]]] = {}
    for bound, where in session.exec(rows.where(col(Binding.member_id).in_(people))):
        found.setdefault(bound.member_id, []).append((bound, where))
    return found


def _codes(session: Session, people: list[int]) -> dict[int, Invite]:
    """By member: the newest code that he has not used and nobody has ended."""
    rows = select(Invite).where(
        col(Invite.member_id).in_(people), col(Invite.used_at).is_(None), col(Invite.void_at).is_(None)
    )
    return {code.member_id: code for code in session.exec(rows.order_by(col(Invite.issued_at)))}


def _works(where: Address) -> bool:
    return where.state is AddressState.WORKING


def _missing(
    member: Member, phones: list[tuple[Binding, Address]], code: Invite | None, now: datetime
) -> Missing:
    """What happened last is what stands in the way."""
    happened = [_of_phone(member, bound, where) for bound, where in phones]
    if code is not None:
        in_time = code.expires_at > now
        why = Why.CODE if in_time else Why.RUN_OUT
        happened.append(Missing(member, why, code.issued_at if in_time else code.expires_at, code.expires_at))
    if happened:
        return max(happened, key=lambda one: (one.since or now, one.why is not Why.ENDED))
    if member.phone is None:
        return Missing(member, Why.NO_PHONE)
    return Missing(member, Why.ONLY_RELATIVE if member.phone_of_relative else Why.NOT_INVITED)


def _of_phone(member: Member, bound: Binding, where: Address) -> Missing:
    if bound.ended_at is not None:
        return Missing(member, Why.ENDED, bound.ended_at)
    if bound.consent is Consent.REFUSED:
        return Missing(member, Why.REFUSED, bound.consent_at)
    if not _works(where):
        return Missing(member, Why.BLOCKED, bound.consent_at or bound.joined_at)
    return Missing(member, Why.SILENT, bound.joined_at)
