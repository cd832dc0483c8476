"""Telegram, through python-telegram-bot as a library: Bot, Update and BaseRequest, none of what keeps state (decision 9)."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import structlog

os.environ.setdefault("PTB_TIMEDELTA", "1")  # the library warns at each RetryAfter until it is set

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    Message,
    Update,
)
from telegram.constants import ChatType
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from bot.channels.rendering import numbered, settled, split
from bot.logs import where
from handlers.kit.incoming import FileSaid, Incoming, Kind
from models.terms import ChannelName
from scheduler.deliver import Outcome, Result
from scheduler.parcel import Parcel

LIMIT = 4000
CAPTION = 1024
UPLOAD = 120.0
"""Seconds for a file of 20 MB on a slow line."""
POLL = 25
RETRY = 3.0
TAP = "o:"
PEOPLE = "sotay_people"
"""What we add to an update of a group: how many people are in it."""
MENU_HELP = 256
UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]

log = structlog.get_logger("telegram")
Receive = Callable[[str, str, dict[str, Any]], Awaitable[None]]
"""(the messenger's id of the update, chat, raw update): returns once it stands in the inbox."""


class _OwnTrouble(NetworkError):
    """A 5xx with the API's own JSON: surely not delivered."""


class _BareTrouble(NetworkError):
    """A 5xx of something in between: nobody knows."""


class _Wire(HTTPXRequest):
    """The library's transport, telling the two kinds of 5xx apart."""

    async def do_request(self, *parts: Any, **more: Any) -> tuple[int, bytes]:
        code, payload = await super().do_request(*parts, **more)
        if code >= 500:
            raise _OwnTrouble(str(code)) if payload.lstrip().startswith(b"{") else _BareTrouble(str(code))
        return code, payload


class Telegram:
    """One Telegram bot."""

    name = ChannelName.TELEGRAM
    takes_files = True
    caption_limit = CAPTION

    def __init__(self, token: str, api: str) -> None:
        """A bot at an API address; nothing is sent yet."""
        self._bot = Bot(
            token,
            base_url=f"{api}/bot",
            base_file_url=f"{api}/file/bot",
            request=_Wire(connection_pool_size=32, pool_timeout=10),
            get_updates_request=_Wire(connection_pool_size=2, read_timeout=POLL + 10),
        )
        self._offset = 0
        self._menus: dict[str, tuple[tuple[str, str], ...]] = {}
        self._background: set[asyncio.Task[None]] = set()

    async def who(self) -> tuple[str, str]:
        """The bot's id and user name, from getMe. Raises TelegramError."""
        me = await self._bot.get_me()
        return str(me.id), me.username or me.first_name

    async def listen(self, receive: Receive) -> None:
        """Polls for ever. An update is confirmed to Telegram only by the poll after it was received (decisions 8, 9)."""
        await self._quietly(self._bot.delete_webhook())
        while True:
            try:
                await self.poll(receive, POLL)
            except RetryAfter as slow:
                await asyncio.sleep(_seconds(slow).total_seconds())
            except TelegramError as error:
                log.warning("poll", error=where(error))
                await asyncio.sleep(RETRY)

    async def poll(self, receive: Receive, patience: int) -> None:
        """One poll of at most so many seconds. Raises TelegramError."""
        updates = await self._bot.get_updates(offset=self._offset, timeout=patience, allowed_updates=UPDATES)
        for update in updates:
            await self.take(update.to_dict(), receive)
            self._offset = update.update_id + 1

    async def take(self, raw: dict[str, Any], receive: Receive) -> None:
        """Takes one raw update in, from a poll or a webhook."""
        update = Update.de_json(raw, self._bot)
        chat = update.effective_chat
        if update.callback_query is not None:
            self._aside(self._bot.answer_callback_query(update.callback_query.id))
        if chat is not None and _counts(update.message):
            raw = raw | {PEOPLE: await self._people(chat.id)}
        await receive(str(update.update_id), str(chat.id) if chat else "", raw)

    def read(self, raw: dict[str, Any]) -> Incoming | None:
        """What was said in a raw update; None where nobody spoke."""
        update = Update.de_json(raw, self._bot)
        chat, user = update.effective_chat, update.effective_user
        if chat is None or user is None or chat.type == ChatType.CHANNEL or update.my_chat_member:
            return None
        about: dict[str, Any] = {
            "chat": str(chat.id),
            "name": user.full_name if chat.type == ChatType.PRIVATE else chat.title,
            "group": chat.type != ChatType.PRIVATE,
            "sender": str(user.id),
            "people": raw.get(PEOPLE),
        }
        if update.callback_query is not None:
            data = update.callback_query.data or ""
            tap = int(data[len(TAP) :]) if data.startswith(TAP) and data[len(TAP) :].isdecimal() else None
            return Incoming(kind=Kind.TAP, tap=tap, **about)
        if update.message is None:
            return Incoming(kind=Kind.OTHER, **about)
        return _said(update.message, about)

    async def send(self, parcel: Parcel) -> Outcome:
        """Sends a parcel: as an edit of what was tapped, or as one or more messages, buttons under the last. After the
        first part any trouble leaves the whole uncertain."""
        try:
            if parcel.settles is not None and not parcel.options:
                edited = await self._edit(parcel)
                if edited is not None:
                    return edited
            parts = split(numbered(parcel, tail=False), LIMIT)
        except TelegramError as error:
            return outcome(error)
        for place, part in enumerate(parts, 1):
            try:
                message = await self._bot.send_message(
                    int(parcel.chat),
                    part,
                    reply_markup=_buttons(parcel) if place == len(parts) else None,
                    protect_content=parcel.protected or None,
                    link_preview_options=LinkPreviewOptions(is_disabled=True),
                )
            except TelegramError as error:
                ended = outcome(error)
                return ended if place == 1 else replace(ended, result=Result.UNKNOWN)
        return Outcome(Result.SENT, str(message.message_id))

    def menu(self, chat: str, commands: tuple[tuple[str, str], ...]) -> None:
        """Shows these commands beside a chat; the same ones are asked for once in a process's life."""
        if self._menus.get(chat) == commands:
            return
        self._menus[chat] = commands
        words = [BotCommand(name, told[:MENU_HELP]) for name, told in commands]
        self._aside(self._bot.set_my_commands(words, scope=BotCommandScopeChat(int(chat))))

    async def hook(self, url: str, secret: str) -> None:
        """Has updates posted to a URL with a secret header. Raises TelegramError."""
        await self._bot.set_webhook(url, secret_token=secret, allowed_updates=UPDATES)

    async def send_file(self, parcel: Parcel, name: str, file: str | bytes) -> tuple[Outcome, str | None]:
        """Sends a file, by its id here or as bytes, with the parcel's text under it; gives the file's id too."""
        text = numbered(parcel, tail=False)
        try:
            if len(text) > CAPTION:
                await self._bot.send_message(int(parcel.chat), text, protect_content=parcel.protected or None)
                text = ""
            message = await self._bot.send_document(
                int(parcel.chat),
                file if isinstance(file, str) else InputFile(file, filename=name),
                caption=text or None,
                reply_markup=_buttons(parcel),
                protect_content=parcel.protected or None,
                disable_content_type_detection=True,
                read_timeout=UPLOAD,
                write_timeout=UPLOAD,
            )
        except TelegramError as error:
            return outcome(error), None
        sent = message.document
        return Outcome(Result.SENT, str(message.message_id)), sent.file_id if sent else None

    async def send_picture(self, parcel: Parcel, picture: str | bytes) -> tuple[Outcome, str | None]:
        """Sends a picture, by its id here or as bytes, with the parcel's text under it; gives its id too. What is not known here is
        refused (decision 20)."""
        try:
            message = await self._bot.send_photo(
                int(parcel.chat),
                picture,
                caption=numbered(parcel, tail=False),
                reply_markup=_buttons(parcel),
                protect_content=parcel.protected or None,
                read_timeout=UPLOAD,
                write_timeout=UPLOAD,
            )
        except InvalidToken as error:
            return Outcome(Result.REFUSED, trouble=type(error).__name__), None
        except TelegramError as error:
            return outcome(error), None
        known = message.photo[-1].file_id if message.photo else None
        return Outcome(Result.SENT, str(message.message_id)), known

    async def fetch(self, source: str) -> bytes:
        """A file that somebody sent. Raises TelegramError."""
        file = await self._bot.get_file(source)
        return bytes(await file.download_as_bytearray())

    async def close(self) -> None:
        """Closes the connections."""
        for task in self._background:
            task.cancel()
        await self._bot._request[0].shutdown()
        await self._bot._request[1].shutdown()

    async def _edit(self, parcel: Parcel) -> Outcome | None:
        """Writes the receipt into the question; None where the messenger will not, so that it goes as a new message. An edit that
        may have arrived is simply made again."""
        assert parcel.settles is not None
        try:
            await self._bot.edit_message_text(
                settled(parcel), chat_id=int(parcel.chat), message_id=int(parcel.settles.external_id)
            )
        except (BadRequest, Forbidden, InvalidToken) as error:
            if "not modified" not in error.message.lower():
                return None
        except (TimedOut, NetworkError) as error:
            return Outcome(Result.NOT_SENT, trouble=type(error).__name__)
        return Outcome(Result.SENT, parcel.settles.external_id)

    def _aside(self, call: Awaitable[Any]) -> None:
        task = asyncio.create_task(self._quietly(call))
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _people(self, chat: int) -> int | None:
        """How many people are in a group, without ourselves; None where the messenger does not say."""
        try:
            return await self._bot.get_chat_member_count(chat) - 1
        except TelegramError as error:
            log.info("aside", error=where(error))
            return None

    async def _quietly(self, call: Awaitable[Any]) -> None:
        """What goes round the outbox may be refused (decisions 16, 20)."""
        try:
            await call
        except TelegramError as error:
            log.info("aside", error=where(error))


def outcome(error: TelegramError) -> Outcome:
    """What an error says of a send (decision 12). BadRequest is a NetworkError, and all time-outs are TimedOut: the cause tells."""
    trouble = type(error).__name__
    cause = error.__cause__
    if isinstance(error, ChatMigrated):
        return Outcome(Result.NOT_SENT, trouble=trouble, moved_to=str(error.new_chat_id))
    if isinstance(error, RetryAfter):
        return Outcome(Result.SLOW_DOWN, trouble=trouble, pause=_seconds(error))
    if isinstance(error, Forbidden):
        return Outcome(Result.CHAT_GONE, trouble=trouble)
    if isinstance(error, BadRequest):
        gone = "chat not found" in error.message.lower()
        return Outcome(Result.CHAT_GONE if gone else Result.REFUSED, trouble=trouble)
    if isinstance(error, TimedOut):
        before = (
            isinstance(cause, httpx.ConnectTimeout | httpx.PoolTimeout) or "pool" in error.message.lower()
        )
        return Outcome(Result.NOT_SENT if before else Result.UNKNOWN, trouble=trouble)
    if isinstance(error, _OwnTrouble) or isinstance(cause, httpx.ConnectError):
        return Outcome(Result.NOT_SENT, trouble=trouble)
    if isinstance(error, NetworkError):
        return Outcome(Result.UNKNOWN, trouble=trouble)
    return Outcome(Result.NOT_SENT, trouble=trouble)


def _seconds(error: RetryAfter) -> timedelta:
    after = error.retry_after
    return after if isinstance(after, timedelta) else timedelta(seconds=after)


def _buttons(parcel: Parcel) -> InlineKeyboardMarkup | None:
    if not parcel.options:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(o.label, callback_data=f"{TAP}{o.offer_id}")] for o in parcel.options]
    )


def _counts(message: Message | None) -> bool:
    """Whether to ask how many are in the chat: in a group that is being tied, and when somebody comes or goes."""
    if message is None or message.chat.type not in (ChatType.GROUP, ChatType.SUPERGROUP):
        return False
    tied = (message.text or "").startswith("/")
    return tied or bool(message.new_chat_members) or message.left_chat_member is not None


def _said(message: Message, about: dict[str, Any]) -> Incoming:
    text = message.text or message.caption or ""
    if message.text is not None:
        return Incoming(kind=Kind.TEXT, text=text, **about)
    if message.contact is not None:
        own = message.from_user is not None and message.contact.user_id == message.from_user.id
        return Incoming(kind=Kind.CONTACT, contact=message.contact.phone_number if own else None, **about)
    if message.document is not None:
        sent = message.document
        file = FileSaid(sent.file_id, sent.file_name or "", sent.file_size or 0)
        return Incoming(kind=Kind.FILE, text=text, file=file, **about)
    if message.photo:
        largest = message.photo[-1]
        file = FileSaid(largest.file_id, "", largest.file_size or 0)
        return Incoming(kind=Kind.PHOTO, text=text, file=file, **about)
    if message.voice or message.audio or message.video_note:
        return Incoming(kind=Kind.VOICE, text=text, **about)
    if message.sticker:
        return Incoming(kind=Kind.STICKER, **about)
    return Incoming(kind=Kind.OTHER, text=text, **about)
