"""The front door of the web chat: joined by a code, or by a number read out face to face; left by its owner.

Each code of a stranger is a turn, so that guesses are counted, locked and told of as on every messenger (decision 31). But here a new
chat costs nothing, so codes take their turns at an even pace, the right ones too: whoever looked at those first would answer guesses.
"""

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
from models.terms import InboxState

ANSWERED_IN = 3.0
"""Seconds that the answer to a code may take before the page comes without it; it is then shown when it is there."""
STRANGERS = 30
"""What strangers say in a minute besides codes, over all: each is an address and a turn."""
MINUTE = 60.0
CODES_A_SECOND = 2
CODES_AT_ONCE = 60
"""So many codes pass at once after a quiet time: a branch that scans its letters in one hall does not wait."""
LONGEST_WAIT = 30.0
"""Seconds that a code may wait for its turn: no proxy in front gives up so soon. Where it would take longer, its sender is told so at once,
and his code is not looked at."""


class Home(Protocol):
    """The front page."""

    async def __call__(self, request: Request, *, status: int, trouble: str, typed: str) -> Response:
        """With a word of why what was typed was not taken."""


class Turnstile:
    """An even pace for those who come: one after the other, a crowd at once after a quiet time."""

    def __init__(self, a_second: float, at_once: int, longest: float) -> None:
        """Nobody has come yet. longest: seconds that somebody waits at most."""
        self._gap, self._crowd, self._longest = 1 / a_second, (at_once - 1) / a_second, longest
        self._next = 0.0

    def wait(self, now: float) -> float | None:
        """Seconds until the turn of whoever comes at `now` (a monotonic clock); None where that is too long, and then he takes none."""
        turn = max(self._next, now - self._crowd)
        if turn - now > self._longest:
            return None
        self._next = turn + self._gap
        return max(0.0, turn - now)


class Entrance:
    """Coming in and going out."""

    def __init__(self, door: Door, desk: Desk, home: Home) -> None:
        """An entrance by the front door; `home` draws the front page."""
        self._door, self._desk, self._home = door, desk, home
        self._lately: deque[float] = deque()
        self._turnstile = Turnstile(CODES_A_SECOND, CODES_AT_ONCE, LONGEST_WAIT)

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
        if text and invite.code_in(text) is None and not (visitor and visitor.bound):
            return await self._home(request, status=400, trouble=not_a_code(text), typed=text[:60])
        if not (visitor and visitor.bound) and not await self._comes_in(text):
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

    async def _comes_in(self, text: str) -> bool:
        """Whether a stranger may say this: a code once its turn has come, anything else only so often over all."""
        if invite.code_in(text) is None:
            return self._has_room()
        wait = self._turnstile.wait(time.monotonic())
        if wait is None:
            return False
        await asyncio.sleep(wait)
        return True

    def _has_room(self) -> bool:
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
CROWDED = f"Đang có nhiều người vào cùng lúc. Xin chờ một phút rồi bấm lại; nếu vẫn chưa được, bấm “{NO_CODE}” và đọc số hiện ra cho bí thư."


def not_a_code(text: str) -> str:
    """What is no code is no guess either, and nobody who came without one (people 7)."""
    digits = sum(c.isdecimal() for c in text)
    typed = f" Vừa nhập {digits} chữ số." if digits not in (0, invite.DIGITS) else ""
    return f"Mã gồm {invite.DIGITS} chữ số, ghi trên giấy mời.{typed} Xin xem lại, hoặc bấm Chưa có mã."
