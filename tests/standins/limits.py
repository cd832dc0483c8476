"""How many messages a second the stand-in lets through. The real rule is not published: be good under all three."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass
class Limit:
    """strict: `per_second` in any sliding second, only the excess fails; block: a violation also stops the bot for `stop`
    seconds; lenient: a bucket of twice `per_second`, refilled at that rate, and the stop once it is empty.
    `chat_gap`: so many seconds between two messages to one chat."""

    mode: Literal["strict", "block", "lenient"] | None = None
    per_second: int = 30
    stop: float = 5.0
    chat_gap: float = 0.0
    _sent: deque[float] = field(default_factory=deque)
    _last: dict[Any, float] = field(default_factory=dict)
    _until: float = 0.0
    _bucket: tuple[float, float] | None = None

    def refusal(self, chat: Any, now: float) -> int | None:
        """Seconds to wait before the next try, or None: the message passes and is counted. `now` in seconds."""
        wait = self._until - now
        if wait <= 0:
            wait = max(self._last.get(chat, -math.inf) + self.chat_gap - now, self._overall(now))
        if wait > 0:
            return math.ceil(wait)
        self._last[chat] = now
        return None

    def _overall(self, now: float) -> float:
        if self.mode is None:
            return 0
        if self.mode == "lenient":
            level, since = self._bucket or (2 * self.per_second, now)
            level = min(2 * self.per_second, level + (now - since) * self.per_second)
            passes = level >= 1
            self._bucket = (level - passes, now)
            over = 0.0 if passes else self.stop
        else:
            while self._sent and self._sent[0] <= now - 1:
                self._sent.popleft()
            passes = len(self._sent) < self.per_second
            over = 0.0 if passes else self.stop if self.mode == "block" else self._sent[0] + 1 - now
            if passes:
                self._sent.append(now)
        if over and self.mode != "strict":
            self._until = now + self.stop
        return over
