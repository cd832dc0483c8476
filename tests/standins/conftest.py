"""The stand-ins' own tests: a person who has said hello, a bot, a plain caller, and a webhook."""

import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest
from telegram import Bot

from tests.standins.telegram import Telegram
from tests.standins.telegram_people import Person


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    with Telegram() as standin:
        yield standin


@pytest.fixture
def lan(telegram: Telegram) -> Person:
    person = telegram.person(1001, "Nguyễn Thị Lan", username="lan")
    person.says("/start")
    return person


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    async with Bot(telegram.token, f"{telegram.url}/bot", f"{telegram.url}/file/bot") as ready:
        yield ready


@pytest.fixture
def ask(telegram: Telegram) -> Callable[..., dict]:
    """`ask(method, **params)`: the JSON that Telegram answers."""

    def post(method: str, **params: object) -> dict:
        address = f"{telegram.url}/bot{telegram.token}/{method}"
        answer = httpx.post(address, json=params, trust_env=False, verify=False, timeout=5)
        assert answer.status_code == answer.json().get("error_code", 200)
        return answer.json()

    return post


class Hook:
    """A webhook that keeps what it `got` (headers and body) and answers with these statuses, then with 200."""

    def __init__(self, *statuses: int) -> None:
        self.got: list[tuple[dict[str, str], dict]] = []
        self.statuses = list(statuses)
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hook.got.append((dict(self.headers), json.loads(body)))
                self.send_response(hook.statuses.pop(0) if hook.statuses else 200)
                self.end_headers()

            def log_message(self, *_: object) -> None: ...

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"


@pytest.fixture
def hook() -> Iterator[Hook]:
    hook = Hook()
    with hook.server as server:
        thread = threading.Thread(target=partial(server.serve_forever, 0.01))
        thread.start()
        yield hook
        server.shutdown()
        thread.join()
