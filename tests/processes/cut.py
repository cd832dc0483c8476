"""A line to PostgreSQL that can be cut: what the program sees when its database is gone for a while."""

import select
import shutil
import socket
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg


class Cut:
    """Stands before a server's socket; `url` leads through it."""

    def __init__(self, url: str) -> None:
        given = psycopg.conninfo.conninfo_to_dict(url)
        port = given.get("port", 5432)
        self._behind = f"{given['host']}/.s.PGSQL.{port}"
        self._folder = Path(tempfile.mkdtemp(prefix="cut-"))
        self._before = self._folder / f".s.PGSQL.{port}"
        self.url = url.replace(str(given["host"]), str(self._folder))
        self._door: socket.socket | None = None
        self._lines: set[socket.socket] = set()

    def on(self) -> None:
        """The server is there."""
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(str(self._before))
        self._door.listen(64)
        threading.Thread(target=self._let_in, args=(self._door,), daemon=True).start()

    def off(self) -> None:
        """The server is gone, and every line to it breaks."""
        assert self._door is not None
        self._before.unlink()
        self._door.close()
        for line in list(self._lines):
            line.shutdown(socket.SHUT_RDWR)

    def _let_in(self, door: socket.socket) -> None:
        while True:
            try:
                line, _ = door.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(line,), daemon=True).start()

    def _carry(self, line: socket.socket) -> None:
        with line, socket.socket(socket.AF_UNIX) as behind:
            self._lines.add(line)
            try:
                behind.connect(self._behind)
                while True:
                    for side in select.select([line, behind], [], [])[0]:
                        data = side.recv(65536)
                        if not data:
                            return
                        (behind if side is line else line).sendall(data)
            except OSError:
                return
            finally:
                self._lines.discard(line)

    def __enter__(self) -> Self:
        self.on()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.off()
        shutil.rmtree(self._folder)
