"""What somebody said to us, in no messenger's own terms."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What was sent. OTHER: an update that nobody can read here; it still gets a sentence."""

    TEXT = "text"
    TAP = "tap"
    FILE = "file"
    PHOTO = "photo"
    VOICE = "voice"
    STICKER = "sticker"
    CONTACT = "contact"
    OTHER = "other"


@dataclass(frozen=True)
class Prepared:
    """A file that was fetched and looked through before the turn (decision 15). `text` is what could be read of it.

    fault: why not all of it could be read (the words of bot.inspection), or "unfetched" where it could not be had at all.
    hit: the rule of a mark of secrecy; there are no bytes then. roster: what a table of people says (handlers.roster.LOOKED), else None.
    survey: a table of questions as its sender would paste it; untabled: why what its name calls a table cannot be read as one.
    """

    data: bytes = field(repr=False)
    text: str | None = field(default=None, repr=False)
    fault: str | None = None
    hit: str | None = None
    roster: dict[str, Any] | None = field(default=None, repr=False)
    survey: str | None = field(default=None, repr=False)
    untabled: str | None = None


@dataclass(frozen=True)
class FileSaid:
    """A file that was sent: `source` is how its channel fetches it, `size` in bytes (0: unknown)."""

    source: str
    name: str
    size: int = 0


@dataclass(frozen=True)
class Incoming:
    """One thing said.

    text: what was typed, or the caption. tap: the id of the offer whose button was pressed. contact: a telephone number, and only
    when it is the sender's own (people 37). `name` is what the messenger shows. sender: in a
    group, the identity of the chat that the speaker has alone with us. people: how many are in the group, where that was asked.
    prepared: only for a file from somebody who may hand one in.
    """

    chat: str
    kind: Kind
    text: str = ""
    name: str | None = None
    tap: int | None = None
    file: FileSaid | None = None
    prepared: Prepared | None = None
    contact: str | None = None
    group: bool = False
    sender: str | None = None
    people: int | None = None
