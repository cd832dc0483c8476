"""Bodies of requests, read to a limit and in memory: Starlette's own forms go to the disk over 1 MB (decision 29, tried)."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

WORDS_IN = 15.0
"""Seconds that a text or a form may take to arrive."""
FILE_IN = 300.0
"""Seconds that a file may take, its wait for a place included: 20 MB over a slow mobile line."""
FILES_AT_ONCE = 3


@dataclass
class TooLong(Exception):
    """The body is longer than allowed. size: bytes as announced, else as read so far."""

    size: int


class TooSlow(Exception):
    """The body did not arrive in time."""


class Places:
    """Where files are read: one of a chat at a time, few over all, so that whoever sends many at once only waits."""

    def __init__(self) -> None:
        """All places are free."""
        self._free = asyncio.Semaphore(FILES_AT_ONCE)
        self._chats: dict[int, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def one(self, address_id: int) -> AsyncIterator[None]:
        """A place for a file of this chat, for FILE_IN seconds from now. Raises TooSlow."""
        chat, waiting = self._chats.get(address_id, (asyncio.Lock(), 0))
        self._chats[address_id] = chat, waiting + 1
        try:
            async with asyncio.timeout(FILE_IN), chat, self._free:
                yield
        except TimeoutError:
            raise TooSlow from None
        finally:
            chat, waiting = self._chats.pop(address_id)
            if waiting > 1:
                self._chats[address_id] = chat, waiting - 1


async def body(request: Request, limit: int, seconds: float | None = None) -> bytes:
    """The whole body, at most `limit` bytes, in WORDS_IN seconds unless told. Raises TooLong without reading on, and TooSlow."""
    read = bytearray()
    async with _parts(request, limit, seconds or WORDS_IN) as parts:
        async for part in parts:
            read += part
            if len(read) > limit:
                raise TooLong(len(read))
    return bytes(read)


async def pass_by(request: Request, limit: int) -> int:
    """Lets a file go by without keeping it; gives its size. A browser that is cut off in the middle would tell its user of a bad line.

    Raises TooLong and TooSlow.
    """
    size = 0
    async with _parts(request, limit, FILE_IN) as parts:
        async for part in parts:
            size += len(part)
            if size > limit:
                raise TooLong(size)
    return size


@asynccontextmanager
async def _parts(request: Request, limit: int, seconds: float) -> AsyncIterator[AsyncIterator[bytes]]:
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise TooLong(int(announced))
    try:
        async with asyncio.timeout(seconds), aclosing(request.stream()) as parts:
            yield parts
    except TimeoutError:
        raise TooSlow from None


async def form(request: Request, limit: int) -> dict[str, str]:
    """The body as an urlencoded form. Raises TooLong and TooSlow."""
    return dict(parse_qsl((await body(request, limit)).decode(errors="replace")))


async def json_object(request: Request, limit: int) -> dict[str, Any] | None:
    """The body as a JSON object; None where it is none. Raises TooLong and TooSlow."""
    try:
        said = json.loads(await body(request, limit))
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None
