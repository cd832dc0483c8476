"""Even pace: one slot every 1/n second, never two at once (measured: even spacing is what removes 429s), and a shared pause."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

SPARE = 1
"""Slots a second left unused below the limit, since the server's clock is not ours."""


class Pace:
    """The pace of one bot. `time` gives seconds (a monotonic clock)."""

    def __init__(self, per_second: float, time: Callable[[], float]) -> None:
        """Sends at most `per_second` a second, less what is spared."""
        self._gap = 1 / max(per_second - SPARE, per_second / 2)
        self._time = time
        self._next = 0.0

    async def slot(self) -> None:
        """Waits for the next free slot; nothing is used up until `used`."""
        while (wait := self._next - self._time()) > 0:  # noqa: ASYNC110 (a 429 moves the slot meanwhile)
            await asyncio.sleep(min(wait, 1.0))

    def used(self) -> None:
        """A message goes now."""
        self._next = max(self._next, self._time()) + self._gap

    def pause(self, length: timedelta) -> None:
        """Nothing goes for so long: the server said 429."""
        self._next = max(self._next, self._time() + length.total_seconds())
