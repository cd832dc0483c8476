"""What this process counts for Prometheus: its sends, its 429s, how long its turns take. Each process counts for itself, and whoever
watches several adds them up; labels are channels and kinds, never anything of a person."""

from typing import Protocol

from prometheus_client import CollectorRegistry, Counter, Histogram

from models.terms import ChannelName
from scheduler.outcome import Outcome, Result
from scheduler.parcel import Parcel

METERS = CollectorRegistry()
SENT = Counter("sotay_sent", "Messages sent.", ["channel"], registry=METERS)
FAILED = Counter(
    "sotay_failed",
    "Tries that ended otherwise, by what is known of them; only refused and chat_gone are given up at once.",
    ["channel", "result"],
    registry=METERS,
)
SLOWED = Counter("sotay_429", "Messages answered with 429.", ["channel"], registry=METERS)
TURNS = Histogram(
    "sotay_turn_seconds",
    "Seconds from an update's beginning to its commit, by the kind of what was said.",
    ["said"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=METERS,
)
TURNS_FAILED = Counter("sotay_turns_failed", "Turns that raised.", registry=METERS)


class Sender(Protocol):
    """A messenger, as far as sending goes."""

    async def send(self, parcel: Parcel) -> Outcome:
        """Sends one parcel."""


class Counted:
    """A sender whose sends are counted."""

    def __init__(self, sender: Sender, channel: ChannelName) -> None:
        """Counts for a channel."""
        self._sender, self._channel = sender, channel.value

    async def send(self, parcel: Parcel) -> Outcome:
        """Sends a parcel."""
        outcome = await self._sender.send(parcel)
        if outcome.result is Result.SENT:
            SENT.labels(self._channel).inc()
        elif outcome.result is Result.SLOW_DOWN:
            SLOWED.labels(self._channel).inc()
        else:
            FAILED.labels(self._channel, outcome.result.value).inc()
        return outcome
