"""The way to Telegram: what certainly did not arrive is told apart from what may have (decision 12)."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from telegram.error import InvalidToken, NetworkError, TelegramError, TimedOut

from bot.channels.telegram.outcomes import outcome
from bot.channels.telegram.transport import NotSent, Wire
from scheduler.outcome import Result
from tests.processes.program import free_port
from tests.standins.telegram import Telegram as Server


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        server.person(1001, "Lan").says("/start")
        yield server


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    wire = Wire(connections=1, patience=0.3, read_timeout=1.0)
    yield wire
    await wire.shutdown()


def url(server: Server) -> str:
    return f"{server.url}/bot{server.token}/sendMessage"


async def ended(wire: Wire, url: str) -> TelegramError:
    with pytest.raises(TelegramError) as error:
        await wire.call(url, chat_id=1001, text="Mời họp")
    return error.value


async def test_plain_values_arrive_and_what_is_none_is_left_out(server: Server, wire: Wire) -> None:
    shown = await wire.call(url(server), chat_id=1001, text="Mời họp 🎉 “ngày 3/2”", reply_markup=None)
    assert shown["text"] == "Mời họp 🎉 “ngày 3/2”"
    assert server.violations == []


async def test_nobody_listens(wire: Wire) -> None:
    error = await ended(wire, f"http://127.0.0.1:{free_port()}/bot1:a/sendMessage")
    assert isinstance(error, NotSent)
    assert outcome(error).result is Result.NOT_SENT


async def test_no_connection_came_free(server: Server) -> None:
    wire = Wire(connections=1, patience=-4.0, read_timeout=5.0)  # with the seconds for connecting: one
    server.fault("sendMessage", "hang", seconds=3)
    first = asyncio.create_task(wire.call(url(server), chat_id=1001, text="một"))
    await asyncio.to_thread(server.until, lambda: server.called("sendMessage"))
    assert outcome(await ended(wire, url(server))).result is Result.NOT_SENT
    await first
    await wire.shutdown()


async def test_no_answer_in_time_may_have_arrived(server: Server, wire: Wire) -> None:
    server.fault("sendMessage", "hang", seconds=3)
    error = await ended(wire, url(server))
    assert isinstance(error, TimedOut)
    assert outcome(error).result is Result.UNKNOWN


@pytest.mark.parametrize(
    ("kind", "result"), [(500, Result.NOT_SENT), (502, Result.UNKNOWN), ("drop-before", Result.UNKNOWN)]
)
async def test_an_answer_of_trouble(server: Server, wire: Wire, kind: int | str, result: Result) -> None:
    server.fault("sendMessage", kind)
    error = await ended(wire, url(server))
    assert isinstance(error, NetworkError)
    assert outcome(error).result is result


async def test_the_proxy_of_the_environment_is_used(
    server: Server, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    error = await ended(wire, f"http://telegram.invalid/bot{server.token}/sendMessage")
    assert isinstance(error, InvalidToken), (
        "it is the stand-in that answers, and it knows no page of another host"
    )
