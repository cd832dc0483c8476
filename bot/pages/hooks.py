"""Webhooks: an update is taken at the door by its secret, and answered with 200 only once it stands in the inbox (decision 8)."""

import hmac
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, Protocol

from sqlmodel import select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.pages.body import TooLong, json_object
from bot.store import Store
from bot.turns import Turns
from models.bot_account import BotAccount
from models.sealing import Keys
from models.terms import ChannelName

LARGEST_UPDATE = 1_000_000
SECRET_HEADERS = {
    ChannelName.TELEGRAM: "x-telegram-bot-api-secret-token",
    ChannelName.ZALO: "x-bot-api-secret-token",
}


class Hooked(Protocol):
    """A channel, as far as webhooks go."""

    async def take(
        self, raw: dict[str, Any], receive: Callable[[str, str, dict[str, Any]], Awaitable[Any]]
    ) -> Any:
        """Takes one raw update in; returns once it was received."""


Channels = Mapping[tuple[str, str], Hooked]
"""The bots of this process by (channel, id from getMe); it may be filled while the pages are up."""


def secret(keys: Keys, channel: str, bot: str) -> str:
    """What a messenger must bring along with each update of a bot: give it to setWebhook."""
    return keys.hash("hook", f"{channel}:{bot}")


class Hooks:
    """The webhooks of this process's bots."""

    def __init__(self, store: Store, turns: Turns, keys: Keys, channels: Channels) -> None:
        """Webhooks of the channels."""
        self._store, self._turns, self._keys, self._channels = store, turns, keys, channels

    def routes(self) -> list[Route]:
        """One for each messenger that can push."""
        return [
            Route(f"/hook/{channel.value}/{{bot}}", partial(self._take, channel), methods=["POST"])
            for channel in SECRET_HEADERS
        ]

    async def _take(self, channel: ChannelName, request: Request) -> Response:
        bot = request.path_params["bot"]
        hooked = self._channels.get((channel.value, bot))
        if hooked is None:  # before the database sees what stands in the address
            return Response(status_code=404)
        bot_id = await self._store.read(
            lambda session: session.exec(
                select(BotAccount.id).where(BotAccount.channel == channel, BotAccount.external_id == bot)
            ).first()
        )
        if bot_id is None:
            return Response(status_code=404)
        brought = request.headers.get(SECRET_HEADERS[channel], "")
        if not hmac.compare_digest(brought.encode(), secret(self._keys, channel.value, bot).encode()):
            return Response(status_code=403)
        try:
            raw = await json_object(request, LARGEST_UPDATE)
        except TooLong:
            return Response(status_code=413)
        if raw is None:
            return Response(status_code=400)
        await hooked.take(raw, partial(self._turns.receive, bot_id))
        return Response(status_code=200)
