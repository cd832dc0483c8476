"""The front door of the web chat: joined by a code, or by a number read out face to face; left by its owner."""

import asyncio
import time
from collections import deque
from typing import Protocol

from sqlmodel import select
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.channels.web import typed, update_of
from bot.pages.body import TooLong, form
from bot.pages.chat import LARGEST_WORDS, LONGEST_TEXT, Desk, clean
from bot.pages.door import Door, fresh_token
from models import invite, web_session
from models.address import Address
from models.bot_account import BotAccount
from models.database import Session
from models.inbox import Inbox
from models.sealing import Keys
from models.terms import InboxState

ANSWERED_IN = 3.0
"""Seconds that the answer to a code may take before the page comes without it; it is then shown when it is there."""
STRANGERS = 30
"""What strangers say in a minute, over all: each is an address and a turn. A whole branch that joins in one evening brings codes that
stand, and those are not counted (decision 31: right codes always work)."""
MINUTE = 60.0


class Home(Protocol):
    """The front page."""

    async def __call__(self, request: Request, *, status: int, trouble: str, typed: str) -> Response:
        """With a word of why what was typed was not taken."""


class Entrance:
    """Coming in and going out."""

    def __init__(self, door: Door, desk: Desk, keys: Keys, home: Home) -> None:
        """An entrance by the front door; `home` draws the front page."""
        self._door, self._desk, self._keys, self._home = door, desk, keys, home
        self._lately: deque[float] = deque()

    def routes(self) -> list[Route]:
        """In and out."""
        return [
            Route("/vao", self.enter, methods=["POST"]),
            Route("/thoat", self.leave, methods=["POST"]),
        ]

    async def enter(self, request: Request) -> Response:
        """Takes a code, as any text of somebody whom nobody knows yet; shows the page once it is answered."""
        home = RedirectResponse(self._door.place.path, 303)
        try:
            filled = await form(request, LARGEST_WORDS)
        except TooLong:
            return home
        text = "" if "chua-co" in filled else clean(filled.get("ma", "")).strip()
        visitor = await self._door.visitor(request)
        if not self._door.genuine(request, filled.get("csrf", "")):
            return await self._home(request, status=403, trouble=NOT_GENUINE, typed=text[:60])
        if not (visitor and visitor.bound) and not await self._has_room(text):
            return await self._home(request, status=429, trouble=CROWDED, typed=text[:60])
        if visitor is None:
            token, visitor = await self._door.enter(self._newcomer)
            self._door.hand(request, home, token)
        key = update_of(visitor.address_id, fresh_token())
        said = typed(visitor.chat, (text or NO_CODE)[:LONGEST_TEXT])
        await self._desk.turns.receive(self._desk.bot_id, key, visitor.chat, said)
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
            await self._door.leave(visitor.session_id)
            self._door.forget(home)
        return home

    async def _has_room(self, text: str) -> bool:
        """Whether a stranger may say this now: a code that stands always, anything else only so often over all."""
        code = invite.code_in(text)
        if code is not None and await self._desk.store.read(
            lambda session: invite.stands(session, self._keys, code, self._desk.now())
        ):
            return True
        now = time.monotonic()
        while self._lately and self._lately[0] <= now - MINUTE:
            self._lately.popleft()
        if len(self._lately) >= STRANGERS:
            return False
        self._lately.append(now)
        return True

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


# Wording

NO_CODE = "Chưa có mã"
NOT_GENUINE = (
    "Trang này mở đã lâu, hoặc trình duyệt đang chặn cookie. Xin bấm Tiếp tục lần nữa. Nếu vẫn vậy: xin cho phép cookie, "
    "hoặc mở trang bằng trình duyệt khác."
)
CROWDED = "Đang có nhiều người vào cùng lúc. Xin chờ một phút rồi bấm lại."
