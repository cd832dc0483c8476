"""The pace against the three rules of the stand-in server, in virtual time: late starts, uneven ways, and limits lower than told."""

import math
import random
from dataclasses import dataclass, field
from datetime import timedelta
from heapq import heappop, heappush
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scheduler.pace import Pace, Slot
from tests.standins.limits import Limit

MANY = 3_000
FLYING = 20
RULES = ["strict", "block", "lenient"]


@dataclass
class Journey:
    """A broadcast in virtual seconds. `late`: a send starts up to so long after its slot; `uneven`: its way takes up to so much longer
    than that of others. `stall`: once in a hundred sends the whole machine stands still so long."""

    pace_limit: float
    server: Limit
    late: float = 0.0
    uneven: float = 0.0
    stall: float = 0.0
    latency: float = 0.06
    seed: int = 0
    lifted: float = math.inf
    now: float = 0.0
    passed: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)

    def go(self, count: int) -> "Journey":
        chance = random.Random(self.seed)
        pace = self.pace = Pace(self.pace_limit, lambda: self.now, chat_gap=1.0)
        events: list[tuple[float, int, str, float | None]] = []
        slots: dict[str, Slot] = {}
        left, flying, number = count, 0, 0
        while left or flying:
            slot = self.now + pace.wait() if left and flying < FLYING else math.inf
            if events and events[0][0] <= slot:
                at, _, chat, wait = heappop(events)
                self.now = max(self.now, at)
                if at > self.lifted:
                    self.server.per_second = round(self.pace_limit)
                if wait is None:
                    over = self.server.refusal(chat, at) or 0
                    (self.refused if over else self.passed).append(at)
                    heappush(events, (at + self.latency, number, chat, float(over)))
                    number += 1
                    continue
                flying -= 1
                if wait:
                    left += 1
                    pace.refused(timedelta(seconds=wait), chat)
                else:
                    pace.arrived(slots.pop(chat))
                continue
            self.now = slot + (self.stall if chance.random() < 0.01 else chance.random() * self.late)
            number, left, flying = number + 1, left - 1, flying + 1
            slots[str(number)] = pace.used(str(number))
            heappush(events, (self.now + 0.002 + chance.random() * self.uneven, number, str(number), None))
        return self

    def rate(self) -> float:
        return (len(self.passed) - 1) / (self.passed[-1] - self.passed[0])


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=12, deadline=None)
@given(st.integers(0, 999), st.floats(0, 0.012), st.floats(0, 0.007), st.sampled_from([10, 30, 100]))
def test_at_least_98_percent_of_the_limit_and_no_429(
    rule: str, seed: int, late: float, uneven: float, limit: int
) -> None:
    assume(late < 0.5 / limit)
    went = Journey(limit, Limit(rule, limit), late, uneven, seed=seed).go(MANY)
    assert went.rate() >= 0.98 * limit
    assert went.refused == []


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=6, deadline=None)
@given(st.integers(0, 999), st.floats(0.03, 0.1))
def test_what_a_busy_machine_is_late_with_is_made_up_for(rule: str, seed: int, stall: float) -> None:
    went = Journey(30, Limit(rule), 0.003, 0.003, stall, seed=seed).go(MANY)
    assert went.rate() >= 0.975 * 30
    assert went.refused == []


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=6, deadline=None)
@given(st.integers(0, 999), st.floats(0, 0.01), st.floats(0.007, 0.02))
def test_over_an_uneven_way_each_counts_from_when_it_was_there(
    rule: str, seed: int, late: float, uneven: float
) -> None:
    went = Journey(30, Limit(rule), late, uneven, seed=seed).go(MANY)
    assert went.rate() >= 0.975 * 30
    assert went.refused == []


@pytest.mark.parametrize(("rule", "least"), [("strict", 0.88), ("block", 0.8), ("lenient", 0.95)])
@settings(max_examples=6, deadline=None)
@given(st.integers(0, 999), st.floats(0, 0.01), st.floats(0.05, 0.08))
def test_over_a_most_uneven_way_it_learns_to_keep_off(
    rule: str, least: float, seed: int, late: float, uneven: float
) -> None:
    went = Journey(30, Limit(rule), late, uneven, seed=seed).go(10_000)
    assert went.rate() >= least * 30
    assert len(went.refused) <= 20
    early = sum(at < went.now / 2 for at in went.refused)
    assert len(went.refused) - early <= 6, "fewer and fewer"


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("limit", [12, 20, 25])
def test_it_finds_a_lower_limit_and_creeps_back_when_that_is_lifted(rule: str, limit: int) -> None:
    went = Journey(30, Limit(rule, limit), 0.003, 0.003, lifted=1_000).go(100_000)
    until = [at for at in went.refused if at < 1_000]
    assert len(until) <= 30, "three in a thousand"
    assert not [at for at in until if at > 500]
    assert sum(500 < at < 1_000 for at in went.passed) / 500 >= 0.8 * limit
    assert sum(at > went.now - 60 for at in went.passed) / 60 >= 0.97 * 30


def test_a_late_process_sends_no_burst() -> None:
    now = 100.0
    pace = Pace(30, lambda: now)
    sent = []
    for step in range(300):
        now = 100 + step * 0.010 + (0.5 if step > 150 else 0)
        if pace.wait() <= 0:
            pace.used("1")
            sent.append(now)
    assert all(later - at >= 0.999 for at, later in zip(sent, sent[30:], strict=False))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["1", "2", "-3", "-4"]), st.floats(0, 4)), max_size=300))
def test_a_chat_has_its_second_and_a_group_its_minute(tries: list[tuple[str, float]]) -> None:
    now = 0.0
    pace = Pace(1000, lambda: now, chat_gap=1.0, per_group=20)
    sent: dict[str, list[float]] = {}
    for chat, passes in tries:
        now += passes
        if chat in pace.busy_chats():
            before = sent[chat]
            assert now - before[-1] < 1 or (chat.startswith("-") and now - before[-20] < 60), (
                "held back for nothing"
            )
            continue
        pace.used(chat)
        sent.setdefault(chat, []).append(now)
    for chat, times in sent.items():
        assert all(later - at > 0.999 for at, later in pairwise(times))
        if chat.startswith("-"):
            assert all(later - at > 59.999 for at, later in zip(times, times[20:], strict=False))


def test_a_429_for_a_chat_that_was_written_to_often_stops_that_chat_alone() -> None:
    now = 0.0
    pace = Pace(30, lambda: now, chat_gap=1.0, per_group=20)
    for now in (0.0, 2.0, 4.0):  # noqa: B007 (the clock)
        pace.used("-3")
    pace.used("1")
    pace.refused(timedelta(seconds=40), "-3")
    assert pace.busy_chats()["-3"] == 40
    now += 1
    assert pace.wait() == 0
    pace.refused(timedelta(seconds=5), "1")
    assert pace.wait() == 5, "another chat, written to once: the bot is meant"


def test_two_chats_refused_at_a_time_mean_the_bot() -> None:
    now = 0.0
    pace = Pace(30, lambda: now, chat_gap=1.0)
    for now in (0.0, 2.0):  # noqa: B007 (the clock)
        pace.used("1")
        pace.used("2")
    now = 4.0
    pace.refused(timedelta(seconds=5), "1")
    assert pace.wait() == 0
    pace.refused(timedelta(seconds=5), "2")
    assert pace.wait() == 5


def test_where_chats_have_no_limit_every_429_means_the_bot() -> None:
    now = 0.0
    pace = Pace(10, lambda: now)
    for now in (0.0, 2.0):  # noqa: B007 (the clock)
        pace.used("1")
    pace.refused(timedelta(minutes=1), "1")
    assert pace.wait() == 60
    assert pace.busy_chats() == {}
