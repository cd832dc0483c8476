"""Bodies of requests, read to a limit and in memory: Starlette's own forms go to the disk over 1 MB (decision 29, tried)."""

import json
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request


@dataclass
class TooLong(Exception):
    """The body is longer than allowed. size: bytes as announced, else as read so far."""

    size: int


async def body(request: Request, limit: int) -> bytes:
    """The whole body, at most `limit` bytes. Raises TooLong without reading on."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise TooLong(int(announced))
    read = bytearray()
    async with aclosing(request.stream()) as parts:
        async for part in parts:
            read += part
            if len(read) > limit:
                raise TooLong(len(read))
    return bytes(read)


async def form(request: Request, limit: int) -> dict[str, str]:
    """The body as an urlencoded form. Raises TooLong."""
    return dict(parse_qsl((await body(request, limit)).decode(errors="replace")))


async def json_object(request: Request, limit: int) -> dict[str, Any] | None:
    """The body as a JSON object; None where it is none. Raises TooLong."""
    try:
        said = json.loads(await body(request, limit))
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None
