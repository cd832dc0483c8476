"""The messengers: which bots should run, and what the program needs of each."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from pydantic import SecretStr
from telegram.error import InvalidToken, TelegramError

from bot.channels import zalo
from bot.channels.telegram import Telegram
from bot.channels.zalo import Refused, Zalo
from bot.config import Settings
from handlers.kit.incoming import Incoming
from models import bot_account
from models.bot_account import BotAccount
from models.database import Session
from models.sealing import Broken, Keys
from models.terms import ChannelName
from scheduler.outcome import Outcome
from scheduler.pace import Pace
from scheduler.parcel import Parcel

ZALO_PER_SECOND = 10
TROUBLES = (TelegramError, *zalo.TROUBLES)
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


@dataclass(frozen=True)
class Wanted:
    """A bot that should run. listens: it has not ended; one that has only says goodbye."""

    channel: ChannelName
    token: SecretStr
    api: str
    per_second: float
    listens: bool = True

    @property
    def number(self) -> str:
        """The bot's id on its messenger, with which its token begins."""
        return self.token.get_secret_value().partition(":")[0]

    def pace(self) -> Pace:
        """What it may send: on Telegram also to one chat a message a second, to a group twenty a minute."""
        if self.channel is ChannelName.TELEGRAM:
            return Pace(self.per_second, time.monotonic, chat_gap=1.0, per_group=20)
        return Pace(self.per_second, time.monotonic)

    def connect(self) -> Messenger:
        """The messenger with this token; nothing is sent yet. Raises one of TROUBLES for what cannot be a token."""
        kind = Telegram if self.channel is ChannelName.TELEGRAM else Zalo
        return kind(self.token.get_secret_value(), self.api)


def wanted(settings: Settings, session: Session, keys: Keys) -> list[Wanted]:
    """Every bot that should run: those of the settings, and those whose tokens are kept in the database. A token that is in both is the
    settings'; one that this key does not open does not run, and `bots list` says so."""
    found = of_settings(settings, bot_account.ended(session))
    own = {bot.token for bot in found}
    for account in bot_account.with_token(session):
        try:
            token = SecretStr(bot_account.token_of(keys, account))
        except Broken:
            continue
        if token not in own:
            kept = of_token(settings, account.channel, token, account.per_second)
            found.append(replace(kept, listens=account.ended_at is None))
    return found


def of_settings(settings: Settings, ended: Sequence[BotAccount] = ()) -> list[Wanted]:
    """The bots whose tokens are set. ended: accounts that are out of service; a token begins with its bot's id."""
    set_here = ((ChannelName.TELEGRAM, settings.telegram_token), (ChannelName.ZALO, settings.zalo_token))
    out = {(bot.channel, bot.external_id) for bot in ended}
    found = [of_token(settings, channel, token) for channel, token in set_here if token is not None]
    return [replace(bot, listens=(bot.channel, bot.number) not in out) for bot in found]


def of_token(
    settings: Settings, channel: ChannelName, token: SecretStr, per_second: float | None = None
) -> Wanted:
    """A bot of that token, with how many messages a second it takes."""
    if channel is ChannelName.TELEGRAM:
        return Wanted(channel, token, settings.telegram_api, per_second or settings.telegram_per_second)
    return Wanted(channel, token, settings.zalo_api, per_second or ZALO_PER_SECOND)


def is_wrong_token(error: Exception) -> bool:
    """Whether the messenger said that it knows no such token, and not that it could not be reached."""
    if isinstance(error, Refused):
        return error.own and error.code in (400, 401, 404)
    return isinstance(error, InvalidToken)
