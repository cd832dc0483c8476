"""The web chat as a messenger: what a browser said, in the form in which it waits in the inbox. What is owed to a browser is taken by
its open stream (bot/pages/stream.py), and a file that it uploads is held by the intake, so nothing is sent or fetched from here."""

from typing import Any

from handlers.kit.incoming import FileSaid, Incoming, Kind
from models.terms import ChannelName


class Web:
    """The web chat's bot."""

    name = ChannelName.WEB
    takes_files = True

    def read(self, raw: dict[str, Any]) -> Incoming:
        """What was said in a raw update."""
        chat = raw["chat"]
        if "tap" in raw:
            return Incoming(chat=chat, kind=Kind.TAP, tap=raw["tap"])
        if "file" in raw:
            return Incoming(chat=chat, kind=Kind.FILE, file=FileSaid(**raw["file"]))
        return Incoming(chat=chat, kind=Kind.TEXT, text=raw["text"])

    async def fetch(self, source: str) -> bytes:
        """What was refused unread cannot be fetched."""
        raise LookupError


def update_of(address_id: int, said: str) -> str:
    """The id under which something said waits in the inbox, from the id that its page gave it."""
    return f"{address_id}:{said}"


def said_in(update: str) -> str:
    """The id that a page gave to what was said, from the inbox's."""
    return update.partition(":")[2]


def typed(chat: str, text: str) -> dict[str, Any]:
    """The raw update of a text."""
    return {"chat": chat, "text": text}


def tapped(chat: str, offer_id: int) -> dict[str, Any]:
    """The raw update of a button: the offer that it names, not to be trusted."""
    return {"chat": chat, "tap": offer_id}


def unread(chat: str, name: str, size: int) -> dict[str, Any]:
    """The raw update of a file whose bytes were not kept: its name, its size in bytes. Its sender still gets his answer."""
    return {"chat": chat, "file": {"source": "", "name": name, "size": size}}
