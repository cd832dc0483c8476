"""The worker process seen from the bot: started when first needed, given one file at a time, killed when it takes too long.

A bare subprocess and not `multiprocessing`: the child imports the readers only and not the whole program, its environment is
empty (no tokens), and its answer is JSON, so that a file which takes the child over gains nothing here (decision 15).
"""

import asyncio
import json
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path, PurePath
from typing import IO, Any

from bot.inspection.result import Inspection
from models.secrecy import Hit, scan

START = 30.0
"""Seconds in which the worker must have loaded its readers; they do not count against a file."""
ANSWER = 128 * 2**20
"""No honest answer is longer, in bytes: a file has 20 MB."""


class Inspector:
    """Inspects files one after another in one process; after `seconds` with one file the process is killed and replaced."""

    def __init__(self, seconds: float = 30) -> None:
        self._seconds = seconds
        self._thread = ThreadPoolExecutor(1, "inspector")
        self._gate = threading.Lock()
        self._worker: subprocess.Popen[bytes] | None = None
        self._closed = False

    async def inspect(self, name: str, data: bytes) -> Inspection:
        """What the file says. Nothing in a file makes this raise: a time-out or a crash is a file that is not readable."""
        hit = scan(name, where="name")
        if hit:
            return Inspection(None, None, hit, readable=True, fault=None)
        asked = {"suffix": PurePath(name).suffix.lower()[:16]}
        said = await asyncio.get_running_loop().run_in_executor(self._thread, self._ask, asked, data)
        return _inspection(said)

    async def roster(self, name: str, data: bytes, today: date) -> dict[str, Any] | None:
        """The people of a roster (handlers.roster.LOOKED as JSON); None for any other file, and for one that cannot be read in time."""
        asked = {"name": name, "today": today.isoformat()}
        said = await asyncio.get_running_loop().run_in_executor(self._thread, self._ask, asked, data)
        return None if said is None or "fault" in said else said

    async def survey(self, name: str, data: bytes) -> tuple[str | None, str | None]:
        """The questions of a table as text, else why it cannot be read as a table; neither where it is a table of something else."""
        asked = {"name": name, "survey": "yes"}
        said = await asyncio.get_running_loop().run_in_executor(self._thread, self._ask, asked, data) or {}
        text, why = said.get("survey"), said.get("why")
        return (text if isinstance(text, str) else None), (why if isinstance(why, str) else None)

    def close(self) -> None:
        """Kills the worker. The file in work is answered as a crash; those that wait are cancelled."""
        with self._gate:
            self._closed = True
            if self._worker:
                self._worker.kill()
        self._thread.shutdown(cancel_futures=True)
        self._discard()

    def _ask(self, asked: dict[str, str], data: bytes) -> dict[str, Any] | None:
        late = threading.Event()
        try:
            worker = self._ready(late)
            with _killed_after(self._seconds, worker, late):
                answer = _exchange(worker, asked, data)
        except (OSError, EOFError, ValueError):
            answer = {"fault": "timeout" if late.is_set() else "crash"}
        brings_much = "today" in asked or "survey" in asked
        if late.is_set() or brings_much or (answer and answer.get("fault") in ("crash", "memory")):
            self._discard()
        return answer

    def _ready(self, late: threading.Event) -> subprocess.Popen[bytes]:
        if self._worker and self._worker.poll() is None:
            return self._worker
        self._discard()
        with self._gate:
            if self._closed:
                raise EOFError
            self._worker = subprocess.Popen(
                (sys.executable, "-B", "-m", "bot.inspection.worker"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=Path(__file__).resolve().parents[2],
                env={},
                start_new_session=True,  # Ctrl-C on the terminal is the program's to handle
            )
        with _killed_after(START, self._worker, late):
            _take(self._worker.stdout, 1)
        return self._worker

    def _discard(self) -> None:
        worker, self._worker = self._worker, None
        if worker:
            worker.kill()
            worker.communicate()


@contextmanager
def _killed_after(seconds: float, worker: subprocess.Popen[bytes], late: threading.Event) -> Iterator[None]:
    def kill() -> None:
        late.set()
        worker.kill()

    watch = threading.Timer(seconds, kill)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _exchange(worker: subprocess.Popen[bytes], asked: dict[str, str], data: bytes) -> dict[str, Any] | None:
    assert worker.stdin
    head = json.dumps(asked).encode()
    worker.stdin.write(struct.pack(">II", len(head), len(data)) + head)
    worker.stdin.write(data)
    worker.stdin.flush()
    (length,) = struct.unpack(">I", _take(worker.stdout, 4))
    if length > ANSWER:
        raise ValueError
    said = json.loads(_take(worker.stdout, length))
    if said is not None and not isinstance(said, dict):
        raise ValueError
    return said


def _inspection(said: dict[str, Any] | None) -> Inspection:
    """What a worker answered; anything else than an inspection is a worker that is not itself any more."""
    try:
        assert said is not None
        hit = Hit(str(said["hit"])) if said["hit"] else None
        return Inspection(said["text"], said["pages"], hit, bool(said["readable"]), said["fault"])
    except (AssertionError, KeyError, TypeError):
        fault = str((said or {}).get("fault", "crash"))
        return Inspection(None, None, None, readable=False, fault=fault)


def _take(pipe: IO[bytes] | None, length: int) -> bytes:
    """Exactly so many bytes; EOFError when the worker has ended before."""
    assert pipe
    taken = pipe.read(length)
    if len(taken) < length:
        raise EOFError
    return taken
