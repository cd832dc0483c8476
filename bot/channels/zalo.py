"""Zalo, through an own thin client: no kept package exists for Python (the papers' zalo.md gives the facts and their grades).

No buttons, files, edits or update ids. An update is handed out once, or again and again: it is written down before anything else,
and recognised by its message id. Either form of an error is taken, as HTTP status or as 200 with ok:false.
"""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import structlog

from bot.channels.rendering import numbered, split
from bot.channels.wire import Late, NotArrived, Unanswered, Wire
from bot.logs import where
from handlers.kit.incoming import FileSaid, Incoming, Kind
from models.document import LARGEST
from models.terms import ChannelName
from scheduler.outcome import Outcome, Result
from scheduler.parcel import Parcel

AS_JSON = {"Content-Type": "application/json"}
LIMIT = 1800
POLL = 30
IDLE = 408
BETWEEN, BETWEEN_AT_MOST = 1.0, 120.0
"""Seconds between polls, only after an empty, repeated or failed one (decision 21)."""
STORE_AGAIN, STORE_AGAIN_AT_MOST = 0.25, 30.0
"""Seconds until what was said is written down again that the database did not take; each time twice as long."""
LONGEST_PAUSE = timedelta(minutes=60)
KINDS = {
    "message.text.received": Kind.TEXT,
    "message.link.received": Kind.TEXT,
    "message.image.received": Kind.PHOTO,
    "message.sticker.received": Kind.STICKER,
    "message.voice.received": Kind.VOICE,
    "message.unsupported.received": Kind.FILE,
}

log = structlog.get_logger("zalo")
Said = tuple[str, str, dict[str, Any]]
Receive = Callable[[str, str, dict[str, Any]], Awaitable[bool]]
"""(id of the update, chat, raw update): True when it is new."""


@dataclass
class Refused(Exception):
    """The API said no. `code` is its error code, or the HTTP status; `own` whether the answer was the API's JSON."""

    code: int
    own: bool = True


TROUBLES = (Refused, NotArrived, Unanswered)


class Zalo:
    """One Zalo bot."""

    name = ChannelName.ZALO
    takes_files = False
    caption_limit = LIMIT

    def __init__(self, token: str, api: str) -> None:
        """A bot at an API address; nothing is sent yet."""
        self._wire, self._address = Wire(connections=64), f"{api}/bot{token}"
        self._me = ""
        self._refusals = 0

    async def who(self) -> tuple[str, str]:
        """The bot's id and name, from getMe. Raises Refused, NotArrived, Unanswered."""
        me = await self._call("getMe")
        self._me = str(me["id"])
        return self._me, str(me.get("account_name") or me.get("display_name") or "")

    async def listen(self, receive: Receive) -> None:
        """Polls for ever. A webhook that was set before is taken back first: with it no poll is answered."""
        await self._unhook()
        wait = BETWEEN
        while True:
            new = False
            try:
                new = await self.poll(receive, POLL)
                wait = BETWEEN
            except Refused as refused:
                log.warning("poll", code=refused.code)
                wait = min(2 * wait, BETWEEN_AT_MOST)
            except (NotArrived, Unanswered) as error:
                log.warning("poll", error=where(error))
                wait = BETWEEN
            if not new:
                await asyncio.sleep(wait)

    async def poll(self, receive: Receive, patience: int) -> bool:
        """One poll of at most so many seconds; True when it brought something new. Raises Refused, NotArrived, Unanswered.

        What a poll brings is never brought again, so there is no next poll until it is written down, and that goes on even where the
        poll is told to stop.
        """
        try:
            update = await self._call("getUpdates", {"timeout": str(patience)}, patience=patience + 10)
        except Late:
            return False
        except Refused as refused:
            if refused.code == IDLE:
                return False
            raise
        said = _unwrapped(update)
        return said is not None and await asyncio.shield(asyncio.create_task(_written_down(said, receive)))

    async def take(self, raw: Any, receive: Receive) -> bool:
        """Takes one update in from a webhook; True when it is new. Raises what `receive` raises: then it is not confirmed."""
        said = _unwrapped(raw)
        return said is not None and await receive(*said)

    def read(self, raw: dict[str, Any]) -> Incoming | None:
        """What was said in a raw update; None for what the bot itself said."""
        message = raw.get("message") or {}
        sender, chat = message.get("from") or {}, message.get("chat") or {}
        identity = str(chat.get("id") or sender.get("id") or "")
        if not identity or sender.get("is_bot") or str(sender.get("id")) == self._me:
            return None
        kind = KINDS.get(raw.get("event_name", ""), Kind.OTHER)
        photo = message.get("photo_url") or message.get("photo")
        return Incoming(
            chat=identity,
            kind=kind,
            text=message.get("text") or message.get("caption") or "",
            name=sender.get("display_name"),
            file=FileSaid(photo, "") if kind is Kind.PHOTO and photo else None,
            group=chat.get("chat_type") == "GROUP",
        )

    async def send(self, parcel: Parcel) -> Outcome:
        """Sends a parcel as one or more texts. A second part that fails makes the whole uncertain."""
        result: dict[str, Any] = {}
        parts = split(numbered(parcel, tail=True), LIMIT)
        for place, part in enumerate(parts):
            try:
                result = await self._call("sendMessage", {"chat_id": parcel.chat, "text": part})
            except TROUBLES as error:
                failed = self._outcome(error)
                return replace(failed.after_a_part(), parts=place + 1) if place else failed
        self._refusals = 0
        return Outcome(Result.SENT, str((result or {}).get("message_id", "")), parts=len(parts))

    async def send_picture(self, parcel: Parcel, picture: str | bytes) -> tuple[Outcome, None]:
        """Sends a picture by its address, which Zalo fetches, with the parcel's text under it."""
        try:
            result = await self._call(
                "sendPhoto",
                {"chat_id": parcel.chat, "photo": picture, "caption": numbered(parcel, tail=True)},
            )
        except TROUBLES as error:
            return self._outcome(error), None
        self._refusals = 0
        return Outcome(Result.SENT, str((result or {}).get("message_id", ""))), None

    async def hook(self, url: str, secret: str) -> None:
        """Has updates posted to a URL with a secret header. Raises Refused, NotArrived, Unanswered."""
        await self._call("setWebhook", {"url": url, "secret_token": secret})

    async def _unhook(self) -> None:
        try:
            await self._call("deleteWebhook")
        except Refused as refused:
            log.info("unhook", code=refused.code)
        except (NotArrived, Unanswered) as error:
            log.info("unhook", error=where(error))

    async def fetch(self, source: str) -> bytes:
        """A picture that somebody sent, read to a little over the largest that is taken; its address works for a short time only.
        Raises Refused, NotArrived, Unanswered."""
        code, data = await self._wire.fetch(source, LARGEST)
        if code >= 300:
            raise Refused(code, own=False)
        return data

    async def close(self) -> None:
        """Closes the connections."""
        await self._wire.close()

    def _outcome(self, error: Exception) -> Outcome:
        """What an error says of a send (decision 12). 403 is Zalo's own "internal server error", so nobody is unsubscribed for it."""
        if isinstance(error, Refused):
            trouble = str(error.code)
            if error.code == 429:
                self._refusals += 1
                pause = min(LONGEST_PAUSE, timedelta(minutes=2 ** (self._refusals - 1)))
                return Outcome(Result.SLOW_DOWN, trouble=trouble, pause=pause)
            if error.code in (400, 404):
                return Outcome(Result.REFUSED, trouble=trouble)
            if not error.own or error.code == IDLE:
                return Outcome(Result.UNKNOWN, trouble=trouble)
            return Outcome(Result.REFUSED_FOR_NOW, trouble=trouble)
        trouble = type(error).__name__
        if isinstance(error, NotArrived):
            return Outcome(Result.NOT_SENT, trouble=trouble)
        return Outcome(Result.UNKNOWN, trouble=trouble)

    async def _call(self, method: str, body: dict[str, Any] | None = None, patience: float = 15) -> Any:
        data = json.dumps(body or {}, ensure_ascii=False).encode()
        code, answer = await self._wire.ask(
            "POST", f"{self._address}/{method}", data, AS_JSON, reading=patience
        )
        try:
            said = json.loads(answer)
        except (ValueError, RecursionError):
            raise Refused(code, own=False) from None
        if not isinstance(said, dict):
            raise Refused(code, own=False)
        if code >= 300 or not said.get("ok"):
            named = str(said.get("error_code"))
            if named.isdecimal() and len(named) < 6:
                raise Refused(int(named))
            raise Refused(code, own=not said.get("ok"))
        return said.get("result")


async def _written_down(said: Said, receive: Receive) -> bool:
    """True when it is new; returns once it stands in the inbox, however often the database refuses."""
    wait = STORE_AGAIN
    while True:
        try:
            return await receive(*said)
        except Exception as error:
            log.error("not_received", error=where(error))
        await asyncio.sleep(wait)
        wait = min(2 * wait, STORE_AGAIN_AT_MOST)


def _unwrapped(raw: Any) -> Said | None:
    """What `receive` takes of an update, flat or enveloped; None where it brings no message."""
    update = raw.get("result", raw) if isinstance(raw, dict) else None
    if not isinstance(update, dict):
        return None
    message = update.get("message")
    if not isinstance(message, dict) or not message:
        return None
    chat = str((message.get("chat") or {}).get("id") or (message.get("from") or {}).get("id") or "")
    known = message.get("message_id")
    key = str(known) if known else hashlib.sha256(json.dumps(update, sort_keys=True).encode()).hexdigest()
    return key, chat, update
