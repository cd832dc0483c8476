"""A Telegram that costs next to nothing, and a Zalo, in a process of its own: it counts what arrives at each chat under a rule of
tests/standins/limits.py, which each bot has for itself. Any token is one of a bot, which begins with its id.

`python -m tests.bench.standin PORT`. The benchmark steers it over HTTP too: POST /control with JSON (see `State`) starts a new count,
GET /control gives it, POST /say lets people speak.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import unquote_plus

from tests.bench.peers import TEXT
from tests.standins.limits import Limit

STATUS = {
    200: b"200 OK",
    429: b"429 Too Many Requests",
    500: b"500 Internal Server Error",
    502: b"502 Bad Gateway",
}
PROXY = b"<html><head><title>502 Bad Gateway</title></head></html>"

ASKERS = 900_000
"""Chats from here on belong to people who ask while a broadcast goes."""
FIRST_ON_ZALO = 8_000_000_000
"""Bots from this id on are Zalo's."""
IDLE = b'{"ok":false,"error_code":408,"description":"Request timeout"}'
"""How Zalo ends a poll that brought nothing."""
REPEATED = "(gửi lại)\n"


@dataclass
class State:
    """One measurement: the rule (mode, per second; Zalo has published none), the latency of each answer in seconds, the shares of messages
    that end in a 5xx (half in the API's own words, half in a proxy's) and of those that arrive but whose line is then cut, and what was
    counted: how often each text arrived at each chat, and how often marked as a repeat."""

    mode: str | None = None
    per_second: int = 30
    chat_gap: float = 0.0
    latency: float = 0.0
    fails: float = 0.0
    cuts: float = 0.0
    chats: Counter[tuple[int, str]] = field(default_factory=Counter)
    marked: Counter[tuple[int, str]] = field(default_factory=Counter)
    refused: list[float] = field(default_factory=list)
    first: float = 0.0
    last: float = 0.0
    said: dict[int, float] = field(default_factory=dict)
    answers: list[float] = field(default_factory=list)

    limits: dict[int, Limit] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.luck = Random(1)

    def limit(self, bot: int) -> Limit:
        """Each bot's own."""
        if bot not in self.limits:
            mode = None if bot >= FIRST_ON_ZALO else self.mode
            self.limits[bot] = Limit(mode, self.per_second, chat_gap=self.chat_gap)  # type: ignore[arg-type]
        return self.limits[bot]


class Server:
    """What all connections share."""

    def __init__(self, port: int) -> None:
        self.port, self.state = port, State()
        self.loop = asyncio.get_running_loop()
        self.lines: set[Line] = set()
        self.updates: list[dict[str, Any]] = []
        self.polls: dict[Line, tuple[int, int]] = {}
        self.numbers = 0

    def answer(self, line: Line, bot: int, method: str, body: bytes) -> None:
        """Answers one request, now or after the latency."""
        if method == "sendMessage":
            self.message(line, bot, fields(body))
        elif method == "getUpdates":
            asked = fields(body)
            offset = int(asked.get("offset", 0))
            self.poll(line, bot, offset)
            self.loop.call_later(float(asked.get("timeout", 0)), self.end_poll, line, bot, offset)
        elif method == "control":
            line.reply(200, self.control(body))
        elif method == "say":
            self.say(json.loads(body)["chats"])
            line.reply(200, b"{}")
        elif method == "away":
            self.loop.create_task(self.away(float(json.loads(body)["seconds"])))
        elif method == "getMe":
            line.reply(200, result(myself(bot)))
        else:
            line.reply(200, result(True))

    def message(self, line: Line, bot: int, sent: dict[str, Any]) -> None:
        state, now, chat = self.state, self.loop.time(), int(sent["chat_id"])
        if wait := state.limit(bot).refusal(chat, now):
            state.refused.append(now)
            told = {"ok": False, "error_code": 429, "description": f"Too Many Requests: retry after {wait}"}
            answer = json.dumps(told | {"parameters": {"retry_after": wait}}).encode()
            self.loop.call_later(state.latency, line.reply, 429, answer)
            return
        luck = state.luck.random()
        if luck < state.fails:
            told = {"ok": False, "error_code": 500, "description": "Internal Server Error"}
            code, answer = (502, PROXY) if luck < state.fails / 2 else (500, json.dumps(told).encode())
            self.loop.call_later(state.latency, line.reply, code, answer)
            return
        if chat in state.said:
            state.answers.append(now - state.said.pop(chat))
        elif TEXT in sent["text"]:  # and not what the program says of its own accord
            copy = chat, sent["text"].removeprefix(REPEATED)
            state.chats[copy] += 1
            state.marked[copy] += sent["text"].startswith(REPEATED)
            state.first, state.last = state.first or now, now
        if luck > 1 - state.cuts:
            self.loop.call_later(state.latency, line.transport.abort)
            return
        self.numbers += 1
        shown = {
            "message_id": self.numbers,
            "date": 1800000000,
            "chat": {"id": chat, "type": "private", "first_name": "A"},
            "from": myself(bot),
            "text": sent["text"],
        }
        if state.latency:
            self.loop.call_later(state.latency, line.reply, 200, result(shown))
        else:
            line.reply(200, result(shown))

    def say(self, chats: list[int]) -> None:
        """These people ask something."""
        for chat in chats:
            self.numbers += 1
            self.state.said[chat] = self.loop.time()
            who = {"id": chat, "is_bot": False, "first_name": "A"}
            message = {
                "message_id": self.numbers,
                "date": 1800000000,
                "chat": {"id": chat, "type": "private", "first_name": "A"},
                "from": who,
                "text": "/lichhop",
                "entities": [{"type": "bot_command", "offset": 0, "length": 8}],
            }
            self.updates.append({"update_id": self.numbers, "message": message})
        for line, (bot, offset) in list(self.polls.items()):
            self.poll(line, bot, offset)

    def poll(self, line: Line, bot: int, offset: int) -> None:
        self.polls.pop(line, None)
        self.updates = [one for one in self.updates if one["update_id"] >= offset]
        if self.updates:
            line.reply(200, result(self.updates))
        else:
            self.polls[line] = bot, offset

    def end_poll(self, line: Line, bot: int, offset: int) -> None:
        if self.polls.get(line) == (bot, offset):
            del self.polls[line]
            line.reply(200, IDLE if bot >= FIRST_ON_ZALO else result([]))

    async def listen(self) -> None:
        """Takes connections."""
        self.door = await self.loop.create_server(lambda: Line(self), "127.0.0.1", self.port, backlog=1024)

    async def away(self, seconds: float) -> None:
        """Cuts all lines and refuses new ones for so long; nothing is forgotten."""
        self.door.close()
        for line in list(self.lines):
            line.transport.abort()
        await asyncio.sleep(seconds)
        await self.listen()

    def control(self, body: bytes) -> bytes:
        if body:
            self.state = State(**json.loads(body))
            return b"{}"
        state = self.state
        told = {
            "arrived": sum(state.chats.values()),
            "chats": len(state.chats),
            "unmarked_twice": sum(max(0, n - state.marked[copy] - 1) for copy, n in state.chats.items()),
            "twice": sum(state.chats.values()) - len(state.chats),
            "marked": sum(state.marked.values()),
            "refused": [at - state.first for at in state.refused],
            "seconds": state.last - state.first,
            "answers": state.answers,
            "unanswered": len(state.said),
        }
        return json.dumps(told).encode()


class Line(asyncio.Protocol):
    """One connection: requests in, answers out, one at a time."""

    def __init__(self, server: Server) -> None:
        self.server, self.got = server, b""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.server.lines.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        self.server.lines.discard(self)
        self.server.polls.pop(self, None)

    def data_received(self, data: bytes) -> None:
        self.got += data
        while (end := self.got.find(b"\r\n\r\n")) >= 0:
            head = self.got[:end]
            at = head.lower().find(b"content-length:")
            length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            if len(self.got) < end + 4 + length:
                return
            body, self.got = self.got[end + 4 : end + 4 + length], self.got[end + 4 + length :]
            path = head.split(b" ", 2)[1].split(b"?")[0].decode()
            whose, _, method = path.rpartition("/")
            bot = whose.removeprefix("/bot").partition(":")[0]
            self.server.answer(self, int(bot or 0), method, body)

    def reply(self, code: int, body: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(
                b"HTTP/1.1 %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
                % (STATUS[code], len(body), body)
            )


def myself(bot: int) -> dict[str, Any]:
    """What getMe says to a bot."""
    if bot >= FIRST_ON_ZALO:
        return {"id": str(bot), "account_name": "b"}
    return {"id": bot, "is_bot": True, "first_name": "b", "username": "b_bot"}


def result(value: Any) -> bytes:
    return b'{"ok":true,"result":%b}' % json.dumps(value).encode()


def fields(body: bytes) -> dict[str, Any]:
    """What was posted: JSON or a form."""
    if body.startswith(b"{"):
        return dict(json.loads(body))
    return {
        unquote_plus(name): unquote_plus(value)
        for name, _, value in (part.partition("=") for part in body.decode().split("&"))
    }


async def main(port: int) -> None:
    """Serves until it is killed."""
    await Server(port).listen()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
