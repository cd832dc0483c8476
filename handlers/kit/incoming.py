"""What somebody said to us, in no messenger's own terms."""

from dataclasses import dataclass
from enum import StrEnum


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
class FileSaid:
    """A file that was sent: `source` is how its channel fetches it, `size` in bytes (0: unknown)."""

    source: str
    name: str
    size: int = 0


@dataclass(frozen=True)
class Incoming:
    """One thing said.

    text: what was typed, or the caption. tap: the id of the offer whose button was pressed. contact: a telephone number, and only
    when it is the sender's own (people 37). `name` is what the messenger shows. callback: the messenger's id of the tap.
    """

    chat: str
    kind: Kind
    text: str = ""
    name: str | None = None
    tap: int | None = None
    file: FileSaid | None = None
    contact: str | None = None
    group: bool = False
    callback: str | None = None
