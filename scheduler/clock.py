"""The clock: the only importer of APScheduler. Its memory is the database: each job asks what is due, so a restart changes nothing."""

from collections.abc import Callable
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from handlers.kit.hours import Hours
from models.database import Session
from models.sealing import Keys, lend
from scheduler.jobs import JOBS
from scheduler.store import Store

log = structlog.get_logger("clock")


def start_clock(store: Store, now: Callable[[], datetime], hours: Hours, keys: Keys) -> AsyncIOScheduler:
    """Starts every job now and at its own beat, one run of a kind at a time; what was missed is made up once."""
    clock = AsyncIOScheduler()
    at_once = datetime.now(UTC)
    for name, seconds, work in JOBS:
        clock.add_job(
            _beat,
            "interval",
            (store, name, work, now, hours, keys),
            seconds=seconds,
            next_run_time=at_once,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
    clock.start()
    return clock


async def _beat(
    store: Store,
    name: str,
    work: Callable[[Session, datetime, Hours], None],
    now: Callable[[], datetime],
    hours: Hours,
    keys: Keys,
) -> None:
    def unit(session: Session) -> None:
        lend(session, keys)
        work(session, now(), hours)

    try:
        await store.write(unit)
    except Exception as error:
        log.error("job_failed", job=name, error=type(error).__name__)
