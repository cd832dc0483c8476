"""Tables that are given out as .xlsx: each feature says what stands in its own; bot/sheets writes the file when it leaves (decision 15)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.kit.cells import Value
from models.database import Session
from models.member import Member


@dataclass(frozen=True)
class Sheet:
    """A table. name: of its tab; title: what stands above it; head: its columns; rows: as long as the head."""

    name: str
    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Value]]


Maker = Callable[[Session, str, Member, datetime], list[Sheet]]
"""(session, what it is about as the recipe names it, who takes it, now) -> its tables; none where he may not have them."""

RECIPE = "sheet"
makers: dict[str, Maker] = {}


def gives_sheets(name: str) -> Callable[[Maker], Maker]:
    """A feature joins with the tables of one kind of thing; `name` is also that of the file."""

    def join(maker: Maker) -> Maker:
        makers[name] = maker
        return maker

    return join


def recipe(name: str, about: int | str) -> str:
    """The document of a message that carries such a file: 'sheet:gop-y:12'."""
    return f"{RECIPE}:{name}:{about}"
