"""The line under the stand-ins: reading what clients post, and cutting a connection without an answer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from uvicorn.protocols.http.h11_impl import H11Protocol


@dataclass(frozen=True)
class Upload:
    """A file inside a multipart request."""

    name: str
    data: bytes
    mime: str

    def __repr__(self) -> str:
        return f"Upload({self.name!r}, {len(self.data)} bytes)"


async def read_params(request: Request) -> dict[str, Any]:
    """Query, JSON body, form or multipart as one dict; files as Upload. Raises ClientDisconnect."""
    params: dict[str, Any] = dict(request.query_params)
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        return params | (await request.json() if await request.body() else {})
    async with request.form(max_part_size=64_000_000) as form:
        for name, value in form.items():
            if isinstance(value, UploadFile):
                upload = Upload(
                    value.filename or "", await value.read(), value.content_type or "application/octet-stream"
                )
                params[name] = upload
            else:
                params[name] = value
    return params


class Protocol(H11Protocol):
    """uvicorn's, which also hands the app the means to cut its own connection, as a broken line does."""

    def connection_made(self, transport: asyncio.Transport) -> None:
        super().connection_made(transport)
        app = self.app

        async def cuttable(scope: Any, receive: Any, send: Any) -> None:
            scope["cut"] = transport.abort
            await app(scope, receive, send)

        self.app = cuttable


class Cut(Response):
    """No answer at all: the connection is closed."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        scope["cut"]()
        while (await receive())["type"] != "http.disconnect":
            pass
