"""The live half of the web chat: Server-Sent Events. An open stream takes what is owed to its chat; it is sent once the page says that
it shows it."""

import asyncio
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.pages import said
from bot.pages.door import Door, Visitor
from bot.pages.drawing import Drawing
from bot.pages.lookout import Lookout, Watch
from bot.pages.said import Bubble
from bot.store import Store
from models import outbox
from models.database import Session
from models.outbox import Want
from scheduler.parcel import next_parcel

BEATS = 15.0
"""Seconds after which a silent stream says a word, so that nothing in between takes it for dead."""
TAKEN_IN = 20.0
"""Seconds in which a page must say that it shows a message. One that does not may be frozen, or gone without a word: the stream ends,
and the message waits for the next."""


@dataclass(frozen=True)
class _News:
    """What is new in a chat; None as visitor: the session is over; None as messages: too many for an open page."""

    visitor: Visitor | None
    messages: list[Bubble] | None = field(default_factory=list)
    open_now: frozenset[int] = frozenset()
    due: bool = False
    flying: int | None = None


class Stream:
    """The endpoint of a place's streams, as an ASGI application.

    Events: `tin` a message (its id is the delivery's), `con` the choices that still count, `moi` load the page anew, `nghi` rest
    until somebody looks at this window again. A browser that comes back names the last id that it has, and first gets what was taken
    since by other windows of the same chat.
    """

    def __init__(
        self,
        door: Door,
        drawing: Drawing,
        store: Store,
        now: Callable[[], datetime],
        bot_id: int,
        lookout: Lookout,
        stopping: asyncio.Event,
    ) -> None:
        """Streams of one place; they end when `stopping` is set."""
        self._door, self._drawing, self._store, self._now = door, drawing, store, now
        self._bot_id, self._lookout, self._stopping = bot_id, lookout, stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        visitor = await self._door.visitor(request)
        begun = Response(media_type="text/event-stream", headers={"x-accel-buffering": "no"})
        del begun.headers["content-length"]
        if visitor is not None and visitor.wears:
            await self._door.renew(visitor)
            self._door.hand(request, begun, self._door.token(request) or "")
        await send({"type": "http.response.start", "status": 200, "headers": begun.raw_headers})
        await _write(send, "retry: 2000\n\n")
        ends = {asyncio.create_task(_left(receive)), asyncio.create_task(self._stopping.wait())}
        try:
            if visitor is None:
                await _write(send, _event("moi", True))
            else:
                with self._lookout.watch(visitor.session_id, visitor.address_id) as watch:
                    await self._speak(request, send, ends, watch)
        except TimeoutError:
            return
        finally:
            for task in ends:
                task.cancel()
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _speak(
        self, request: Request, send: Send, ends: set["asyncio.Task[Any]"], watch: Watch
    ) -> None:
        token, address_id = self._door.token(request) or "", watch.address_id
        bound_on_page = request.query_params.get("vao") == "1"
        known = request.headers.get("last-event-id") or request.query_params.get("sau", "")
        last = int(known) if known.isdecimal() and len(known) < 19 else 0
        begun = await self._store.read(lambda session: said.taken_at(session, address_id, last))
        shown, open_on_page, carried = {last}, None, _Carried()
        try:
            while not (any(task.done() for task in ends) or carried.too_long):
                told = watch.told
                if watch.gives_way:
                    return await _write(send, _event("nghi", True))
                news = await self._store.read(lambda session: self._look(session, token, begun, shown))
                if news.visitor is None or news.visitor.bound != bound_on_page or news.messages is None:
                    return await _write(send, _event("moi", True))
                if news.visitor.wears:
                    await self._door.renew(news.visitor)
                for message in news.messages:
                    open_on_page = None if await self._show(send, message, shown) else open_on_page
                if news.open_now != open_on_page:
                    open_on_page = news.open_now
                    await _write(send, _event("con", sorted(news.open_now)))
                if carried.id != news.flying:
                    carried.over()
                if (news.due and news.flying is None) and await self._take(
                    news.visitor, send, shown, carried
                ):
                    open_on_page = None
                await self._rest(send, ends, watch, told, carried)
        finally:
            if carried.id is not None:
                await self._store.write(partial(outbox.give_back, delivery_id=carried.id))

    def _look(self, session: Session, token: str, since: datetime | None, shown: Iterable[int]) -> _News:
        visitor = self._door.look(session, token)
        if visitor is None:
            return _News(None)
        address_id, now = visitor.address_id, self._now()
        return _News(
            visitor,
            said.missed(session, address_id, now, since, list(shown)),
            said.open_choices(session, address_id),
            said.waits(session, address_id, now),
            said.on_its_way(session, address_id),
        )

    async def _take(self, visitor: Visitor, send: Send, shown: set[int], carried: "_Carried") -> bool:
        """Takes the next message owed to the chat, unless another window was faster; gives whether it brought choices."""
        parcel = await self._store.write(
            lambda session: next_parcel(
                session, Want(self._bot_id, address_id=visitor.address_id), self._now()
            )
        )
        if parcel is None:
            return False
        carried.take(parcel.delivery_id)
        return await self._show(send, said.bubble(parcel, self._now()), shown)

    async def _show(self, send: Send, message: Bubble, shown: set[int]) -> bool:
        """Puts a message into the page; gives whether it brought choices, of which the page must then hear whether they still count."""
        shown.add(message.id)
        data = {
            "id": message.id,
            "settles": message.settles,
            "anew": message.anew,
            "html": self._drawing.bubble(message),
        }
        await _write(send, _event("tin", data, message.id))
        return bool(message.options)

    async def _rest(
        self, send: Send, ends: set["asyncio.Task[Any]"], watch: Watch, told: int, carried: "_Carried"
    ) -> None:
        """Returns when something is new, the stream is to end, or the page has had its time; says a word at each beat."""
        while not await _first(ends, watch.after(told), carried.left(BEATS)):
            if carried.too_long:
                return
            await _write(send, ":\n\n")


@dataclass
class _Carried:
    """The message that a stream took and its page has not yet said that it shows."""

    id: int | None = None
    since: float = 0.0

    def take(self, id: int) -> None:
        self.id, self.since = id, time.monotonic()

    def over(self) -> None:
        self.id = None

    @property
    def too_long(self) -> bool:
        return self.id is not None and time.monotonic() - self.since >= TAKEN_IN

    def left(self, at_most: float) -> float:
        """Seconds to wait, at most so many."""
        if self.id is None:
            return at_most
        return max(0.0, min(at_most, self.since + TAKEN_IN - time.monotonic()))


async def _write(send: Send, text: str) -> None:
    """Writes, unless the other side has not read for so long that nothing more fits in between: then it is gone."""
    async with asyncio.timeout(TAKEN_IN):
        await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


def _event(name: str, data: object, id: int | None = None) -> str:
    head = f"event: {name}\n" if id is None else f"event: {name}\nid: {id}\n"
    return f"{head}data: {json.dumps(data, ensure_ascii=False)}\n\n"


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _first(ends: set["asyncio.Task[Any]"], wait: Any, seconds: float) -> bool:
    """Returns when the wait is over or the stream is to end; False when neither came in time."""
    task = asyncio.ensure_future(wait)
    try:
        done, _ = await asyncio.wait({task, *ends}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        task.cancel()
    return bool(done)
