"""The way to the network: what it raises names no address, an answer has an end, and a proxy is for those whom it is for."""

import asyncio
import traceback
from collections.abc import AsyncIterator

import pytest
from telegram.error import NetworkError

from bot.channels import wire
from bot.channels.telegram import transport
from bot.channels.wire import NotArrived, Unanswered, Wire
from bot.channels.zalo import Zalo
from scheduler.outcome import Result
from tests.bot.channels.test_zalo import parcel

SECRET = "12345:geheim"


class Plain:
    """A server that says the same to everybody, and remembers what it was asked."""

    def __init__(self) -> None:
        self.status, self.body, self.asked = 200, b"{}", b""

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked = await reader.readline()
        head = f"HTTP/1.1 {self.status} X\r\nContent-Length: {len(self.body)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + self.body)
        await writer.drain()
        writer.close()


@pytest.fixture
async def server() -> AsyncIterator[tuple[Plain, str]]:
    plain = Plain()
    listening = await asyncio.start_server(plain.answer, "127.0.0.1", 0)
    yield plain, f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    listening.close()


@pytest.fixture
async def way() -> AsyncIterator[Wire]:
    made = Wire(connections=1)
    yield made
    await made.close()


async def test_no_trouble_names_the_token(server: tuple[Plain, str], way: Wire) -> None:
    plain, talks_nonsense = server
    plain.status = 10_000
    library = transport.Wire(connections=1)
    for address, trouble in (
        ("http://a:b:c", NotArrived),
        ("http://127.0.0.1:1", NotArrived),
        (talks_nonsense, Unanswered),
    ):
        url = f"{address}/bot{SECRET}/getMe"
        with pytest.raises(trouble) as own:
            await way.ask("GET", url)
        with pytest.raises(NetworkError) as theirs:
            await library.call(url)
        for raised in (own, theirs):
            assert SECRET not in "".join(traceback.format_exception(raised.value))
    await library.shutdown()


async def test_an_answer_without_end_is_not_read_to_its_end(
    server: tuple[Plain, str], way: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, url = server
    monkeypatch.setattr(wire, "LONGEST", 1000)
    plain.body = b"." * 1000
    assert await way.ask("GET", url) == (200, plain.body)
    plain.body += b"."
    with pytest.raises(Unanswered):
        await way.ask("GET", url)


async def test_a_proxy_is_for_those_whom_it_is_for(
    server: tuple[Plain, str], way: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, url = server
    monkeypatch.setenv("http_proxy", url)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    await way.ask("GET", f"{url}/direct")
    assert plain.asked.startswith(b"GET /direct ")
    await way.ask("GET", "http://zalo.invalid/through")
    assert plain.asked.startswith(b"GET http://zalo.invalid/through ")


@pytest.mark.parametrize("proxy", ["http://a:b:c", "http://proxy..invalid:3128"])
async def test_a_proxy_that_is_none_is_a_server_that_is_away(
    way: Wire, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("http_proxy", proxy)
    monkeypatch.delenv("no_proxy", raising=False)
    with pytest.raises(NotArrived):
        await way.ask("GET", "http://zalo.invalid/")


async def test_what_a_proxy_does_not_let_through_has_not_arrived(
    server: tuple[Plain, str], way: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, url = server
    plain.status = 407
    monkeypatch.setenv("https_proxy", url)
    monkeypatch.delenv("no_proxy", raising=False)
    with pytest.raises(NotArrived):
        await way.ask("GET", "https://zalo.invalid/")
    assert plain.asked.startswith(b"CONNECT zalo.invalid:443 ")


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (302, b'{"ok": true, "result": {"message_id": "1"}}'),
        (500, b'{"ok": true, "result": {"message_id": "1"}}'),
        (200, b'{"ok": true, "result": ' + b"[" * 100_000),
    ],
)
async def test_what_may_or_may_not_have_gone_at_zalo(
    server: tuple[Plain, str], status: int, body: bytes
) -> None:
    plain, url = server
    plain.status, plain.body = status, body
    client = Zalo(SECRET, url)
    outcome = await client.send(parcel())
    await client.close()
    assert outcome.result is Result.UNKNOWN
