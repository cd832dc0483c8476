"""The outbox's books: what lanes want to send and what became of it, written down together.

A unit for each send would be the slowest part of sending. What comes while one unit is being written waits and is the next one, for all
lanes of the process: a lane alone waits for nothing, and the more there are, the more of them share a commit.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from models import outbox
from models.database import Session
from models.fleet import quota
from models.outbox import Want
from scheduler.outcome import Outcome, Result, record
from scheduler.parcel import Parcel, next_parcels
from scheduler.store import Store


class _End(NamedTuple):
    """How a bot's send of copies in one message ended."""

    bot_id: int
    copies: tuple[int, ...]
    outcome: Outcome


class _Entry(NamedTuple):
    """What waits to be written down."""

    what: Want | _End
    written: asyncio.Future[list[Parcel]]


class Ledger:
    """The books of one process."""

    def __init__(self, store: Store, now: Callable[[], datetime], owner: str | None = None) -> None:
        """Books in a store; `now` is the product's clock. owner: this process, as the lanes know it, where there are lanes."""
        self._store, self._now, self._owner = store, now, owner
        self._entries: list[_Entry] = []
        self._writing: asyncio.Task[None] | None = None

    async def write(self, work: Callable[[Session], object]) -> None:
        """Writes something down apart, in a unit of its own."""
        await self._store.write(work)

    async def claim(self, want: Want) -> list[Parcel]:
        """Claims what is due, as much as is wanted. Raises what the database raises."""
        return await self._written(want)

    async def record(self, bot_id: int, parcel: Parcel, outcome: Outcome) -> None:
        """Writes down what became of a bot's send. Raises what the database raises."""
        await self._written(_End(bot_id, parcel.copies, outcome))

    async def _written(self, what: Want | _End) -> list[Parcel]:
        entry = _Entry(what, asyncio.get_running_loop().create_future())
        self._entries.append(entry)
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        return await asyncio.shield(entry.written)

    async def _write(self) -> None:
        try:
            while self._entries:
                entries, self._entries = self._entries, []
                await self._unit(entries)
        finally:
            self._writing = None

    async def _unit(self, entries: Sequence[_Entry]) -> None:
        """One unit. Where it fails, each entry becomes a unit of its own, lest one broken copy hold up every lane."""
        try:
            found = await self._store.write(
                lambda session: _booked(session, entries, self._now(), self._owner)
            )
        except Exception as error:
            if len(entries) == 1:
                entries[0].written.set_exception(error)
                return
            for entry in entries:
                await self._unit([entry])
        else:
            for entry, parcels in zip(entries, found, strict=True):
                entry.written.set_result(parcels)


def _booked(
    session: Session, entries: Sequence[_Entry], now: datetime, owner: str | None
) -> list[list[Parcel]]:
    """Writes all entries down; gives what was claimed for each."""
    ends = [entry.what for entry in entries if isinstance(entry.what, _End)]
    arrived = [end for end in ends if end.outcome.result is Result.SENT and end.outcome.moved_to is None]
    there = [(copy, end.outcome.external_id) for end in arrived for copy in end.copies]
    outbox.arrived(session, there, now)
    for end in ends:
        if end not in arrived:
            for copy in end.copies:
                record(session, copy, end.outcome, now)
    for bot_id, messages in _spent(ends).items():
        quota.count(session, bot_id, messages, now)
    session.flush()
    wants = [entry.what for entry in entries if isinstance(entry.what, Want)]
    claimed = next_parcels(session, wants, now, owner)
    return [claimed[entry.what] if isinstance(entry.what, Want) else [] for entry in entries]


def _spent(ends: Sequence[_End]) -> Counter[int]:
    """How many messages each bot has spent."""
    spent: Counter[int] = Counter()
    for end in ends:
        spent[end.bot_id] += end.outcome.messages
    return spent
