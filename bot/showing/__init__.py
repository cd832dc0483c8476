"""An internal paper that has no words, made into pictures of its pages: what a reader gets is a picture with his name in it, and the file
itself never leaves (people 13).

Pages are made by a bare subprocess, as files are looked through (bot/inspection): whoever made the file could have made it to break its
reader. The pictures that it gives are our own, and the last papers' are kept in memory, so that many readers cost one making.
"""

import asyncio
import struct
import sys
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parents[2]
SECONDS = 60
"""For one file; the pages made by then are shown."""
AGAIN = 600.0
"""Seconds for which a paper stands as far as it was made in time; who opens it later has it made anew: the machine may have been busy."""
KEPT = 100 * 2**20
"""Bytes of pictures kept in memory."""
AT_ONCE = 1


@dataclass(frozen=True)
class Words:
    """What a page says."""

    text: str


@dataclass(frozen=True)
class Picture:
    """A page as a JPEG."""

    jpeg: bytes


@dataclass(frozen=True)
class Unshown:
    """A page, or what was left of the file, that can't be shown."""


Item = Words | Picture | Unshown
KINDS: dict[bytes, Callable[[bytes], Item]] = {
    b"w": lambda data: Words(data.decode()),
    b"p": Picture,
    b"x": lambda data: Unshown(),
}
END = b"."


class Made(NamedTuple):
    """What was made of a file; all of it, or only as far as it could be made."""

    items: list[Item]
    whole: bool


class Showing:
    """The pages of files, made when they are first asked for."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Nothing made yet. clock: seconds."""
        self._made: OrderedDict[int, tuple[list[Item], float]] = OrderedDict()
        self._room, self._clock = asyncio.Semaphore(AT_ONCE), clock

    async def items(self, file_id: int, whole: Callable[[], Awaitable[bytes]]) -> list[Item]:
        """What can be shown of a file, in order; never nothing. `whole` gives its bytes when they are needed."""
        if not self._stands(file_id):
            async with self._room:
                if not self._stands(file_id):
                    self._keep(file_id, await _make(await whole()))
        self._made.move_to_end(file_id)
        return self._made[file_id][0]

    def _stands(self, file_id: int) -> bool:
        return file_id in self._made and self._clock() < self._made[file_id][1]

    def _keep(self, file_id: int, made: Made) -> None:
        self._made[file_id] = made.items, inf if made.whole else self._clock() + AGAIN
        self._made.move_to_end(file_id)
        while len(self._made) > 1 and sum(_size(items) for items, _ in self._made.values()) > KEPT:
            self._made.popitem(last=False)


def _size(items: list[Item]) -> int:
    return sum(len(item.jpeg) for item in items if isinstance(item, Picture))


async def _make(data: bytes) -> Made:
    """Takes each item as it comes, so that a file which takes too long shows what was made of it."""
    worker = await asyncio.create_subprocess_exec(
        *(sys.executable, "-B", "-m", "bot.showing.worker"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=HERE,
        env={},
        start_new_session=True,
    )
    assert worker.stdin and worker.stdout
    items: list[Item] = []
    try:
        async with asyncio.timeout(SECONDS):
            worker.stdin.write(data)
            worker.stdin.close()
            whole = await _take_all(worker.stdout, items)
    except (TimeoutError, EOFError):
        whole = False
    finally:
        if worker.returncode is None:
            worker.kill()
            await worker.wait()
    return Made(items if whole and items else [*items, Unshown()], whole)


async def _take_all(said: asyncio.StreamReader, items: list[Item]) -> bool:
    """Takes what the worker says; gives whether it came to its end. Raises EOFError where it broke off."""
    while True:
        kind, length = struct.unpack(">cI", await said.readexactly(5))
        if kind not in KINDS:
            return bool(kind == END)
        items.append(KINDS[kind](await said.readexactly(length)))
