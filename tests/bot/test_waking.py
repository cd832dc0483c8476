"""What one process writes wakes the others on PostgreSQL, also over a line that broke; what it writes itself rings once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from bot.store import Store
from models import setting
from models.database import Session
from tests.database import ready

pytestmark = pytest.mark.postgresql("SQLite has one process")


@pytest.fixture
def url(tmp_path: Path) -> str:
    return ready(tmp_path)


@asynccontextmanager
async def watching(store: Store) -> AsyncIterator[None]:
    """While it listens; it rings once at the beginning."""
    task = asyncio.create_task(store.watch())
    await rings(store, 0)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        store.close()


async def rings(store: Store, heard: int) -> None:
    async with asyncio.timeout(30):
        while store.bell.rung == heard:
            await store.bell.after(heard, 1)


def said(session: Session) -> None:
    setting.put(session, "x", "1")


async def test_what_one_writes_wakes_the_other_and_oneself_once(url: str) -> None:
    one, two = Store(url), Store(url)
    async with watching(one), watching(two):
        heard_one, heard_two = one.bell.rung, two.bell.rung
        await one.write(said)
        await rings(two, heard_two)
        await two.write(lambda session: setting.drop(session, "x"))
        await rings(one, heard_one + 1)
        assert (one.bell.rung, two.bell.rung) == (heard_one + 2, heard_two + 2)


async def test_a_command_tells_what_it_wrote(url: str) -> None:
    one, command = Store(url), Store(url)
    async with watching(one):
        heard = one.bell.rung
        with command.unit() as session:
            said(session)
        command.close()
        await rings(one, heard)


async def test_a_broken_line_is_taken_up_again(url: str) -> None:
    one, two = Store(url), Store(url)
    async with watching(one):
        heard = one.bell.rung
        with psycopg.connect(url, autocommit=True) as root:
            root.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        await rings(one, heard)
        heard = one.bell.rung
        await two.write(said)
        two.close()
        await rings(one, heard)
