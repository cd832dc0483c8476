"""The clock makes up what it missed: a loop that was busy delays a job, it does not drop it."""

import asyncio
import time
from datetime import datetime
from pathlib import Path

from bot.store import Store
from handlers.kit.hours import Hours
from models import setting
from models.sealing import Keys
from scheduler.clock import start_clock
from tests.cast import ZONE
from tests.database import ready


async def test_a_job_missed_while_the_loop_was_busy_still_runs(tmp_path: Path) -> None:
    url = ready(tmp_path)
    store = Store(url)
    now = datetime(2026, 12, 1, 8, tzinfo=ZONE)
    clock = start_clock(store, lambda: now, Hours(), Keys(b"k"))
    time.sleep(1.5)  # noqa: ASYNC251  (the busy loop; longer than APScheduler's own patience of a second)
    async with asyncio.timeout(10):
        while not await store.read(lambda session: setting.has(session, "heartbeat")):
            await store.bell.after(store.bell.rung, 0.1)
    clock.shutdown(wait=False)
    await asyncio.sleep(0)
    store.close()
