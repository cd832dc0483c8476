"""Pictures as they leave: uploaded once to a bot and sent by their id there from then on; where a messenger takes no upload but fetches
(Zalo), by an address on our own server. The words always arrive: where a picture cannot be drawn or fetched, is refused or has too
many words for one message, they go alone."""

import asyncio
import hashlib
from collections.abc import Callable
from typing import Protocol

import structlog

from bot import charts
from bot.logs import where
from bot.store import Store
from models.sealing import Keys
from scheduler.outcome import Outcome, Result
from scheduler.parcel import Parcel

log = structlog.get_logger("pictures")


def ticket(keys: Keys, message: int) -> str:
    """What opens the picture of a message to whoever was told its address: a messenger's own servers."""
    return keys.hash("picture", str(message))[:32]


class Channel(Protocol):
    """A messenger that shows pictures."""

    takes_files: bool
    caption_limit: int

    async def send(self, parcel: Parcel) -> Outcome:
        """Sends a parcel's words."""

    async def send_picture(self, parcel: Parcel, picture: str | bytes) -> tuple[Outcome, str | None]:
        """Sends a picture by its id or address, or as bytes, with the parcel's words under it; gives its id too."""


class Pictures:
    """A bot's sender of pictures. What was uploaded is known for as long as the process lives, and then uploaded once more."""

    def __init__(self, channel: Channel, store: Store, address: Callable[[int], str] | None) -> None:
        """Pictures before a channel; `address` of a message's picture, where there is a public one."""
        self._channel, self._store, self._address = channel, store, address
        self._uploading = asyncio.Lock()
        self._known: dict[str, str] = {}

    async def send(self, parcel: Parcel, recipe: str) -> Outcome:
        """Sends a parcel with the picture of this recipe."""
        if len(parcel.text) > self._channel.caption_limit:
            return await self._channel.send(parcel)
        if self._channel.takes_files:
            return await self._uploaded(parcel, recipe)
        if self._address is None:
            return await self._channel.send(parcel)
        outcome, _ = await self._channel.send_picture(parcel, self._address(parcel.delivery_id))
        untaken = outcome.result in (Result.REFUSED, Result.REFUSED_FOR_NOW)
        return await self._channel.send(parcel) if untaken else outcome

    async def _uploaded(self, parcel: Parcel, recipe: str) -> Outcome:
        try:
            picture = await charts.drawn(self._store, recipe)
        except Exception as error:  # a sender never raises
            log.error("not_drawn", delivery=parcel.delivery_id, error=where(error))
            return await self._channel.send(parcel)
        key = hashlib.sha256(picture).hexdigest()
        if key in self._known:
            outcome, _ = await self._channel.send_picture(parcel, self._known[key])
            if outcome.result is not Result.REFUSED:
                return outcome
            self._known.pop(key, None)
        async with self._uploading:
            outcome, known = await self._channel.send_picture(parcel, self._known.get(key, picture))
            if known is not None:
                self._known[key] = known
        if outcome.result is Result.REFUSED:
            return await self._channel.send(parcel)
        return outcome
