"""Whose a lane is, on both databases: nobody has one that another renews, and who lost one cannot do what only its owner may."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, update
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


def run_out(session: Session, owner: str, seconds: float = 0.0) -> None:
    """This owner's lanes last so much longer, or no longer."""
    shift = lane.LASTS - seconds
    session.connection().execute(
        update(Lane).where(col(Lane.owner) == owner).values(until=Lane.until - shift)
    )


def test_a_lane_is_taken_once_until_it_runs_out(store: Store) -> None:
    with store.unit() as session:
        assert lane.take(session, "a", {SEND, CLOCK}) == {SEND, CLOCK}
        assert lane.take(session, "b", {SEND}) == set()
        assert 0 < lane.standing(session)[SEND].left <= lane.LASTS
        run_out(session, "a", seconds=1)
        assert lane.take(session, "b", {SEND}) == set(), "for nine seconds it is a's"
        run_out(session, "a")
        assert lane.take(session, "b", {SEND}) == {SEND}
        assert lane.renew(session, "a") == {CLOCK}, "late, but nobody has taken that one"
        assert lane.take(session, "b", {CLOCK}) == set()


def test_what_is_given_back_is_free_at_once(store: Store) -> None:
    with store.unit() as session:
        lane.take(session, "a", {SEND, CLOCK})
        lane.release(session, "b", {SEND})
        assert lane.take(session, "b", {SEND}) == set(), "what is not b's is not b's to give"
        lane.release(session, "a", {SEND})
        assert lane.take(session, "b", {SEND, CLOCK}) == {SEND}
        lane.leave(session, "a")
        assert lane.take(session, "b", {CLOCK}) == {CLOCK}


def test_who_lost_a_lane_writes_nothing_that_is_fenced(store: Store) -> None:
    def write(session: Session, owner: str) -> int:
        mine = update(Setting).where(col(Setting.name) == "x", lane.held(SEND, owner)).values(value=owner)
        return session.connection().execute(mine).rowcount

    with store.unit() as session:
        setting.put(session, "x", "")
        session.flush()
        lane.take(session, "a", {SEND})
        assert (write(session, "a"), write(session, "b")) == (1, 0)
        run_out(session, "a")
        lane.take(session, "b", {SEND})
        assert (write(session, "a"), write(session, "b")) == (0, 1)


@pytest.mark.postgresql("SQLite has one writer")
def test_a_lane_is_not_taken_while_its_owner_writes(store: Store) -> None:
    """Else the next owner would recover before it can see what the last one has just marked."""
    with store.unit() as session:
        lane.take(session, "a", {SEND})
        run_out(session, "a")
    with store.unit() as first:
        assert first.connection().execute(select(lane.held(SEND, "a"))).scalar_one()
        with store.unit() as second:
            second.connection().execute(select(func.set_config("lock_timeout", "100ms", True)))
            with pytest.raises(Exception, match="lock timeout"), second.begin_nested():
                lane.take(second, "b", {SEND})
    with store.unit() as after:
        assert lane.take(after, "b", {SEND}) == {SEND}


def test_processes_long_gone_are_cleared_away(store: Store) -> None:
    with store.unit() as session:
        lane.take(session, "a", {SEND, lane.process("a"), lane.asking(CLOCK)})
        run_out(session, "a", seconds=-61)
        assert set(lane.standing(session)) == {SEND}
        lane.clear(session)
        assert lane.standing(session) == {}
