"""All pages as one application: the web chat, the trial, webhooks, health. Nothing personal stands in an address, a log or a cache."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial

import structlog
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web import Web
from bot.config import Settings
from bot.logs import where
from bot.pages.body import TooSlow
from bot.pages.charts import fetched
from bot.pages.chat import Chat, Desk
from bot.pages.devices import Devices
from bot.pages.door import Door, Place
from bot.pages.drawing import STATIC, Drawing
from bot.pages.entrance import Entrance
from bot.pages.files import Files
from bot.pages.health import Health
from bot.pages.hooks import Channels, Hooks
from bot.pages.lookout import Lookout
from bot.pages.stream import Stream
from bot.pages.trial import FRAMES, Trial
from bot.pages.uploads import Uploads
from bot.store import Store
from bot.turns import Turns
from models import lane, outbox, web_session
from models.database import Session
from models.sealing import Keys

FRONT = Place("/", "phien")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors {}"
)
HEADERS = {
    "cache-control": "no-store",
    "x-robots-tag": "noindex, nofollow",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}

log = structlog.get_logger("pages")


def site(
    store: Store,
    turns: Turns,
    keys: Keys,
    now: Callable[[], datetime],
    settings: Settings,
    web_bot_id: int,
    channels: Channels,
    stopping: asyncio.Event,
) -> Starlette:
    """The pages of this process. It makes the web channel and has `turns` serve it; `channels` may be filled while the pages are up.

    Open streams end when `stopping` is set. Starting (the ASGI lifespan) marks what an earlier process had in flight to a browser,
    and ends sessions that ran out meanwhile.
    """
    web, drawing, lookout = Web(), Drawing(now), Lookout(store, now)
    turns.serve(web_bot_id, web)
    desk = Desk(store, turns, now, drawing, web, web_bot_id)

    def door_of(place: Place) -> Door:
        return Door(place, store, keys, now, settings)

    def stream_of(door: Door) -> Stream:
        return Stream(door, drawing, store, now, web_bot_id, lookout, stopping)

    door = door_of(FRONT)
    files = Files(store, keys, now, drawing)
    chat, trial = Chat(door, desk), Trial(desk, settings, files)

    async def home(request: Request, *, status: int = 200, trouble: str = "", typed: str = "") -> Response:
        allowed = await trial.allowed(request)
        return await chat.page(
            request,
            status=status,
            people=None,
            trial=allowed,
            invented=allowed and await trial.invented(),
            trouble=trouble,
            typed=typed,
        )

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return drawing.page("missing.html", error.status_code)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await store.write(partial(_recover, web_bot_id=web_bot_id))
        await store.write(lambda session: web_session.lapse(session, now()))
        yield

    return Starlette(
        routes=[
            Route("/", home),
            *Entrance(door, desk, home).routes(),
            *Devices(door, desk).routes(),
            *chat.routes(),
            Route("/dong", stream_of(door), methods=["GET"]),
            *trial.routes(door_of, stream_of),
            *files.routes(door),
            *files.at(door),
            fetched(store, keys, now, drawing),
            *Uploads(desk, keys).routes(),
            *Hooks(store, turns, keys, channels).routes(),
            *Health(store, keys, now).routes(),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[Middleware(_Careful, trouble=drawing.page("trouble.html", 500))],
        exception_handlers={HTTPException: refused},
        lifespan=lifespan,
    )


def _recover(session: Session, web_bot_id: int) -> None:
    """Marks what was in flight to a browser; while other processes live it may be theirs (see `scheduler.browsers`)."""
    if lane.living(lane.standing(session)) <= 1:
        outbox.recover(session, [web_bot_id])


class _Careful:
    """Puts the headers on every answer, and lets no exception out to a server that would print its text (decision 23)."""

    def __init__(self, app: ASGIApp, trouble: Response) -> None:
        self._app, self._trouble = app, trouble

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False
        path = scope["path"]
        framed = path.endswith("/noi-dung") or any(path.startswith(frame.path) for frame in FRAMES)

        async def sent(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers["content-security-policy"] = POLICY.format("'self'" if framed else "'none'")
            await send(message)

        try:
            await self._app(scope, receive, sent)
        except ClientDisconnect:
            pass
        except TooSlow:
            if not begun:
                await Response(status_code=408)(scope, receive, sent)
        except Exception as error:
            log.error("page_failed", error=where(error))
            if not begun:
                await self._trouble(scope, receive, sent)
