"""Files on their way in: fetched and looked through before their turn, while other chats go on (decision 15).

Nothing is open meanwhile and nothing is written down: a restart loses only the work, and the update that waits in the inbox starts it
again. What a browser uploaded by a link is held in memory until then.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

import structlog

from bot.inspection import Inspector
from bot.logs import where
from handlers import roster as rosters
from handlers.kit.incoming import FileSaid, Prepared
from models import address as addresses
from models import dispatch, document
from models import member as members
from models.address import Address
from models.database import Session
from models.terms import Consent

AT_ONCE = 3
"""Files in memory at once."""
SECONDS = 90
TEXT_AT_MOST = 500_000
"""Characters of a file's text that are kept for reading; all of it was looked through."""
HELD = "held:"
HELD_AT_MOST = 60_000_000
"""Bytes held at once; the oldest give way, and their senders are asked to send again."""

log = structlog.get_logger("intake")


class Gone(Exception):
    """The file is held no more."""


class Fetcher(Protocol):
    """A channel, as far as fetching goes."""

    async def fetch(self, source: str) -> bytes:
        """The bytes of a file. Raises whatever its library raises."""


class Intake:
    """The files of this process's bots that are being fetched, or are ready for their turns."""

    def __init__(self, ready: Callable[[], None], now: Callable[[], datetime]) -> None:
        """`ready` is called whenever a file is."""
        self._ready, self._now = ready, now
        self._inspector = Inspector()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._tasks: dict[tuple[int, str], asyncio.Task[None]] = {}
        self._prepared: dict[int, Prepared] = {}
        self._held: dict[str, bytes] = {}

    @property
    def busy(self) -> set[tuple[int, str]]:
        """Chats, each with its bot, whose file is still on its way: what is said there afterwards waits behind it."""
        return set(self._tasks)

    def prepared(self, row_id: int) -> Prepared | None:
        """The file of an update, when it is ready."""
        return self._prepared.get(row_id)

    def done(self, row_id: int) -> None:
        """Its turn is over."""
        self._prepared.pop(row_id, None)

    def start(self, row_id: int, chat: tuple[int, str], fetcher: Fetcher, file: FileSaid) -> None:
        """Prepares the file of an update, in a bot's chat."""
        if chat not in self._tasks:
            self._tasks[chat] = asyncio.create_task(self._prepare(row_id, chat, fetcher, file))

    async def settle(self) -> None:
        """Waits for a file that is on its way, if one is."""
        if self._tasks:
            await asyncio.wait(list(self._tasks.values()), return_when=asyncio.FIRST_COMPLETED)

    def hold(self, key: str, data: bytes) -> str:
        """Holds what a browser uploaded until it is dropped; gives its source. The oldest give way."""
        source = HELD + key
        self._held[source] = data
        while sum(map(len, self._held.values())) > HELD_AT_MOST:
            del self._held[next(iter(self._held))]
        return source

    def drop(self, key: str) -> None:
        """What was held under this key is of no more use."""
        self._held.pop(HELD + key, None)

    def close(self) -> None:
        """Ends the worker process and what is under way."""
        for task in self._tasks.values():
            task.cancel()
        self._inspector.close()

    async def _prepare(self, row_id: int, chat: tuple[int, str], fetcher: Fetcher, file: FileSaid) -> None:
        try:
            async with self._room:
                self._prepared[row_id] = await self._looked_through(fetcher, file)
        finally:
            del self._tasks[chat]
            self._ready()

    async def _looked_through(self, fetcher: Fetcher, file: FileSaid) -> Prepared:
        try:
            async with asyncio.timeout(SECONDS):
                data = await self._fetched(fetcher, file.source)
            if len(data) > document.LARGEST:
                return Prepared(data)
            found = await self._inspector.inspect(file.name, data)
        except Exception as error:  # each channel's library has its own
            log.warning("not_fetched", error=where(error))
            return Prepared(b"", fault="unfetched")
        if found.hit is not None:
            return Prepared(b"", hit=found.hit.rule)
        text = found.text and found.text[:TEXT_AT_MOST]
        people = None
        if found.fault is None and file.name.lower().endswith(rosters.KINDS):
            people = await self._inspector.roster(file.name, data, self._now().date())
        if people is not None or not file.name.lower().endswith(rosters.KINDS):
            return Prepared(data, text, found.fault, roster=people)
        survey, why = await self._inspector.survey(file.name, data)
        return Prepared(data, text, found.fault, survey=survey, untabled=why)

    async def _fetched(self, fetcher: Fetcher, source: str) -> bytes:
        if not source.startswith(HELD):
            return await fetcher.fetch(source)
        if source not in self._held:
            raise Gone
        return self._held[source]


def leads_at(session: Session, address: Address, now: datetime) -> bool:
    """Whether anybody who agreed to all at an address leads a branch, or sends papers down, today: only then is a file from there
    worth reading."""
    for person, binding in addresses.served(session, address):
        if binding.consent is Consent.FULL and dispatch.offices(session, person, now):
            return True
        branch = members.branch_of(session, person) if binding.consent is Consent.FULL else None
        if branch is not None and members.leads(session, person, branch, now):
            return True
    return False
