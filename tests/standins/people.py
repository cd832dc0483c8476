"""What every stand-in person can do, whatever the messenger: look at the chat and wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

from tests.standins.server import Standin


class Shown(Protocol):
    """A message of the bot as a chat shows it now; `step` grows with every sending and editing."""

    text: str
    step: int


# A white PNG of one pixel, the photo of whoever does not care which.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b8"
    "0000000049454e44ae426082"
)

S = TypeVar("S", bound=Shown)


class Watcher(Generic[S]):
    """Somebody before a chat. `acted` is the step of what they last did."""

    def __init__(self, standin: Standin, showing: list[S]) -> None:
        self.standin = standin
        self.acted = 0
        self.showing = showing

    @property
    def seen(self) -> list[S]:
        """The bot's messages as this chat shows them now, oldest first."""
        with self.standin.changed:
            return list(self.showing)

    def wait(self, wanted: str | Callable[[S], Any], timeout: float = 5.0) -> S:
        """The newest message that has these words (or for which `wanted` holds), sent or edited since one last did
        something here. Blocks. Raises AssertionError with what is shown instead."""
        fits = (lambda message: wanted in message.text) if isinstance(wanted, str) else wanted

        def newest() -> S | None:
            fresh = [message for message in self.showing if message.step > self.acted and fits(message)]
            return max(fresh, key=lambda message: message.step, default=None)

        try:
            return self.standin.until(newest, timeout)
        except AssertionError as error:
            shown = "\n".join(f"  {message.text!r}" for message in self.seen[-5:])
            raise AssertionError(f"{error}; wanted {wanted!r}, the chat shows\n{shown}") from None
