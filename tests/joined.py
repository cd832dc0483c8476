"""A small stage without a story: the branch of the stories on one messenger, with some of it joined."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.config import Clock
from bot.store import Store
from bot.turns import Turns
from handlers.kit.router import load
from models.sealing import Keys
from tests.cast import ZONE, Branch, plant
from tests.database import ready
from tests.player import NIGHT, START


@asynccontextmanager
async def joined(folder: Path, shape: Any, *who: str) -> AsyncIterator[tuple[Store, Branch]]:
    """These have joined on the messenger and said hello; the clock stands at START, and `shape.clock` sets it."""
    load()
    url = ready(folder)
    store, clock, keys = Store(url), Clock(ZONE, START), Keys(b"joined")
    turns = Turns(store, keys, clock, NIGHT)
    shape.clock = clock
    await shape.open(store, turns, clock)
    branch = await store.write(lambda session: plant(session, keys, clock()))
    for each in who:
        shape.meets(each)
        await store.write(lambda s, w=each: branch.joins(s, w, shape.bot_id, shape.identity(w), clock()))
    await shape.forget_hellos()
    try:
        yield store, branch
    finally:
        turns.close()
        await shape.close()
        store.close()
