"""Two processes' lanes on one PostgreSQL, and one process on a SQLite file."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col

from bot import ownership
from bot.ownership import Ownership, Work
from bot.store import Store
from models import lane
from models.database import Session
from models.lane import Lane
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

    def offer(self, name: str, under_way: Callable[[], Awaitable[None]] | None = None) -> None:
        async def run(anew: bool) -> None:
            self.begun.append((name, anew))
            self.going.add(name)
            try:
                await asyncio.get_running_loop().create_future()
            finally:
                self.going.discard(name)

        async def finish() -> None:
            assert name not in self.going
            if under_way is not None:
                await under_way()
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

    def take(session: Session) -> None:
        lane.renew(session, "killed")
        lane.take(session, "killed", NAMES)

    await killed.keep(take)
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
    one, two, troubles = Process(url), Process(url), list[str]()

    async def trouble() -> None:
        troubles.append("finish")
        raise OSError

    async with one.running():
        for name in NAMES:
            one.offer(name, trouble)
        await until(lambda: one.going == set(NAMES))
        async with two.running(*NAMES):
            await until(lambda: troubles)
        await until(lambda: one.going == set(NAMES))
        again = one.begun[len(NAMES) :]
        assert again and not any(anew for _, anew in again), "nobody else had them"


@MANY
async def test_many_lanes_go_over_together_once_each_is_finished(url: str) -> None:
    many = [lane.sending(number) for number in range(120)]
    one, two, slow, looks = Process(url), Process(url), asyncio.Event(), list[int]()

    async def slowly() -> None:
        async with asyncio.timeout(30):
            await slow.wait()

    async with one.running():
        for name in many:
            one.offer(name, slowly if name == many[0] else None)
        await until(lambda: one.going == set(many))
        keep = one.store.keep

        async def counted(work: Callable[[Session], Any]) -> Any:
            looks.append(len(one.finished))
            return await keep(work)

        one.store.keep = counted  # type: ignore[method-assign]
        async with two.running(*many):
            await until(lambda: len(two.going) == 59)
            assert len(one.going) == 60 and many[0] not in one.going | two.going, (
                "what is not finished holds up itself alone"
            )
            assert len(looks) < 30, "a unit for each would be 59"
            slow.set()
            await until(lambda: len(two.going) == 60)


@MANY
async def test_what_another_had_between_two_looks_is_begun_anew(url: str) -> None:
    one, two = Process(url), Process(url)
    async with one.running(*NAMES) as keeping:
        await until(lambda: one.going == set(NAMES))
        keeping.cancel()  # it looks no more for a while
        with suppress(asyncio.CancelledError):
            await keeping

        def has_it_meanwhile(session: Session) -> None:
            late = update(Lane).where(col(Lane.name) == lane.process(one.store.owner))
            session.connection().execute(late.values(at=Lane.at - lane.LASTS))
            lane.take(session, two.store.owner, NAMES[:1])
            lane.release(session, two.store.owner, NAMES[:1])
            session.connection().execute(
                update(Lane).where(col(Lane.name) == NAMES[0]).values(at=Lane.at - lane.LASTS)
            )

        await two.store.keep(has_it_meanwhile)
        await one.ownership._look_and_follow()
        await until(lambda: len(one.begun) > len(NAMES) and one.going == set(NAMES))
        assert one.begun[len(NAMES) :] == [(NAMES[0], True)]
    two.store.close()


@MANY
async def test_two_that_were_late_take_and_renew_without_waiting_for_each_other(url: str) -> None:
    many = [lane.sending(number) for number in range(60)]
    one, two = Process(url), Process(url)
    for process in (one, two):
        for name in many:
            process.offer(name)
    for _ in range(12):
        await asyncio.gather(*(process.ownership._look_and_follow() for process in (one, two)))

        def late(session: Session) -> None:
            session.connection().execute(update(Lane).values(at=Lane.at - 30))

        await one.store.keep(late)
    for process in (one, two):
        await process.ownership.stop()
        process.store.close()
