"""Handing in one file by a personal link, where the messenger takes none (Zalo). The bytes stay in memory (decision 29)."""

from functools import partial
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.intake import leads_at
from bot.pages.body import FILE_IN, TooLong, TooSlow, body, pass_by
from bot.pages.chat import FILE_EMPTY, FILE_TOO_LARGE, FILE_TOO_SLOW, LARGEST_FILE, Desk, clean
from models import document
from models.address import Address
from models.database import Session
from models.sealing import Keys
from models.secrecy import scan


class Uploads:
    """The pages of upload links."""

    def __init__(self, desk: Desk, keys: Keys) -> None:
        """Pages over the desk."""
        self._desk, self._keys = desk, keys

    def routes(self) -> list[Route]:
        """The page, and what it sends."""
        return [
            Route("/u/{token:str}", self._page, methods=["GET"]),
            Route("/u/{token:str}", self._hand_in, methods=["POST"]),
        ]

    async def _page(self, request: Request) -> Response:
        if not await self._desk.store.read(partial(self._stands, token=request.path_params["token"])):
            return self._desk.drawing.page("upload_over.html", 410)
        return self._desk.drawing.page(
            "upload.html", largest=LARGEST_FILE, too_large=FILE_TOO_LARGE, empty=FILE_EMPTY
        )

    async def _hand_in(self, request: Request) -> Response:
        try:
            return await self._read(request, request.path_params["token"])
        except TooLong as over:
            return PlainTextResponse(FILE_TOO_LARGE.format(-(-over.size // 1_000_000)), 413)
        except TooSlow:
            return PlainTextResponse(FILE_TOO_SLOW, 408)

    async def _read(self, request: Request, token: str) -> Response:
        address_id = await self._desk.store.read(partial(self._stands, token=token))
        if address_id is None:
            return PlainTextResponse(OVER, 410)
        async with self._desk.places.one(address_id):
            if not await self._desk.store.read(partial(self._stands, token=token)):
                return PlainTextResponse(OVER, 410)
            name, data = clean(unquote(request.headers.get("x-ten", "")))[:200], b""
            if scan(name, where="name") is not None:  # nothing is taken in; the conversation refuses it
                size = await pass_by(request, LARGEST_FILE)
            else:
                data = await body(request, LARGEST_FILE, FILE_IN)
                size = len(data)
            if not size:
                return PlainTextResponse(FILE_EMPTY, 400)
            used = await self._desk.store.write(partial(self._use, token=token))
            if used is None:
                return PlainTextResponse(OVER, 410)
            bot_id, chat, key = used
            await self._desk.turns.hand_in(bot_id, key, chat, name, data)
        return PlainTextResponse(TAKEN)

    def _stands(self, session: Session, token: str) -> int | None:
        """The chat that a link is for; None where it no longer stands, or nobody there leads any more."""
        link, now = document.way_in(session, self._keys, token), self._desk.now()
        if link is None or not link.stands(now):
            return None
        address = session.get_one(Address, link.address_id)
        return address.id if leads_at(session, address, now) else None

    def _use(self, session: Session, token: str) -> tuple[int, str, str] | None:
        """Uses the link up; gives bot, chat and the update's id."""
        link = document.way_in(session, self._keys, token)
        if link is None or not document.use(session, link, self._desk.now()):
            return None
        address = session.get_one(Address, link.address_id)
        return address.bot_id, address.identity, f"upload:{link.id}"


# Wording

OVER = "Liên kết đã hết hạn hoặc đã dùng rồi. Xin gửi lại tệp trong Zalo để nhận liên kết mới."
TAKEN = "Sổ tay đã nhận tệp. Xin quay lại Zalo để trả lời tiếp."
