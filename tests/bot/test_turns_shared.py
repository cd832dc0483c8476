"""Two processes answer on one PostgreSQL: two updates of one chat never at once and in their order, and a file is whose hands it is in."""

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from bot.store import Store
from bot.turns import Turns
from handlers.kit.incoming import Incoming, Kind
from handlers.kit.router import load
from models import bot_account, inbox, lane
from models.bot_account import BotAccount
from models.database import Session
from models.inbox import Inbox
from models.lane import Lane
from models.outbox import Notice
from models.sealing import Keys
from models.terms import ChannelName, InboxState
from tests.cast import plant
from tests.database import ready
from tests.player import START

KEYS = Keys(b"k")
pytestmark = pytest.mark.postgresql("SQLite has one process")


class Slow:
    """A channel that reads, of what was said, the words it is asked to keep, only when it is let go on."""

    def __init__(self, keeps: str = "") -> None:
        self.keeps, self.read_it, self.go_on = keeps, threading.Event(), threading.Event()

    def read(self, raw: dict[str, Any]) -> Incoming:
        if raw["text"] == self.keeps:
            self.read_it.set()
            assert self.go_on.wait(30)
        return Incoming(raw["chat"], Kind.TEXT, text=raw["text"])

    async def fetch(self, source: str) -> bytes:
        raise LookupError


class Process:
    """The turns of one process."""

    def __init__(self, url: str) -> None:
        self.store = Store(url)
        self.turns = Turns(self.store, KEYS, lambda: START)

    async def hears(self, bot_id: int, chat: str, text: str) -> None:
        assert await self.turns.receive(bot_id, f"{chat}{text}", chat, {"chat": chat, "text": text})


@pytest.fixture
async def two(tmp_path: Path) -> AsyncIterator[tuple[Process, Process, int]]:
    load()
    url = ready(tmp_path)
    one, other = Process(url), Process(url)

    def begin(session: Session) -> int:
        plant(session, KEYS, START)
        for process in (one, other):
            lane.renew(session, process.store.owner)
        return bot_account.known(session, ChannelName.TELEGRAM, "1", "so", START).id

    yield one, other, await one.store.write(begin)
    for process in (one, other):
        process.turns.close()
        process.store.close()


async def test_the_next_of_a_chat_waits_for_the_one_before(two: tuple[Process, Process, int]) -> None:
    one, other, bot_id = two
    slow = Slow("một")
    one.turns.serve(bot_id, slow)
    other.turns.serve(bot_id, Slow())
    await one.hears(bot_id, "1001", "một")
    answering = asyncio.create_task(one.turns.step())
    await asyncio.to_thread(slow.read_it.wait, 30)
    await other.hears(bot_id, "1001", "hai")
    assert not await other.turns.step(), "the first one is being answered"
    await other.hears(bot_id, "1002", "ba")
    assert await other.turns.step(), "another chat does not wait"
    slow.go_on.set()
    assert await answering
    assert await other.turns.step()
    assert not await one.turns.step()
    keys = await one.store.read(lambda s: s.exec(select(Notice.key).order_by(col(Notice.id))).all())
    answers = [key for key in keys if key.startswith("answer:")]
    assert answers == ["answer:3.0", "answer:1.0"], "a stranger is answered once"


async def test_the_same_update_at_two_is_taken_in_once(two: tuple[Process, Process, int]) -> None:
    one, other, bot_id = two
    raw = {"chat": "1001", "text": "một"}
    for number in range(20):
        new = await asyncio.gather(
            *(process.turns.receive(bot_id, str(number), "1001", raw) for process in (one, other))
        )
        assert sorted(new) == [False, True]


async def test_a_file_is_read_by_the_process_that_has_it_while_it_lives(
    two: tuple[Process, Process, int],
) -> None:
    one, other, bot_id = two
    for process in two[:2]:
        process.turns.serve(bot_id, Slow())
    assert await one.turns.hand_in(bot_id, "1", "1001", "nghi-quyet.txt", b"x")
    await other.hears(bot_id, "1001", "hai")
    assert not await other.turns.step()

    def dies(session: Session) -> None:
        session.connection().execute(
            update(Lane).where(col(Lane.owner) == one.store.owner).values(at=Lane.at - lane.LASTS)
        )

    await other.store.write(dies)
    assert await other.turns.step()
    assert await other.turns.step()
    states = await one.store.read(lambda s: s.exec(select(Inbox.state)).all())
    assert states == [InboxState.HANDLED, InboxState.HANDLED]


async def test_who_spoke_first_is_answered_first_whichever_process_is_slow(
    two: tuple[Process, Process, int],
) -> None:
    """Numbers are given out before rows are seen: the later update must not be seen alone."""
    one, other, bot_id = two
    for process in (one, other):
        process.turns.serve(bot_id, Slow())
    taken, commit = threading.Event(), threading.Event()

    def slowly(session: Session) -> None:
        bot = session.get_one(BotAccount, bot_id)
        inbox.in_order(session, {(bot_id, "1001")})
        inbox.receive(session, bot, "1", "1001", {"chat": "1001", "text": "một"}, START)
        taken.set()
        assert commit.wait(30)

    taking = asyncio.create_task(one.store.write(slowly))
    await asyncio.to_thread(taken.wait, 30)
    later = asyncio.create_task(other.hears(bot_id, "1001", "hai"))
    assert not await other.turns.step(), "it waits for the one before"
    commit.set()
    await asyncio.gather(taking, later)
    while await other.turns.step():
        pass
    rows = await one.store.read(lambda session: session.exec(select(Inbox).order_by(col(Inbox.id))).all())
    assert [row.external_id for row in sorted(rows, key=lambda row: (row.handled_at, row.id))] == [
        "1",
        "1001hai",
    ]
