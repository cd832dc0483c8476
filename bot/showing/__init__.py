"""An internal paper that has no words, made into pictures of its pages: what a reader gets is a picture with his name in it, and the file
itself never leaves (people 13).

Pages are made by a bare subprocess, as files are looked through (bot/inspection): whoever made the file could have made it to break its
reader. The pictures that it gives are our own, and the last papers' are kept in memory, so that many readers cost one making.
"""

import asyncio
import struct
import sys
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]
SECONDS = 60
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


class Showing:
    """The pages of files, made when they are first asked for."""

    def __init__(self) -> None:
        """Nothing made yet."""
        self._made: OrderedDict[int, list[Item]] = OrderedDict()
        self._room = asyncio.Semaphore(AT_ONCE)

    async def items(self, file_id: int, whole: Callable[[], Awaitable[bytes]]) -> list[Item]:
        """What can be shown of a file, in order; never nothing. `whole` gives its bytes when they are needed."""
        async with self._room:
            if file_id not in self._made:
                self._made[file_id] = await _made(await whole())
            self._made.move_to_end(file_id)
            while len(self._made) > 1 and sum(map(_size, self._made.values())) > KEPT:
                self._made.popitem(last=False)
            return self._made[file_id]


def _size(items: list[Item]) -> int:
    return sum(len(item.jpeg) for item in items if isinstance(item, Picture))


async def _made(data: bytes) -> list[Item]:
    worker = await asyncio.create_subprocess_exec(
        *(sys.executable, "-B", "-m", "bot.showing.worker"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=HERE,
        env={},
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(SECONDS):
            said, _ = await worker.communicate(data)
    except TimeoutError:
        said = b""
    finally:
        if worker.returncode is None:
            worker.kill()
            await worker.wait()
    items, place = [], 0
    while place + 5 <= len(said):
        kind, length = struct.unpack_from(">cI", said, place)
        place += 5 + length
        if kind == b"." or kind not in KINDS or place > len(said):
            break
        items.append(KINDS[kind](said[place - length : place]))
    ended = said.endswith(struct.pack(">cI", b".", 0))
    return items if ended and items else [*items, Unshown()]
