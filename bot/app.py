"""The composition root: what this process consists of, its orderly start and its orderly stop (decision 17)."""

import asyncio
import errno
import fcntl
import gc
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import IO, Any

import structlog
import uvicorn

from bot.config import Clock, Settings
from bot.fleet import Fleet
from bot.logs import where
from bot.migrate import NotReached
from bot.ownership import Ownership, Work
from bot.pages.site import site
from bot.store import Store
from bot.turns import Turns
from handlers.kit.hours import Hours
from handlers.kit.router import load
from models import lane
from models.database import is_sqlite, sqlite_file
from models.terms import ChannelName
from scheduler.clock import start_clock

log = structlog.get_logger("app")


class AlreadyRunning(Exception):
    """Another process runs on this database."""


class Broken(Exception):
    """A part of the program has ended that should run for ever; all else was stopped in its order."""


class Busy(Exception):
    """The port cannot be listened on. taken: somebody else listens there."""

    def __init__(self, taken: bool) -> None:
        """For this reason."""
        super().__init__()
        self.taken = taken


class App:
    """Everything that `run` starts."""

    def __init__(self, settings: Settings) -> None:
        """Wires the parts; nothing runs yet. The database must be at head."""
        self.settings = settings
        self.clock = Clock(settings.timezone, settings.now)
        self.keys = settings.keys()
        self.store = Store(settings.url)
        self.hours = Hours(*(settings.quiet() or (None, None)))
        self.ownership = Ownership(self.store)
        links = settings.public_url is not None
        self.turns = Turns(self.store, self.keys, self.clock, self.hours, links=links)
        self.fleet = Fleet(settings, self.store, self.keys, self.clock, self.turns, self.ownership)
        self.stopping = asyncio.Event()
        load()

    async def run(self, listening: socket.socket) -> None:
        """Runs until SIGTERM or SIGINT, the pages at this open socket. Raises Broken: with a part missing it would only seem to run."""
        _steady()
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(_stray)
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, self.stopping.set)
        await self.ownership.begin()
        self.ownership.offer(lane.clock(), Work(self._by_the_clock))
        works = {
            "watch": self.store.watch(),
            "turns": self.turns.run(),
            "lanes": self.ownership.run(),
            "fleet": self.fleet.run(),
        }
        tasks = [asyncio.create_task(work, name=name) for name, work in works.items()]
        pages = await self._pages()
        serving = asyncio.create_task(pages.serve([listening]), name="pages")
        log.info("running", port=self.settings.port, process=self.store.owner)
        stopping = asyncio.create_task(self.stopping.wait())
        await asyncio.wait([stopping, serving, *tasks], return_when=asyncio.FIRST_COMPLETED)
        broken = [task for task in (*tasks, serving) if task.done()]
        for task in broken:
            error = task.exception()
            log.error("part_ended", part=task.get_name(), error=where(error) if error is not None else "?")
        self.stopping.set()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.ownership.stop()
        pages.should_exit = True
        await asyncio.gather(serving, return_exceptions=True)
        await self.fleet.close()
        self.turns.close()
        self.store.close()
        if broken:
            raise Broken

    async def _by_the_clock(self, anew: bool) -> None:
        """Does at its hour what is due, for as long as this process has the clock."""
        clock = start_clock(self.store, self.clock, self.hours, self.keys)
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            clock.shutdown(wait=False)

    async def _pages(self) -> "_Pages":
        name = str(self.settings.public_url).rstrip("/") if self.settings.public_url else "web"
        web_bot_id = await self.fleet.account(ChannelName.WEB, "web", name)
        served = site(
            self.store,
            self.turns,
            self.keys,
            self.clock,
            self.settings,
            web_bot_id,
            self.fleet.hooks,
            self.stopping,
        )
        config = uvicorn.Config(
            served,
            access_log=False,
            log_config=None,
            timeout_graceful_shutdown=2,
            server_header=False,
        )
        return _Pages(config)


class _Pages(uvicorn.Server):
    """uvicorn in our loop; signals belong to us."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _steady() -> None:
    """Keeps the loop from standing still, which would spoil the even beat of sending: a writer that computes gives way after a
    millisecond (by itself after five), and what was loaded at the start is never searched for garbage."""
    sys.setswitchinterval(0.001)
    gc.collect()
    gc.freeze()


def _stray(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What went wrong where nobody waits for it; asyncio itself would write the exception's text, and the callback's arguments."""
    error = context.get("exception")
    log.error("stray", error=where(error) if error is not None else "?")


@contextmanager
def door(host: str, port: int) -> Iterator[socket.socket]:
    """Holds the port of the pages. Raises Busy."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        opened = socket.create_server((host, port), family=family)
    except OSError as error:
        raise Busy(error.errno == errno.EADDRINUSE) from None
    with opened:
        yield opened


@contextmanager
def only_one(url: str) -> Iterator[None]:
    """Holds a SQLite file for one `run`; on PostgreSQL any number run, and share by lanes. Raises AlreadyRunning, or NotReached."""
    with _locked_file(sqlite_file(url)) if is_sqlite(url) else nullcontext():
        yield


@contextmanager
def _locked_file(file: Path) -> Iterator[None]:
    lock: IO[str]
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock = file.with_name(file.name + ".lock").open("w")
    except OSError:
        raise NotReached from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AlreadyRunning from None
        yield
        with suppress(OSError):
            fcntl.flock(lock, fcntl.LOCK_UN)
