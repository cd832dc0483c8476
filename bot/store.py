"""Where units of work run: one writer thread on SQLite (decision 10), readers beside it, and a bell after each change."""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from typing import Any, TypeVar

from sqlalchemy import event

from models.database import TRACELESS, Session, engine, is_sqlite, sqlite_file

T = TypeVar("T")
WRITES = ("INSERT", "UPDATE", "DELETE")
LOOKS = 0.2
"""Seconds between two looks whether another process wrote (PRAGMA data_version, 3 µs: measured)."""
WIPES_AGAIN = 5.0
"""Seconds until the log is tried again that a reader kept from being emptied."""


class Bell:
    """Rings when something was committed, here or in another process."""

    def __init__(self) -> None:
        """A bell that has not rung."""
        self.rung = 0
        self._next = asyncio.Event()

    def ring(self) -> None:
        """Wakes everybody who waits."""
        self.rung += 1
        self._next.set()
        self._next = asyncio.Event()

    async def after(self, heard: int, seconds: float) -> None:
        """Returns once it has rung more often than `heard`, or after so long."""
        if self.rung != heard:
            return
        try:
            async with asyncio.timeout(seconds):
                await self._next.wait()
        except TimeoutError:
            pass


class Store:
    """The database for this process."""

    def __init__(self, url: str) -> None:
        """Opens the database; it must be at head (see bot.migrate)."""
        self._url = url
        self._writer, self._reader = engine(url, writes=True), engine(url, writes=False)
        one_writer = is_sqlite(url)
        self._writes = ThreadPoolExecutor(1 if one_writer else 8, "writer")
        self._reads = ThreadPoolExecutor(4, "reader")
        self._bell, self._traces, self._wipes_at = Bell(), False, 0.0
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
        if TRACELESS in session.info and is_sqlite(self._url):
            self._traces, self._wipes_at = True, 0.0
        if self._traces and time.monotonic() >= self._wipes_at:
            self._wipe()

    async def write(self, work: Callable[[Session], T]) -> T:
        """Runs work in one unit on the writer; rings the bell if it changed anything."""
        result, changed = await asyncio.get_running_loop().run_in_executor(self._writes, self._run, work)
        if changed:
            self.bell.ring()
        return result

    async def read(self, work: Callable[[Session], T]) -> T:
        """Runs work that only looks, on one moment of the database."""
        return await asyncio.get_running_loop().run_in_executor(self._reads, self._look, work)

    async def watch(self) -> None:
        """Rings when another process wrote; for ever. PostgreSQL's notifications come with the many processes."""
        if not is_sqlite(self._url):
            return
        connection = sqlite3.connect(sqlite_file(self._url), isolation_level=None)
        try:
            seen = None
            while True:
                version = connection.execute("PRAGMA data_version").fetchone()
                if seen not in (None, version):
                    self.bell.ring()
                seen = version
                await asyncio.sleep(LOOKS)
        finally:
            connection.close()

    def close(self) -> None:
        """Ends the threads and closes the files."""
        self._writes.shutdown()
        self._reads.shutdown()
        self._writer.dispose()
        self._reader.dispose()

    def _wipe(self) -> None:
        """Empties the log beside SQLite's file; what was deleted is overwritten in the file itself (secure_delete). A reader may
        still be in the log, a backup for minutes: nobody waits for him, a later unit tries again. On PostgreSQL this is the server's own
        housekeeping."""
        with closing(sqlite3.connect(sqlite_file(self._url), timeout=0, isolation_level=None)) as connection:
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        self._traces, self._wipes_at = bool(busy), time.monotonic() + WIPES_AGAIN

    def _run(self, work: Callable[[Session], T]) -> tuple[T, bool]:
        with self.unit() as session:
            result = work(session)
            session.flush()
            return result, session.connection().info.pop("wrote", False)

    def _look(self, work: Callable[[Session], T]) -> T:
        with Session(self._reader, expire_on_commit=False) as session:
            return work(session)


def _mark_writes(
    connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, executemany: bool
) -> None:
    if statement.startswith(WRITES):
        connection.info["wrote"] = True
