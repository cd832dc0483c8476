"""The front door against who guesses: every code takes its turn and is counted, and no answer tells a right one from a wrong one early."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import func, select

from bot.pages import entrance
from bot.pages.entrance import STRANGERS, Turnstile
from models import invite
from models.address import Address
from tests.bot.pages.house import House, standing

WRONG = "123 456 789 015"


@pytest.fixture
async def flooded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """A house whose door lets ten codes in, and where nobody waits."""
    monkeypatch.setattr(entrance, "CODES_AT_ONCE", 10)
    monkeypatch.setattr(entrance, "CODES_A_SECOND", 0.001)
    monkeypatch.setattr(entrance, "LONGEST_WAIT", 0.0)
    async with standing(tmp_path) as up:
        yield up


@pytest.fixture
async def hasty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """A house whose door is quicker than any test."""
    monkeypatch.setattr(entrance, "CODES_A_SECOND", 10_000)
    async with standing(tmp_path) as up:
        yield up


async def post(house: House, code: str) -> httpx.Response:
    """A code from a browser that keeps no cookie: each time a new chat."""
    stranger = house.browser()
    await stranger.open()
    return await stranger.http.post("/vao", data={"ma": code, "csrf": stranger.csrf})


@given(
    st.lists(st.floats(0, 60), min_size=1, max_size=300).map(sorted),
    st.integers(1, 20),
    st.integers(1, 50),
    st.integers(0, 40),
)
def test_never_more_than_a_crowd_and_then_an_even_pace(
    comes: list[float], a_second: int, at_once: int, longest: int
) -> None:
    door = Turnstile(a_second, at_once, longest)
    waits = [(now, door.wait(1000 + now)) for now in comes]
    turns = [now + wait for now, wait in waits if wait is not None]
    assert all(0 <= wait <= longest for _, wait in waits if wait is not None)
    assert turns == sorted(turns)
    for first, begun in enumerate(turns):
        for last in range(first, len(turns)):
            assert last - first + 1 <= at_once + (turns[last] - begun) * a_second + 0.001


def test_a_hall_does_not_wait_and_who_comes_later_waits_his_turn() -> None:
    door = Turnstile(a_second=2, at_once=60, longest=30)
    assert [door.wait(1000.0) for _ in range(60)] == [0.0] * 60
    assert [door.wait(1000.0) for _ in range(61)] == [turn / 2 for turn in range(1, 61)] + [None]
    assert door.wait(1000.5) == 30.0, "whoever was sent away took no turn"


async def test_every_guess_is_counted_and_told_of_and_a_right_code_still_works(hasty: House) -> None:
    tu, lan = hasty.browser(), hasty.browser()
    await tu.join(await hasty.code("Tú"))
    async with tu.stream() as events:
        await tu.tap((await events.next()).buttons["Đồng ý"])
        await events.saying("ĐỒNG Ý")
    for _ in range(invite.SLOW_FROM):
        assert (await post(hasty, WRONG)).status_code == 303
    await tu.open()
    async with tu.stream() as events:
        await events.saying("Có thể có người đang đoán mã")
    guesses = await hasty.store.read(lambda s: invite.wrong_codes(s, None, hasty.clock()))
    assert guesses == invite.SLOW_FROM
    await lan.join(await hasty.code("Lan"))
    assert "Tin nhắn" in lan.page


@pytest.mark.parametrize(
    ("typed", "told"),
    [("261 151 358 53", "Vừa nhập 11 chữ số"), ("abc", "Mã gồm 12 chữ số"), ("1" * 13, "Vừa nhập 13")],
)
async def test_what_is_no_code_is_told_so_and_is_no_guess(house: House, typed: str, told: str) -> None:
    answer = await post(house, typed)
    assert answer.status_code == 400
    assert "Mã gồm 12 chữ số" in answer.text
    assert told in answer.text
    assert "Số của quý vị" not in answer.text
    assert f'value="{typed}"' in answer.text
    assert await house.store.read(lambda s: invite.wrong_codes(s, None, house.clock())) == 0
    assert await house.store.read(lambda s: s.exec(select(func.count()).select_from(Address)).one()) == 0


async def test_where_too_many_wait_no_code_is_looked_at(flooded: House) -> None:
    right = await flooded.code("Lan")
    statuses = [(await post(flooded, WRONG)).status_code for _ in range(12)]
    assert statuses == [303] * 10 + [429] * 2
    told = [await post(flooded, code) for code in (right, WRONG)]
    assert {answer.status_code for answer in told} == {429}, (
        "a right code is told no other thing than a wrong one"
    )
    assert all("Xin chờ một phút" in answer.text for answer in told)
    assert await flooded.store.read(lambda s: invite.wrong_codes(s, None, flooded.clock())) == 10
    assert (await post(flooded, "")).status_code == 303


async def test_who_has_no_code_is_one_of_few_a_minute_and_codes_come_in(house: House) -> None:
    statuses = [(await post(house, "")).status_code for _ in range(STRANGERS + 5)]
    assert statuses == [303] * STRANGERS + [429] * 5
    assert (
        await house.store.read(lambda s: s.exec(select(func.count()).select_from(Address)).one()) == STRANGERS
    )
    lan = house.browser()
    await lan.join(await house.code("Lan"))
    assert "Tin nhắn" in lan.page
