"""What a turn costs: the update received, answered and its answer owed, each committed; beside the two bare commits that this needs."""

import asyncio
import sqlite3
import statistics
import tempfile
import time
from pathlib import Path

from rich.table import Table

from bot.channels import web
from bot.store import Store
from bot.turns import Turns
from models.sealing import Keys
from models.terms import ChannelName
from tests.bench.running import NOW, branch_of
from tests.database import ready

TURNS, PEOPLE = 300, 71


def measure(full: bool) -> Table:
    """Milliseconds of a turn."""
    count = TURNS * 10 if full else TURNS
    with tempfile.TemporaryDirectory() as name:
        spent = asyncio.run(_turns(Path(name), count))
        bare = _bare_commits(Path(name), count)
    median, high = statistics.median(spent), statistics.quantiles(spent, n=20)[18]
    table = Table("median", "p95", "two bare commits", "ratio", title=f"{count} turns, ms")
    table.add_row(f"{median:.1f}", f"{high:.1f}", f"{bare:.2f}", f"{median / bare:.1f}")
    return table


async def _turns(folder: Path, count: int) -> list[float]:
    store = Store(ready(folder))
    with store.unit() as session:
        _, bot_id, _ = branch_of(session, ChannelName.WEB, "web", [*range(PEOPLE)])
    conversation = Turns(store, Keys(b"bench"), lambda: NOW)
    conversation.serve(bot_id, web.Web())
    spent = []
    for number in range(count):
        chat = str(number % PEOPLE)
        start = time.perf_counter()
        await conversation.receive(bot_id, str(number), chat, web.typed(chat, "/lichhop"))
        await conversation.step()
        spent.append((time.perf_counter() - start) * 1000)
    store.close()
    return spent


def _bare_commits(folder: Path, count: int) -> float:
    """Milliseconds of two SQLite commits (FULL, WAL)."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (x)")
    start = time.perf_counter()
    for _ in range(2 * count):
        connection.execute("INSERT INTO t VALUES (1)")
    connection.close()
    return (time.perf_counter() - start) / count * 1000
