"""The web chat as a messenger: what a browser said, in the form in which it waits in the inbox. What is owed to a browser is taken by
its open stream (bot/pages/stream.py), so nothing is sent from here."""

import secrets
from collections import OrderedDict
from typing import Any

from handlers.kit.incoming import FileSaid, Incoming, Kind
from models.terms import ChannelName

HELD_AT_MOST = 200_000_000
"""Bytes of files held at once; the oldest give way."""


class Gone(Exception):
    """The file is held no more: the program was started anew, or too many came after it. Its sender is asked to send it again."""


class Web:
    """The web chat's bot.

    A file's bytes are held in memory only, never on the disk (decision 29), and the inbox names them by a random source. A restart
    between the upload and the turn therefore loses the bytes while the update stays: `fetch` then raises Gone.
    """

    name = ChannelName.WEB
    takes_files = True

    def __init__(self) -> None:
        """A channel that holds no files yet."""
        self._held: OrderedDict[str, bytes] = OrderedDict()

    def hold(self, data: bytes) -> str:
        """Holds a file until it is fetched; gives its source."""
        source = secrets.token_hex(8)
        self._held[source] = data
        while sum(map(len, self._held.values())) > HELD_AT_MOST:
            self._held.popitem(last=False)
        return source

    async def fetch(self, source: str) -> bytes:
        """A file that somebody sent. It is handed out again until newer ones push it out. Raises Gone."""
        try:
            return self._held[source]
        except KeyError:
            raise Gone from None

    def read(self, raw: dict[str, Any]) -> Incoming:
        """What was said in a raw update."""
        chat = raw["chat"]
        if "tap" in raw:
            return Incoming(chat=chat, kind=Kind.TAP, tap=raw["tap"])
        if "file" in raw:
            return Incoming(chat=chat, kind=Kind.FILE, file=FileSaid(**raw["file"]))
        return Incoming(chat=chat, kind=Kind.TEXT, text=raw["text"])


def typed(chat: str, text: str) -> dict[str, Any]:
    """The raw update of a text."""
    return {"chat": chat, "text": text}


def tapped(chat: str, offer_id: int) -> dict[str, Any]:
    """The raw update of a button: the offer that it names, not to be trusted."""
    return {"chat": chat, "tap": offer_id}


def handed(chat: str, source: str, name: str, size: int) -> dict[str, Any]:
    """The raw update of a file: where it is held, its name, its size in bytes."""
    return {"chat": chat, "file": {"source": source, "name": name, "size": size}}
