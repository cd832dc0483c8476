"""Who holds which lane. Time is the database's own on PostgreSQL, since machines' clocks differ, and this machine's on SQLite; never the
product's clock, which SOTAY_NOW moves."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Double,
    Float,
    String,
    case,
    cast,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, aliased
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import Field, Session, SQLModel, col

from models.database import insert_into
from models.lane.sharing import PASSING, PROCESS, SENDING, Standing, process

RENEWS = 3.0
"""Seconds between two renewals."""
LASTS = 9.0
"""Seconds after its last renewal in which a lane still belongs to its owner: then the next one may have it."""
SWEPT_AFTER = 60.0
"""Seconds after which nobody asks any more which processes there were."""


class Lane(SQLModel, table=True):
    """Something that one process does at a time; owner "": nobody.

    A process lives, and holds all that is its own, until `at`; any other lane was taken, or given back, at `at`. In seconds since 1970 by
    the database's clock. So renewing is one row: it waits for nobody who sends in a lane, and nobody waits for it.
    """

    name: str = Field(primary_key=True)
    owner: str = Field(index=True)
    at: float = Field(sa_type=Double)


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
    return exists(select(literal(1)).where(col(_ITSELF.name) == _process_of(owner), col(_ITSELF.at) > _Now()))


def renew(session: Session, owner: str) -> None:
    """This process lives, and keeps all that it holds, however late it is, unless somebody else has taken it. In a unit of its own: in
    one with other lanes, two that were both late would wait for each other."""
    new = insert_into(session, Lane).values(name=process(owner), owner=owner, at=_Now() + LASTS)
    session.connection().execute(
        new.on_conflict_do_update(index_elements=[col(Lane.name)], set_={"at": _Now() + LASTS})
    )


def holds(session: Session, owner: str) -> dict[str, float]:
    """All that this owner holds, each with the moment at which it was taken: another moment says that another may have had it since."""
    rows: Sequence[Any] = session.connection().execute(
        select(col(Lane.name), col(Lane.at)).where(col(Lane.owner) == owner)
    ).all()  # fmt: skip
    return {name: at for name, at in rows if name != process(owner)}


def take(session: Session, owner: str, names: Collection[str]) -> None:
    """Takes of these lanes those that nobody holds who lives; `holds` says which those were.

    It waits for nobody: what is being written under at this moment, by an owner who is late, or is being taken, stays where it is. And
    who is found dead stays so until this unit ends.
    """
    if not names:
        return
    known = insert_into(session, Lane).values(
        [{"name": name, "owner": "", "at": 0} for name in sorted(names)]
    )
    session.connection().execute(known.on_conflict_do_nothing(index_elements=[col(Lane.name)]))
    lapsed = select(col(Lane.owner)).where(_of_kind(PROCESS), col(Lane.at) <= _Now())
    dead = session.connection().execute(lapsed.with_for_update(read=True, skip_locked=True)).scalars().all()
    swept = ~exists(select(literal(1)).where(col(_ITSELF.name) == _process_of(col(Lane.owner))))
    free = select(col(Lane.name)).where(
        col(Lane.name).in_(sorted(names)), or_(col(Lane.owner).in_(["", *dead]), swept)
    )
    session.connection().execute(
        update(Lane)
        .where(col(Lane.name).in_(free.with_for_update(of=Lane, skip_locked=True)))
        .values(owner=owner, at=_Now())
    )


def release(session: Session, owner: str, names: Collection[str]) -> None:
    """Gives these lanes back: whoever comes first may have them at once."""
    if not names:
        return
    whose = col(Lane.name).in_(sorted(names)), col(Lane.owner) == owner
    session.connection().execute(update(Lane).where(*whose).values(owner="", at=_Now()))


def leave(session: Session, owner: str) -> None:
    """Gives back everything: this process ends."""
    whose = col(Lane.owner) == owner
    session.connection().execute(update(Lane).where(whose).values(owner="", at=_Now()))


def standing(session: Session) -> dict[str, Standing]:
    """How every lane stands now; what processes long gone have left behind is cleared away."""
    gone = or_(*map(_of_kind, PASSING)), _left() < -SWEPT_AFTER
    swept = select(col(Lane.name)).where(*gone)
    if session.connection().execute(swept.limit(1)).first() is not None:
        one_sweeps = swept.with_for_update(skip_locked=True)  # and sees who has come back meanwhile
        session.connection().execute(delete(Lane).where(col(Lane.name).in_(one_sweeps)))
    rows: Sequence[Any] = session.connection().execute(
        select(col(Lane.name), col(Lane.owner), _left())
    ).all()  # fmt: skip
    return {name: Standing(owner, left) for name, owner, left in rows}


def clear(session: Session) -> None:
    """Nobody holds anything: for whoever knows that he is alone here, by the lock on SQLite's file."""
    session.connection().execute(delete(Lane))


def _left() -> ColumnElement[float]:
    """For how many seconds more a lane is its owner's; of one that is nobody's, how long it has been so, negative."""
    lives = select(col(_ITSELF.at)).where(col(_ITSELF.name) == _process_of(col(Lane.owner))).scalar_subquery()
    return case((col(Lane.owner) == "", col(Lane.at)), else_=func.coalesce(lives, 0.0)) - _Now()


def _of_kind(kind: str) -> ColumnElement[bool]:
    return col(Lane.name).startswith(kind, autoescape=True)


def _process_of(owner: ColumnElement[str] | Mapped[str]) -> ColumnElement[str]:
    return literal(PROCESS).concat(owner)


_ITSELF = aliased(Lane)
"""The lane by which the owner of another one is seen to live."""
