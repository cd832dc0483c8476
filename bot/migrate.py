"""Bringing a database to the newest schema (decision 19): SQLite by every command, PostgreSQL by `migrate` and `run`, under a lock."""

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from bot.config import ROOT
from models.database import engine, is_sqlite, sqlite_file

LOCK = 7_316_203
"""The advisory lock that keeps two processes from migrating one PostgreSQL at once."""


def upgrade(url: str) -> None:
    """Brings the database to head; a SQLite file and its folder are made where they are missing."""
    if is_sqlite(url):
        sqlite_file(url).parent.mkdir(parents=True, exist_ok=True)
    opened = engine(url, writes=True)
    try:
        with opened.begin() as connection:
            if not is_sqlite(url):
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            command.upgrade(config(connection), "head")
    finally:
        opened.dispose()


def config(connection: object) -> Config:
    """Alembic's settings for an open connection."""
    made = Config()
    made.set_main_option("script_location", str(ROOT / "models" / "migrations"))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made
