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
PIECE = 64 * 1024


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
            return response.status, await response.read()

    async def fetch(self, url: str, at_most: int, reading: float = 15.0) -> tuple[int, bytes]:
        """What lies at an address: its status, and a little more than `at_most` bytes of it where it is larger. Raises as `ask`."""
        data = bytearray()
        async with self._asked("GET", url, None, None, reading, None) as response:
            async for piece in response.content.iter_chunked(PIECE):
                data += piece
                if len(data) > at_most:
                    break
            return response.status, bytes(data)

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
            self._session = self._opened(url)
        try:
            async with self._session.request(
                method, url, data=data, headers=headers, timeout=times, allow_redirects=False
            ) as response:
                yield response
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotArrived(type(error).__name__) from error
        except TimeoutError as error:
            raise Late(type(error).__name__) from error
        except aiohttp.ClientError as error:
            raise Unanswered(type(error).__name__) from error

    def _opened(self, url: str) -> aiohttp.ClientSession:
        """A session without cookies; the environment's proxy is looked up once, not at every request."""
        server = urlsplit(url)
        direct = proxy_bypass(server.hostname or "")
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=self._connections),
            cookie_jar=aiohttp.DummyCookieJar(),
            proxy=None if direct else getproxies().get(server.scheme),
        )
