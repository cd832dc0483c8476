"""The outbox's books: what the lanes of a process want to send and what became of it, written down together."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from models import outbox
from models.database import Session
from models.fleet import quota
from models.outbox import Want
from scheduler.outcome import Outcome, Result, record
from scheduler.parcel import Parcel, next_parcels
from scheduler.store import Store
from scheduler.together import Together


class _End(NamedTuple):
    """How a bot's send of copies in one message ended."""

    bot_id: int
    copies: tuple[int, ...]
    outcome: Outcome
    claimed: datetime | None


class Ledger:
    """The books of one process."""

    def __init__(self, store: Store, now: Callable[[], datetime], owner: str | None = None) -> None:
        """Books in a store; `now` is the product's clock. owner: this process, as the lanes know it, where there are lanes."""
        self._now, self._owner = now, owner
        self._books: Together[Want | _End, list[Parcel]] = Together(store, self._booked)
        self._recovering: Together[int, None] = Together(store, self._recovered)
        self._giving: Together[tuple[int, set[int]], None] = Together(store, self._given_back)

    async def recover(self, bot_id: int) -> None:
        """What was in flight at a bot when its lane was last left goes again, marked. Raises what the database raises."""
        await self._recovering.write(bot_id)

    async def give_back(self, bot_id: int, going: set[int]) -> None:
        """What was claimed at a bot and is not `going` waits again, unmarked. Raises what the database raises."""
        await self._giving.write((bot_id, going))

    async def claim(self, want: Want) -> list[Parcel]:
        """Claims what is due, as much as is wanted. Raises what the database raises."""
        return await self._books.write(want)

    async def record(self, bot_id: int, parcel: Parcel, outcome: Outcome) -> None:
        """Writes down what became of a bot's send. Raises what the database raises."""
        await self._books.write(_End(bot_id, parcel.copies, outcome, parcel.claimed))

    def _recovered(self, session: Session, bots: Sequence[int]) -> list[None]:
        outbox.recover(session, list(bots), self._owner)
        return [None] * len(bots)

    def _given_back(self, session: Session, claims: Sequence[tuple[int, set[int]]]) -> list[None]:
        for bot_id, going in claims:
            outbox.unclaim(session, bot_id, going, self._owner)
        return [None] * len(claims)

    def _booked(self, session: Session, entries: Sequence[Want | _End]) -> list[list[Parcel]]:
        """Writes all entries down; gives what was claimed for each."""
        now = self._now()
        ends = [entry for entry in entries if isinstance(entry, _End)]
        there = [
            (copy, end.outcome.external_id) for end in ends if _plain(end.outcome) for copy in end.copies
        ]
        before = outbox.arrived(session, there, now)
        for end in ends:
            if not _plain(end.outcome) and not _recorded(session, end, now):
                before.update(end.copies)
        quota.count(session, _spent(end for end in ends if before.isdisjoint(end.copies)), now)
        session.flush()
        wants = [entry for entry in entries if isinstance(entry, Want)]
        claimed = next_parcels(session, wants, now, self._owner) if wants else {}
        last_first = [
            claimed.pop(entry, []) if isinstance(entry, Want) else [] for entry in reversed(entries)
        ]
        return last_first[::-1]


def _plain(outcome: Outcome) -> bool:
    """Whether it arrived and nothing else is to be said of it."""
    return outcome.result is Result.SENT and outcome.moved_to is None


def _recorded(session: Session, end: _End, now: datetime) -> bool:
    """Writes an end down; False where it stands there already, and only the database's answer was lost."""
    return sum(record(session, copy, end.outcome, now, end.claimed) for copy in end.copies) > 0


def _spent(ends: Iterable[_End]) -> Counter[int]:
    """How many messages each bot has spent."""
    spent: Counter[int] = Counter()
    for end in ends:
        spent[end.bot_id] += end.outcome.messages
    return spent
