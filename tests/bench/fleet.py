"""A fleet of bots on one PostgreSQL, run by two processes: how close it comes to the sum of the messengers' limits, and to what the cores
allow where that is less: then they are all at work, and the same fleet with limits four times as high sends no more. Also how the two share
the bots, and what a message costs each part. Zalo has published no such limit: there it is our own.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import httpx
import psycopg
from rich.table import Table

from bot.messengers import ZALO_PER_SECOND
from bot.store import Store
from models import bot_account, outbox
from models.bot_account import BotAccount
from models.sealing import Keys
from models.terms import ChannelName
from tests.bench.peers import TEXT
from tests.bench.running import NOW, STALLED, Standin, branch_of, processor, standin
from tests.bench.standin import FIRST_ON_ZALO
from tests.database import POSTGRESQL, of_this_run, of_this_test, ready
from tests.processes.program import Program

FIRST_ON_TELEGRAM = 7_000_000_000
ON_TELEGRAM = 30
LATENCY = 0.06
ZALO_PEOPLE = 50
"""As many as a Zalo bot has room for."""
SECRET = "bench"
FASTER = 4
"""So many times the limits are beyond what the cores can do, and a lane still claims a few copies at a time, as it does within them."""


class Fleet(NamedTuple):
    """So many bots, owed so much that at their limits all would be at it for so many seconds."""

    telegram: int
    zalo: int
    seconds: int

    @property
    def bots(self) -> int:
        return self.telegram + self.zalo

    @property
    def limit(self) -> int:
        """Messages a second."""
        return ON_TELEGRAM * self.telegram + ZALO_PER_SECOND * self.zalo


SHORT = [(Fleet(6, 20, 5), 1), (Fleet(6, 20, 5), FASTER)]
FULL = [(Fleet(12, 36, 30), 1), (Fleet(34, 0, 30), 1), (Fleet(34, 200, 20), 1), (Fleet(34, 200, 20), FASTER)]
IDLE = 5.0


@dataclass(frozen=True)
class Went:
    """What came of one run. divided: seconds from the first start until the two had shared all lanes; idle and busy: shares of a core
    that the processes, PostgreSQL and the stand-in took, without anything to send and while sending; by: what each process sent."""

    divided: float
    idle: list[float]
    busy: list[float]
    by: list[int]
    arrived: int
    copies: int
    seconds: float
    refused: int


def measure(full: bool) -> Table:
    """One row a fleet, at the messengers' limits or at more."""
    table = Table(
        "Telegram + Zalo bots", "limit", "sent", "of it", "of all cores", "by each", "lost", "twice", "429s",
        "ms a message: both, PostgreSQL, stand-in", "idle, of one core: one, two, PostgreSQL, stand-in", "shared after",
        title="two processes on one PostgreSQL; messages a second",
    )  # fmt: skip
    for fleet, faster in FULL if full else SHORT:
        with (
            of_this_run(POSTGRESQL, lasting=True),
            of_this_test(),
            tempfile.TemporaryDirectory() as name,
            standin() as server,
        ):
            went = _run(server, Path(name), fleet, faster)
        table.add_row(*row(fleet, faster, went))
    return table


def row(fleet: Fleet, faster: int, went: Went) -> list[str]:
    limit, rate = fleet.limit * faster, (went.arrived - 1) / went.seconds
    one, two, postgres, server = (share / rate * 1000 for share in went.busy)
    return [
        f"{fleet.telegram} + {fleet.zalo}",
        f"{limit:,}",
        f"{rate:,.0f}",
        f"{rate / limit:.1%}",
        f"{sum(went.busy) / (os.cpu_count() or 1):.0%}",
        " + ".join(f"{sent:,}" for sent in went.by),
        str(_owed(fleet) - went.copies),
        str(went.arrived - went.copies),
        str(went.refused),
        f"{one + two:.1f} {postgres:.2f} {server:.2f}",
        " ".join(f"{share:.1%}" for share in went.idle),
        f"{went.divided:.1f} s",
    ]


def _notices(fleet: Fleet) -> int:
    """So many notices keep a Zalo bot's people at it as long as one keeps a Telegram bot's."""
    return max(1, ZALO_PER_SECOND * fleet.seconds // ZALO_PEOPLE) if fleet.zalo else 1


def _owed(fleet: Fleet) -> int:
    return fleet.telegram * ON_TELEGRAM * fleet.seconds + fleet.zalo * ZALO_PEOPLE * _notices(fleet)


def _run(server: Standin, folder: Path, fleet: Fleet, faster: int) -> Went:
    server.start_over(mode="strict", per_second=ON_TELEGRAM * faster, latency=LATENCY)
    url = ready(folder)
    store = Store(url)
    everybody, on_zalo = _plant(store, fleet, faster)
    with _programs(folder, server, url) as (programs, started), psycopg.connect(url, autocommit=True) as look:
        _until(lambda: _divided(look, fleet), 120)
        divided = time.monotonic() - started
        costs = _Costs([p.process.pid for p in programs if p.process], look, server.process.pid)
        time.sleep(IDLE)
        idle = costs.shares()
        with store.unit() as session:
            for number in range(_notices(fleet)):
                choices = [["yes", "Tham dự"], ["no", "Xin vắng mặt"]]
                question = {"kind": "bench", "subject": str(number), "choices": choices}
                content = {"text": f"{TEXT} {number}", "question": question}
                whom = on_zalo if number else everybody
                outbox.tell(session, whom, content, key=f"bench:{number}", kind="notice", now=NOW)
        store.close()  # tells the two
        costs.shares()
        _sent_out(server, _owed(fleet))
        busy, told = costs.shares(), server.told()
        by = [_sent_by(program) for program in programs]
    return Went(
        divided, idle, busy, by, told["arrived"], told["chats"], told["seconds"], len(told["refused"])
    )


def _plant(store: Store, fleet: Fleet, faster: int) -> tuple[list[int], list[int]]:
    """A branch a bot; gives the ids of all members and of those on Zalo."""
    keys, groups = Keys(SECRET.encode()), []
    chat = 1
    for place in range(fleet.bots):
        zalo = place >= fleet.telegram
        people = ZALO_PEOPLE if zalo else ON_TELEGRAM * fleet.seconds
        number = (FIRST_ON_ZALO if zalo else FIRST_ON_TELEGRAM) + place
        channel = ChannelName.ZALO if zalo else ChannelName.TELEGRAM
        with store.unit() as session:
            chats = [*range(chat, chat + people)]
            _, bot_id, members = branch_of(session, channel, str(number), chats)
            account = session.get_one(BotAccount, bot_id)
            account.per_second = (ZALO_PER_SECOND if zalo else ON_TELEGRAM) * faster
            bot_account.entrust(session, keys, account, f"{number}:AAE0stand-in0token0of0the0handbook00")
        groups.append(members)
        chat += people
    everybody = [who for members in groups for who in members]
    return everybody, [who for members in groups[fleet.telegram :] for who in members]


@contextmanager
def _programs(folder: Path, server: Standin, url: str) -> Iterator[tuple[list[Program], float]]:
    """The two, one started after the other, and when that began."""
    started = time.monotonic()
    programs = []
    for name in ("one", "two"):
        (folder / name).mkdir()
        programs.append(
            Program(
                folder / name,
                SOTAY_DATABASE_URL=url,
                SOTAY_SECRET_KEY=SECRET,
                SOTAY_TELEGRAM_API=server.url,
                SOTAY_ZALO_API=server.url,
            )
        )
    with programs[0], programs[1]:
        yield programs, started


def _divided(look: psycopg.Connection, fleet: Fleet) -> bool:
    """Whether the two hold all lanes, each half of them."""
    for kind in ("send", "poll"):
        held = look.execute(
            "SELECT count(*) FROM lane WHERE name LIKE %s AND owner <> '' GROUP BY owner", (f"{kind}:%",)
        ).fetchall()
        counts = sorted(count for (count,) in held)
        if len(counts) != 2 or sum(counts) != fleet.bots or counts[1] - counts[0] > 1:
            return False
    return True


def _sent_out(server: Standin, owed: int) -> None:
    """Returns when all has arrived, or nothing more does."""
    seen, changed = 0, time.monotonic()
    while (told := server.told())["chats"] < owed and time.monotonic() - changed < STALLED:
        if told["arrived"] != seen:
            seen, changed = told["arrived"], time.monotonic()
        time.sleep(0.2)


def _sent_by(program: Program) -> int:
    page = httpx.get(f"http://127.0.0.1:{program.port}/metrics", trust_env=False).text
    return int(
        sum(float(line.split()[1]) for line in page.splitlines() if line.startswith("sotay_sent_total{"))
    )


class _Costs:
    """Shares of a core since the last look: of the programs, of PostgreSQL and of the stand-in."""

    def __init__(self, programs: list[int], look: psycopg.Connection, server: int) -> None:
        self._one_by_one, self._postgres = programs, _parent(look.info.backend_pid)
        self._server = server
        self._last, self._at = self._spent(), time.monotonic()

    def shares(self) -> list[float]:
        now, at = self._spent(), time.monotonic()
        found = [(new - old) / (at - self._at) for new, old in zip(now, self._last, strict=True)]
        self._last, self._at = now, at
        return found

    def _spent(self) -> list[float]:
        postgres = [self._postgres, *_children(self._postgres)]
        return [
            *(processor(each) for each in self._one_by_one),
            sum(processor(each) for each in postgres),
            processor(self._server),
        ]


def _parent(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[1])


def _children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def _until(holds: Callable[[], bool], seconds: float) -> None:
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.1)
