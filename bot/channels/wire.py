"""The messengers' way to the network, on aiohttp: at fifty in flight it costs a fifth of what httpx does (`python -m tests.bench bare`).

It tells apart what certainly did not arrive from what may have arrived (decision 12).
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp

CONNECT = 5.0
PATIENCE = 10.0
LONGEST = 32 * 1024 * 1024
"""Bytes of an answer. The largest file that a bot may fetch has 20 MB; whoever says more is not the messenger."""


class NotArrived(Exception):
    """It certainly did not arrive: no connection, or none came free."""


class Unanswered(Exception):
    """It may have arrived: the line broke before its answer was whole."""


class Late(Unanswered):
    """It may have arrived: no answer came in time."""


class Wire:
    """Connections, kept open; the first is made with the first request. Seconds: `patience` for one to come free."""

    def __init__(self, connections: int, patience: float = PATIENCE) -> None:
        """At most so many connections."""
        self._connections, self._patience = connections, patience
        self._session: aiohttp.ClientSession | None = None
        self._proxies: dict[tuple[str, str], str | None] = {}

    async def ask(
        self,
        method: str,
        url: str,
        data: bytes | aiohttp.FormData | None = None,
        headers: Mapping[str, str] | None = None,
        reading: float = 5.0,
        whole: float | None = None,
    ) -> tuple[int, bytes]:
        """One request: its status and body. reading, whole: seconds that the other side may be silent, and that all may take. Raises
        NotArrived, Late, Unanswered."""
        async with self._asked(method, url, data, headers, reading, whole) as response:
            answer = await _read(response, LONGEST)
            if len(answer) > LONGEST:
                raise Unanswered("TooLong")
            return response.status, answer

    async def fetch(self, url: str, at_most: int, reading: float = 15.0) -> tuple[int, bytes]:
        """What lies at an address: its status, and a little more than `at_most` bytes of it where it is larger. Raises as `ask`."""
        async with self._asked("GET", url, None, None, reading, None) as response:
            return response.status, await _read(response, at_most)

    async def close(self) -> None:
        """Closes the connections; a later request opens new ones."""
        if self._session is not None:
            await self._session.close()
            await asyncio.sleep(0)  # a connection that was closed is gone only when the loop comes round
            self._session = None

    @asynccontextmanager
    async def _asked(
        self,
        method: str,
        url: str,
        data: bytes | aiohttp.FormData | None,
        headers: Mapping[str, str] | None,
        reading: float,
        whole: float | None,
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        times = aiohttp.ClientTimeout(
            total=whole, connect=self._patience + CONNECT, sock_connect=CONNECT, sock_read=reading
        )
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        try:
            async with self._session.request(
                method,
                url,
                data=data,
                headers=headers,
                timeout=times,
                allow_redirects=False,
                proxy=self._proxy(url),
            ) as response:
                yield response
        except _NEVER_LEFT as error:
            raise NotArrived(
                type(error).__name__
            ) from None  # the library's text may hold the address, and it the token
        except TimeoutError as error:
            raise Late(type(error).__name__) from None
        except aiohttp.ClientError as error:
            raise Unanswered(type(error).__name__) from None

    def _proxy(self, url: str) -> str | None:
        """The environment's proxy to a server; looked up once for each, not at every request."""
        server = urlsplit(url)
        to = (server.scheme, server.hostname or "")
        if to not in self._proxies:
            self._proxies[to] = None if proxy_bypass(to[1]) else getproxies().get(server.scheme)
        return self._proxies[to]


_NEVER_LEFT = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,  # a proxy that opens no way: it wants a password, say
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
    UnicodeError,  # a host that is no name: "proxy..vn"
)


async def _read(response: aiohttp.ClientResponse, at_most: int) -> bytes:
    """A body, or a little more than `at_most` bytes of one that is longer."""
    data = bytearray()
    async for piece in response.content.iter_any():
        data += piece
        if len(data) > at_most:
            break
    return bytes(data)
