"""What the stand-in messengers share: real HTTP on 127.0.0.1 in a thread of its own, faults on order, webhooks.

A stand-in is driven from the test's thread and asked from anywhere. `changed` guards every attribute: whoever changes
one calls `stir()`, whoever waits for one uses `until()`. `until` and the persons' `wait` block the calling thread; in a
coroutine use `await asyncio.to_thread(...)`.
"""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any, Self

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from uvicorn import Config
from uvicorn.server import ServerState

from tests.standins.faults import DROP_AFTER, DROP_BEFORE, HANG, Fault, Refused, proxy_page
from tests.standins.webhooks import Hook, deliver
from tests.standins.wire import Cut, Protocol, read_params


@dataclass
class Call:
    """One request: `at` is time.monotonic() at arrival; `status` stays None until answered, and when the line was cut."""

    method: str
    params: dict[str, Any]
    at: float = field(default_factory=time.monotonic)
    status: int | None = None


SETTLES = 5
"""Rounds of the loop in which a connection that was on its way is there."""


class Standin:
    """A messenger's API at `url`; `with` starts and stops it. Subclasses fill `methods` and the few functions below."""

    FILES = "/file/bot{token}/{path:path}"
    SECRET_HEADER: str
    TOKEN: str

    def __init__(self, token: str = "", *, port: int = 0, clock: Callable[[], float] = time.time) -> None:
        self.token, self.port, self.clock = token or self.TOKEN, port, clock
        self.changed = threading.Condition()
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.faults: list[Fault] = []
        self.pending: list[dict[str, Any]] = []
        self.hook: Hook | None = None
        self.latency = 0.0
        self.retry_hook_after = 0.1
        self.steps = count(1)
        self.methods: dict[str, Callable[[dict[str, Any]], Any]] = {}
        self.show: Callable[[str, Any], None] = lambda chat, seen: None
        routes = [
            Route("/bot{token}/{method}", self._serve, methods=["GET", "POST"]),
            Route(self.FILES, self._serve),
        ]
        self._config = Config(
            Starlette(routes=routes),
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            proxy_headers=False,
            timeout_keep_alive=75,
        )
        self._state = ServerState()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server: asyncio.Server | None = None
        self._courier: asyncio.Task[None] | None = None
        self._news, self._gone = asyncio.Event(), asyncio.Event()

    # What a messenger says in its own way.

    def error(self, code: int, description: str, **parameters: Any) -> Response:
        raise NotImplementedError

    def answer(self, call: Call, result: Any) -> Response:
        raise NotImplementedError

    def words(self, code: int, parameters: dict[str, Any]) -> str:
        """The usual description of an error code."""
        raise NotImplementedError

    def admit(self, token: str, method: str) -> None:
        """Raises Refused for a wrong token or an unknown method."""
        raise NotImplementedError

    def decoded(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        """The parameters as typed values; what is wrong with them goes to `violations`."""
        raise NotImplementedError

    def hook_body(self, update: dict[str, Any]) -> dict[str, Any]:
        return update

    async def get_updates(self, params: dict[str, Any], request: Request) -> Any:
        raise NotImplementedError

    # Running.

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Self:
        # A bound socket that does not listen keeps the port ours while down, and connections to it are refused.
        self._held = socket.socket()
        self._held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._held.bind(("127.0.0.1", self.port))
        self.port = self._held.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=type(self).__name__, daemon=True)
        self._thread.start()
        self.up()
        return self

    def stop(self) -> None:
        assert self._loop is not None
        self._in_loop(self._close(final=True))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._held.close()
        self._loop = None

    def up(self) -> None:
        """Take connections (again), at the same port."""
        self._in_loop(self._listen())

    def down(self) -> None:
        """Refuse connections and cut those that are open; nothing is forgotten."""
        self._in_loop(self._close())

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _in_loop(self, work: Coroutine[Any, Any, None]) -> None:
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _listen(self) -> None:
        assert self._loop is not None
        self._gone = asyncio.Event()
        line = partial(Protocol, config=self._config, server_state=self._state, app_state={})
        self._server = await self._loop.create_server(line, "127.0.0.1", self.port, backlog=1024)
        self.stir()

    async def _close(self, *, final: bool = False) -> None:
        if self._server is not None:
            self._server.close()
        self._server = None
        for connection in list(self._state.connections):
            connection.transport.abort()
        self._gone.set()
        self.stir()
        if final and self._courier is not None:
            self._courier.cancel()
            await asyncio.wait([self._courier])
            self._courier = None
        if self._state.tasks:
            await asyncio.wait(set(self._state.tasks), timeout=5)
        for _ in range(
            SETTLES
        ):  # who was just being let in is cut too, and every line is gone before the loop is
            for connection in list(self._state.connections):
                connection.transport.abort()
            await asyncio.sleep(0)

    @property
    def listening(self) -> bool:
        return self._server is not None

    # Waiting.

    def stir(self) -> None:
        """Something changed: wake whoever waits, in threads and in the loop."""
        with self.changed:
            self.changed.notify_all()
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._ring)

    def _ring(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    async def news(self, seconds: float | None = None) -> None:
        """In the loop: the next change, or so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._news.wait()

    async def pause(self, seconds: float) -> None:
        """In the loop: so many seconds, ended early by `down()`."""
        if seconds > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._gone.wait()

    def until(self, holds: Callable[[], Any], timeout: float = 5.0) -> Any:
        """The first true value of `holds()`. Raises AssertionError after so many seconds."""
        with self.changed:
            found = self.changed.wait_for(holds, timeout)
        assert found, f"not within {timeout} s; last calls: {[call.method for call in self.calls[-5:]]}"
        return found

    # Answering.

    def fault(
        self,
        method: str,
        kind: int | str,
        times: float = 1,
        *,
        chat: Any = None,
        seconds: float = 1.0,
        description: str | None = None,
        **parameters: Any,
    ) -> None:
        """The next calls of the method go wrong; queued, the earliest order first.

        Args:
            method: as in the API; "file" for a download.
            kind: a status that the API words itself (400, 403, 404, 429, 500 ...); 502, 503, 504 come as bare HTML, as
                from a proxy; "drop-before" closes the line without doing it, "drop-after" does it first, "hang" does
                it and answers `seconds` later.
            times: so many calls; math.inf until `faults.clear()`.
            chat: only calls with this chat_id.
            parameters: Telegram's error parameters: retry_after, migrate_to_chat_id.
        """
        with self.changed:
            self.faults.append(Fault(method, kind, times, chat, seconds, description, parameters))

    def called(self, method: str) -> list[Call]:
        with self.changed:
            return [call for call in self.calls if call.method == method]

    async def _serve(self, request: Request) -> Response:
        token = request.path_params.get("token", self.token)
        method = request.path_params.get("method", "file")
        try:
            params = await read_params(request)
            params |= {name: value for name, value in request.path_params.items() if name == "path"}
            self.admit(token, method)
        except ClientDisconnect:
            return Cut()
        except Refused as refused:
            return self.error(refused.code, refused.description)
        with self.changed:
            call = Call(method, self.decoded(method, params))
            self.calls.append(call)
            fault = next((fault for fault in self.faults if fault.concerns(call.method, call.params)), None)
            if fault is not None:
                fault.times -= 1
        self.stir()
        await self.pause(self.latency)
        response = await self._answer(call, fault, request)
        call.status = None if isinstance(response, Cut) else response.status_code
        self.stir()
        return response

    async def _answer(self, call: Call, fault: Fault | None, request: Request) -> Response:
        kind = fault.kind if fault else None
        if kind == DROP_BEFORE:
            return Cut()
        if kind in (502, 503, 504):
            return proxy_page(kind)
        if isinstance(kind, int):
            parameters = ({"retry_after": 1} if kind == 429 else {}) | fault.parameters
            return self.error(kind, fault.description or self.words(kind, parameters), **parameters)
        response = await self._perform(call, request)
        if kind == DROP_AFTER:
            return Cut()
        if kind == HANG:
            await self.pause(fault.seconds)
        return response

    async def _perform(self, call: Call, request: Request) -> Response:
        try:
            if call.method.lower() == "getupdates":
                return self.answer(call, await self.get_updates(call.params, request))
            with self.changed:
                return self.answer(call, self.methods[call.method.lower()](call.params))
        except Refused as refused:
            return self.error(refused.code, refused.description, **refused.parameters)
        except Exception as error:
            self.violations.append(f"the stand-in itself failed in {call.method}: {error!r}")
            raise
        finally:
            self.stir()

    def set_hook(self, hook: Hook | None) -> None:
        """From a method: updates go there from now on, or (None) wait to be polled."""
        self.hook = hook
        if self._courier is None and self._loop is not None:
            self._courier = self._loop.create_task(deliver(self))
