"""When the next message may go: an even beat for the bot, room in each chat, and what the server's 429s teach.

Even spacing is what removes 429s (measured.md), and each 429 costs its whole pause. So the beat stays a hair below the limit and makes up
for its own lateness, but never so fast that one second would hold a message too many.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

SHARE = 0.987
"""What is used of a limit: as many messages as a second allows take 13 ms longer than that, for they travel unevenly."""
CATCH_UP = 0.005
"""Seconds of these that making up for lateness may use."""
LATE = 0.15
"""Seconds of lateness that are made up for, as a busy machine stands still so long now and then; what is later is gone."""
EVEN, UNEVEN = 0.004, 0.04
"""By so many seconds one message may take longer to the server than the quickest of late, for the share allows for that; and so many more
are reckoned with at most: beyond them it is the server that takes its time."""
HAIR, MOST = 0.01, 0.16
"""By what part the beat changes at first, and at most: each further change the same way is twice the last."""
QUIET, QUIETEST = 20.0, 600.0
"""Seconds without a 429 before it is quickened, at first and at most: each 429 makes them three times as long, so trying becomes rare."""
MINUTE = 60.0
GROUP = "-"
"""How the id of a group begins, where groups have a limit (Telegram)."""


@dataclass
class Slot:
    """A message's place in the beat: when it went, and how long its answer took; zero: not known yet."""

    went: float
    took: float = 0.0


class Pace:
    """The pace of one bot. `time` gives seconds (a monotonic clock)."""

    def __init__(
        self,
        per_second: float,
        time: Callable[[], float],
        chat_gap: float = 0.0,
        per_group: int | None = None,
    ) -> None:
        """At most `per_second` messages a second, one to a chat in `chat_gap` seconds, `per_group` to a group in a minute."""
        self._time = time
        self._beat = _Beat(per_second)
        self._chats = _Chats(chat_gap, per_group)
        self._resumes = 0.0

    async def slot(self) -> None:
        """Waits until the bot may send; nothing is used up until `used`."""
        while (wait := self.wait()) > 0:  # noqa: ASYNC110 (a 429 moves the slot meanwhile)
            await asyncio.sleep(min(wait, 1.0))

    def wait(self) -> float:
        """Seconds until the next slot; none are left when it is here."""
        return max(0.0, self._resumes - self._time(), self._beat.next() - self._time())

    def within(self, seconds: float) -> int:
        """How many may go in so many seconds; one at least."""
        return max(1, int(seconds / self._beat.gap))

    def busy_chats(self) -> dict[str, float]:
        """The chats to which nothing may go now, each with the seconds that this lasts."""
        return self._chats.busy(self._time())

    def used(self, chat: str) -> Slot:
        """A message goes to this chat now."""
        now = self._time()
        self._chats.used(chat, now)
        return self._beat.used(now, self._resumes)

    def arrived(self, slot: Slot) -> None:
        """The message of this slot arrived: its answer is here."""
        self._beat.arrived(slot, self._time())

    def refused(self, pause: timedelta, chat: str) -> None:
        """The server answered 429 to a message for this chat: wait so long. It does not say whether the chat or the bot should.

        The answers to what was still flying when the bot began to wait teach nothing new.
        """
        now = self._time()
        until = now + pause.total_seconds()
        if now >= self._resumes:
            if self._chats.refused(chat, now, until):
                return
            self._beat.refused(now)
        self._resumes = max(self._resumes, until)


class _Beat:
    """One message every `gap` seconds. A 429 slows it, quiet quickens it again up to what is allowed."""

    def __init__(self, per_second: float) -> None:
        self._fastest = self.gap = 1 / (SHARE * per_second)
        self._sent: deque[Slot] = deque(maxlen=ceil(1 / self.gap))
        self._took: deque[float] = deque(maxlen=ceil(1 / self.gap))
        self._next = 0.0
        self._step, self._slower, self._quiet, self._changed = HAIR, False, QUIET, 0.0

    def next(self) -> float:
        """When the next may go: at its beat, and so long after the one that was a second's worth of messages ago."""
        second = ceil(1 / self.gap)
        if len(self._sent) < second:
            return self._next
        return max(self._next, self._counted(self._sent[-second]) + second * self.gap - CATCH_UP)

    def used(self, now: float, resumed: float) -> Slot:
        """One goes now. Where it was late, but not because of the pause that ended then, those after it keep to the old beat."""
        if self.gap > self._fastest and now - self._changed > self._quiet:
            self._change(now, slower=False)
        self._next = max(self._next, now - LATE, resumed) + self.gap
        self._sent.append(Slot(now))
        return self._sent[-1]

    def arrived(self, slot: Slot, now: float) -> None:
        """Its answer is here."""
        slot.took = now - slot.went
        self._took.append(slot.took)

    def _counted(self, slot: Slot) -> float:
        """From when the server counts a message. Of two that went evenly one travels longer, where the machine is busy: if it counted from
        when it went, the one that follows a second later would be one too many."""
        longer = slot.took - min(self._took, default=0.0) - EVEN
        return slot.went + min(max(0.0, longer), UNEVEN)

    def refused(self, now: float) -> None:
        """Slower, by what the last quickening was or twice what the last slowing was."""
        self._change(now, slower=True)
        self._quiet = min(3 * self._quiet, QUIETEST)

    def _change(self, now: float, slower: bool) -> None:
        if slower is self._slower:
            self._step = min(2 * self._step, MOST)
        elif not slower:
            self._step = HAIR
        by = 1 + self._step
        self.gap = self.gap * by if slower else max(self._fastest, self.gap / by)
        self._slower, self._changed = slower, now


class _Chats:
    """When each chat may be written to again, and how much went to it in the last minute. Times in seconds."""

    def __init__(self, gap: float, per_group: int | None) -> None:
        self._gap, self._per_group = gap, per_group
        self._sent: dict[str, deque[float]] = {}
        self._free: dict[str, float] = {}
        self._refused = ("", 0.0)

    def busy(self, now: float) -> dict[str, float]:
        self._free = {chat: free for chat, free in self._free.items() if free > now}
        return {chat: free - now for chat, free in self._free.items()}

    def used(self, chat: str, now: float) -> None:
        limit = self._per_group if chat.startswith(GROUP) else None
        sent = self._sent.pop(chat, None) or deque(maxlen=limit or 2)
        sent.append(now)
        self._sent[chat] = sent  # at the end: they stand in the order of their last message
        while self._sent[oldest := next(iter(self._sent))][-1] < now - MINUTE:
            del self._sent[oldest]
        free = now + self._gap
        if limit and len(sent) == limit:
            free = max(free, sent[0] + MINUTE)
        if free > max(now, self._free.get(chat, now)):
            self._free[chat] = free

    def refused(self, chat: str, now: float, until: float) -> bool:
        """Whether this chat alone has to wait: where chats have limits, it was written to more than once in a minute, and no other
        was refused just now. A mistake here costs one more 429."""
        other, others_until = self._refused
        sent = self._sent.get(chat, deque[float]())
        often = self._gap > 0 and len(sent) > 1 and sent[-2] > now - MINUTE
        if not often or (other != chat and others_until > now):
            return False
        self._refused = chat, until
        self._free[chat] = until
        return True
