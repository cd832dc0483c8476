"""The live half of the web chat: Server-Sent Events. An open stream takes what is owed to its chat, and only then is it sent."""

import asyncio
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from bot.pages import said
from bot.pages.door import Door, Visitor
from bot.pages.drawing import Drawing
from bot.pages.said import Bubble
from bot.store import Store
from models import outbox
from models.database import Session
from models.outbox import Delivery
from scheduler.deliver import Outcome, Result, record
from scheduler.parcel import next_parcel

BEATS = 15.0
"""Seconds after which a silent stream says a word, so that nothing in between takes it for dead; and looks for what is due by now."""
LOOKS = 0.1
"""Seconds between two looks of one stream while everything is being written."""
TORN = "stream ended"
"""The trouble of a message that a stream was carrying when it ended."""


@dataclass(frozen=True)
class _News:
    """What is new in a chat; None as visitor: the session is over."""

    visitor: Visitor | None
    sent: list[Bubble] = field(default_factory=list)
    open_now: frozenset[int] = frozenset()
    due: bool = False


class Stream:
    """The endpoint of a place's streams, as an ASGI application.

    Events: `tin` a message (its id is the delivery's), `con` the choices that still count, `moi` load the page anew.
    A browser that comes back names the last id that it has, and first gets what was taken since: by this stream before the line
    broke, or by another window of the same chat.
    """

    def __init__(
        self,
        door: Door,
        drawing: Drawing,
        store: Store,
        now: Callable[[], datetime],
        bot_id: int,
        stopping: asyncio.Event,
    ) -> None:
        """Streams of one place; they end when `stopping` is set."""
        self._door, self._drawing, self._store, self._now = door, drawing, store, now
        self._bot_id, self._stopping = bot_id, stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        headers = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"x-accel-buffering", b"no")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await _write(send, "retry: 2000\n\n")
        ends = {asyncio.create_task(_left(receive)), asyncio.create_task(self._stopping.wait())}
        try:
            await self._speak(request, send, ends)
        finally:
            for task in ends:
                task.cancel()
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _speak(self, request: Request, send: Send, ends: set["asyncio.Task[Any]"]) -> None:
        token = self._door.token(request) or ""
        bound_on_page = request.query_params.get("vao") == "1"
        known = request.headers.get("last-event-id") or request.query_params.get("sau", "")
        last = int(known) if known.isdecimal() and len(known) < 19 else 0
        begun = await self._store.read(lambda session: said.taken_at(session, last))
        shown, open_on_page = {last}, None
        while not any(task.done() for task in ends):
            heard, looked = self._store.bell.rung, time.monotonic()
            news = await self._store.read(lambda session: self._look(session, token, begun, shown))
            if news.visitor is None or news.visitor.bound != bound_on_page:
                await _write(send, _event("moi", True))
                return
            for message in news.sent:
                await self._show(send, message, shown)
            if news.open_now != open_on_page:
                open_on_page = news.open_now
                await _write(send, _event("con", sorted(news.open_now)))
            if news.due and await self._take(news.visitor, send, ends, shown):
                continue
            await _first(ends, self._store.bell.after(heard, BEATS))
            if self._store.bell.rung == heard:
                await _write(send, ":\n\n")
            await _first(ends, asyncio.sleep(LOOKS - (time.monotonic() - looked)))

    def _look(self, session: Session, token: str, since: datetime | None, shown: Iterable[int]) -> _News:
        visitor = self._door.look(session, token)
        if visitor is None:
            return _News(None)
        address_id, now = visitor.address_id, self._now()
        return _News(
            visitor,
            said.lately(session, address_id, now, since, list(shown)),
            said.open_choices(session, address_id),
            outbox.due(session, self._bot_id, now, address_id) is not None,
        )

    async def _take(
        self, visitor: Visitor, send: Send, ends: set["asyncio.Task[Any]"], shown: set[int]
    ) -> bool:
        """Takes the next message owed to the chat; False when another window was faster."""
        parcel = await self._store.write(
            lambda session: next_parcel(session, self._bot_id, self._now(), visitor.address_id)
        )
        if parcel is None:
            return False
        await self._show(send, said.bubble(parcel, self._now()), shown)
        torn = any(task.done() for task in ends)

        def write_down(session: Session) -> None:
            if torn:
                # Nobody may have been there to take it: it waits, in its place, for the next stream. A page knows it by its id.
                outbox.retry(session, session.get_one(Delivery, parcel.delivery_id), self._now(), TORN)
            else:
                taken = Outcome(Result.SENT, str(parcel.delivery_id))
                record(session, parcel.delivery_id, taken, self._now())

        await self._store.write(write_down)
        return True

    async def _show(self, send: Send, message: Bubble, shown: set[int]) -> None:
        shown.add(message.id)
        data = {"id": message.id, "settles": message.settles, "html": self._drawing.bubble(message)}
        await _write(send, _event("tin", data, message.id))


async def _write(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


def _event(name: str, data: object, id: int | None = None) -> str:
    head = f"event: {name}\n" if id is None else f"event: {name}\nid: {id}\n"
    return f"{head}data: {json.dumps(data, ensure_ascii=False)}\n\n"


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _first(ends: set["asyncio.Task[Any]"], wait: Any) -> None:
    """Returns when the wait is over, or the stream is to end."""
    task = asyncio.ensure_future(wait)
    try:
        await asyncio.wait({task, *ends}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        task.cancel()
