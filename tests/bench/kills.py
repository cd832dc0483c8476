"""SIGKILL at random moments of a broadcast, each time started again until all have it: who gets nothing, and who gets it twice.

A message in flight is one that arrived at the server and was not yet written down as sent: only those may come again, and each says so.
What was claimed and had not left comes once, marked too.
"""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

from rich.table import Table
from sqlmodel import func, select

from bot.store import Store
from models import lane
from models.outbox import Delivery
from models.terms import DeliveryState
from tests.bench.running import Standin, owing, standin
from tests.database import KIND, ready
from tests.processes.program import Program

SHORT, FULL = 240, 5_000
KILLS, KILLS_FULL = 10, 200
PER_SECOND = 60
LATENCY = 0.1
EARLY = 5
"""Every fifth time it is killed while it starts, within the seconds that this takes."""
STARTS = 3.0
PATIENCE = 60.0
"""Seconds without anything new, after which it is held to hang."""


@dataclass
class Count:
    """What the kills found. in_flight: one number a kill."""

    in_flight: list[int]
    early: int = 0
    recorded: int = 0


def measure(full: bool) -> Table:
    """One row."""
    count, kills = (FULL, KILLS_FULL) if full else (SHORT, KILLS)
    table = Table(
        "kills", "while starting", "in flight, most", "lost", "twice, unmarked", "twice, marked", "marked, once",
        "not written down", "seconds",
        title=f"{kills} SIGKILLs over a broadcast to {count:,}, {KIND}",
    )  # fmt: skip
    with standin() as server, tempfile.TemporaryDirectory() as name:
        server.start_over(latency=LATENCY)
        begun, folder = time.monotonic(), Path(name) / "a"
        program = owing(server, folder, count, PER_SECOND)
        store = Store(ready(folder))
        found = _killed(server, program, store, count, kills)
        told = _to_the_end(server, program, store, count)
        store.close()
    marked_twice = told["twice"] - told["unmarked_twice"]
    table.add_row(
        str(len(found.in_flight)),
        str(found.early),
        f"{sum(found.in_flight)}, {max(found.in_flight)}",
        str(count - told["chats"]),
        str(told["unmarked_twice"]),
        str(marked_twice),
        str(told["marked"] - marked_twice),
        str(count - told["recorded"]),
        f"{time.monotonic() - begun:.0f}",
    )
    return table


def _killed(server: Standin, program: Program, store: Store, count: int, kills: int) -> Count:
    luck, found, arrived = Random(7), Count([]), 0
    for number in range(kills):
        left = count - server.told()["chats"]
        if not left:
            break
        program.start(wait=False)
        if number % EARLY == EARLY - 1:
            found.early += 1
            time.sleep(luck.uniform(0, STARTS))
        else:
            _until_more(server, program, "arrived", arrived)
            time.sleep(luck.uniform(0, 2 * left / (kills - number) / PER_SECOND))
        program.kill()
        time.sleep(LATENCY / 2)  # what was on its way is there
        told, recorded = server.told(), _recorded(store)
        found.in_flight.append(told["arrived"] - arrived - (recorded - found.recorded))
        arrived, found.recorded = told["arrived"], recorded
        with store.unit() as session:  # on PostgreSQL the dead hold their lanes for nine seconds more
            lane.clear(session)
    return found


def _to_the_end(server: Standin, program: Program, store: Store, count: int) -> dict[str, int]:
    program.start()
    while (told := server.told())["chats"] < count:
        if not _until_more(server, program, "arrived", told["arrived"]):
            break
    ends = time.monotonic() + PATIENCE
    while _recorded(store) < count and time.monotonic() < ends:
        time.sleep(0.1)
    program.stop()
    return server.told() | {"recorded": _recorded(store)}


def _until_more(server: Standin, program: Program, name: str, seen: int) -> bool:
    """Waits until the server has counted more; False where it does not come."""
    assert program.process is not None
    ends = time.monotonic() + PATIENCE
    while server.told()[name] <= seen:
        if time.monotonic() > ends or program.process.poll() is not None:
            return False
        time.sleep(0.01)
    return True


def _recorded(store: Store) -> int:
    with store.unit() as session:
        return session.exec(select(func.count()).where(Delivery.state == DeliveryState.SENT)).one()
