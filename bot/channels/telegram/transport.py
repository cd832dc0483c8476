"""The library's way to the network, on aiohttp: five times as many messages a second as its own on httpx (`python -m tests.bench bare`).

It tells apart what certainly did not arrive from what may have arrived (decision 12); `outcomes` says what follows from that.
"""

import asyncio
import json
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT = 5.0
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

    def __init__(self, connections: int, patience: float = 10.0, read_timeout: float = 5.0) -> None:
        """At most so many connections; the first is made with the first request."""
        self._connections, self._patience, self._read = connections, patience, read_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._read

    async def initialize(self) -> None:
        """Nothing: a session belongs to the loop of its first request."""

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            await asyncio.sleep(0)  # a connection that was closed is gone only when the loop comes round
            self._session = None

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
        times = aiohttp.ClientTimeout(
            total=None if write_timeout is BaseRequest.DEFAULT_NONE else write_timeout + reading,
            connect=self._patience + CONNECT,
            sock_connect=CONNECT,
            sock_read=reading,
        )
        if self._session is None:
            self._session = self._opened(url)
        data, headers = _body(request_data)
        try:
            async with self._session.request(
                method,
                url,
                data=data,
                headers=headers,
                timeout=times,
                allow_redirects=False,
            ) as response:
                code, payload = response.status, await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSent(type(error).__name__) from error
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(type(error).__name__) from error
        if code >= 500:
            raise (NotSent if payload.lstrip().startswith(b"{") else NetworkError)(str(code))
        return code, payload

    def _opened(self, url: str) -> aiohttp.ClientSession:
        """A session without cookies; the environment's proxy is looked up once, not at every request."""
        server = urlsplit(url)
        direct = proxy_bypass(server.hostname or "")
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=self._connections),
            cookie_jar=aiohttp.DummyCookieJar(),
            proxy=None if direct else getproxies().get(server.scheme),
        )


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
