"""One Telegram bot: what it hears, what it sends, and what goes round the outbox."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardMarkup,
    InputFile,
    Message,
    Update,
)
from telegram.constants import ChatType
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.rendering import numbered, settled, split
from bot.channels.telegram.messages import said
from bot.channels.telegram.outcomes import outcome, seconds
from bot.channels.telegram.transport import Wire
from bot.logs import where
from handlers.kit.incoming import Incoming, Kind
from models.terms import ChannelName
from scheduler.outcome import Outcome, Result
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


class Telegram:
    """One Telegram bot."""

    name = ChannelName.TELEGRAM
    takes_files = True
    caption_limit = CAPTION

    def __init__(self, token: str, api: str) -> None:
        """A bot at an API address; nothing is sent yet."""
        self._wire = Wire(connections=64)
        self._ear = Wire(connections=2, read_timeout=POLL + 10)
        self._bot = Bot(
            token,
            base_url=f"{api}/bot",
            base_file_url=f"{api}/file/bot",
            request=self._wire,
            get_updates_request=self._ear,
        )
        self._offset = 0
        self._menus: dict[str, int] = {}
        """The hash of what each chat shows: there are as many chats as members, and a menu is some forty lines."""
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
                await asyncio.sleep(seconds(slow).total_seconds())
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
            done = f"{self._bot.base_url}/answerCallbackQuery"
            self._aside(self._wire.call(done, callback_query_id=update.callback_query.id))
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
        return said(update.message, about)

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
                message = await self._wire.call(
                    f"{self._bot.base_url}/sendMessage",
                    chat_id=int(parcel.chat),
                    text=part,
                    reply_markup=_buttons(parcel) if place == len(parts) else None,
                    protect_content=parcel.protected or None,
                    link_preview_options={"is_disabled": True},
                )
            except TelegramError as error:
                ended = outcome(error)
                return ended if place == 1 else ended.after_a_part()
        return Outcome(Result.SENT, str(message["message_id"]))

    def menu(self, chat: str, commands: tuple[tuple[str, str], ...]) -> None:
        """Shows these commands beside a chat; the same ones are asked for once in a process's life."""
        shown = hash(commands)
        if self._menus.get(chat) == shown:
            return
        self._menus[chat] = shown
        words = [BotCommand(name, told[:MENU_HELP]) for name, told in commands]
        self._aside(self._bot.set_my_commands(words, scope=BotCommandScopeChat(int(chat))))

    async def hook(self, url: str, secret: str) -> None:
        """Has updates posted to a URL with a secret header. Raises TelegramError."""
        await self._bot.set_webhook(url, secret_token=secret, allowed_updates=UPDATES)

    async def send_file(self, parcel: Parcel, name: str, file: str | bytes) -> tuple[Outcome, str | None]:
        """Sends a file, by its id here or as bytes, with the parcel's text under it; gives the file's id too. What is not known here is
        refused (decision 20).

        A text too long for that follows, with the buttons: a file that is refused has then said nothing yet, and once the file has gone
        any trouble leaves the whole uncertain.
        """
        text = numbered(parcel, tail=False)
        follows = len(text) > CAPTION
        try:
            message = await self._bot.send_document(
                int(parcel.chat),
                file if isinstance(file, str) else InputFile(file, filename=name),
                caption=None if follows else text or None,
                reply_markup=None if follows else _markup(parcel),
                protect_content=parcel.protected or None,
                disable_content_type_detection=True,
                read_timeout=UPLOAD,
                write_timeout=UPLOAD,
            )
        except InvalidToken as error:
            return Outcome(Result.REFUSED, trouble=type(error).__name__), None
        except TelegramError as error:
            return outcome(error), None
        known = message.document.file_id if message.document else None
        if not follows:
            return Outcome(Result.SENT, str(message.message_id)), known
        ended = await self.send(replace(parcel, settles=None))
        return ended if ended.result is Result.SENT else replace(ended, result=Result.UNKNOWN), known

    async def send_picture(self, parcel: Parcel, picture: str | bytes) -> tuple[Outcome, str | None]:
        """Sends a picture, by its id here or as bytes, with the parcel's text under it; gives its id too. What is not known here is
        refused (decision 20)."""
        try:
            message = await self._bot.send_photo(
                int(parcel.chat),
                picture,
                caption=numbered(parcel, tail=False),
                reply_markup=_markup(parcel),
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
        await self._wire.shutdown()
        await self._ear.shutdown()

    async def _edit(self, parcel: Parcel) -> Outcome | None:
        """Writes the receipt into the question; None where the messenger will not, so that it goes as a new message. An edit that
        may have arrived is simply made again."""
        assert parcel.settles is not None
        try:
            await self._wire.call(
                f"{self._bot.base_url}/editMessageText",
                chat_id=int(parcel.chat),
                message_id=int(parcel.settles.external_id),
                text=settled(parcel),
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


def _buttons(parcel: Parcel) -> dict[str, Any] | None:
    if not parcel.options:
        return None
    rows = [[{"text": o.label, "callback_data": f"{TAP}{o.offer_id}"}] for o in parcel.options]
    return {"inline_keyboard": rows}


def _markup(parcel: Parcel) -> InlineKeyboardMarkup | None:
    buttons = _buttons(parcel)
    return InlineKeyboardMarkup.de_json(buttons, None) if buttons else None


def _counts(message: Message | None) -> bool:
    """Whether to ask how many are in the chat: in a group that is being tied, and when somebody comes or goes."""
    if message is None or message.chat.type not in (ChatType.GROUP, ChatType.SUPERGROUP):
        return False
    tied = (message.text or "").startswith("/")
    return tied or bool(message.new_chat_members) or message.left_chat_member is not None
