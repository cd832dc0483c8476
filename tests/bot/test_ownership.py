"""Two processes' lanes on one PostgreSQL, and one process on a SQLite file."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from bot import ownership
from bot.ownership import Ownership, Work
from bot.store import Store
from models import lane
from models.database import Session
from tests.database import ready

NAMES = [lane.sending(number) for number in range(5)]
MANY = pytest.mark.postgresql("SQLite has one process")


class Process:
    """The lanes of a process, and what it does in them: `going` now, `begun` with whether it was anew, `finished`."""

    def __init__(self, url: str) -> None:
        self.store = Store(url)
        self.ownership = Ownership(self.store)
        self.going: set[str] = set()
        self.begun: list[tuple[str, bool]] = []
        self.finished: list[str] = []

    def offer(self, name: str) -> None:
        async def run(anew: bool) -> None:
            self.begun.append((name, anew))
            self.going.add(name)
            try:
                await asyncio.get_running_loop().create_future()
            finally:
                self.going.discard(name)

        async def finish() -> None:
            assert name not in self.going
            self.finished.append(name)

        self.ownership.offer(name, Work(run, finish))

    @asynccontextmanager
    async def running(self, *names: str) -> AsyncIterator[asyncio.Task[Any]]:
        await self.ownership.begin()
        for name in names:
            self.offer(name)
        keeping = asyncio.gather(self.ownership.run(), self.store.watch())
        try:
            yield keeping
        finally:
            keeping.cancel()
            with suppress(asyncio.CancelledError):
                await keeping
            await self.ownership.stop()
            self.store.close()


async def until(holds: Callable[[], Any]) -> None:
    async with asyncio.timeout(30):
        while not holds():  # noqa: ASYNC110 (looks at what no bell tells of)
            await asyncio.sleep(0.02)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return ready(tmp_path)


@MANY
async def test_a_second_process_gets_its_share_and_gives_it_back(url: str) -> None:
    one, two = Process(url), Process(url)
    async with one.running(*NAMES):
        await until(lambda: one.going == set(NAMES))
        async with two.running(*NAMES):
            await until(lambda: len(two.going) == 2)
            assert one.going | two.going == set(NAMES) and not one.going & two.going
            assert set(one.finished) == two.going, "nothing was under way when it was handed over"
        await until(lambda: one.going == set(NAMES))
        assert [anew for _, anew in one.begun] == [True] * 7


@MANY
async def test_what_cannot_be_renewed_is_laid_down_and_taken_up_again(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ownership, "LAID_DOWN_AFTER", 0.5)
    monkeypatch.setattr(lane, "RENEWS", 0.1)
    one, gone = Process(url), asyncio.Event()
    keep = one.store.keep

    async def trouble(work: Callable[[Session], Any]) -> Any:
        if gone.is_set():
            await asyncio.sleep(0.1)
            raise OSError
        return await keep(work)

    monkeypatch.setattr(one.store, "keep", trouble)
    async with one.running(*NAMES):
        await until(lambda: one.going == set(NAMES))
        gone.set()
        await until(lambda: not one.going)
        gone.clear()
        await until(lambda: one.going == set(NAMES))
    assert sorted(one.begun[5:]) == [(name, False) for name in NAMES], "nobody else had them"


@pytest.mark.sqlite("there the lock on the file says that nobody else lives")
async def test_on_a_file_a_killed_process_is_in_nobodys_way(tmp_path: Path) -> None:
    url = ready(tmp_path)
    killed = Store(url)
    await killed.keep(lambda session: lane.take(session, "killed", {*NAMES, lane.process("killed")}))
    killed.close()
    one = Process(url)
    async with one.running(*NAMES):
        await until(lambda: one.going == set(NAMES))
        assert all(anew for _, anew in one.begun)


async def test_work_that_fails_is_begun_again(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ownership, "TROUBLED", 0.05)
    one, tried = Process(url), list[bool]()

    async def fails_once(anew: bool) -> None:
        tried.append(anew)
        if len(tried) == 1:
            raise OSError
        await asyncio.get_running_loop().create_future()

    async with one.running():
        one.ownership.offer(NAMES[0], Work(fails_once))
        await until(lambda: len(tried) == 2)
    assert tried == [True, True], "what it should do first it has not done"


@MANY
async def test_what_could_not_be_handed_over_is_taken_up_again(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lane, "RENEWS", 0.1)
    one, two = Process(url), Process(url)
    keep, troubles = one.store.keep, list[str]()

    async def trouble(work: Callable[[Session], Any]) -> Any:
        if work.__name__ == "give":
            troubles.append("give")
            raise OSError
        return await keep(work)

    monkeypatch.setattr(one.store, "keep", trouble)
    async with one.running(*NAMES):
        await until(lambda: one.going == set(NAMES))
        async with two.running(*NAMES):
            await until(lambda: troubles)
        await until(lambda: one.going == set(NAMES))
        again = one.begun[len(NAMES) :]
        assert again and not any(anew for _, anew in again), "nobody else had them"
