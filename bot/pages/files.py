"""Documents on our own server: by a personal link, or from the web chat by its session. Bytes leave part by part (decision 6).

A link is opened by a button, not by its address alone, so that a messenger's preview neither reads the paper nor uses up an opening.
What is internal is shown in a page with the reader's name across it.
"""

import hmac
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from bot import corrections
from bot.pages.door import Door
from bot.pages.drawing import Drawing
from bot.store import Store
from models import address as addresses
from models import document
from models.address import Address
from models.database import Session
from models.document import Document, File, FileLink
from models.member import Member
from models.outbox import Delivery, Notice
from models.sealing import Keys
from models.terms import DocumentClass

LOOKS_FOR = timedelta(minutes=10)
"""So long after an opening the page may fetch what it shows."""
SHOWN_TYPES = ((b"%PDF-", "application/pdf"), (b"\x89PNG", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))
"""What a browser shows by itself, told by its first bytes; everything else is only handed over."""
OTHER_TYPE = "application/octet-stream"


@dataclass(frozen=True)
class Paper:
    """A document that a reader may open now. `content` is the address of its bytes inside the page."""

    file_id: int
    title: str
    name: str
    size: int
    kind: DocumentClass
    text: str | None
    type: str
    reader: str
    content: str


@dataclass(frozen=True)
class Refusal:
    """Why nothing is shown: the template that says so, and the status."""

    template: str
    status: int


UNKNOWN, EXPIRED, OTHERS = (
    Refusal("missing.html", 404),
    Refusal("expired.html", 410),
    Refusal("others.html", 403),
)


class Files:
    """The pages of documents."""

    def __init__(self, store: Store, keys: Keys, now: Callable[[], datetime], drawing: Drawing) -> None:
        """Pages over the database."""
        self._store, self._keys, self._now, self._drawing = store, keys, now, drawing

    def routes(self, door: Door) -> list[Route]:
        """Personal links; the front door tells when somebody else's browser holds one."""

        async def opened(request: Request) -> Response:
            return await self._by_link(request, door)

        return [
            Route("/f/{token:str}", opened, methods=["GET", "POST"]),
            Route("/f/{token:str}/noi-dung", self._content_by_link, methods=["GET"]),
        ]

    def at(self, door: Door) -> list[Route]:
        """The documents of a web chat's messages, for whoever has its session."""

        async def page(request: Request) -> Response:
            found = await self._of_message(request, door)
            if isinstance(found, Refusal):
                return await self._corrected(request, door) or self._refused(found)
            return self._shown(found)

        async def content(request: Request) -> Response:
            found = await self._of_message(request, door)
            return self._refused(found) if isinstance(found, Refusal) else self._bytes(found, inline=True)

        return [
            Route("/tailieu/{message:int}", page, methods=["GET"]),
            Route("/tailieu/{message:int}/noi-dung", content, methods=["GET"]),
        ]

    async def _by_link(self, request: Request, door: Door) -> Response:
        token = request.path_params["token"]
        visitor = await door.visitor(request)
        browser = visitor.address_id if visitor and visitor.bound else None
        if request.method == "POST":
            found = await self._store.write(partial(self._open, token=token, browser=browser))
            return self._refused(found) if isinstance(found, Refusal) else self._shown(found)
        link = await self._store.read(partial(self._link, token=token, browser=browser))
        if isinstance(link, Refusal):
            return self._refused(link)
        left, until = document.OPENINGS - link.openings, link.expires_at
        return self._drawing.page("opening.html", left=left, until=until)

    async def _content_by_link(self, request: Request) -> Response:
        token, brought = request.path_params["token"], request.query_params.get("k", "")
        found = await self._store.read(partial(self._looked_at, token=token, brought=brought))
        return self._refused(found) if isinstance(found, Refusal) else self._bytes(found, inline=True)

    def _link(self, session: Session, token: str, browser: int | None) -> FileLink | Refusal:
        """The link, if it stands and this browser is not somebody else's."""
        link = document.file_link(session, self._keys, token)
        if link is None:
            return UNKNOWN
        if browser is not None:
            served = addresses.people(session, session.get_one(Address, browser))
            if link.member_id not in [person.id for person in served]:
                return OTHERS
        return link if link.stands(self._now()) else EXPIRED

    def _open(self, session: Session, token: str, browser: int | None) -> Paper | Refusal:
        link = self._link(session, token, browser)
        if isinstance(link, Refusal):
            return link
        paper = self._paper(session, link.document_id, [session.get_one(Member, link.member_id)])
        if isinstance(paper, Refusal) or not document.count_opening(session, link, self._now()):
            return EXPIRED
        return paper(f"/f/{token}/noi-dung?k={self._pass(token, link)}")

    def _looked_at(self, session: Session, token: str, brought: str) -> Paper | Refusal:
        """What the page of an opening shows, for as long as that opening is fresh."""
        link = document.file_link(session, self._keys, token)
        if link is None or not hmac.compare_digest(self._pass(token, link).encode(), brought.encode()):
            return UNKNOWN
        if link.opened_at is None or self._now() - link.opened_at > LOOKS_FOR:
            return EXPIRED
        paper = self._paper(session, link.document_id, [session.get_one(Member, link.member_id)])
        return paper if isinstance(paper, Refusal) else paper("")

    def _pass(self, token: str, link: FileLink) -> str:
        return self._keys.hash("look", f"{token}:{link.openings}")[:32]

    async def _of_message(self, request: Request, door: Door) -> Paper | Refusal:
        visitor = await door.visitor(request)
        if visitor is None or not visitor.bound:
            return UNKNOWN
        message = request.path_params["message"]
        return await self._store.read(
            lambda session: self._carried_by(session, message, visitor.address_id, door.place.path)
        )

    async def _corrected(self, request: Request, door: Door) -> Response | None:
        """The marked copy of the visitor's own roster, where the message carries one."""
        visitor, message = await door.visitor(request), request.path_params["message"]
        if visitor is None or not visitor.bound:
            return None
        recipe = await self._store.read(lambda session: _recipe(session, message, visitor.address_id))
        what, _, number = recipe.partition(":")
        copy = (
            await corrections.marked_copy(self._store, int(number), message)
            if what == corrections.RECIPE
            else None
        )
        return Response(copy[1], media_type=OTHER_TYPE, headers=_attached(copy[0])) if copy else None

    def _carried_by(self, session: Session, message: int, address_id: int, place: str) -> Paper | Refusal:
        what, _, number = _recipe(session, message, address_id).partition(":")
        if what != "file":
            return UNKNOWN
        delivery = session.get_one(Delivery, message)
        served = addresses.people(session, session.get_one(Address, address_id))
        mine = [person for person in served if delivery.member_id in (None, person.id)]
        paper = self._paper(session, int(number), mine)
        return paper if isinstance(paper, Refusal) else paper(f"{place}tailieu/{message}/noi-dung")

    def _paper(
        self, session: Session, document_id: int, readers: list[Member]
    ) -> Callable[[str], Paper] | Refusal:
        """The document as these readers may open it today, once its content has an address."""
        row = session.get_one(Document, document_id)
        readers = [who for who in readers if document.may_read(session, row, who, self._now())]
        if not readers or row.kind is DocumentClass.AT_MEETING:
            return EXPIRED
        file = session.get_one(File, row.file_id)
        first = document.part(session, file.id, 0)
        return partial(
            Paper,
            file.id,
            row.title,
            row.name,
            file.size,
            row.kind,
            file.text,
            next((kind for begins, kind in SHOWN_TYPES if begins in first[:1024]), OTHER_TYPE),
            ", ".join(who.known_as for who in readers),
        )

    def _shown(self, paper: Paper) -> Response:
        """A public document is handed over; an internal one is shown in a page, its words where it has any."""
        if paper.kind is DocumentClass.PUBLIC:
            return self._bytes(paper, inline=False)
        return self._drawing.page("paper.html", paper=paper, at=self._now())

    def _bytes(self, paper: Paper, *, inline: bool) -> Response:
        headers = _attached(paper.name) | {"content-length": str(paper.size)}
        if inline and paper.type != OTHER_TYPE:
            headers["content-disposition"] = headers["content-disposition"].replace("attachment", "inline", 1)
        return StreamingResponse(self._parts(paper.file_id), media_type=paper.type, headers=headers)

    async def _parts(self, file_id: int) -> AsyncIterator[bytes]:
        count = await self._store.read(lambda session: document.parts(session, file_id))
        for n in range(count):
            yield await self._store.read(partial(document.part, file_id=file_id, n=n))

    def _refused(self, refusal: Refusal) -> Response:
        return self._drawing.page(refusal.template, refusal.status)


def _recipe(session: Session, message: int, address_id: int) -> str:
    """What a message of this chat carries; empty where it is not this chat's, or carries nothing."""
    delivery = session.get(Delivery, message) if message < 2**63 else None
    if delivery is None or delivery.address_id != address_id:
        return ""
    return str(session.get_one(Notice, delivery.notice_id).content.get("document", ""))


def _attached(name: str) -> dict[str, str]:
    return {"content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
