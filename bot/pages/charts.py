"""The bars of a result in the web chat, for whoever has the session of the chat in which they stand."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import charts
from bot.pages import said
from bot.pages.door import Door
from bot.pages.drawing import Drawing
from bot.store import Store


class Charts:
    """The pictures of a place's messages."""

    def __init__(self, door: Door, store: Store, drawing: Drawing) -> None:
        """Pictures behind a door."""
        self._door, self._store, self._drawing = door, store, drawing

    def routes(self) -> list[Route]:
        """One address for each message that carries a picture."""
        return [Route("/hinh/{message:int}", self._show, methods=["GET"])]

    async def _show(self, request: Request) -> Response:
        visitor, message = await self._door.visitor(request), request.path_params["message"]
        if visitor is None or not visitor.bound:
            return self._drawing.page("missing.html", 404)
        recipe = await self._store.read(lambda s: said.recipe(s, message, visitor.address_id, "picture"))
        if not recipe:
            return self._drawing.page("missing.html", 404)
        return Response(await charts.drawn(self._store, recipe), media_type="image/png")
