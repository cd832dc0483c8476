"""The databases of a test run: all on SQLite, or all on PostgreSQL with SOTAY_TEST_DATABASE=postgresql. Nothing of them is left.

Whatever needs a database asks for it here, by a folder of its own, and so runs on both (tests/on_both.py).
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, text
from sqlmodel import Session

from bot.migrate import upgrade
from models.database import engine
from tests.postgres import DOOR, HASTY, Server, server

SQLITE, POSTGRESQL = "sqlite", "postgresql"
KIND = os.environ.get("SOTAY_TEST_DATABASE", SQLITE)
HEAD = "head"
"""The one with all tables and no rows; the others are copies of it."""


FROM_ONE = """
    SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false) FROM pg_sequences WHERE last_value IS NOT NULL
"""
"""The ids that were given out are no part of what PostgreSQL takes back."""


class Kind(Protocol):
    """Where databases are made and dropped; each stands for a file."""

    def make(self, file: Path, *, tables: bool) -> str: ...
    def drop(self, file: Path) -> None: ...


class OnFiles:
    """SQLite: the file itself, which goes with its folder."""

    def __init__(self, folder: Path) -> None:
        self.head = folder / f"{HEAD}.db"
        upgrade(f"sqlite:///{self.head}")

    def make(self, file: Path, *, tables: bool) -> str:
        if tables:
            shutil.copy(self.head, file)
        return f"sqlite:///{file}"

    def drop(self, file: Path) -> None:
        pass


class OnServer:
    """PostgreSQL: a database whose name is made of the file's."""

    def __init__(self, running: Server) -> None:
        self.server = running
        running.make(HEAD)
        upgrade(running.url(HEAD))

    def make(self, file: Path, *, tables: bool) -> str:
        self.server.make(self._name(file), like=HEAD if tables else "template1")
        return self.server.url(self._name(file))

    def drop(self, file: Path) -> None:
        self.server.drop(self._name(file))

    def _name(self, file: Path) -> str:
        return f"so_{hashlib.sha256(str(file).encode()).hexdigest()[:16]}"


class Run:
    """A test run's databases: the URL of each file, and opened ones that nobody uses at the moment."""

    def __init__(self, kind: Kind, folder: Path) -> None:
        self.kind, self.folder = kind, folder
        self.made: dict[Path, str] = {}
        self.idle: list[Connection] = []

    def url(self, file: Path, *, tables: bool) -> str:
        if file not in self.made:
            self.made[file] = self.kind.make(file, tables=tables)
        return self.made[file]


_runs: list[Run] = []


@contextmanager
def of_this_run(kind: str = KIND, *, lasting: bool = False) -> Iterator[None]:
    """Databases of a kind can be had in here. lasting: PostgreSQL works as it comes, and writes what would outlive a power cut."""
    with ExitStack() as ends:
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="so-")))
        settings = DOOR if lasting else HASTY
        made = OnServer(ends.enter_context(server(settings))) if kind == POSTGRESQL else OnFiles(folder)
        _runs.append(run := Run(made, folder))
        yield
        _runs.pop()
        for connection in run.idle:
            connection.close()
            connection.engine.dispose()


@contextmanager
def of_this_test() -> Iterator[None]:
    """What is made in here is dropped again."""
    run, before = _runs[-1], dict(_runs[-1].made)
    yield
    for file in run.made.keys() - before.keys():
        if file.parent != run.folder:
            run.kind.drop(file)
            del run.made[file]


def blank(folder: Path, name: str = "so") -> str:
    """The URL of this folder's database of this name; when first asked for, nothing is in it, not even a table."""
    return _runs[-1].url(folder / f"{name}.db", tables=False)


def ready(folder: Path, name: str = "so") -> str:
    """The same; when first asked for, it has all tables and no rows."""
    return _runs[-1].url(folder / f"{name}.db", tables=True)


@contextmanager
def fresh() -> Iterator[Session]:
    """A session on a database with all tables and no rows; all that it does is taken back, even what it commits."""
    run = _runs[-1]
    if run.idle:
        connection = run.idle.pop()
    else:
        opened = [file for file in run.made if file.parent == run.folder]
        connection = engine(ready(run.folder, f"fresh{len(opened)}"), writes=True).connect()
    whole = connection.begin()
    try:
        with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
            yield session
    finally:
        whole.rollback()
        if KIND == POSTGRESQL:
            with connection.begin():
                connection.execute(text(FROM_ONE))
        run.idle.append(connection)
