"""Waking idle lanes: one look after each commit tells which bots have something due; only their lanes ask further."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from models import outbox
from scheduler.store import Store

BEATS = 1.0
"""Seconds after which it looks even if nothing rang: for what is due by the hour, and for what waits until its chat is free."""
PAUSE = 0.01
"""Seconds between two looks while everything is being written."""

log = structlog.get_logger("idling")


class Idling:
    """The one look for all idle lanes of a process."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        """A look into the store; `now` is the product's clock."""
        self._store, self._now = store, now
        self._idle: dict[int, asyncio.Future[None]] = {}
        self._looking: asyncio.Task[None] | None = None
        self._at_once = asyncio.Event()

    @property
    def heard(self) -> int:
        """How often the bell has rung; taken before a lane's own look, so that nothing falls in between."""
        return self._store.bell.rung

    async def until_due(self, bot_id: int, heard: int) -> None:
        """Returns when something may be due at a bot at which nothing was when the bell had rung so often."""
        self._idle[bot_id] = asyncio.get_running_loop().create_future()
        if self._looking is None:
            self._looking = asyncio.create_task(self._look_out())
        if self._store.bell.rung != heard:
            self._at_once.set()
        try:
            await self._idle[bot_id]
        finally:
            del self._idle[bot_id]

    async def _look_out(self) -> None:
        heard = self._store.bell.rung
        try:
            while self._idle:
                rests = {
                    asyncio.ensure_future(wait)
                    for wait in (self._store.bell.after(heard, BEATS), self._at_once.wait())
                }
                await asyncio.wait(rests, return_when=asyncio.FIRST_COMPLETED)
                for rest in rests:
                    rest.cancel()
                self._at_once.clear()
                heard = self._store.bell.rung
                await self._look()
                await asyncio.sleep(PAUSE)
        finally:
            self._looking = None

    async def _look(self) -> None:
        idle = list(self._idle)
        try:
            hours = await self._store.read(lambda session: outbox.next_hours(session, idle))
        except Exception as error:
            log.error("database", error=type(error).__name__)
            return
        for bot_id, hour in hours.items():
            waits = self._idle.get(bot_id)
            if hour <= self._now() and waits is not None and not waits.done():
                waits.set_result(None)
