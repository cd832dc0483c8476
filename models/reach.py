"""How far what is sent gets on the ladder: to the first address, to a later one, to the telephone, or to none of them (people 15, 40)."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.address import RECEIVING, Address, Binding
from models.bot_account import BotAccount
from models.member import Member
from models.terms import AddressState, ChannelName


class Step(StrEnum):
    """Where word of a meeting reaches a member, from the top of the ladder down.

    NEXT: his first address takes nothing any more. CALL: no address takes anything, or he never joined; he has a telephone number.
    """

    FIRST = "first"
    NEXT = "next"
    CALL = "call"
    IN_PERSON = "in_person"


@dataclass(frozen=True)
class Reach:
    """How many members stand on each step, and on which messenger those are reached who are."""

    steps: Counter[Step]
    channels: Counter[ChannelName]

    @property
    def called(self) -> int:
        """How many they are."""
        return self.steps.total()

    @property
    def reached(self) -> int:
        """How many of them are reached at an address: who has joined."""
        return self.steps[Step.FIRST] + self.steps[Step.NEXT]

    def __add__(self, other: "Reach") -> "Reach":
        return Reach(self.steps + other.steps, self.channels + other.channels)


NOBODY = Reach(Counter(), Counter())


def by_step(session: Session, called: SelectOfScalar[int]) -> Reach:
    """Of these, by their ids: the phones of relatives count, for they take times of meetings."""
    people = list(session.exec(called))
    ladders = _ladders(session, people)
    steps: Counter[Step] = Counter()
    channels: Counter[ChannelName] = Counter()
    for who in session.exec(select(Member).where(col(Member.id).in_(people))):
        ladder = ladders.get(who.id, [])
        place = next((n for n, (state, _) in enumerate(ladder) if state is AddressState.WORKING), None)
        if place is not None:
            steps[Step.NEXT if place else Step.FIRST] += 1
            channels[ladder[place][1]] += 1
        else:
            steps[Step.CALL if who.phone else Step.IN_PERSON] += 1
    return Reach(steps, channels)


def _ladders(session: Session, people: list[int]) -> dict[int, list[tuple[AddressState, ChannelName]]]:
    """By member: the addresses at which he agreed to be told of meetings, in their order."""
    rows = (
        select(Binding.member_id, col(Address.state), col(BotAccount.channel))
        .join(Address, col(Address.id) == Binding.address_id)
        .join(BotAccount, col(BotAccount.id) == Address.bot_id)
        .where(
            col(Binding.member_id).in_(people),
            col(Binding.ended_at).is_(None),
            col(Binding.consent).in_(RECEIVING),
        )
        .order_by(col(Binding.rank), col(Binding.id))
    )
    found: dict[int, list[tuple[AddressState, ChannelName]]] = {}
    for member_id, state, channel in session.exec(rows):
        found.setdefault(member_id, []).append((state, channel))
    return found
