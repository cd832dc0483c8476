"""How a database is opened: SQLite with one writer (WAL, BEGIN IMMEDIATE), or PostgreSQL. Also what else a reader of models may name."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlmodel import Session

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "secure_delete=ON",  # what is refused or dropped is overwritten, not only unlinked (people 14)
)
TRACELESS = "traceless"
__all__ = ["TRACELESS", "Session", "engine", "is_database", "is_sqlite", "leave_no_trace", "sqlite_file"]


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
        return create_engine(kind, hide_parameters=True, pool_pre_ping=True, isolation_level=isolation)
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
