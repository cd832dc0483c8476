"""Who is at the door: the cookie of a browser, its session, and the token that every POST carries."""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from bot.config import LOOPBACK, Settings
from bot.store import Store
from models import address as addresses
from models import web_session
from models.address import Address
from models.database import Session
from models.sealing import Keys
from models.web_session import WebSession

FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
"""Headers by which a proxy gives itself away: behind one, everybody comes from loopback (people 29)."""


@dataclass(frozen=True)
class Place:
    """Where a chat stands: its path, to which its cookie is bound. `trial`: here one may be anybody."""

    path: str
    cookie: str
    trial: bool = False


@dataclass(frozen=True)
class Visitor:
    """A browser with a session. `chat` is its identity at the web bot; bound: its address serves somebody."""

    session_id: int
    address_id: int
    chat: str
    bound: bool
    wears: bool


class Door:
    """Sessions of browsers at one place."""

    def __init__(
        self, place: Place, store: Store, keys: Keys, now: Callable[[], datetime], settings: Settings
    ) -> None:
        """A door for a place."""
        self.place = place
        self._store, self._keys, self._now, self._settings = store, keys, now, settings

    def token(self, request: Request) -> str | None:
        """The token that the browser holds; it need not stand for a session yet."""
        return request.cookies.get(self.place.cookie)

    def csrf(self, token: str) -> str:
        """What the pages of this token's browser must bring back with each POST."""
        return self._keys.hash("csrf", token)

    def genuine(self, request: Request, brought: str) -> bool:
        """Whether a POST comes from a page that we gave to this browser."""
        token = self.token(request)
        return token is not None and hmac.compare_digest(self.csrf(token).encode(), brought.encode())

    async def visitor(self, request: Request) -> Visitor | None:
        """The browser's session, if it has one that lives."""
        token = self.token(request)
        if token is None:
            return None
        return await self._store.read(lambda session: self.look(session, token))

    def look(self, session: Session, token: str) -> Visitor | None:
        """The same, on an open session of the database."""
        row = web_session.of(session, self._keys, token, self._now())
        if row is None:
            return None
        address = session.get_one(Address, row.address_id)
        bound = bool(addresses.bindings(session, address))
        return Visitor(row.id, address.id, address.identity, bound, web_session.wears(row, self._now()))

    async def enter(self, address_of: Callable[[Session], Address]) -> tuple[str, Visitor]:
        """Opens a session for an address, under a fresh token."""
        token = fresh_token()

        def open_session(session: Session) -> None:
            web_session.enter(session, self._keys, address_of(session), token, self._now())

        await self._store.write(open_session)
        visitor = await self._store.read(lambda session: self.look(session, token))
        assert visitor is not None
        return token, visitor

    async def renew(self, visitor: Visitor) -> None:
        """Thirty days from now."""
        await self._store.write(
            lambda session: web_session.renew(session.get_one(WebSession, visitor.session_id), self._now())
        )

    async def leave(self, session_id: int) -> None:
        """The session's owner ends it."""
        await self._store.write(
            lambda session: web_session.leave(session, session.get_one(WebSession, session_id), self._now())
        )

    def forget(self, response: Response) -> None:
        """The browser drops its token."""
        response.delete_cookie(self.place.cookie, path=self.place.path)

    def hand(self, request: Request, response: Response, token: str) -> None:
        """Gives the token to the browser. Only on loopback may it travel without TLS."""
        url = self._settings.public_url
        under_tls = (url is not None and url.scheme == "https") or request.url.hostname not in LOOPBACK
        response.set_cookie(
            self.place.cookie,
            token,
            max_age=int(web_session.LIVES.total_seconds()),
            path=self.place.path,
            httponly=True,
            secure=under_tls,
            samesite="strict",
        )


def fresh_token() -> str:
    """A token that nobody can guess."""
    return secrets.token_urlsafe(32)


def comes_from_here(request: Request) -> bool:
    """Whether a request surely comes from this very machine: from loopback, to a loopback name, through no proxy."""
    return (
        request.client is not None
        and request.client.host in LOOPBACK
        and request.url.hostname in LOOPBACK
        and not any(name in request.headers for name in FORWARDED)
    )
