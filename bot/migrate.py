"""Bringing a database to the newest schema (decision 19): SQLite by every command, PostgreSQL by `migrate` and `run`, under a lock."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import insert, text

from bot.config import ROOT
from models.database import engine, is_sqlite, sqlite_file
from models.setting import TRIAL, Setting

LOCK = 7_316_203
"""The advisory lock that keeps two processes from migrating one PostgreSQL at once."""


def upgrade(url: str, *, trial: bool = False) -> None:
    """Brings the database to head; a SQLite file and its folder are made where they are missing.

    `trial`: a database that is made now is a trial for ever; one that stands already stays what it is.
    """
    if is_sqlite(url):
        sqlite_file(url).parent.mkdir(parents=True, exist_ok=True)
    opened = engine(url, writes=True)
    try:
        with opened.begin() as connection:
            if not is_sqlite(url):
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            new = MigrationContext.configure(connection).get_current_revision() is None
            command.upgrade(config(connection), "head")
            if new and trial:
                connection.execute(insert(Setting).values(name=TRIAL, value="1"))
    finally:
        opened.dispose()


def config(connection: object) -> Config:
    """Alembic's settings for an open connection."""
    made = Config()
    made.set_main_option("script_location", str(ROOT / "models" / "migrations"))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made
