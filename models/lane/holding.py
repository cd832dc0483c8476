"""Who holds which lane. Time is the database's own on PostgreSQL, since machines' clocks differ, and this machine's on SQLite; never the
product's clock, which SOTAY_NOW moves."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Double,
    Float,
    String,
    cast,
    delete,
    exists,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import Field, Session, SQLModel, col

from models.database import insert_into
from models.lane.sharing import PASSING, SENDING, Standing, process

RENEWS = 3.0
"""Seconds between two renewals."""
LASTS = 9.0
"""Seconds after its last renewal in which a lane still belongs to its owner: then the next one may have it."""
SWEPT_AFTER = 60.0
"""Seconds after which nobody asks any more which processes there were."""


class Lane(SQLModel, table=True):
    """Something that one process does at a time. `until`: in seconds since 1970 by the database's clock; owner "": nobody."""

    name: str = Field(primary_key=True)
    owner: str = Field(index=True)
    until: float = Field(sa_type=Double)


class _Now(FunctionElement[float]):
    """Now in seconds since 1970, as the database sees it at this moment, and not at the beginning of the transaction."""

    inherit_cache = True
    type = Float()


@compiles(_Now, "postgresql")
def _by_the_server(element: _Now, compiler: Any, **more: Any) -> str:
    return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS DOUBLE PRECISION)"


@compiles(_Now, "sqlite")
def _by_this_machine(element: _Now, compiler: Any, **more: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


def held(name: str | ColumnElement[str], owner: str) -> ColumnElement[bool]:
    """Whether a lane belongs to this owner: put it into the statement that must not be done by anybody else.

    It holds the lane until that transaction ends. Without it one who looks just before the lane is taken would write just after, unseen
    by the next owner, who has recovered by then.
    """
    mine = select(literal(1)).where(col(Lane.name) == name, col(Lane.owner) == owner)
    return exists(mine.with_for_update(read=True))


def sending_of(bot_id: Mapped[int | None]) -> ColumnElement[str]:
    """The name of the sending lane of the bot of a row."""
    return literal(SENDING).concat(cast(bot_id, String))


def alive(owner: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether the process of this name runs."""
    its_own = col(Lane.name) == literal(process("")).concat(owner)
    return exists(select(literal(1)).where(its_own, col(Lane.until) > _Now()))


def renew(session: Session, owner: str) -> set[str]:
    """Keeps all that this owner holds, however late it is, unless somebody else has taken it; gives what that is."""
    # In the order of names, as `take` goes: two processes that wait for each other would both be late.
    in_order = select(col(Lane.name)).where(col(Lane.owner) == owner).order_by(col(Lane.name))
    kept = session.connection().execute(
        update(Lane)
        .where(col(Lane.name).in_(in_order.with_for_update()), col(Lane.owner) == owner)
        .values(until=_Now() + LASTS)
        .returning(col(Lane.name))
    )
    return set(kept.scalars())


def take(session: Session, owner: str, names: Collection[str]) -> set[str]:
    """Takes of these lanes those that are free or have expired; gives which."""
    if not names:
        return set()
    new = insert_into(session, Lane).values(
        [{"name": name, "owner": owner, "until": _Now() + LASTS} for name in sorted(names)]
    )
    taken = session.connection().execute(
        new.on_conflict_do_update(
            index_elements=[col(Lane.name)],
            set_={"owner": new.excluded.owner, "until": _Now() + LASTS},
            where=col(Lane.until) <= _Now(),
        ).returning(col(Lane.name))
    )
    return set(taken.scalars())


def release(session: Session, owner: str, names: Collection[str]) -> None:
    """Gives these lanes back: whoever comes first may have them at once."""
    whose = col(Lane.name).in_(sorted(names)), col(Lane.owner) == owner
    session.connection().execute(update(Lane).where(*whose).values(owner="", until=_Now()))


def leave(session: Session, owner: str) -> None:
    """Gives back everything: this process ends."""
    whose = col(Lane.owner) == owner
    session.connection().execute(update(Lane).where(whose).values(owner="", until=_Now()))


def standing(session: Session) -> dict[str, Standing]:
    """How every lane stands now; what processes long gone have left behind is cleared away."""
    passing = or_(*(col(Lane.name).startswith(kind, autoescape=True) for kind in PASSING))
    session.connection().execute(delete(Lane).where(passing, col(Lane.until) < _Now() - SWEPT_AFTER))
    rows: Sequence[Any] = session.connection().execute(
        select(col(Lane.name), col(Lane.owner), col(Lane.until) - _Now())
    ).all()  # fmt: skip
    return {name: Standing(owner, left) for name, owner, left in rows}


def clear(session: Session) -> None:
    """Nobody holds anything: for whoever knows that he is alone here, by the lock on SQLite's file."""
    session.connection().execute(delete(Lane))
