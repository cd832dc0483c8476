"""Several processes of the real program on one PostgreSQL: one dies, one leaves, and updates of one chat come in at any of them."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from tests.database import ready
from tests.processes.cut import Cut
from tests.processes.messengers import ON_TELEGRAM, Side, invitations, invited
from tests.processes.program import Program

pytestmark = pytest.mark.postgresql("SQLite has one process")
SLOW = 0.3
"""Seconds that the stand-in takes for an answer, so that there is always something in flight."""


class Pair:
    """A branch on a messenger, and the two programs that serve it."""

    def __init__(self, folder: Path, server: Any, side: Side, **settings: str) -> None:
        self.server, self.side, self.url = server, side, ready(folder)
        side.plant(folder, server)
        self.people = side.people(server)
        self.programs = []
        for name in ("one", "two"):
            (folder / name).mkdir()
            more = {**side.environment(server), "SOTAY_DATABASE_URL": self.url, **settings}
            self.programs.append(Program(folder / name, **more))

    def owner(self, lane: str) -> Program | None:
        """The program that holds a lane, whose name begins so."""
        with psycopg.connect(self.url) as looking:
            row = looking.execute("SELECT owner FROM lane WHERE name LIKE %s", (f"{lane}%",)).fetchone()
        return next((p for p in self.programs if row and row[0] and row[0] in p.log.read_text()), None)

    def other(self, program: Program) -> Program:
        return next(p for p in self.programs if p is not program)

    def broadcast(self) -> Program:
        """Begins to invite everybody; gives the program that sends, once a quarter has it."""
        self.server.until(lambda: all(person.seen for person in self.people), 30)
        self.people[0].says("/moihop 19h30 ngày mai tại nhà văn hóa")
        self.people[0].wait(f"Gửi {self.side.members} đồng chí", 20)
        self.people[0].taps("Gửi")
        self.server.latency = SLOW
        self.server.until(lambda: invited(self.people) >= self.side.members // 4, 60)
        sends = self.owner("send:")
        assert sends is not None
        return sends

    def all_invited(self) -> None:
        self.server.latency = 0
        self.server.until(lambda: invited(self.people) == self.side.members, 90)

    def repeats(self) -> int:
        """How many got a second copy; each of those says that it is one."""
        for person in self.people:
            unmarked = [text for text in invitations(person) if not text.startswith("(gửi lại)")]
            assert len(unmarked) <= 1, invitations(person)
        return sum(len(invitations(person)) > 1 for person in self.people)


@pytest.fixture
def pair(tmp_path: Path) -> Callable[..., Any]:
    @contextmanager
    def standing(members: int = ON_TELEGRAM.members, **settings: str) -> Iterator[Pair]:
        side = replace(ON_TELEGRAM, members=members)
        with side.standin() as server:
            yield Pair(tmp_path, server, side, **settings)
            assert server.violations == []

    return standing


def until(holds: Callable[[], Any], seconds: float = 60.0) -> None:
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.1)


@pytest.mark.process
def test_killed_in_the_middle_of_a_broadcast_and_the_other_goes_on(pair: Callable[..., Any]) -> None:
    with pair() as both, both.programs[0], both.programs[1]:
        sends = both.broadcast()
        clock = both.owner("clock")
        sends.kill()
        assert invited(both.people) < both.side.members, "it was over before the kill: nothing is shown"
        both.all_invited()
        assert both.repeats(), "none was in flight when it was killed: nothing is shown"
        other = both.other(sends)
        until(lambda: both.owner("clock") is other)
        if clock is other:
            assert "lane='clock'" not in sends.log.read_text(), "the clock went at two"
        both.people[1].says("1")
        both.people[1].wait("THAM DỰ", 20)
        assert other.stop() == 0


@pytest.mark.process
def test_stopped_in_the_middle_of_a_broadcast_nothing_goes_twice(pair: Callable[..., Any]) -> None:
    with pair() as both, both.programs[0], both.programs[1]:
        sends = both.broadcast()
        assert sends.stop() == 0
        assert invited(both.people) < both.side.members, "it was over before the stop: nothing is shown"
        both.all_invited()
        assert both.repeats() == 0
        assert both.other(sends).stop() == 0


@pytest.mark.process
def test_updates_of_one_chat_at_both_are_answered_in_order_and_once(pair: Callable[..., Any]) -> None:
    nowhere = "http://127.0.0.1:9"
    """Where the stand-in itself posts in vain: here the test is the balancer."""
    with pair(2, SOTAY_PUBLIC_URL=nowhere) as both, both.programs[0], both.programs[1]:
        server, lan = both.server, both.people[1]
        until(lambda: server.hook is not None)
        words = ["/lichhop", "/trogiup"] * 8
        for word in words:
            lan.says(word)
        server.until(lambda: len(server.pending) == len(words) + 2)
        for place, update in enumerate(list(server.pending)):
            for program in (both.programs[place % 2], both.programs[place // 2 % 2]):
                hook = f"http://127.0.0.1:{program.port}/hook/telegram/{server.me['id']}"
                headers = {server.SECRET_HEADER: server.hook.secret}
                body = server.hook_body(update)
                assert httpx.post(hook, json=body, headers=headers, trust_env=False).status_code == 200
        server.until(lambda: len(lan.seen) == len(words) + 1, 60)
        answers = ["/lichhop" if "cuộc họp nào" in said.text else "/trogiup" for said in lan.seen]
        assert answers == ["/lichhop", *words]
        assert [program.stop() for program in both.programs] == [0, 0]


@pytest.mark.process
def test_a_database_gone_for_a_while(pair: Callable[..., Any], tmp_path: Path) -> None:
    with pair() as both, Cut(both.url) as cut:
        for program in both.programs:
            program.environment["SOTAY_DATABASE_URL"] = cut.url
        with both.programs[0], both.programs[1]:
            both.broadcast()
            cut.off()
            time.sleep(10)
            assert invited(both.people) < both.side.members, "it was over before: nothing is shown"
            cut.on()
            both.all_invited()
            both.repeats()
            assert [program.stop() for program in both.programs] == [0, 0]
