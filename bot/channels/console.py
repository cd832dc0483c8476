"""The console: a chat in the terminal. It answers what is typed here itself, and shows what any process owes to this person."""

import asyncio
import sys
import uuid
from functools import partial
from select import select
from typing import Any

from bot.channels.rendering import numbered
from bot.papers import on_screen
from bot.store import Store
from bot.turns import Turns
from handlers.kit.incoming import Incoming, Kind
from models import outbox
from models.address import Address
from models.database import Session
from models.outbox import Want
from models.terms import ChannelName
from scheduler.outcome import Outcome, Result, record
from scheduler.parcel import Parcel, next_parcel

AT_ONCE = 0.05
"""Seconds in which no hand types a second line."""


class Console:
    """One person at a terminal."""

    name = ChannelName.CONSOLE

    def __init__(self, store: Store, turns: Turns, address: Address) -> None:
        """A console for an address that exists."""
        self._store, self._turns = store, turns
        self._identity, self._address_id, self._bot_id = address.identity, address.id, address.bot_id
        self._printing = asyncio.Lock()
        turns.serve(address.bot_id, self)

    def read(self, raw: dict[str, Any]) -> Incoming:
        """What was typed."""
        return Incoming(chat=raw["chat"], kind=Kind.TEXT, text=raw["text"])

    async def fetch(self, source: str) -> bytes:
        """A terminal sends no files."""
        raise LookupError

    async def run(self, first: str = "") -> None:
        """Talks until the end of input; what was being shown when an earlier process died goes first, marked. `first` is said before anything is typed: a code."""
        await self._store.write(lambda session: outbox.recover_at(session, self._address_id))
        tasks = [asyncio.create_task(work) for work in (self._store.watch(), self._show_live())]
        try:
            await self.show()
            if first:
                await self.say(first)
            while text := await asyncio.to_thread(typed):
                if text.strip():
                    await self.say(text)
            await self.show()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def say(self, text: str) -> None:
        """Says a line, and shows what it is answered."""
        raw = {"chat": self._identity, "text": text}
        await self._turns.receive(self._bot_id, uuid.uuid4().hex, self._identity, raw)
        await self._turns.settle()
        await self.show()

    async def _show_live(self) -> None:
        while True:
            heard = self._store.bell.rung
            await self.show()
            await self._store.bell.after(heard, 1)

    async def show(self) -> None:
        """Prints what is due here, oldest first."""
        async with self._printing:
            while parcel := await self._store.write(self._next):
                print(f"{SPEAKER}: {numbered(parcel, tail=False)}\n", flush=True)  # noqa: T201
                await self._store.write(partial(self._shown, parcel=parcel))

    def _shown(self, session: Session, parcel: Parcel) -> None:
        done = Outcome(Result.SENT, str(parcel.delivery_id))
        record(session, parcel.delivery_id, done, self._turns.now())

    def _next(self, session: Session) -> Parcel | None:
        parcel = next_parcel(session, Want(self._bot_id, address_id=self._address_id), self._turns.now())
        return on_screen(session, parcel, self._turns.now()) if parcel else None


def typed() -> str:
    """One message: a line; of what is pasted into a terminal all its lines, as a messenger takes them. Empty at the end of input."""
    text = line = sys.stdin.readline()
    while line and sys.stdin.isatty() and select([sys.stdin], [], [], AT_ONCE)[0]:
        text += (line := sys.stdin.readline())
    return text


# Wording

SPEAKER = "Sổ tay"
