"""Whose a lane is, on both databases: nobody has one that another renews, and who lost one cannot do what only its owner may."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select, update
from sqlmodel import Session, col

from bot.store import Store
from models import lane, setting
from models.lane import Lane
from models.setting import Setting
from tests.database import ready

SEND, CLOCK = lane.sending(1), lane.clock()


@pytest.fixture
def url(tmp_path: Path) -> str:
    return ready(tmp_path)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = Store(url)
    yield opened
    opened.close()


def take(session: Session, owner: str, names: set[str]) -> set[str]:
    """Takes them, and gives those of them that it holds now."""
    lane.take(session, owner, names)
    return names & lane.holds(session, owner).keys()


def run_out(session: Session, owner: str, seconds: float = 0.0) -> None:
    """This owner lives so much longer, or no longer."""
    shift = lane.LASTS - seconds
    session.connection().execute(
        update(Lane).where(col(Lane.name) == lane.process(owner)).values(at=Lane.at - shift)
    )


def test_a_lane_is_taken_once_until_its_owner_is_late(store: Store) -> None:
    with store.unit() as session:
        lane.renew(session, "a")
        assert take(session, "a", {SEND, CLOCK}) == {SEND, CLOCK}
        assert take(session, "b", {SEND}) == set()
        assert 0 < lane.standing(session)[SEND].left <= lane.LASTS
        run_out(session, "a", seconds=1)
        assert take(session, "b", {SEND}) == set(), "for nine seconds it is a's"
        run_out(session, "a")
        lane.renew(session, "b")
        assert take(session, "b", {SEND}) == {SEND}
        lane.renew(session, "a")
        assert lane.holds(session, "a").keys() == {CLOCK}, "late, but nobody has taken that one"
        assert take(session, "b", {CLOCK}) == set()


def test_who_lost_a_lane_and_has_it_again_sees_that_it_was_away(store: Store) -> None:
    with store.unit() as session:
        lane.renew(session, "a")
        take(session, "a", {SEND, CLOCK})
        first = lane.holds(session, "a")
    with store.unit() as session:
        run_out(session, "a")
        take(session, "b", {SEND})
        lane.release(session, "b", {SEND})
    time.sleep(0.01)
    with store.unit() as session:
        lane.renew(session, "a")
        take(session, "a", {SEND, CLOCK})
        again = lane.holds(session, "a")
    assert again[CLOCK] == first[CLOCK], "it was nobody else's"
    assert again[SEND] > first[SEND]


def test_what_is_given_back_is_free_at_once(store: Store) -> None:
    with store.unit() as session:
        for owner in ("a", "b"):
            lane.renew(session, owner)
        lane.take(session, "a", {SEND, CLOCK})
        lane.release(session, "b", {SEND})
        assert take(session, "b", {SEND}) == set(), "what is not b's is not b's to give"
        lane.release(session, "a", {SEND})
        assert take(session, "b", {SEND, CLOCK}) == {SEND}
        lane.leave(session, "a")
        assert take(session, "b", {CLOCK}) == {CLOCK}


def test_who_lost_a_lane_writes_nothing_that_is_fenced(store: Store) -> None:
    def write(session: Session, owner: str) -> int:
        mine = update(Setting).where(col(Setting.name) == "x", lane.held(SEND, owner)).values(value=owner)
        return session.connection().execute(mine).rowcount

    with store.unit() as session:
        setting.put(session, "x", "")
        session.flush()
        lane.renew(session, "a")
        lane.take(session, "a", {SEND})
        assert (write(session, "a"), write(session, "b")) == (1, 0)
        run_out(session, "a")
        lane.take(session, "b", {SEND})
        assert (write(session, "a"), write(session, "b")) == (0, 1)


@pytest.mark.postgresql("SQLite has one writer")
def test_a_lane_is_not_taken_while_its_owner_writes(store: Store) -> None:
    """Else the next owner would recover before it can see what the last one has just marked."""
    with store.unit() as session:
        lane.renew(session, "a")
        lane.take(session, "a", {SEND})
        run_out(session, "a")
    with store.unit() as first:
        assert first.connection().execute(select(lane.held(SEND, "a"))).scalar_one()
        with store.unit() as second:
            second.connection().execute(select(func.set_config("lock_timeout", "100ms", True)))
            assert take(second, "b", {SEND}) == set(), "nor does anybody wait for it"
    with store.unit() as after:
        assert take(after, "b", {SEND}) == {SEND}


def test_processes_long_gone_are_cleared_away(store: Store) -> None:
    with store.unit() as session:
        lane.renew(session, "a")
        lane.take(session, "a", {SEND, lane.asking(CLOCK)})
        run_out(session, "a", seconds=-61)
        assert set(lane.standing(session)) == {SEND}
        lane.renew(session, "b")
        assert take(session, "b", {SEND}) == {SEND}
        lane.clear(session)
        assert lane.standing(session) == {}


@pytest.mark.postgresql("SQLite has one writer")
def test_who_comes_back_meanwhile_is_not_cleared_away(store: Store) -> None:
    def comes_back(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        if statement.startswith("DELETE"):
            with store.unit() as other:
                lane.renew(other, "a")

    with store.unit() as session:
        lane.renew(session, "a")
        run_out(session, "a", seconds=-61)
    with store.unit() as session:
        event.listen(session.get_bind(), "before_cursor_execute", comes_back)
        assert lane.standing(session)[lane.process("a")].left > 0
