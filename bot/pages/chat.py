"""The web chat at one place: its page, and what a browser says. Everything said goes through the inbox like any messenger's."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.web import Web, tapped, typed, unread, update_of
from bot.intake import leads_at
from bot.meters import SENT
from bot.pages import said
from bot.pages.body import FILE_IN, Places, TooLong, TooSlow, body, json_object, pass_by
from bot.pages.charts import Charts
from bot.pages.door import Door, Visitor, fresh_token
from bot.pages.drawing import Drawing
from bot.store import Store
from bot.turns import Turns
from models import outbox
from models.address import Address
from models.secrecy import scan
from models.terms import ChannelName

LONGEST_TEXT = 4000
LARGEST_FILE = 20_000_000
LARGEST_WORDS = 64_000
TAKEN_AT_MOST = 100
"""Ids of shown messages in one word of a page: far more than are ever on their way."""


@dataclass(frozen=True)
class Desk:
    """What the pages of this process share."""

    store: Store
    turns: Turns
    now: Callable[[], datetime]
    drawing: Drawing
    web: Web
    bot_id: int
    places: Places = field(default_factory=Places)


class Chat:
    """The chat at one place."""

    def __init__(self, door: Door, desk: Desk) -> None:
        """A chat behind a door."""
        self._door, self._desk = door, desk

    def routes(self) -> list[Route]:
        """What a browser with a session may say and ask, and the pictures that it is shown."""
        return [
            *Charts(self._door, self._desk.store, self._desk.drawing).routes(),
            Route("/gui", self.say, methods=["POST"]),
            Route("/tep", self.hand_in, methods=["POST"]),
            Route("/nhan", self.shows, methods=["POST"]),
            Route("/cu", self.older, methods=["GET"]),
        ]

    async def page(
        self, request: Request, strangers: str = "code.html", status: int = 200, **about: Any
    ) -> Response:
        """The page: the chat for somebody, `strangers` for everybody else; `about` is for the template."""
        token = self._door.token(request)
        if token is None and request.headers.get("sec-fetch-site") == "cross-site":
            # Led here by a link on another site, a browser withholds its SameSite=Strict cookie, and a fresh one would throw its
            # session away; a page that loads itself anew brings the cookie.
            return self._desk.drawing.page("again.html")
        visitor = await self._door.visitor(request)
        brought, token = token, token or fresh_token()
        begun = await self._beginning(visitor)
        response = self._desk.drawing.page(
            "chat.html" if visitor and visitor.bound else strangers,
            status,
            csrf=self._door.csrf(token),
            messages=said.gathered(begun.bubbles, begun.open_now),
            last=begun.last,
            oldest=begun.oldest,
            known=visitor is not None,
            largest=LARGEST_FILE,
            too_large=FILE_TOO_LARGE,
            empty=FILE_EMPTY,
            **about,
        )
        if visitor and visitor.wears:
            await self._door.renew(visitor)
        if brought is None or (visitor and visitor.wears):
            self._door.hand(request, response, token)
        return response

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
        key = update_of(visitor.address_id, id[:64])
        await self._desk.turns.receive(self._desk.bot_id, key, visitor.chat, raw)
        return await self._said(request, visitor)

    async def hand_in(self, request: Request) -> Response:
        """Takes a file as the whole body, its name in a header; it stays in memory until its turn is over (decision 29)."""
        visitor = await self._speaker(request)
        if isinstance(visitor, Response):
            return visitor
        name = clean(unquote(request.headers.get("x-ten", "")))[:200]
        key = update_of(visitor.address_id, request.headers.get("x-id", "")[:64] or fresh_token())
        try:
            empty = not await self._hand_in(request, visitor, key, name)
        except TooLong as over:
            return PlainTextResponse(FILE_TOO_LARGE.format(-(-over.size // 1_000_000)), 413)
        except TooSlow:
            return PlainTextResponse(FILE_TOO_SLOW, 408)
        return PlainTextResponse(FILE_EMPTY, 400) if empty else await self._said(request, visitor)

    async def shows(self, request: Request) -> Response:
        """A page says which messages it shows: only then are they sent. Also a stranger's page, which hears of his number."""
        visitor = await self._door.visitor(request)
        if visitor is None or not self._door.genuine(request, request.headers.get("x-csrf", "")):
            return Response(status_code=403)
        try:
            told = await json_object(request, LARGEST_WORDS)
        except TooLong:
            return Response(status_code=413)
        match told:
            case {"ids": [*ids]} if len(ids) <= TAKEN_AT_MOST and all(map(_is_id, ids)):
                where, now = visitor.address_id, self._desk.now()
                taken = await self._desk.store.write(lambda session: outbox.taken(session, where, ids, now))
                SENT.labels(ChannelName.WEB.value).inc(taken)
                return Response(status_code=204)
            case _:
                return Response(status_code=400)

    async def older(self, request: Request) -> Response:
        """The messages before the oldest of an open page, drawn, and where the next older ones begin."""
        visitor = await self._door.visitor(request)
        before = request.query_params.get("truoc", "")
        if visitor is None or not (before.isdecimal() and len(before) < 19):
            return Response(status_code=403)
        where, mark = visitor.address_id, int(before)
        found = await self._desk.store.read(
            lambda session: said.older(session, where, self._desk.now(), mark)
        )
        drawn = [
            {"id": one.id, "html": self._desk.drawing.bubble(one)}
            for one in said.gathered(found.bubbles, found.open_now)
        ]
        return JSONResponse({"messages": drawn, "oldest": found.oldest})

    async def _hand_in(self, request: Request, visitor: Visitor, key: str, name: str) -> int:
        """Takes the file in; gives its size. What nobody would read, or under a marked name nobody may, is let go by: its sender is
        still answered."""
        desk, where, now = self._desk, visitor.address_id, self._desk.now()
        leads = await desk.store.read(lambda s: leads_at(s, s.get_one(Address, where), now))
        if not leads or scan(name, where="name") is not None:
            if size := await pass_by(request, LARGEST_FILE):
                await desk.turns.receive(desk.bot_id, key, visitor.chat, unread(visitor.chat, name, size))
            return size
        async with desk.places.one(where):
            if data := await body(request, LARGEST_FILE, FILE_IN):
                await desk.turns.hand_in(desk.bot_id, key, visitor.chat, name, data)
            return len(data)

    async def _said(self, request: Request, visitor: Visitor) -> Response:
        """What was said is in; whoever speaks here every day never needs a second code."""
        response = Response(status_code=204)
        if visitor.wears:
            await self._door.renew(visitor)
            self._door.hand(request, response, self._door.token(request) or "")
        return response

    async def _speaker(self, request: Request) -> Visitor | Response:
        """Who speaks from an open chat page; else the refusal."""
        if not self._door.genuine(request, request.headers.get("x-csrf", "")):
            return PlainTextResponse("", 403)
        visitor = await self._door.visitor(request)
        return visitor if visitor is not None and visitor.bound else PlainTextResponse("", 401)

    async def _beginning(self, visitor: Visitor | None) -> said.Beginning:
        if visitor is None:
            return said.Beginning([])
        where = visitor.address_id
        return await self._desk.store.read(lambda session: said.beginning(session, where, self._desk.now()))


def clean(text: str) -> str:
    """Without what no keyboard types and no database keeps: NUL and half characters."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def _is_id(value: object) -> bool:
    return isinstance(value, int) and 0 < value < 2**63


# Wording

TOO_LONG = "Tin dài quá, Sổ tay nhận đến 4.000 chữ. Xin chia làm nhiều tin, hoặc gửi bằng tệp."
FILE_TOO_LARGE = "Tệp {} MB, Sổ tay nhận đến 20 MB. Xin gửi bản nhỏ hơn hoặc chia đôi."
FILE_TOO_SLOW = "Tệp gửi lâu quá nên chưa nhận được. Xin gửi lại khi mạng khỏe hơn, hoặc gửi bản nhỏ hơn."
FILE_EMPTY = "Tệp này trống. Xin chọn tệp khác."
