"""How a process hears that something was written: a look at SQLite's file, or PostgreSQL's LISTEN and NOTIFY (decision 18)."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import structlog
from sqlalchemy import make_url, text
from sqlmodel import Session

from bot.logs import where
from models.database import LINE

WROTE, SAID, LANES = "sotay_wrote", "sotay_said", "sotay_lanes"
"""What is told: something was written; something in the inbox was; a lane is free or wished for. Behind it stands who tells it."""
LOOKS = 0.2
"""Seconds between two looks whether another process wrote (PRAGMA data_version, 3 µs: measured)."""
AGAIN = 1.0
"""Seconds until a broken line to PostgreSQL is tried again."""
QUIET = 10.0
"""Seconds of silence after which it is asked whether the line still stands."""

log = structlog.get_logger("waking")


class Bell:
    """Rings when something happened, here or in another process."""

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


async def look(file: Path, ring: Callable[[], None]) -> None:
    """Rings whenever another connection wrote into a SQLite file; for ever."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        seen = None
        while True:
            try:
                version = connection.execute("PRAGMA data_version").fetchone()
            except sqlite3.Error as error:  # then anything may have been written
                log.warning("not_watching", error=where(error))
                version = None
            if seen not in (None, version):
                ring()
            seen = version
            await asyncio.sleep(LOOKS)


async def listen(url: str, owner: str, bells: dict[str, Bell]) -> None:
    """Rings the bells when another process tells of it on PostgreSQL; for ever, over broken lines, after which anything may have been
    missed."""
    conninfo = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(conninfo, autocommit=True, **LINE) as line:
                for name in bells:
                    await line.execute(f"LISTEN {name}".encode())
                for bell in bells.values():
                    bell.ring()
                while True:
                    async for told in line.notifies(timeout=QUIET):
                        if told.payload != owner:
                            bells[told.channel].ring()
                    await line.execute("SELECT 1")
        except psycopg.Error as error:
            log.warning("not_listening", error=where(error))
        await asyncio.sleep(AGAIN)


def tell(session: Session, owner: str, *names: str) -> None:
    """Tells the other processes, once this unit is committed. SQLite's watchers see it by themselves."""
    if names and session.get_bind().dialect.name == "postgresql":
        told = [{"name": name, "owner": owner} for name in names]
        session.connection().execute(text("SELECT pg_notify(:name, :owner)"), told)
