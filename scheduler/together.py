"""Units that many share: what comes while one is being written waits and is written in the next, all of it together (group commit).

A unit for each would be the slowest part of it. Whoever is alone waits for nothing, and the more there are, the more share a commit.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

from models.database import Session, is_passing
from scheduler.store import Store

W = TypeVar("W")
R = TypeVar("R")


class _Entry(NamedTuple, Generic[W, R]):
    """What waits to be written, and who waits for that."""

    what: W
    written: asyncio.Future[R]


class Together(Generic[W, R]):
    """Writes things of one kind together."""

    def __init__(self, store: Store, write: Callable[[Session, Sequence[W]], Sequence[R]]) -> None:
        """`write` writes several in one unit, and gives what became of each, in their order."""
        self._store, self._all = store, write
        self._entries: list[_Entry[W, R]] = []
        self._writing: asyncio.Task[None] | None = None

    async def write(self, what: W) -> R:
        """Writes it; gives what became of it once that is committed. Raises what the database raises."""
        entry = _Entry[W, R](what, asyncio.get_running_loop().create_future())
        self._entries.append(entry)
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_on())
        return await asyncio.shield(entry.written)

    async def _write_on(self) -> None:
        try:
            while self._entries:
                entries, self._entries = self._entries, []
                await self._unit(entries)
        finally:
            self._writing = None

    async def _unit(self, entries: Sequence[_Entry[W, R]]) -> None:
        """One unit. Where it fails, each becomes a unit of its own, lest one that is broken hold up all. But where the database does not
        answer, or only the end failed, so that it may stand written, whoever waits is told: he alone knows whether to write it again."""
        things, ended = [entry.what for entry in entries], False

        def work(session: Session) -> Sequence[R]:
            nonlocal ended
            found = self._all(session, things)
            ended = True
            return found

        try:
            found = await self._store.write(work)
        except Exception as error:
            for entry in entries:
                if ended or len(entries) == 1 or is_passing(error):
                    entry.written.set_exception(error)
                else:
                    await self._unit([entry])
        else:
            for entry, result in zip(entries, found, strict=True):
                entry.written.set_result(result)
