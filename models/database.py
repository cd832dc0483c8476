"""How a database is opened: SQLite with one writer (WAL, BEGIN IMMEDIATE), or PostgreSQL. Also what else a reader of models may name."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlmodel import Session, SQLModel

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "secure_delete=ON",  # what is refused or dropped is overwritten, not only unlinked (people 14)
)
PASSING = ("08", "40", "53", "57", "58", "55P03")
"""What PostgreSQL's codes begin with where the server, and not the statement, was at fault: a lost connection, a deadlock, no room, a stop."""
TRACELESS = "traceless"
WRITERS = 8
"""Units that PostgreSQL lets one process write at once; SQLite: one."""
LINE: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 8000,
}
"""How soon a line to PostgreSQL that has gone dead without a word is noticed: in some ten seconds, not in two hours."""
__all__ = [
    "LINE",
    "TRACELESS",
    "WRITERS",
    "Session",
    "engine",
    "insert_into",
    "is_database",
    "is_passing",
    "is_sqlite",
    "leave_no_trace",
    "sqlite_file",
]


def is_database(url: str) -> bool:
    """Whether the URL names a database of a kind that we open, wherever it is."""
    try:
        return make_url(url).get_backend_name() in ("sqlite", "postgresql", "postgres")
    except (ArgumentError, ValueError):
        return False


def is_sqlite(url: str) -> bool:
    """Whether the URL names a SQLite file."""
    return make_url(url).get_backend_name() == "sqlite"


def sqlite_file(url: str) -> Path:
    """The file of a SQLite URL."""
    return Path(make_url(url).database or "")


def insert_into(session: Session, table: type[SQLModel]) -> postgresql.Insert | sqlite.Insert:
    """An insert that can say what to do where such a row stands already (`on_conflict_do_nothing`, `on_conflict_do_update`)."""
    return postgresql.insert(table) if on_server(session) else sqlite.insert(table)


def on_server(session: Session) -> bool:
    """Whether the database is a PostgreSQL server, and not a SQLite file."""
    return session.get_bind().dialect.name == "postgresql"


def leave_no_trace(session: Session) -> None:
    """What this session deletes, or what it was told, must not be found in the database's files either, once it is committed."""
    session.info[TRACELESS] = True


def engine(url: str, *, writes: bool) -> Engine:
    """An engine for writing or for reading.

    A reader sees one moment: on SQLite by itself, on PostgreSQL by asking for it. pysqlite opens its transaction at the first write, so
    that a count could change between check and write: here every transaction of the writer begins IMMEDIATE. Parameters never stand in
    an error.
    """
    if not is_sqlite(url):
        kind = make_url(url).set(drivername="postgresql+psycopg")
        isolation = "READ COMMITTED" if writes else "REPEATABLE READ"
        return create_engine(
            kind,
            hide_parameters=True,
            pool_pre_ping=True,
            pool_size=WRITERS + 1 if writes else 4,  # one for the lanes, which wait behind nothing
            isolation_level=isolation,
            connect_args=LINE,
        )
    made = create_engine(url, hide_parameters=True, pool_size=1 if writes else 4)

    @event.listens_for(made, "connect")
    def _connected(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(made, "begin")
    def _begun(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return made


def is_passing(error: Exception) -> bool:
    """Whether the database itself failed, so that the same work may succeed in a moment; not what can never be done, as a search that
    it does not read, though both libraries call that an operational error too."""
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return True
    if isinstance(error.orig, sqlite3.Error):
        code = getattr(error.orig, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        return isinstance(error, OperationalError) and code & 0xFF != sqlite3.SQLITE_ERROR
    state = getattr(error.orig, "sqlstate", None)
    return isinstance(error, OperationalError | InterfaceError) and (state or PASSING[0]).startswith(PASSING)
