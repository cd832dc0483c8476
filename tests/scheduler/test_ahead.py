"""A lane claims as much ahead as goes while a claim takes, so that it does not stand still between two."""

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.store import Store
from models import bot_account
from models.outbox import Want
from models.terms import ChannelName
from scheduler.deliver import AHEAD, Lane
from scheduler.idling import Idling
from scheduler.ledger import Ledger
from scheduler.pace import Pace
from scheduler.parcel import Parcel
from tests.database import ready

SLOW = 5 * AHEAD


class Busy(Ledger):
    """Books of a busy machine, and what was wanted of them."""

    def __init__(self, *books: Any) -> None:
        super().__init__(*books)
        self.wanted: list[int] = []

    async def claim(self, want: Want) -> list[Parcel]:
        self.wanted.append(want.at_most)
        await asyncio.sleep(SLOW)
        return await super().claim(want)


def now() -> datetime:
    return datetime(2026, 12, 1, 8, tzinfo=UTC)


async def test_where_claims_take_long_more_is_claimed_at_once(tmp_path: Path) -> None:
    store = Store(ready(tmp_path))
    with store.unit() as session:
        bot = bot_account.known(session, ChannelName.TELEGRAM, "1", "b", now())
    books = Busy(store, now)
    pace = Pace(30, time.monotonic)
    lane = Lane(books, Idling(store, now), bot.id, None, pace)  # type: ignore[arg-type]
    assert not await lane.step()
    assert not await lane.step()
    at_first, then = books.wanted
    assert at_first == pace.within(AHEAD)
    assert then >= pace.within(SLOW) > at_first
    store.close()
