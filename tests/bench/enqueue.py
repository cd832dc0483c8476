"""What it costs to owe a notice to many: one INSERT ... SELECT, its time per thousand from 1,000 up, and memory at its peak; beside rows
one by one."""

import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from rich.table import Table
from sqlmodel import Session, func, select

from bot.store import Store
from models import address as addresses
from models import outbox
from models.member import Member, belonging
from models.organisation import Organisation
from models.outbox import Delivery
from models.terms import ChannelName, DeliveryState
from tests.bench.running import NOW, branch_of
from tests.database import ready

ROWS = 10_000
"""So many go one by one for comparison: more would take minutes."""


def measure(full: bool) -> Table:
    """Seconds, seconds per thousand and growth of memory."""
    table = Table("recipients", "seconds", "ms per 1,000", "memory grew", title="a notice is owed")
    sizes = (1_000, 10_000, 100_000) if full else (1_000, 10_000, 30_000)
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            table.add_row(*_owe(Path(name), size, _ours, f"{size:,}"))
    with tempfile.TemporaryDirectory() as name:
        table.add_row(*_owe(Path(name), ROWS, _by_rows, f"{ROWS:,}, row by row (ORM)"))
    return table


def _owe(folder: Path, size: int, how: Callable[[Session, int], None], name: str) -> tuple[str, ...]:
    url = ready(folder)
    store = Store(url)
    with store.unit() as session:
        branch_id, _, _ = branch_of(session, ChannelName.WEB, "web", [*range(size)])
    store.close()
    with ProcessPoolExecutor(1, get_context("spawn")) as fresh:
        spent, grown, owed = fresh.submit(_measured, url, branch_id, how).result()
    assert owed == size
    return name, f"{spent:.2f}", f"{spent / size * 1_000_000:.0f}", f"{grown:.0f} MB"


def _measured(url: str, branch_id: int, how: Callable[[Session, int], None]) -> tuple[float, float, int]:
    """Seconds, the growth of memory in MB, and how many copies are owed then; in a process that has done nothing else."""
    store = Store(url)
    with store.unit() as session:
        session.get_one(Organisation, branch_id)
    before, start = _memory("VmRSS"), time.perf_counter()
    with store.unit() as session:
        how(session, branch_id)
    spent, grown = time.perf_counter() - start, _memory("VmHWM") - before
    with store.unit() as session:
        owed = session.exec(select(func.count()).select_from(Delivery)).one()
    store.close()
    return spent, grown, owed


def _ours(session: Session, branch_id: int) -> None:
    place = session.get_one(Organisation, branch_id)
    outbox.tell(session, belonging(place), {"text": "x"}, key="ours", kind="notice", now=NOW)


def _by_rows(session: Session, branch_id: int) -> None:
    notice = outbox.Notice(key="rows", kind="n", purpose=outbox.Purpose.CONTENT, content={}, created_at=NOW)
    session.add(notice)
    session.flush()
    for person in session.exec(select(Member)).all():
        where = addresses.of_member(session, person)[0][1]
        session.add(
            Delivery(
                notice_id=notice.id,
                member_id=person.id,
                address_id=where.id,
                bot_id=where.bot_id,
                state=DeliveryState.QUEUED,
                priority=2,
                not_before=NOW,
            )
        )


def _memory(which: str) -> float:
    """Megabytes of this process as Linux counts them: now (VmRSS), or at most so far (VmHWM)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(which)) / 1024
