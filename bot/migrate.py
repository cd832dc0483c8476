"""Bringing a database to the newest schema (decision 19): SQLite by every command, PostgreSQL by `migrate` and `run`, under a lock."""

from functools import cache

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, insert, text
from sqlalchemy.exc import DatabaseError, ProgrammingError

from bot.config import ROOT
from models.database import engine, is_sqlite, sqlite_file
from models.setting import TRIAL, Setting

LOCK = 7_316_203
"""The advisory lock that keeps two processes from migrating one PostgreSQL at once."""


class NotReached(Exception):
    """The database cannot be opened: its folder, its file or its server does not let us, or the file is no database."""


class NotMigrated(Exception):
    """The database is not at this program's schema, and was not brought to it. newer: a newer program has made it."""

    def __init__(self, newer: bool) -> None:
        """For this reason."""
        super().__init__()
        self.newer = newer


def reach(url: str) -> None:
    """Looks into the database; a SQLite file and its folder are made where they are missing, for their owner alone. Raises NotReached."""
    opened = engine(url, writes=False)
    try:
        if is_sqlite(url):
            file = sqlite_file(url)
            file.parent.mkdir(parents=True, exist_ok=True)
            if not file.exists():
                file.touch(0o600)  # its journals take their rights from it
        with opened.connect() as connection:
            current(connection)
    except (OSError, DatabaseError):
        raise NotReached from None
    finally:
        opened.dispose()


def upgrade(url: str, *, trial: bool = False, to: str = "head") -> None:
    """Brings the database to head, or to a revision; a SQLite file is made where it is missing. Raises NotReached, and NotMigrated where
    we may not change its tables, or know nothing of the revision.

    `trial`: a database that is made now is a trial for ever; one that stands already stays what it is.
    """
    reach(url)
    opened = engine(url, writes=True)
    try:
        with opened.begin() as connection:
            if not is_sqlite(url):
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            new = current(connection) is None
            command.upgrade(config(connection), to)
            if new and trial:
                connection.execute(insert(Setting).values(name=TRIAL, value="1"))
    except ProgrammingError:  # the server's account may not make tables
        raise NotMigrated(newer=False) from None
    except CommandError:
        raise NotMigrated(newer=True) from None
    finally:
        opened.dispose()


def stands(url: str) -> None:
    """Makes sure that a database which is not ours to migrate now is at head. Raises NotReached, NotMigrated."""
    reach(url)
    opened = engine(url, writes=False)
    try:
        with opened.connect() as connection:
            revision, scripts = current(connection), ScriptDirectory.from_config(config(connection))
    finally:
        opened.dispose()
    if revision != scripts.get_current_head():
        known = [script.revision for script in scripts.walk_revisions()]
        raise NotMigrated(newer=revision is not None and revision not in known)


def current(connection: Connection) -> str | None:
    """The revision of an open database; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def head() -> str | None:
    """The revision of this program's schema."""
    return ScriptDirectory.from_config(config(None)).get_current_head()


def config(connection: object) -> Config:
    """Alembic's settings for an open connection."""
    made = Config()
    made.set_main_option("script_location", str(ROOT / "models" / "migrations"))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made
