"""The bars of a result: in the web chat for whoever has the session of the chat in which they stand, and for a messenger that was given
the address of one message's picture."""

import hmac
from collections.abc import Callable
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import charts
from bot.pages import said
from bot.pages.door import Door
from bot.pages.drawing import Drawing
from bot.pages.numbers import MESSAGE
from bot.pictures import ticket
from bot.store import Store
from models.database import Session
from models.outbox import Delivery, Notice
from models.sealing import Keys

FETCHED_WITHIN = timedelta(days=1)
"""A messenger fetches a picture when it is told of it; after a day its address shows nothing any more."""


class Charts:
    """The pictures of a place's messages."""

    def __init__(self, door: Door, store: Store, drawing: Drawing) -> None:
        """Pictures behind a door."""
        self._door, self._store, self._drawing = door, store, drawing

    def routes(self) -> list[Route]:
        """One address for each message that carries a picture."""
        return [Route(f"/hinh/{MESSAGE}", self._show, methods=["GET"])]

    async def _show(self, request: Request) -> Response:
        visitor, message = await self._door.visitor(request), request.path_params["message"]
        if visitor is None or not visitor.bound:
            return self._drawing.page("missing.html", 404)
        recipe = await self._store.read(lambda s: said.recipe(s, message, visitor.address_id, "picture"))
        if not recipe:
            return self._drawing.page("missing.html", 404)
        return Response(await charts.drawn(self._store, recipe), media_type="image/png")


def fetched(store: Store, keys: Keys, now: Callable[[], datetime], drawing: Drawing) -> Route:
    """The picture of a message for the messenger that was told this address of it (people 12)."""

    def recipe(session: Session, message: int) -> str:
        delivery = session.get(Delivery, message)
        if delivery is None or delivery.not_before < now() - FETCHED_WITHIN:
            return ""
        return str(session.get_one(Notice, delivery.notice_id).content.get("picture", ""))

    async def show(request: Request) -> Response:
        message, shown = request.path_params["message"], request.path_params["ticket"]
        if not hmac.compare_digest(shown.encode(), ticket(keys, message).encode()):
            return drawing.page("missing.html", 404)
        found = await store.read(lambda session: recipe(session, message))
        if not found:
            return drawing.page("missing.html", 404)
        return Response(await charts.drawn(store, found), media_type="image/png")

    return Route(f"/hinh/{MESSAGE}/{{ticket:str}}", show, methods=["GET"])
