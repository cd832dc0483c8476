"""The messengers whose tokens are set, and what the program needs of each."""

from collections.abc import Iterator
from typing import Any, Protocol

import httpx
from telegram.error import TelegramError

from bot.channels.telegram import Telegram
from bot.channels.zalo import Refused, Zalo
from bot.config import Settings
from handlers.kit.incoming import Incoming
from models.terms import ChannelName
from scheduler.outcome import Outcome
from scheduler.parcel import Parcel

ZALO_PER_SECOND = 10
TROUBLES = (TelegramError, httpx.HTTPError, Refused)
"""What asking a messenger raises."""


class Messenger(Protocol):
    """A messenger that is reached over a network."""

    name: ChannelName
    takes_files: bool

    async def who(self) -> tuple[str, str]:
        """The bot's id and name there."""

    async def listen(self, receive: Any) -> None:
        """Polls for ever."""

    async def take(self, raw: dict[str, Any], receive: Any) -> Any:
        """Takes a raw update in."""

    def read(self, raw: dict[str, Any]) -> Incoming | None:
        """What was said."""

    async def fetch(self, source: str) -> bytes:
        """A file that was sent."""

    async def send(self, parcel: Parcel) -> Outcome:
        """Sends a parcel."""

    async def hook(self, url: str, secret: str) -> None:
        """Has updates posted to a URL."""

    async def close(self) -> None:
        """Closes the connections."""


def messengers(settings: Settings) -> Iterator[tuple[Messenger, float]]:
    """Each messenger whose token is set, with how many messages a second it takes."""
    if settings.telegram_token is not None:
        telegram = Telegram(settings.telegram_token.get_secret_value(), settings.telegram_api)
        yield telegram, settings.telegram_per_second
    if settings.zalo_token is not None:
        yield Zalo(settings.zalo_token.get_secret_value(), settings.zalo_api), ZALO_PER_SECOND
