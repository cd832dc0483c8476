"""`make bench`: what a turn, a notice to 10,000, a start and idleness cost, each beside a peer or a bare figure of the same run."""

import asyncio
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlmodel import func, select

from bot.channels import web
from bot.migrate import upgrade
from bot.store import Store
from bot.turns import Turns
from handlers.kit.router import load
from models import address as addresses
from models import bot_account, organisation, outbox
from models import member as members
from models.folding import fold
from models.member import Member, Membership, belonging
from models.outbox import Delivery
from models.sealing import Keys
from models.terms import ChannelName, Consent, JoinedBy, OrganisationKind, Post, Standing
from tests.processes.program import Program

MANY = 10_000
TURNS = 300
NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


def branch_of(store: Store, size: int) -> tuple[int, int]:
    """A branch of so many members, each with an address; gives (branch id, web bot id)."""
    with store.unit() as session:
        place = organisation.found(session, "Chi bộ đo", OrganisationKind.BRANCH, None, NOW)
        bot = bot_account.known(session, ChannelName.WEB, "web", "web", NOW)
        people = [
            Member(name=f"Người {n}", folded=fold(f"Người {n}"), standing=Standing.OFFICIAL)
            for n in range(size)
        ]
        session.add_all(people)
        session.flush()
        session.add_all([Membership(member_id=p.id, organisation_id=place.id, since=NOW) for p in people])
        chats = [addresses.Address(bot_id=bot.id, identity=str(n), since=NOW) for n in range(size)]
        session.add_all(chats)
        session.flush()
        session.add_all(
            addresses.Binding(
                address_id=c.id, member_id=p.id, joined_by=JoinedBy.CODE, joined_at=NOW, consent=Consent.FULL
            )
            for c, p in zip(chats, people, strict=True)
        )
        members.appoint(session, people[0], Post.SECRETARY, place, NOW)
        return place.id, bot.id


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


async def turns(folder: Path) -> tuple[float, float]:
    """Milliseconds of a turn, median and 95th of a hundred: inbox, answer and outbox committed."""
    url = f"sqlite:///{folder / 'turns.db'}"
    upgrade(url)
    store = Store(url)
    _, bot_id = branch_of(store, 71)
    conversation = Turns(store, Keys(b"bench"), lambda: NOW)
    conversation.serve(bot_id, web.Web())
    spent = []
    for number in range(TURNS):
        chat = str(number % 71)
        start = time.perf_counter()
        await conversation.receive(bot_id, str(number), chat, web.typed(chat, "/lichhop"))
        await conversation.step()
        spent.append((time.perf_counter() - start) * 1000)
    store.close()
    return statistics.median(spent), statistics.quantiles(spent, n=100)[94]


def bare_commits(folder: Path) -> float:
    """Milliseconds of two bare SQLite commits (FULL, WAL): the least that receiving and answering can cost."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (x)")
    spent = timed(lambda: [connection.execute("INSERT INTO t VALUES (1)") for _ in range(2 * TURNS)])
    connection.close()
    return spent / TURNS * 1000


def enqueue(folder: Path) -> tuple[float, float]:
    """Seconds to owe a notice to 10,000: ours, and row by row through the ORM."""
    url = f"sqlite:///{folder / 'many.db'}"
    upgrade(url)
    store = Store(url)
    branch_id, _ = branch_of(store, MANY)

    def ours() -> None:
        with store.unit() as session:
            place = session.get_one(organisation.Organisation, branch_id)
            outbox.tell(session, belonging(place), {"text": "x"}, key="ours", kind="notice", now=NOW)

    def by_rows() -> None:
        with store.unit() as session:
            people = session.exec(select(Member)).all()
            notice = outbox.Notice(
                key="rows", kind="n", purpose=outbox.Purpose.CONTENT, content={}, created_at=NOW
            )
            session.add(notice)
            session.flush()
            for person in people:
                where = addresses.of_member(session, person)[0][1]
                session.add(
                    Delivery(
                        notice_id=notice.id,
                        member_id=person.id,
                        address_id=where.id,
                        bot_id=where.bot_id,
                        state=outbox.tables.DeliveryState.QUEUED,
                        priority=2,
                        not_before=NOW,
                    )
                )

    spent = timed(ours), timed(by_rows)
    with store.unit() as session:
        assert session.exec(select(func.count()).select_from(Delivery)).one() == 2 * MANY
    store.close()
    return spent


def start_and_idle(folder: Path) -> tuple[float, float, float]:
    """Seconds until the pages answer; an empty interpreter's start; share of one core in ten idle seconds."""
    upgrade(f"sqlite:///{folder / 'so.db'}")
    program = Program(folder)
    bare = timed(lambda: os.system(f"{sys.executable} -c pass"))
    start = timed(program.start)
    assert program.process is not None
    before, clock = _cpu(program.process.pid), time.perf_counter()
    time.sleep(10)
    share = (_cpu(program.process.pid) - before) / (time.perf_counter() - clock)
    program.stop()
    return start, bare, share


def _cpu(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Prints the table."""
    load()
    table = Table("what", "ours", "beside it", "ratio")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        median, high = asyncio.run(turns(folder))
        bare = bare_commits(folder)
        table.add_row(
            "turn, median (p95)",
            f"{median:.1f} ms ({high:.1f})",
            f"two bare commits {bare:.2f} ms",
            f"{median / bare:.1f}",
        )
        ours, rows = enqueue(folder)
        table.add_row(
            "notice to 10,000, enqueued", f"{ours:.2f} s", f"row by row {rows:.2f} s", f"{ours / rows:.3f}"
        )
        start, empty, share = start_and_idle(folder)
        table.add_row(
            "start-up until the pages answer",
            f"{start:.1f} s",
            f"empty Python {empty:.2f} s",
            f"{start / empty:.0f}",
        )
        table.add_row("idle, share of a core", f"{share:.2%}", "", "")
    Console().print(table)


main()
