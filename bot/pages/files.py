"""Documents on our own server: by a personal link, or from the web chat by its session. Bytes leave part by part (decision 6).

A link is opened by a button, not by its address alone, so that a messenger's preview neither reads the paper nor uses up an opening.
What is internal is shown in a page with the reader's name across it, in words or in pictures of its pages; its file leaves for nobody.
"""

import asyncio
import hmac
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from bot import corrections
from bot.intake import TEXT_AT_MOST
from bot.pages import said
from bot.pages.door import Door
from bot.pages.drawing import Drawing
from bot.pages.made import attached, made_for
from bot.pages.made import copy as saved
from bot.pages.numbers import MESSAGE
from bot.showing import Item, Picture, Showing, Words
from bot.showing.stamp import stamped
from bot.store import Store
from handlers.joining.data import RECIPE as OWN
from handlers.kit.sheets import RECIPE as SHEET
from models import address as addresses
from models import dispatch, document
from models.address import Address
from models.database import Session
from models.document import Document, File, FileLink
from models.member import Member
from models.outbox import Delivery
from models.sealing import Keys
from models.terms import DocumentClass

LOOKS_FOR = timedelta(minutes=10)
"""So long after an opening its page may be loaded anew without costing another one, and fetches the pictures that it shows."""


@dataclass(frozen=True)
class Paper:
    """A document that a reader may open now. `content` is the address of its pictures inside the page, up to the number."""

    file_id: int
    title: str
    name: str
    size: int
    kind: DocumentClass
    text: str | None
    fault: str | None
    type: str
    reader: str
    content: str


@dataclass(frozen=True)
class Refusal:
    """Why nothing is shown: the template that says so, and the status."""

    template: str
    status: int


UNKNOWN, EXPIRED, OTHERS, STALE = (
    Refusal("missing.html", 404),
    Refusal("expired.html", 410),
    Refusal("others.html", 403),
    Refusal("expired.html", 404),
)


class Files:
    """The pages of documents."""

    def __init__(self, store: Store, keys: Keys, now: Callable[[], datetime], drawing: Drawing) -> None:
        """Pages over the database."""
        self._store, self._keys, self._now, self._drawing = store, keys, now, drawing
        self._showing = Showing()

    def routes(self, door: Door) -> list[Route]:
        """Personal links; the front door tells when somebody else's browser holds one."""

        async def at_the_button(request: Request) -> Response:
            return await self._by_link(request, door)

        async def opened(request: Request) -> Response:
            return await self._opened(request, door)

        async def picture(request: Request) -> Response:
            return await self._picture_by_link(request, door)

        return [
            Route("/f/{token:str}", at_the_button, methods=["GET", "POST"]),
            Route("/f/{token:str}/doc", opened, methods=["GET"]),
            Route("/f/{token:str}/noi-dung", picture, methods=["GET"]),
        ]

    def at(self, door: Door) -> list[Route]:
        """The documents of a web chat's messages, for whoever has its session."""

        async def page(request: Request) -> Response:
            found = await self._of_message(request, door)
            if isinstance(found, Refusal):
                return await self._made_anew(request, door) or self._refused(found)
            return await self._shown(found)

        async def picture(request: Request) -> Response:
            found = await self._of_message(request, door)
            return self._refused(found) if isinstance(found, Refusal) else await self._picture(found, request)

        return [
            Route(f"/tailieu/{MESSAGE}", page, methods=["GET"]),
            Route(f"/tailieu/{MESSAGE}/noi-dung", picture, methods=["GET"]),
        ]

    async def _by_link(self, request: Request, door: Door) -> Response:
        token, browser = request.path_params["token"], await _browser(request, door)
        if request.method == "POST":
            opened = await self._store.write(partial(self._open, token=token, browser=browser))
            if isinstance(opened, Refusal):
                return self._refused(opened)
            if isinstance(opened, Response):
                return opened
            paper, brought = opened
            if paper.kind is DocumentClass.PUBLIC:
                return self._handed_over(paper)
            return RedirectResponse(
                f"/f/{token}/doc?k={brought}", 303
            )  # so that loading it anew opens nothing anew
        found = await self._store.read(partial(self._left, token=token, browser=browser))
        if isinstance(found, Refusal):
            return self._refused(found)
        return self._drawing.page("opening.html", left=found[0], until=found[1])

    async def _opened(self, request: Request, door: Door) -> Response:
        """The page of an opening; once that is no longer fresh, the button again."""
        token = request.path_params["token"]
        found = await self._looked_at(request, door)
        if found is STALE:
            return RedirectResponse(f"/f/{token}", 303)
        return self._refused(found) if isinstance(found, Refusal) else await self._shown(found)

    async def _picture_by_link(self, request: Request, door: Door) -> Response:
        found = await self._looked_at(request, door)
        return self._refused(found) if isinstance(found, Refusal) else await self._picture(found, request)

    async def _looked_at(self, request: Request, door: Door) -> Paper | Refusal:
        token, brought = request.path_params["token"], request.query_params.get("k", "")
        browser = await _browser(request, door)
        return await self._store.read(partial(self._fresh, token=token, brought=brought, browser=browser))

    def _link(self, session: Session, token: str, browser: int | None) -> FileLink | Refusal:
        """The link, if its member still has it where it went, and this browser is not somebody else's."""
        link = document.file_link(session, self._keys, token)
        if link is None:
            return UNKNOWN
        if browser is not None:
            served = addresses.people(session, session.get_one(Address, browser))
            if link.member_id not in [person.id for person in served]:
                return OTHERS
        return link if document.for_its_reader(session, link) else EXPIRED

    def _left(self, session: Session, token: str, browser: int | None) -> tuple[int, datetime] | Refusal:
        """How often a link may still be opened, and until when."""
        link = self._link(session, token, browser)
        if isinstance(link, Refusal):
            return link
        until = document.lives_until(session, link, self._now())
        return (document.OPENINGS - link.openings, until) if link.stands(until, self._now()) else EXPIRED

    def _open(
        self, session: Session, token: str, browser: int | None
    ) -> tuple[Paper, str] | Response | Refusal:
        """Counts an opening; gives the paper and the pass to its page, or the file that is made for this reader."""
        link = self._link(session, token, browser)
        if isinstance(link, Refusal):
            return link
        if link.document_id is None:
            made = made_for(session, link.delivery_id, self._now())
            counted = made is not None and document.count_opening(session, link, self._now())
            return made if made and counted else EXPIRED
        paper = self._paper(session, link.document_id, [session.get_one(Member, link.member_id)])
        if isinstance(paper, Refusal) or not document.count_opening(session, link, self._now()):
            return EXPIRED
        return paper(""), self._pass(token, link)

    def _fresh(self, session: Session, token: str, brought: str, browser: int | None) -> Paper | Refusal:
        """What the page of an opening shows, for as long as that opening is fresh."""
        link = self._link(session, token, browser)
        if isinstance(link, Refusal):
            return link
        if not hmac.compare_digest(self._pass(token, link).encode(), brought.encode()):
            return STALE
        if link.document_id is None or link.opened_at is None:
            return STALE
        if self._now() - link.opened_at > LOOKS_FOR:
            return STALE
        paper = self._paper(session, link.document_id, [session.get_one(Member, link.member_id)])
        return paper if isinstance(paper, Refusal) else paper(f"/f/{token}/noi-dung?k={brought}&trang=")

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

    async def _made_anew(self, request: Request, door: Door) -> Response | None:
        """What is made anew for its reader alone, where the message carries it: the marked copy of his roster, a table, or all that is kept
        of him."""
        visitor, message = await door.visitor(request), request.path_params["message"]
        if visitor is None or not visitor.bound:
            return None
        recipe = await self._store.read(lambda s: said.recipe(s, message, visitor.address_id, "document"))
        what, _, number = recipe.partition(":")
        if what == corrections.RECIPE:
            copy = await corrections.marked_copy(self._store, int(number), message)
            return saved(*copy, document.OTHER_TYPE) if copy else None
        if what in (OWN, SHEET):
            return await self._store.read(partial(made_for, delivery_id=message, now=self._now()))
        return None

    def _carried_by(self, session: Session, message: int, address_id: int, place: str) -> Paper | Refusal:
        what, _, number = said.recipe(session, message, address_id, "document").partition(":")
        if what != "file":
            return UNKNOWN
        delivery = session.get_one(Delivery, message)
        served = addresses.people(session, session.get_one(Address, address_id))
        mine = [
            person
            for person in served
            if delivery.member_id in (None, person.id) and addresses.agreed(session, address_id, person.id)
        ]
        paper = self._paper(session, int(number), mine)
        return paper if isinstance(paper, Refusal) else paper(f"{place}tailieu/{message}/noi-dung?trang=")

    def _paper(
        self, session: Session, document_id: int, readers: list[Member]
    ) -> Callable[[str], Paper] | Refusal:
        """The document as these readers may open it today, once its content has an address."""
        row = session.get_one(Document, document_id)
        readers = [who for who in readers if dispatch.may_read(session, row, who, self._now())]
        if not readers or row.kind is DocumentClass.AT_MEETING:
            return EXPIRED
        file = session.get_one(File, row.file_id)
        return partial(
            Paper,
            file.id,
            row.title,
            row.name,
            file.size,
            row.kind,
            file.text,
            file.fault,
            document.type_of(session, file),
            ", ".join(who.known_as for who in readers),
        )

    async def _shown(self, paper: Paper) -> Response:
        """A public document is handed over; an internal one is shown in a page with its reader's name."""
        if paper.kind is DocumentClass.PUBLIC:
            return self._handed_over(paper)
        items = await self._items(paper)
        return self._drawing.page("paper.html", paper=paper, items=items, at=self._now())

    async def _items(self, paper: Paper) -> list[Item]:
        """What is shown of an internal document: its words where all of it could be read, else also its pages as pictures."""
        words: list[Item] = [Words(_marked_if_cut(paper.text))] if paper.text else []
        if words and paper.fault is None:
            return words
        pages = await self._showing.items(paper.file_id, partial(self._whole, paper.file_id))
        return pages if paper.type != document.OTHER_TYPE else words + pages

    async def _picture(self, paper: Paper, request: Request) -> Response:
        """One of the pictures of its page, the reader's name in it. The file itself is nobody's to fetch."""
        number = request.query_params.get("trang", "")
        items = await self._items(paper) if paper.kind is not DocumentClass.PUBLIC else []
        wanted = dict(zip(map(str, range(len(items))), items, strict=True)).get(number)
        if not isinstance(wanted, Picture):
            return self._refused(UNKNOWN)
        who = f"{paper.reader} · {self._now():%d/%m/%Y %Hh%M}"
        return Response(await asyncio.to_thread(stamped, wanted.jpeg, who), media_type="image/jpeg")

    def _handed_over(self, paper: Paper) -> Response:
        headers = attached(paper.name) | {"content-length": str(paper.size)}
        return StreamingResponse(self._parts(paper.file_id), media_type=paper.type, headers=headers)

    async def _whole(self, file_id: int) -> bytes:
        return b"".join([part async for part in self._parts(file_id)])

    async def _parts(self, file_id: int) -> AsyncIterator[bytes]:
        count = await self._store.read(lambda session: document.parts(session, file_id))
        for n in range(count):
            yield await self._store.read(partial(document.part, file_id=file_id, n=n))

    def _refused(self, refusal: Refusal) -> Response:
        return self._drawing.page(refusal.template, refusal.status)


async def _browser(request: Request, door: Door) -> int | None:
    """The address of a browser that somebody has joined with."""
    visitor = await door.visitor(request)
    return visitor.address_id if visitor and visitor.bound else None


def _marked_if_cut(text: str) -> str:
    return f"{text} ...\n\n{CUT}" if len(text) >= TEXT_AT_MOST else text


# Wording

CUT = "Tài liệu còn dài, trang này chỉ hiện đến đây. Phần sau xin đọc bản in tại nhà văn hóa."
