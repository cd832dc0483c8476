"""What the measurements share: the cheap stand-in, our program with a branch in its database, a peer; and one broadcast by either."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlmodel import Session

from bot.store import Store
from models import address as addresses
from models import bot_account, organisation, outbox
from models import member as members
from models.folding import fold
from models.member import Member, Membership
from models.terms import ChannelName, Consent, JoinedBy, OrganisationKind, Post, Standing
from tests.bench.peers import TEXT, TOKEN
from tests.bench.standin import ASKERS
from tests.database import ready
from tests.processes.program import ROOT, Program, free_port

PEERS = ROOT / ".venv/peers/bin/python"
"""Made by `make bench`."""
EACH = 0.3
"""Seconds from one question to the next."""
STALLED = 20.0
"""Seconds without anything new, after which a sender is held to have given up."""
NOW = datetime.now(UTC)
LONG_AGO = NOW - timedelta(days=90)
"""Whoever joined lately is told to the secretary, and thousands take many messages."""


@dataclass(frozen=True)
class Run:
    """What the server saw of a broadcast. `cpu`: seconds of processor that the sender took meanwhile."""

    seconds: float
    arrived: int
    chats: int
    refused: list[float]
    answers: list[float]
    unanswered: int
    unmarked_twice: int
    twice: int
    marked: int
    cpu: float


class Standin:
    """The stand-in in its process."""

    def __init__(self) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen([sys.executable, "-m", "tests.bench.standin", str(port)], cwd=ROOT)
        self.http = httpx.Client(base_url=self.url, trust_env=False, transport=httpx.HTTPTransport(retries=9))

    def start_over(self, **state: Any) -> None:
        self.http.post("/control", json=state)

    def say(self, chat: int) -> None:
        self.http.post("/say", json={"chats": [chat]})

    def away(self, seconds: float) -> None:
        """For so long it is not there; returns when it is again."""
        with suppress(httpx.TransportError):
            self.http.post("/away", json={"seconds": seconds})
        time.sleep(seconds + 0.2)

    def told(self) -> dict[str, Any]:
        return dict(self.http.get("/control").json())


@contextmanager
def standin() -> Iterator[Standin]:
    server = Standin()
    try:
        yield server
    finally:
        server.process.kill()
        server.process.wait()


def branch_of(
    session: Session, channel: ChannelName, bot: str, chats: list[int]
) -> tuple[int, int, list[int]]:
    """A branch whose members have one address each, at this bot; gives the ids of branch, bot account and members."""
    place = organisation.found(session, "Chi bộ đo", OrganisationKind.BRANCH, None, NOW)
    account = bot_account.known(session, channel, bot, bot, NOW)
    people = [Member(name=f"Người {n}", folded=fold(f"Người {n}"), standing=Standing.OFFICIAL) for n in chats]
    session.add_all(people)
    session.flush()
    session.add_all([Membership(member_id=p.id, organisation_id=place.id, since=NOW) for p in people])
    places = [addresses.Address(bot_id=account.id, identity=str(n), since=NOW) for n in chats]
    session.add_all(places)
    session.flush()
    session.add_all(
        addresses.Binding(
            address_id=a.id, member_id=p.id, joined_by=JoinedBy.CODE, joined_at=LONG_AGO, consent=Consent.FULL
        )
        for a, p in zip(places, people, strict=True)
    )
    members.appoint(session, people[0], Post.SECRETARY, place, NOW)
    return place.id, account.id, [p.id for p in people]


def owing(server: Standin, folder: Path, count: int, per_second: int) -> Program:
    """Our program, not started, with a notice with two choices owed to so many."""
    folder.mkdir()
    store = Store(ready(folder))
    with store.unit() as session:
        chats = [*range(1, count + 1), *range(ASKERS, ASKERS + 1000)]
        _, _, people = branch_of(session, ChannelName.TELEGRAM, TOKEN.split(":")[0], chats)
        question = {"kind": "bench", "subject": "1", "choices": [["yes", "Tham dự"], ["no", "Xin vắng mặt"]]}
        content = {"text": TEXT, "question": question}
        outbox.tell(session, people[:count], content, key="bench", kind="notice", now=NOW)
    store.close()
    return Program(
        folder,
        SOTAY_TELEGRAM_TOKEN=TOKEN,
        SOTAY_TELEGRAM_API=server.url,
        SOTAY_TELEGRAM_PER_SECOND=str(per_second),
    )


def ours(server: Standin, folder: Path, count: int, per_second: int) -> subprocess.Popen[bytes]:
    """The same, started."""
    program = owing(server, folder, count, per_second)
    program.start()
    assert program.process is not None
    return program.process


def peer(server: Standin, name: str, count: int) -> subprocess.Popen[bytes]:
    """A peer that sends to so many."""
    return subprocess.Popen(
        [PEERS, ROOT / "tests/bench/peers.py", name, server.url, str(count)], stderr=subprocess.DEVNULL
    )


def broadcast(
    server: Standin, name: str, folder: Path, count: int, *, asking: bool, patience: float, **rule: Any
) -> Run:
    """One broadcast of ours ("ours") or of a peer, at most so many seconds long, under a rule of the stand-in."""
    server.start_over(**rule)
    unlimited = rule.get("mode") is None
    process = (
        ours(server, folder, count, 100_000 if unlimited else rule["per_second"])
        if name == "ours"
        else peer(server, name, count)
    )
    try:
        return _watched(server, process, count, asking, patience)
    finally:
        process.kill()
        process.wait()


def _watched(
    server: Standin, process: subprocess.Popen[bytes], count: int, asking: bool, patience: float
) -> Run:
    begun = changed = time.monotonic()
    asked, seen, before, cpu = 0, 0, 0.0, 0.0
    while True:
        told = server.told()
        now = time.monotonic()
        if seen == 0 and told["arrived"]:
            begun, before = now, processor(process.pid)
        if told["arrived"] != seen:
            seen, changed = told["arrived"], now
            cpu = processor(process.pid) or cpu
        over = now - begun > patience or now - changed > STALLED or process.poll() is not None
        if (told["chats"] == count and not (asking and told["unanswered"])) or over:
            break
        if asking and seen and told["chats"] < count and now - begun > EACH * (asked + 1):
            server.say(ASKERS + asked)
            asked += 1
        time.sleep(0.05)
    return Run(cpu=cpu - before, **told)


def processor(process: int) -> float:
    """Seconds of processor so far; 0 when it has ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
