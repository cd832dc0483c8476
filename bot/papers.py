"""Documents as they leave: a file where the messenger takes files and may see this one, else a personal link, else its beginning in words
(people 12, 13). Made when it is sent, so that what is sent again by id needs no bytes."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Protocol

import structlog

from bot import corrections, own_copies, sheets
from bot.channels.rendering import split
from bot.logs import where
from bot.pictures import Pictures, ticket
from bot.store import Store
from handlers.joining.data import RECIPE as OWN
from handlers.kit.handed_in import send_elsewhere
from handlers.kit.sheets import RECIPE as SHEET
from models import document
from models.database import Session, is_passing
from models.document import Document, File, FileLink, UploadLink
from models.organisation import Organisation
from models.outbox import Delivery
from models.sealing import Keys
from models.terms import DocumentClass, OrganisationKind
from scheduler.outcome import Outcome, Result
from scheduler.parcel import Parcel

FILE, UPLOAD = "file", "upload"
"""What a recipe names: `file:12` a document, `upload:12` a link by which its reader hands in a file."""
EXCERPT = 1800
ON_SCREEN = 4000

log = structlog.get_logger("papers")


class Channel(Protocol):
    """A messenger, as far as papers go."""

    takes_files: bool

    async def send(self, parcel: Parcel) -> Outcome:
        """Sends a parcel without a file."""


class FileChannel(Protocol):
    """A messenger that takes files."""

    async def send_file(self, parcel: Parcel, name: str, file: str | bytes) -> tuple[Outcome, str | None]:
        """Sends a file by its id there, or as bytes; gives its id too."""


@dataclass(frozen=True)
class Paper:
    """What a recipe stands for, at one bot and for one reader. `link` is None where there is no public address; of_branch: it stands in
    a branch's library, not in that of a committee above."""

    file_id: int
    name: str
    public: bool
    text: str | None
    link: str | None
    until: datetime | None
    external_id: str | None
    of_branch: bool


class Papers:
    """A bot's sender that turns recipes into files, links and words."""

    def __init__(
        self,
        channel: Channel,
        bot_id: int,
        store: Store,
        keys: Keys,
        now: Callable[[], datetime],
        public_url: str | None,
    ) -> None:
        """Papers before a channel."""
        self._channel, self._bot_id, self._store, self._keys, self._now = channel, bot_id, store, keys, now
        self._public_url = public_url
        self._pictures = Pictures(channel, store, self._picture if public_url else None)  # type: ignore[arg-type]
        self._uploads: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def send(self, parcel: Parcel) -> Outcome:
        """Sends a parcel."""
        if parcel.document is None:
            if parcel.picture is not None:
                return await self._pictures.send(parcel, parcel.picture)
            return await self._channel.send(parcel)
        try:
            return await self._sent(parcel, parcel.document)
        except Exception as error:  # a sender never raises
            log.error("paper_failed", delivery=parcel.delivery_id, error=where(error))
            passes = Result.NOT_SENT if is_passing(error) else Result.REFUSED_FOR_NOW
            return Outcome(passes, trouble=type(error).__name__)

    async def _sent(self, parcel: Parcel, recipe: str) -> Outcome:
        what, _, number = recipe.partition(":")
        if what == UPLOAD and self._public_url is None:  # there was an address when it was owed
            return await self._channel.send(replace(parcel, text=send_elsewhere().text))
        if what == UPLOAD:
            link = await self._store.read(lambda session: self._way_in(session, int(number)))
            return await self._channel.send(replace(parcel, text=f"{parcel.text}\n{link}"))
        if what == corrections.RECIPE:
            return await self._corrected(parcel, int(number))
        if what == OWN:
            return await self._own(parcel)
        if what == SHEET:
            return await self._sheet(parcel)
        return await self._library(parcel, int(number))

    async def _file_or_words(
        self,
        parcel: Parcel,
        file: Callable[[], Awaitable[Outcome | None]],
        words: Callable[[], Awaitable[str]],
    ) -> Outcome:
        """The message with its file; where no files go, this one is none (None) or is refused, the message in these words."""
        outcome = await file() if self._channel.takes_files else None
        if outcome is not None and outcome.result is not Result.REFUSED:
            return outcome
        return await self._channel.send(replace(parcel, text=await words()))

    async def _library(self, parcel: Parcel, document_id: int) -> Outcome:
        """A document: as a file if it is public, else by its link or its beginning."""
        paper = await self._store.write(partial(self._paper, document_id=document_id, parcel=parcel))

        async def file() -> Outcome | None:
            return await self._as_file(parcel, paper) if paper.public else None

        async def words() -> str:
            return in_words(parcel.text, paper, self._now())

        return await self._file_or_words(parcel, file, words)

    async def _as_file(self, parcel: Parcel, paper: Paper) -> Outcome:
        """Sends the file by its id there; one that is not known, or not any more, is uploaded."""
        if paper.external_id is not None:
            outcome, _ = await self._files.send_file(parcel, paper.name, paper.external_id)
            if outcome.result is not Result.REFUSED:
                return outcome
            await self._store.write(
                lambda session: document.forget_sent(session, self._bot_id, paper.file_id)
            )
        async with self._uploads[paper.file_id]:
            return await self._uploaded(parcel, paper)

    async def _corrected(self, parcel: Parcel, file_id: int) -> Outcome:
        """The message with the marked copy of the reader's own file, where files go and it still waits."""

        async def file() -> Outcome | None:
            copy = await corrections.marked_copy(self._store, file_id, parcel.delivery_id)
            with_copy = replace(parcel, text=f"{parcel.text}\n{MARKED}")
            return (await self._files.send_file(with_copy, *copy))[0] if copy else None

        async def words() -> str:
            return parcel.text

        return await self._file_or_words(parcel, file, words)

    async def _own(self, parcel: Parcel) -> Outcome:
        """All that is kept of the reader: as a file; where it is refused or none goes, by a link, else in words."""
        made = partial(own_copies.text_of, delivery_id=parcel.delivery_id, now=self._now(), away=True)
        own = await self._store.read(made)
        if own is None:
            return await self._channel.send(replace(parcel, text=NOT_HERE))

        async def file() -> Outcome | None:
            return (await self._files.send_file(parcel, own_copies.NAME, own_copies.as_file(own)))[0]

        async def words() -> str:
            if self._public_url is None:
                return f"{parcel.text}\n\n{own}"
            return await self._store.write(partial(self._own_link, parcel=parcel, word=OWN_WORD))

        return await self._file_or_words(parcel, file, words)

    async def _sheet(self, parcel: Parcel) -> Outcome:
        """A table: by a link to our own server, where there is one; else as a file where files go, else told where it is to be had."""
        if self._public_url is not None:
            text = await self._store.write(partial(self._own_link, parcel=parcel, word=SHEET_WORD))
            return await self._channel.send(replace(parcel, text=text))

        async def file() -> Outcome | None:
            made = await self._store.read(
                partial(sheets.made, delivery_id=parcel.delivery_id, now=self._now())
            )
            return (await self._files.send_file(parcel, *made))[0] if made else None

        async def words() -> str:
            return f"{parcel.text}\n{ON_THE_WEB}"

        return await self._file_or_words(parcel, file, words)

    @property
    def _files(self) -> FileChannel:
        return self._channel  # type: ignore[return-value]

    async def _uploaded(self, parcel: Parcel, paper: Paper) -> Outcome:
        """Sends the bytes, unless another copy has taken them there while this one waited."""
        file: str | bytes | None = await self._store.read(
            lambda session: document.sent_as(session, self._bot_id, paper.file_id)
        )
        if file is None:
            file = await self._whole(paper.file_id)
        outcome, external_id = await self._files.send_file(parcel, paper.name, file)
        if external_id is not None and isinstance(file, bytes):
            try:
                await self._store.write(
                    lambda session: document.keep_sent(session, self._bot_id, paper.file_id, external_id)
                )
            except Exception as error:  # it has gone all the same: the next copy takes the bytes along
                log.error("not_kept", delivery=parcel.delivery_id, error=where(error))
        return outcome

    async def _whole(self, file_id: int) -> bytes:
        count = await self._store.read(lambda session: document.parts(session, file_id))
        parts = [await self._store.read(partial(document.part, file_id=file_id, n=n)) for n in range(count)]
        return b"".join(parts)

    def _paper(self, session: Session, document_id: int, parcel: Parcel) -> Paper:
        row = session.get_one(Document, document_id)
        file = session.get_one(File, row.file_id)
        link = None
        if self._public_url is not None:
            delivery = session.get_one(Delivery, parcel.delivery_id)
            link = document.link_for(session, self._keys, row.id, delivery, self._now())
        return Paper(
            file.id,
            row.name,
            row.kind is DocumentClass.PUBLIC,
            file.text,
            self._address("f", link) if link else None,
            link.expires_at.astimezone(self._now().tzinfo) if link else None,
            document.sent_as(session, self._bot_id, file.id),
            session.get_one(Organisation, row.organisation_id).kind is OrganisationKind.BRANCH,
        )

    def _picture(self, message: int) -> str:
        return f"{self._public_url}/hinh/{message}/{ticket(self._keys, message)}"

    def _own_link(self, session: Session, parcel: Parcel, word: str) -> str:
        delivery, now = session.get_one(Delivery, parcel.delivery_id), self._now()
        link = document.link_for(session, self._keys, None, delivery, now)
        if link is None:
            return parcel.text
        until = link.expires_at.astimezone(now.tzinfo)
        return by_link(parcel.text, self._address("f", link), until, word)

    def _way_in(self, session: Session, link_id: int) -> str:
        return self._address("u", session.get_one(UploadLink, link_id))

    def _address(self, page: str, link: FileLink | UploadLink) -> str:
        return f"{self._public_url}/{page}/{document.token_of(self._keys, link)}"


def on_screen(session: Session, parcel: Parcel, now: datetime) -> Parcel:
    """A parcel for a terminal on this very machine: the beginning of the document's text stands in it, or all that is kept of the
    reader."""
    what, _, number = (parcel.document or "").partition(":")
    if what == OWN:
        own = own_copies.text_of(session, parcel.delivery_id, now, away=False)
        return replace(parcel, text=f"{parcel.text}\n\n{own or NOT_HERE}")
    if what == SHEET:
        return replace(parcel, text=f"{parcel.text}\n{ON_THE_WEB}")
    if what != FILE:
        return parcel
    row = session.get_one(Document, int(number))
    text = session.get_one(File, row.file_id).text
    return replace(parcel, text=f"{parcel.text}\n\n{_beginning(text, ON_SCREEN) if text else NO_TEXT}")


def _beginning(text: str, most: int) -> str:
    first, *rest = split(text, most)
    return f"{first} ..." if rest else first


# Wording

MARKED = "Bản có đánh dấu chỗ sai gửi kèm."
PRINTED = "Bản in có tại nhà văn hóa."
PRINTED_ABOVE = "Bản in, xin đồng chí nhận ở nơi gửi."
NO_TEXT = "Tệp này không có chữ để hiện ở đây."


OWN_WORD = "DỮ LIỆU"
SHEET_WORD = "KẾT QUẢ"
ON_THE_WEB = "Tệp Excel lấy được ở trang web của Sổ tay."
NOT_HERE = "Máy này không còn là của đồng chí ấy, nên Sổ tay không gửi."


def by_link(text: str, link: str, until: datetime, word: str) -> str:
    """word: what is typed to get another one."""
    return (
        f"{text}\nĐọc ở đây: {link}\nLiên kết riêng của đồng chí, mở được {document.OPENINGS} lần, "
        f"đến {until:%Hh%M} ngày {until:%d/%m}. Hết hạn, nhắn {word} để nhận lại."
    )


def in_words(text: str, paper: Paper, now: datetime) -> str:
    """The message where no file goes with it."""
    if paper.link is not None and paper.until is not None:
        return by_link(text, paper.link, paper.until, "TÀI LIỆU")
    printed = PRINTED if paper.of_branch else PRINTED_ABOVE
    if paper.public and paper.text:
        return f"{text}\n\n{_beginning(paper.text, EXCERPT)}\n\n{printed}"
    return f"{text}\n{printed}"
