"""What goes wrong on the way during a broadcast: does everybody get it, does anybody get it twice, does it go on by itself?

Meanwhile somebody asks something, and must be answered.
"""

import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.table import Table

from models.database import sqlite_file
from tests.bench.running import Standin, owing, standin
from tests.bench.standin import ASKERS
from tests.database import KIND, POSTGRESQL
from tests.processes.cut import Cut
from tests.processes.program import Program

SHORT, FULL = 180, 5_000
PER_SECOND = 60
LATENCY = 0.1
GONE, GONE_FULL = 4.0, 10.0
LOCKED = 12.0
"""A little longer than what is written on SQLite waits by itself."""
HANGS = 700.0
"""Seconds without anything new, after which nothing more is expected: more than the longest rest of what may have arrived."""


@dataclass(frozen=True)
class Fault:
    """What goes wrong: at the stand-in all the time, or for a while once a quarter has arrived."""

    name: str
    rule: dict[str, float] = field(default_factory=dict)
    happens: Callable[["Scene"], None] | None = None


class Scene:
    """A server, our program, and its database; what goes is gone for so many seconds."""

    def __init__(self, server: Standin, program: Program, gone: float, stack: ExitStack) -> None:
        """The program has not been started."""
        self.server, self.gone = server, gone
        self.url = program.environment["SOTAY_DATABASE_URL"]
        if KIND == POSTGRESQL:
            self.cut = stack.enter_context(Cut(self.url))
            program.environment["SOTAY_DATABASE_URL"] = self.cut.url
        stack.enter_context(program)

    def no_connection(self) -> None:
        """The messenger cannot be reached."""
        self.server.away(self.gone)

    def no_database(self) -> None:
        """PostgreSQL is gone, or somebody else keeps writing into SQLite's file."""
        if KIND == POSTGRESQL:
            self.cut.off()
            time.sleep(self.gone)
            self.cut.on()
            return
        with closing(sqlite3.connect(sqlite_file(self.url), timeout=30, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            time.sleep(LOCKED)

    def both(self) -> None:
        """One after the other."""
        self.no_connection()
        self.no_database()


UNSURE = {"fails": 0.2, "cuts": 0.05}
FAULTS = [
    Fault("20 % 5xx, 5 % cut after arrival", UNSURE),
    Fault("no connection", {}, Scene.no_connection),
    Fault("no database", {}, Scene.no_database),
]
TOGETHER = Fault("all of these", UNSURE, Scene.both)


def measure(full: bool) -> Table:
    """One row a fault; "went on": seconds from its end to the next message that arrived."""
    count = FULL if full else SHORT
    table = Table(
        "fault", "lost", "twice, unmarked", "twice, marked", "unanswered", "went on", "seconds", "without faults",
        title=f"to {count:,} at {PER_SECOND}/s, {KIND}",
    )  # fmt: skip
    with standin() as server, tempfile.TemporaryDirectory() as name:
        for place, fault in enumerate([*FAULTS, TOGETHER] if full else FAULTS):
            with ExitStack() as stack:
                server.start_over(latency=LATENCY, **fault.rule)
                program = owing(server, Path(name) / str(place), count, PER_SECOND)
                scene = Scene(server, program, GONE_FULL if full else GONE, stack)
                told, went_on = _played(scene, fault, count)
            table.add_row(
                fault.name,
                str(count - told["chats"]),
                str(told["unmarked_twice"]),
                str(told["twice"] - told["unmarked_twice"]),
                str(told["unanswered"]),
                f"{went_on:.1f} s" if went_on is not None else "-",
                f"{told['seconds']:.0f}",
                f"{count / PER_SECOND:.0f}",
            )
    return table


def _played(scene: Scene, fault: Fault, count: int) -> tuple[dict[str, Any], float | None]:
    server, went_on = scene.server, None
    _until(server, lambda told: told["chats"] >= count // 4)
    server.say(ASKERS)
    if fault.happens is not None:
        before = server.told()["arrived"]
        fault.happens(scene)
        ended, before = time.monotonic(), max(before, server.told()["arrived"])
        _until(server, lambda told: told["arrived"] > before)
        went_on = time.monotonic() - ended
    server.say(ASKERS + 1)
    told = _until(server, lambda told: told["chats"] == count and not told["unanswered"])
    return told, went_on


def _until(server: Standin, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """What the server tells once it holds, or once nothing more comes."""
    changed, seen = time.monotonic(), -1
    while not holds(told := server.told()):
        if told["arrived"] != seen:
            changed, seen = time.monotonic(), told["arrived"]
        if time.monotonic() - changed > HANGS:
            break
        time.sleep(0.05)
    return told
