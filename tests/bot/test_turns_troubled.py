"""What goes wrong in a turn: the database's own trouble is waited out, and is never counted against what was said."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import select

from bot.store import Store
from bot.turns import Turns
from handlers.kit.incoming import Incoming, Kind
from handlers.kit.router import load
from models import bot_account, inbox
from models.database import Session, engine, is_passing
from models.inbox import Inbox
from models.sealing import Keys
from models.terms import ChannelName, InboxState
from tests.cast import plant
from tests.database import ready
from tests.player import START

KEYS = Keys(b"k")


class Mouth:
    """A channel in whose turns this goes wrong, in the middle of the unit."""

    def __init__(self) -> None:
        self.trouble: Exception | None = None
        self.reading, self.go_on = threading.Event(), threading.Event()
        self.go_on.set()

    def read(self, raw: dict[str, Any]) -> Incoming:
        self.reading.set()
        assert self.go_on.wait(30)
        if self.trouble is not None:
            raise self.trouble
        return Incoming("1001", Kind.TEXT, text="xin chào")

    async def fetch(self, source: str) -> bytes:
        raise LookupError


class Bench:
    """The turns of one process over an update that waits."""

    def __init__(self, url: str, mouth: Mouth) -> None:
        self.mouth, self.store = mouth, Store(url)
        self.turns = Turns(self.store, KEYS, lambda: START)

    async def stands(self) -> tuple[InboxState, int]:
        """How the update stands, and how many failed turns were counted."""
        row = await self.store.read(lambda session: session.exec(select(Inbox)).one())
        return row.state, row.tries


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    load()
    made = Bench(ready(tmp_path), Mouth())

    def begin(session: Session) -> int:
        plant(session, KEYS, START)
        return bot_account.known(session, ChannelName.TELEGRAM, "1", "so", START).id

    bot_id = await made.store.write(begin)
    made.turns.serve(bot_id, made.mouth)
    assert await made.turns.receive(bot_id, "1", "1001", {"text": "xin chào"})
    yield made
    made.turns.close()
    made.store.close()


def of_sqlite(folder: Path, *, locked: bool) -> DBAPIError:
    """What SQLite says where another one writes, or of a statement that it cannot do."""
    file = folder / "other.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("CREATE TABLE paper (id)")
        opened = engine(f"sqlite:///{file}", writes=False)
        with opened.connect() as here, pytest.raises(OperationalError) as said:
            here.exec_driver_sql("PRAGMA busy_timeout=0")
            if locked:
                other.execute("BEGIN IMMEDIATE")
            here.exec_driver_sql("INSERT INTO paper VALUES (1)" if locked else "SELECT * FROM nowhere")
        opened.dispose()
    return said.value


@pytest.mark.sqlite("PostgreSQL's own trouble is below")
async def test_the_databases_own_trouble_makes_nothing_dead(bench: Bench, tmp_path: Path) -> None:
    bench.mouth.trouble = of_sqlite(tmp_path, locked=True)
    for _ in range(inbox.TRIES):
        with pytest.raises(OperationalError):
            await bench.turns.step()
    assert await bench.stands() == (InboxState.RECEIVED, 0)
    bench.mouth.trouble = None
    assert await bench.turns.step()
    assert await bench.stands() == (InboxState.HANDLED, 0)


@pytest.mark.sqlite("PostgreSQL's is below")
async def test_what_the_database_can_never_do_ends(bench: Bench, tmp_path: Path) -> None:
    """It would else be tried for ever, ahead of all that others say."""
    bench.mouth.trouble = of_sqlite(tmp_path, locked=False)
    for _ in range(inbox.TRIES):
        assert await bench.turns.step()
    assert await bench.stands() == (InboxState.DEAD, inbox.TRIES)


@pytest.mark.postgresql("nobody ends SQLite's connections")
async def test_a_connection_that_the_server_ends_in_a_turn_is_nobodys_fault(bench: Bench) -> None:
    bench.mouth.go_on.clear()
    answering = asyncio.create_task(bench.turns.step())
    await asyncio.to_thread(bench.mouth.reading.wait, 30)
    end_them = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'"
    )
    await bench.store.read(lambda session: session.connection().execute(end_them).all())
    bench.mouth.go_on.set()
    with pytest.raises(DBAPIError) as ended:
        await answering
    assert is_passing(ended.value)
    assert await bench.stands() == (InboxState.RECEIVED, 0)
    assert await bench.turns.step()
    assert await bench.stands() == (InboxState.HANDLED, 0)


@pytest.mark.postgresql("SQLite has one writer")
@pytest.mark.parametrize(
    ("code", "passing"),
    [("40P01", True), ("57P01", True), ("53300", True), ("54000", False), ("42P01", False), ("23505", False)],
)
async def test_whose_fault_it_is_stands_in_the_servers_code(bench: Bench, code: str, passing: bool) -> None:
    raising = text(f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{code}'; END $$")
    with pytest.raises(DBAPIError) as raised:
        await bench.store.write(lambda session: session.connection().execute(raising))
    assert is_passing(raised.value) is passing
