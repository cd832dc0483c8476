"""Where units of work run: one writer thread on SQLite (decision 10), readers beside it, and a bell after each change."""

import asyncio
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from typing import Any, TypeVar

import structlog
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError

from bot.logs import where
from bot.waking import AGAIN, LANES, SAID, WROTE, Bell, listen, look, tell
from models.database import TRACELESS, WRITERS, Session, engine, is_sqlite, sqlite_file

A = TypeVar("A")
T = TypeVar("T")
WRITES = ("INSERT", "UPDATE", "DELETE")
SAYS = ("INSERT INTO inbox ", "UPDATE inbox ")
TELLS = 0.02
"""Seconds between two words to the other processes. A NOTIFY in each unit would let only one unit at a time commit on the whole server:
PostgreSQL holds a lock from there until the commit is on the disk."""
WIPES_AGAIN = 5.0
"""Seconds until the log is tried again that a reader kept from being emptied."""


log = structlog.get_logger("store")


class Store:
    """The database for this process."""

    def __init__(self, url: str) -> None:
        """Opens the database; it must be at head (see bot.migrate)."""
        self._url = url
        self.alone = is_sqlite(url)
        """Nobody else writes for long: the file's lock keeps a second `run` out."""
        self.owner = secrets.token_hex(8)
        """What this process is called where processes share a database."""
        self._writer, self._reader = engine(url, writes=True), engine(url, writes=False)
        self.writers = 1 if self.alone else WRITERS
        self._writes = ThreadPoolExecutor(self.writers, "writer")
        self._reads = ThreadPoolExecutor(4, "reader")
        self._keeps = self._writes if self.alone else ThreadPoolExecutor(1, "keeper")
        self._bell, self._traces, self._wipes_at = Bell(), False, 0.0
        self.said = Bell()
        """Rings after each commit that touched the inbox: most commits are of sending, and nobody need look for words then."""
        self.lanes = Bell()
        """Rings when a lane became free in another process, or is wished for there."""
        self._untold: set[str] = set()
        self._telling = asyncio.Event()
        event.listen(self._writer, "after_cursor_execute", _mark_writes)

    @property
    def bell(self) -> Bell:
        """Rings after each commit that changed something."""
        return self._bell

    @contextmanager
    def unit(self) -> Iterator[Session]:
        """One transaction: what is done in it is committed together, or not at all when it raises."""
        with Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session
            wrote = session.info[WROTE] = _wrote(session) if session.in_transaction() else set()
        if not self.alone:
            self._untold |= wrote
        if TRACELESS in session.info and self.alone:
            self._traces, self._wipes_at = True, 0.0
        if self._traces and time.monotonic() >= self._wipes_at:
            self._wipe()

    async def write(self, work: Callable[[Session], T]) -> T:
        """Runs work in one unit on the writer; rings the bell if it changed anything. Whoever is told to stop meanwhile stops when the
        unit is over: nothing is written behind his back."""
        result, wrote = await _to_its_end(self._writes, self._run, work)
        if wrote:
            self.bell.ring()
            self._telling.set()
        if SAID in wrote:
            self.said.ring()
        return result

    async def keep(self, work: Callable[[Session], T]) -> T:
        """Runs work in one unit that waits behind nothing else where there are several writers, and rings nothing."""
        return await _to_its_end(self._keeps, self._keep, work)

    async def read(self, work: Callable[[Session], T]) -> T:
        """Runs work that only looks, on one moment of the database."""
        return await asyncio.get_running_loop().run_in_executor(self._reads, self._look, work)

    async def watch(self) -> None:
        """Rings when another process wrote, and tells the others when this one did; for ever."""
        if self.alone:
            await look(sqlite_file(self._url), self.ring)
        bells = {WROTE: self.bell, SAID: self.said, LANES: self.lanes}
        async with asyncio.TaskGroup() as both:
            both.create_task(listen(self._url, self.owner, bells))
            both.create_task(self._tell_on())

    def ring(self) -> None:
        """Anything may have been written: everybody looks."""
        self.bell.ring()
        self.said.ring()

    def close(self) -> None:
        """Ends the threads and closes the files."""
        self._writes.shutdown()
        self._reads.shutdown()
        if self._untold:
            with suppress(SQLAlchemyError):  # they look by themselves, only later
                self._tell()
        self._keeps.shutdown()
        self._writer.dispose()
        self._reader.dispose()

    async def _tell_on(self) -> None:
        while True:
            await self._telling.wait()
            self._telling.clear()
            try:
                await asyncio.get_running_loop().run_in_executor(self._keeps, self._tell)
                await asyncio.sleep(TELLS)
            except SQLAlchemyError as error:
                log.warning("not_told", error=where(error))
                self._telling.set()
                await asyncio.sleep(AGAIN)

    def _tell(self) -> None:
        untold, self._untold = self._untold, set()
        try:
            self._keep(lambda session: tell(session, self.owner, *sorted(untold)))
        except SQLAlchemyError:
            self._untold |= untold
            raise

    def _wipe(self) -> None:
        """Empties the log beside SQLite's file; what was deleted is overwritten in the file itself (secure_delete). A reader may
        still be in the log, a backup for minutes: nobody waits for him, a later unit tries again. On PostgreSQL this is the server's own
        housekeeping."""
        with closing(sqlite3.connect(sqlite_file(self._url), timeout=0, isolation_level=None)) as connection:
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        self._traces, self._wipes_at = bool(busy), time.monotonic() + WIPES_AGAIN

    def _run(self, work: Callable[[Session], T]) -> tuple[T, set[str]]:
        with self.unit() as session:
            result = work(session)
        return result, session.info[WROTE]

    def _keep(self, work: Callable[[Session], T]) -> T:
        with Session(self._writer) as session, session.begin():
            result = work(session)
            session.connection().info.pop(WROTE, None)
            return result

    def _look(self, work: Callable[[Session], T]) -> T:
        with Session(self._reader, expire_on_commit=False) as session:
            return work(session)


async def _to_its_end(pool: ThreadPoolExecutor, run: Callable[[A], T], work: A) -> T:
    running = asyncio.get_running_loop().run_in_executor(pool, run, work)
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise


def _wrote(session: Session) -> set[str]:
    """What this unit has to tell (WROTE, SAID); one that was taken back is not asked."""
    session.flush()
    told: set[str] = session.connection().info.pop(WROTE, set())
    return told


def _mark_writes(
    connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, executemany: bool
) -> None:
    if statement.startswith(WRITES):
        told = connection.info.setdefault(WROTE, set())
        told.add(WROTE)
        if statement.startswith(SAYS):
            told.add(SAID)
