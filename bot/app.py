"""The composition root: what this process consists of, its orderly start and its orderly stop (decision 17)."""

import asyncio
import errno
import fcntl
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import structlog
import uvicorn
from sqlalchemy import text

from bot.config import Clock, Settings
from bot.logs import where
from bot.messengers import Messenger, Wanted, is_wrong_token, wanted
from bot.migrate import NotReached, reach
from bot.pages import hooks
from bot.pages.site import site
from bot.papers import Papers
from bot.store import Store
from bot.turns import Turns
from handlers.kit.hours import Hours
from handlers.kit.router import load
from models import bot_account
from models.database import Session, engine, is_sqlite, sqlite_file
from models.terms import ChannelName
from scheduler.clock import start_clock
from scheduler.deliver import Lane
from scheduler.ledger import Ledger
from scheduler.pace import Pace
from scheduler.waking import Waking

RETRY = 5.0
FLYING = 5.0
LOOKS = 3.0
"""Seconds between two looks which bots should run."""
RUNNING = 7_316_204
"""The advisory lock of the one process that runs on a PostgreSQL database, until lanes let several share it (decision 13)."""

log = structlog.get_logger("app")


class AlreadyRunning(Exception):
    """Another process runs on this database."""


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
        self.public_url = str(settings.public_url).rstrip("/") if settings.public_url else None
        self.turns = Turns(self.store, self.keys, self.clock, self.hours, links=self.public_url is not None)
        self.stopping = asyncio.Event()
        self.hooks: dict[tuple[str, str], Any] = {}
        self.ledger, self.waking = Ledger(self.store, self.clock), Waking(self.store, self.clock)
        self._lanes: list[Lane] = []
        self._messengers: list[Messenger] = []
        load()

    async def run(self, listening: socket.socket) -> None:
        """Runs until SIGTERM or SIGINT, the pages at this open socket."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(_stray)
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, self.stopping.set)
        tasks = [asyncio.create_task(work) for work in (self.store.watch(), self.turns.run())]
        tasks.append(asyncio.create_task(self._fleet()))
        pages = await self._pages()
        serving = asyncio.create_task(pages.serve([listening]))
        clock = start_clock(self.store, self.clock, self.hours, self.keys)
        log.info("running", port=self.settings.port)
        await asyncio.wait(
            [asyncio.create_task(self.stopping.wait()), serving], return_when=asyncio.FIRST_COMPLETED
        )
        clock.shutdown(wait=False)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(lane.finish(FLYING) for lane in self._lanes))
        pages.should_exit = True
        await serving
        for messenger in self._messengers:
            await messenger.close()
        self.turns.close()
        self.store.close()

    async def _fleet(self) -> None:
        """Serves every bot that should run, for ever: also those that another process adds; one that ends, or has a new token, stops."""
        running: dict[Wanted, asyncio.Task[None]] = {}
        try:
            while True:
                try:
                    found = await self.store.read(lambda session: wanted(self.settings, session, self.keys))
                except Exception as error:
                    log.error("database", error=where(error))
                    found = list(running)
                for bot in [bot for bot in running if bot not in found]:
                    running[bot].cancel()
                    await asyncio.gather(running.pop(bot), return_exceptions=True)
                for bot in [bot for bot in found if bot not in running]:
                    running[bot] = asyncio.create_task(self._serve(bot))
                await asyncio.sleep(LOOKS)
        finally:
            for task in running.values():
                task.cancel()
            await asyncio.gather(*running.values(), return_exceptions=True)

    async def connected(self, messenger: Messenger, per_second: float) -> tuple[int, Lane]:
        """Makes a messenger's bot a row, lets its updates be answered, and gives its lane."""
        external_id, name = await messenger.who()
        account = await self.store.write(
            lambda session: bot_account.known(session, messenger.name, external_id, name, self.clock())
        )
        self.turns.serve(account.id, messenger)
        self.hooks[messenger.name, external_id] = messenger
        sender = Papers(messenger, account.id, self.store, self.keys, self.clock, self.public_url)
        lane = Lane(self.ledger, self.waking, account.id, sender, Pace(per_second, time.monotonic))
        self._lanes.append(lane)
        return account.id, lane

    async def _serve(self, bot: Wanted) -> None:
        """Connects, for as long as it takes and whatever goes wrong on the way, then sends and listens, until it is stopped."""
        messenger = bot.connect()
        self._messengers.append(messenger)
        while True:
            try:
                bot_id, lane = await self.connected(messenger, bot.per_second)
                break
            except Exception as error:
                log.warning("not_connected", channel=messenger.name.value, error=where(error))
                await self._troubled(bot, "token" if is_wrong_token(error) else "network")
                await asyncio.sleep(RETRY)
        log.info("connected", channel=messenger.name.value)
        await self._troubled(bot, None)

        async def receive(external_id: str, chat: str, raw: dict[str, Any]) -> bool:
            return await self.turns.receive(bot_id, external_id, chat, raw)

        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(lane.run())
                if bot.listens:
                    both.create_task(self._listen(messenger, receive))
        finally:
            if not self.stopping.is_set():  # this bot alone stops; else all end together, in their order
                for key in [key for key, known in self.hooks.items() if known is messenger]:
                    del self.hooks[key]
                self._lanes.remove(lane)
                self._messengers.remove(messenger)
                await lane.finish(FLYING)
                await messenger.close()

    async def _troubled(self, bot: Wanted, trouble: str | None) -> None:
        """Keeps what went wrong last for `bots list`; as it can: the trouble may be the database's own."""
        with suppress(Exception):
            await self.store.write(
                lambda session: bot_account.troubled(session, bot.channel, bot.number, trouble, self.clock())
            )

    async def _listen(self, messenger: Messenger, receive: Any) -> None:
        """Listens for as long as the process lives, whatever goes wrong on the way; meanwhile the messenger keeps what is said."""
        while True:
            try:
                if self.settings.polls:
                    await messenger.listen(receive)
                await self._hook(messenger)
                return
            except Exception as error:
                log.warning("not_listening", channel=messenger.name.value, error=where(error))
                await asyncio.sleep(RETRY)

    async def _hook(self, messenger: Messenger) -> None:
        """Has the messenger post its updates to us."""
        bot, _ = await messenger.who()
        url = f"{str(self.settings.public_url).rstrip('/')}/hook/{messenger.name}/{bot}"
        await messenger.hook(url, hooks.secret(self.keys, messenger.name, bot))

    async def _pages(self) -> "_Pages":
        def account(session: Session) -> int:
            name = self.public_url or "web"
            return bot_account.known(session, ChannelName.WEB, "web", name, self.clock()).id

        web_bot_id = await self.store.write(account)
        served = site(
            self.store,
            self.turns,
            self.keys,
            self.clock,
            self.settings,
            web_bot_id,
            self.hooks,
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
    """Holds a database for one `run`. Raises AlreadyRunning, or NotReached."""
    with _locked_file(sqlite_file(url)) if is_sqlite(url) else _locked_database(url):
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


@contextmanager
def _locked_database(url: str) -> Iterator[None]:
    reach(url)
    opened = engine(url, writes=True)
    try:
        with opened.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            free = text("SELECT pg_try_advisory_lock(:lock)")
            if not connection.execute(free, {"lock": RUNNING}).scalar():
                raise AlreadyRunning
            yield
    finally:
        opened.dispose()
