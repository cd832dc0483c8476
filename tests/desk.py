"""A web chat at which a test speaks for several people, for what no story can play: two addresses of one person, a clock between."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot.config import Clock
from bot.store import Store
from bot.turns import Turns
from handlers.kit.router import load
from models import address as addresses
from models.database import Session
from models.member import Member
from models.sealing import Keys
from models.terms import Consent
from tests.cast import ZONE, Branch, plant
from tests.database import ready
from tests.shapes import OnWeb

START = datetime(2026, 12, 1, 8, tzinfo=ZONE)


class Desk:
    """The web chat of a branch."""

    def __init__(self, store: Store, shape: OnWeb, branch: Branch, clock: Clock) -> None:
        self.store, self.shape, self.branch, self.clock = store, shape, branch, clock
        self.read: dict[str, int] = {}

    async def joins(self, who: str, identity: str, consent: Consent = Consent.FULL) -> None:
        """A member has joined at a chat; a second one at the same chat shares it."""

        def join(session: Session) -> None:
            self.shape.meets(identity)
            self.branch.joins(session, who, self.shape.bot_id, self.shape.identity(identity), START, consent)

        await self.store.write(join)

    async def agrees(self, who: str, consent: Consent) -> None:
        """A member's consent is another one from now on, at all addresses."""

        def change(session: Session) -> None:
            for binding, _ in addresses.of_member(session, self.member(session, who)):
                addresses.consent(binding, consent, "2026-12", self.clock())

        await self.store.write(change)

    def member(self, session: Session, who: str) -> Member:
        return session.get_one(Member, self.branch.names[who])

    async def says(self, who: str, text: str) -> list[str]:
        self.shape.says(who, text)
        return await self.hears(who)

    async def taps(self, who: str, label: str) -> list[str]:
        self.shape.taps(who, label)
        return await self.hears(who)

    async def hears(self, who: str) -> list[str]:
        """What somebody has not read yet."""
        await self.shape.settle()
        shown = [text for _, text in self.shape.shown(who)]
        fresh = shown[self.read.get(who, 0) :]
        self.read[who] = len(shown)
        return fresh


@asynccontextmanager
async def opened_desk(folder: Path) -> AsyncIterator[Desk]:
    """A desk at which nobody sits yet."""
    load()
    url = ready(folder, "ban")
    store, clock, keys, shape = Store(url), Clock(ZONE, START), Keys(b"k"), OnWeb()
    await shape.open(store, Turns(store, keys, clock), clock)
    branch = await store.write(lambda session: plant(session, keys, clock()))
    yield Desk(store, shape, branch, clock)
    store.close()
