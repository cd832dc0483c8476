"""The web chat at one place: its page, and what a browser says. Everything said goes through the inbox like any messenger's."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from sqlmodel import select
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.channels.web import Web, handed, tapped, typed
from bot.pages import said
from bot.pages.body import TooLong, body, form, json_object
from bot.pages.charts import Charts
from bot.pages.door import Door, Visitor, fresh_token
from bot.pages.drawing import Drawing
from bot.store import Store
from bot.turns import Turns
from models import web_session
from models.address import Address
from models.bot_account import BotAccount
from models.database import Session
from models.inbox import Inbox
from models.secrecy import scan
from models.terms import InboxState

LONGEST_TEXT = 4000
LARGEST_FILE = 20_000_000
LARGEST_WORDS = 64_000
ANSWERED_IN = 3.0
"""Seconds that the answer to a code may take before the page comes without it; it is then shown when it is there."""


@dataclass(frozen=True)
class Desk:
    """What the pages of this process share."""

    store: Store
    turns: Turns
    now: Callable[[], datetime]
    drawing: Drawing
    web: Web
    bot_id: int


class Chat:
    """The chat at one place."""

    def __init__(self, door: Door, desk: Desk) -> None:
        """A chat behind a door."""
        self._door, self._desk = door, desk

    def routes(self) -> list[Route]:
        """What a browser with a session may say, and the pictures that it is shown."""
        return [
            *Charts(self._door, self._desk.store, self._desk.drawing).routes(),
            Route("/gui", self.say, methods=["POST"]),
            Route("/tep", self.hand_in, methods=["POST"]),
        ]

    def entrance(self) -> list[Route]:
        """The front door: joined by code, left by its owner."""
        return [
            Route("/vao", self.enter, methods=["POST"]),
            Route("/thoat", self.leave, methods=["POST"]),
        ]

    async def page(self, request: Request, strangers: str = "code.html", **about: Any) -> Response:
        """The page: the chat for somebody, `strangers` for everybody else; `about` is for the template."""
        token = self._door.token(request)
        if token is None and request.headers.get("sec-fetch-site") == "cross-site":
            # Led here by a link on another site, a browser withholds its SameSite=Strict cookie, and a fresh one would throw its
            # session away; a page that loads itself anew brings the cookie.
            return self._desk.drawing.page("again.html")
        visitor = await self._door.visitor(request)
        brought, token = token, token or fresh_token()
        messages, open_now = await self._lately(visitor)
        response = self._desk.drawing.page(
            "chat.html" if visitor and visitor.bound else strangers,
            csrf=self._door.csrf(token),
            messages=said.gathered(messages, open_now),
            last=messages[-1].id if messages else 0,
            known=visitor is not None,
            largest=LARGEST_FILE,
            longest=LONGEST_TEXT,
            too_large=FILE_TOO_LARGE,
            empty=FILE_EMPTY,
            **about,
        )
        if visitor and visitor.wears:
            await self._door.renew(visitor)
        if brought is None or (visitor and visitor.wears):
            self._door.hand(request, response, token)
        return response

    async def enter(self, request: Request) -> Response:
        """Takes a code, as any text of somebody whom nobody knows yet; shows the page once it is answered."""
        home = RedirectResponse(self._door.place.path, 303)
        try:
            filled = await form(request, LARGEST_WORDS)
        except TooLong:
            return home
        text = clean(filled.get("ma", "")).strip() or NO_CODE
        if not self._door.genuine(request, filled.get("csrf", "")):
            return home
        visitor = await self._door.visitor(request)
        if visitor is None:
            token, visitor = await self._door.enter(self._newcomer)
            self._door.hand(request, home, token)
        key = f"{visitor.address_id}:{fresh_token()}"
        await self._receive(visitor, key, typed(visitor.chat, text[:LONGEST_TEXT]))
        await self._answered(key)
        return home

    async def leave(self, request: Request) -> Response:
        """Ends the session: whoever opens the page afterwards is a stranger."""
        home = RedirectResponse(self._door.place.path, 303)
        visitor = await self._door.visitor(request)
        try:
            filled = await form(request, LARGEST_WORDS)
        except TooLong:
            return home
        if visitor is not None and self._door.genuine(request, filled.get("csrf", "")):
            await self._door.leave(visitor)
            home.delete_cookie(self._door.place.cookie, path=self._door.place.path)
        return home

    async def say(self, request: Request) -> Response:
        """Takes a text or a tap; 204 once it stands in the inbox. The page's own id makes a repeat harmless."""
        visitor = await self._speaker(request)
        if isinstance(visitor, Response):
            return visitor
        try:
            told = await json_object(request, LARGEST_WORDS)
        except TooLong:
            return PlainTextResponse(TOO_LONG, 413)
        match told:
            case {"text": str(text)} if len(text) > LONGEST_TEXT:
                return PlainTextResponse(TOO_LONG, 413)
            case {"id": str(id), "text": str(text)}:
                raw = typed(visitor.chat, clean(text))
            case {"id": str(id), "tap": int(offer)} if 0 < offer < 2**63:
                raw = tapped(visitor.chat, offer)
            case _:
                return PlainTextResponse("", 400)
        await self._receive(visitor, f"{visitor.address_id}:{id[:64]}", raw)
        return Response(status_code=204)

    async def hand_in(self, request: Request) -> Response:
        """Takes a file as the whole body, its name in a header; it stays in memory (decision 29)."""
        visitor = await self._speaker(request)
        if isinstance(visitor, Response):
            return visitor
        name = clean(unquote(request.headers.get("x-ten", "")))[:200]
        marked = scan(name, where="name") is not None
        try:  # under a marked name nothing is taken in; the conversation refuses it
            data = b"" if marked else await body(request, LARGEST_FILE)
        except TooLong as over:
            return PlainTextResponse(FILE_TOO_LARGE.format(-(-over.size // 1_000_000)), 413)
        if not data and not marked:
            return PlainTextResponse(FILE_EMPTY, 400)
        key = f"{visitor.address_id}:{request.headers.get('x-id', '')[:64] or fresh_token()}"
        raw = handed(visitor.chat, self._desk.web.hold(data), name, len(data))
        await self._receive(visitor, key, raw)
        return Response(status_code=204)

    async def _speaker(self, request: Request) -> Visitor | Response:
        """Who speaks from an open chat page; else the refusal."""
        if not self._door.genuine(request, request.headers.get("x-csrf", "")):
            return PlainTextResponse("", 403)
        visitor = await self._door.visitor(request)
        return visitor if visitor is not None and visitor.bound else PlainTextResponse("", 401)

    async def _lately(self, visitor: Visitor | None) -> tuple[list[said.Bubble], frozenset[int]]:
        if visitor is None:
            return [], frozenset()
        address_id = visitor.address_id
        return await self._desk.store.read(
            lambda session: (
                said.lately(session, address_id, self._desk.now()),
                said.open_choices(session, address_id),
            )
        )

    async def _receive(self, visitor: Visitor, key: str, raw: dict[str, Any]) -> None:
        await self._desk.turns.receive(self._desk.bot_id, key, visitor.chat, raw)

    async def _answered(self, key: str) -> None:
        """Returns when the update is answered, or after a while."""
        store, rows = (
            self._desk.store,
            select(Inbox.state).where(Inbox.bot_id == self._desk.bot_id, Inbox.external_id == key),
        )
        try:
            async with asyncio.timeout(ANSWERED_IN):
                while True:
                    heard = store.bell.rung
                    if await store.read(lambda session: session.exec(rows).one()) is not InboxState.RECEIVED:
                        return
                    await store.bell.after(heard, ANSWERED_IN)
        except TimeoutError:
            pass

    def _newcomer(self, session: Session) -> Address:
        return web_session.newcomer(session, session.get_one(BotAccount, self._desk.bot_id), self._desk.now())


def clean(text: str) -> str:
    """Without what no keyboard types and no database keeps: NUL and half characters."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


# Wording

NO_CODE = "Chưa có mã"
TOO_LONG = "Tin dài quá, Sổ tay nhận đến 4.000 chữ. Xin chia làm nhiều tin, hoặc gửi bằng tệp."
FILE_TOO_LARGE = "Tệp {} MB, Sổ tay nhận đến 20 MB. Xin gửi bản nhỏ hơn hoặc chia đôi."
FILE_EMPTY = "Tệp này trống. Xin chọn tệp khác."
