"""“Máy của tôi”: the browsers that speak for a member, each with its way out (people 34)."""

from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.pages.body import TooLong, form
from bot.pages.chat import LARGEST_WORDS, Desk
from bot.pages.door import Door, Visitor
from models import web_session
from models.address import Address
from models.database import Session


@dataclass(frozen=True)
class Device:
    """A browser as the list shows it. `here`: the one that looks at the list."""

    id: int
    since: datetime
    seen: datetime
    here: bool


class Devices:
    """The page of a member's browsers."""

    def __init__(self, door: Door, desk: Desk) -> None:
        """A page behind the front door."""
        self._door, self._desk = door, desk

    def routes(self) -> list[Route]:
        """The list, and the end of one of them."""
        return [Route("/may", self.page, methods=["GET"]), Route("/may", self.end, methods=["POST"])]

    async def page(self, request: Request) -> Response:
        """The list, this browser first."""
        visitor = await self._door.visitor(request)
        if visitor is None or not visitor.bound:
            return RedirectResponse(self._door.place.path, 303)
        devices = await self._desk.store.read(lambda session: self._listed(session, visitor))
        csrf = self._door.csrf(self._door.token(request) or "")
        return self._desk.drawing.page("devices.html", devices=devices, csrf=csrf)

    async def end(self, request: Request) -> Response:
        """Ends one of them; after this one's own end its page is a stranger's."""
        home, here = RedirectResponse(self._door.place.path, 303), RedirectResponse("may", 303)
        visitor = await self._door.visitor(request)
        try:
            filled = await form(request, LARGEST_WORDS)
        except TooLong:
            return here
        if visitor is None or not visitor.bound:
            return home
        said = filled.get("may", "")
        if not (self._door.genuine(request, filled.get("csrf", "")) and said.isdecimal() and len(said) < 19):
            return here
        devices = await self._desk.store.read(lambda session: self._listed(session, visitor))
        meant = next((device for device in devices if device.id == int(said)), None)
        if meant is None:
            return here
        await self._door.leave(meant.id)
        if meant.here:
            self._door.forget(home)
        return home if meant.here else here

    def _listed(self, session: Session, visitor: Visitor) -> list[Device]:
        address = session.get_one(Address, visitor.address_id)
        rows = web_session.beside(session, address, self._desk.now())
        devices = [
            Device(row.id, row.created_at, web_session.seen(row), row.id == visitor.session_id)
            for row in rows
        ]
        return sorted(devices, key=lambda device: not device.here)
