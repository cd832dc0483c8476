"""Pictures as they leave: uploaded once to a bot and sent by their id there from then on. The words always arrive: where a picture
cannot be drawn, is refused or has too many words for one message, they go alone."""

import asyncio
import hashlib
from typing import Protocol

import structlog

from bot import charts
from bot.logs import where
from bot.store import Store
from scheduler.deliver import Outcome, Result
from scheduler.parcel import Parcel

log = structlog.get_logger("pictures")


class Channel(Protocol):
    """A messenger that shows pictures."""

    caption_limit: int

    async def send(self, parcel: Parcel) -> Outcome:
        """Sends a parcel's words."""

    async def send_picture(self, parcel: Parcel, picture: str | bytes) -> tuple[Outcome, str | None]:
        """Sends a picture by its id there, or as bytes, with the parcel's words under it; gives its id too."""


class Pictures:
    """A bot's sender of pictures. What was uploaded is known for as long as the process lives, and then uploaded once more."""

    def __init__(self, channel: Channel, store: Store) -> None:
        """Pictures before a channel."""
        self._channel, self._store = channel, store
        self._uploading = asyncio.Lock()
        self._known: dict[str, str] = {}

    async def send(self, parcel: Parcel, recipe: str) -> Outcome:
        """Sends a parcel with the picture of this recipe."""
        if len(parcel.text) > self._channel.caption_limit:
            return await self._channel.send(parcel)
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
