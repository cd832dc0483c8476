"""The count: taps of each voice, the hands of who has not tapped, and of all counted the silent (people 6)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlmodel import Session, col, func, select

from models.address import Binding
from models.charter import Majority, majority
from models.member import Member
from models.motion.tables import Ballot, Choice, Elector, Motion
from models.motion.voting import voters

YOUNG = timedelta(days=30)
"""A result says how many of its voices came from phones that joined so lately (people 10)."""


class Tally(NamedTuple):
    """The count; its four parts are everybody who was asked, or counted."""

    approve: int
    against: int
    other: int
    silent: int

    @property
    def asked(self) -> int:
        """How many were asked: the denominator (R3)."""
        return sum(self)

    def share(self, part: int) -> int:
        """A part of all asked in tenths of a percent, halves rounded up."""
        return (2000 * part + self.asked) // (2 * self.asked) if self.asked else 0


class Hands(NamedTuple):
    """Hands in a room, or papers in a box, of people who have not tapped."""

    approve: int = 0
    against: int = 0
    other: int = 0


class Verdict(NamedTuple):
    """What a vote at a meeting came to: its count, the taps and the hands in it, the rule, and whether it is passed by it."""

    tally: Tally
    taps: Hands
    hands: Hands
    rule: Majority

    @property
    def passed(self) -> bool:
        """Whether it is passed."""
        return self.rule.passed(self.tally.approve, self.tally.asked)

    @property
    def needed(self) -> int:
        """The fewest voices for which it is passed."""
        return self.rule.needed(self.tally.asked)


def count(choices: Iterable[Choice], asked: int, hands: Hands | None = None) -> Tally:
    """The count of so many voices and hands among so many asked. Raises ValueError for more of them than people."""
    said = list(choices)
    parts = [said.count(choice) + raised for choice, raised in zip(Choice, hands or Hands(), strict=True)]
    if sum(parts) > asked:
        raise ValueError("more voices than people")
    approve, against, other = parts
    return Tally(approve, against, other, asked - sum(parts))


def tally(session: Session, motion: Motion) -> Tally:
    """The count as it stands; after closing it never changes, whoever joins or leaves."""
    return count(_choices(session, motion), _counted(session, motion), hands_of(motion))


def hands_of(motion: Motion) -> Hands | None:
    """The hands, where they were typed in."""
    if motion.hands_approve is None:
        return None
    return Hands(motion.hands_approve, motion.hands_against or 0, motion.hands_other or 0)


def verdict(session: Session, motion: Motion, hands: Hands | None = None) -> Verdict:
    """What a vote at a meeting comes to as it stands, or with these hands, by the rule of the day on which it was opened. Raises NoRule."""
    if motion.subject is None or motion.held_on is None:
        raise ValueError("a consultation decides nothing")
    said, hands = _choices(session, motion), hands or hands_of(motion) or Hands()
    taps = Hands(*(said.count(choice) for choice in Choice))
    rule = majority(motion.subject, date.fromisoformat(motion.held_on))
    return Verdict(count(said, _counted(session, motion), hands), taps, hands, rule)


def voices(session: Session, motion: Motion) -> list[tuple[Member, Ballot]]:
    """Who said what, in the order of names; for those of whom the question says that they see it."""
    rows = select(Member, Ballot).join(Ballot, col(Ballot.member_id) == Member.id)
    return list(session.exec(rows.where(Ballot.motion_id == motion.id).order_by(Member.folded)))


def without_a_voice(session: Session, motion: Motion, now: datetime) -> list[Member]:
    """Who is there, may vote and has not tapped, in the order of names: theirs are the hands."""
    tapped = select(Ballot.member_id).where(Ballot.motion_id == motion.id)
    rows = select(Member).where(col(Member.id).in_(voters(motion, now)), col(Member.id).not_in(tapped))
    return list(session.exec(rows.order_by(Member.folded)))


def present(session: Session, motion: Motion) -> int:
    """How many of those counted were there when it was opened, whatever became of them since."""
    there = select(func.count()).select_from(Elector).where(Elector.motion_id == motion.id)
    return session.exec(there.where(col(Elector.present))).one()


def might_pass(session: Session, motion: Motion, now: datetime) -> bool:
    """Whether hands that nobody has written down might still decide it."""
    found, able = verdict(session, motion), len(without_a_voice(session, motion, now))
    return not found.passed and found.rule.passed(found.tally.approve + able, found.tally.asked)


def from_young_phones(session: Session, motion: Motion) -> int:
    """How many voices came from phones that had joined less than a month before the motion was opened."""
    rows = select(func.count()).select_from(Ballot).join(Binding, col(Binding.id) == Ballot.binding_id)
    return session.exec(
        rows.where(Ballot.motion_id == motion.id, Binding.joined_at > _young_since(motion.opened_at))
    ).one()


def silent(session: Session, motion: Motion) -> set[int]:
    """Ids of those asked, or counted, who have said nothing by tap or number."""
    said = select(Ballot.member_id).where(Ballot.motion_id == motion.id)
    rows = select(Elector.member_id).where(Elector.motion_id == motion.id)
    return set(session.exec(rows.where(col(Elector.member_id).not_in(said))))


def _counted(session: Session, motion: Motion) -> int:
    return session.exec(select(func.count()).select_from(Elector).where(Elector.motion_id == motion.id)).one()


def _young_since(opened: datetime) -> datetime:
    return opened - YOUNG


def _choices(session: Session, motion: Motion) -> list[Choice]:
    return [ballot.choice for ballot in session.exec(select(Ballot).where(Ballot.motion_id == motion.id))]
