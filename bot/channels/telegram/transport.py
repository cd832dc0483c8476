"""The library's way to the network: our own wire, and what its troubles are called there. `outcomes` says what follows from them."""

import json
from dataclasses import dataclass
from typing import Any, cast

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channels import wire

AS_JSON = {"Content-Type": "application/json"}


class NotSent(NetworkError):
    """It certainly did not arrive: no connection, or a 5xx with the API's own JSON."""


@dataclass(frozen=True)
class Plain:
    """The values of a call, as `do_request` reads them of the library's RequestData."""

    parameters: dict[str, Any]
    contains_files = False


class Wire(BaseRequest):
    """Connections to one server, kept open. Seconds: `patience` for one to come free, `read_timeout` for an answer."""

    def __init__(self, connections: int, patience: float = wire.PATIENCE, read_timeout: float = 5.0) -> None:
        """At most so many connections; the first is made with the first request."""
        self._wire, self._read = wire.Wire(connections, patience), read_timeout

    @property
    def read_timeout(self) -> float:
        return self._read

    async def initialize(self) -> None:
        """Nothing: a session belongs to the loop of its first request."""

    async def shutdown(self) -> None:
        await self._wire.close()

    async def call(self, url: str, **values: Any) -> Any:
        """Calls a method with plain values and gives its plain result: the library's objects cost more than the request itself. Raises
        TelegramError."""
        given = {name: value for name, value in values.items() if value is not None}
        return await self.post(url, cast(RequestData, Plain(given)))

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One request: its status and body. Raises NotSent; TimedOut and NetworkError where it may have arrived."""
        reading = self._read if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        whole = None if write_timeout is BaseRequest.DEFAULT_NONE else write_timeout + reading
        data, headers = _body(request_data)
        try:
            code, payload = await self._wire.ask(method, url, data, headers, reading, whole)
        except wire.NotArrived as error:
            raise NotSent(str(error)) from None
        except wire.Late:
            raise TimedOut from None
        except wire.Unanswered as error:
            raise NetworkError(str(error)) from None
        if code >= 500:
            raise (NotSent if payload.lstrip().startswith(b"{") else NetworkError)(str(code))
        return code, payload


def _body(sent: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str]]:
    """JSON, which is cheaper than a form, shortest for Vietnamese, and all that the API needs unless files go along."""
    if sent is None:
        return None, {}
    if not sent.contains_files:
        return json.dumps(sent.parameters, ensure_ascii=False).encode(), AS_JSON
    form = aiohttp.FormData(sent.json_parameters, quote_fields=False)
    for name, (file_name, content, kind) in sent.multipart_data.items():
        form.add_field(name, content, filename=file_name, content_type=kind)
    return form, {}
