"""A PostgreSQL of the tests' own: on a socket in a folder of its own, gone afterwards. Where none is installed, the tests say so."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import psycopg
import pytest

OWNER = "postgres"
NONE = "no PostgreSQL here (Debian: apt-get install postgresql); what differs there was not tried"
PATIENCE = 30.0


class Databases(Protocol):
    """Makes databases, by name, and gives their URLs."""

    def __call__(self, name: str, like: str = ...) -> str: ...


def binaries() -> Path | None:
    """The folder of the newest installed server."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]))
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    return Path(on_path).parent if on_path else None


@contextmanager
def server() -> Iterator[Databases]:
    """A running server; call it with a name for the URL of a new database, empty or like another one. Skips the test where none is
    installed.

    The server refuses to run as root: then it runs as the user that its package made.
    """
    bin_folder = binaries()
    if bin_folder is None:
        if os.environ.get("SOTAY_POSTGRES_REQUIRED") == "1":
            pytest.fail(NONE)
        pytest.skip(NONE)
    user = OWNER if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="so-"))
    if user:
        shutil.chown(folder, user)
    data = folder / "data"

    def run(*words: str | Path) -> None:
        subprocess.run(words, user=user, cwd=folder, check=True, capture_output=True, timeout=60)

    settings = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    control = (bin_folder / "pg_ctl", "-D", data, "-l", folder / "log", "-w")
    try:
        run(bin_folder / "initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-sync")
        run(*control, "-o", settings, "start")

        def made(name: str, like: str = "template1") -> str:
            with psycopg.connect(host=str(folder), user=OWNER, dbname="postgres", autocommit=True) as root:
                root.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
            return f"postgresql://{OWNER}@/{name}?host={folder}"

        yield made
    finally:
        if (data / "postmaster.pid").exists():
            run(*control, "-m", "immediate", "stop")
        shutil.rmtree(folder)


def until_somebody_waits(url: str) -> None:
    """Returns when a session of this database waits for a lock that another one holds."""
    with psycopg.connect(url, autocommit=True) as looking:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            waiting = looking.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if waiting.fetchone() != (0,):
                return
            time.sleep(0.02)
    raise AssertionError("nobody waits")
