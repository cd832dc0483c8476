"""Draining the outbox: one lane a bot, at an even pace, few in flight, and every outcome told apart (decision 12)."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Protocol, TypeVar

import structlog

from models import group, outbox
from models.database import Session
from scheduler.pace import Pace
from scheduler.parcel import Parcel, next_parcel

IN_FLIGHT = 20
LONGEST_BACKOFF = timedelta(minutes=10)
FOR_NOW_AT_MOST = 12
"""Tries in a row, over some forty minutes, after which a messenger that answers "internal error" for one message means: never."""
IDLE = 30.0
"""Seconds after which an idle lane looks again even if nothing woke it."""
BLOCKED = 1.0
"""Seconds until it looks again where something due waits for its chat."""

log = structlog.get_logger("deliver")
T = TypeVar("T")


class Result(Enum):
    """What is known of a send."""

    SENT = "sent"
    NOT_SENT = "not_sent"
    SLOW_DOWN = "slow_down"
    REFUSED = "refused"
    REFUSED_FOR_NOW = "refused_for_now"
    CHAT_GONE = "chat_gone"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Outcome:
    """The end of one send. `trouble` is a type or a number, never what the other side wrote.

    REFUSED_FOR_NOW is a messenger's own trouble with this message or chat, which may pass. pause: so long the bot sends nothing (429). moved_to: the chat has another id from now on.
    """

    result: Result
    external_id: str | None = None
    trouble: str = ""
    pause: timedelta = timedelta()
    moved_to: str | None = None

    def after_a_part(self) -> "Outcome":
        """The same end, when a part of the message has gone before: what was not surely refused may have arrived in part."""
        stands = self.result in (Result.SENT, Result.REFUSED, Result.CHAT_GONE)
        return self if stands else replace(self, result=Result.UNKNOWN)


class Sender(Protocol):
    """A messenger, as far as sending goes. It never raises: whatever happens is an Outcome."""

    async def send(self, parcel: Parcel) -> Outcome:
        """Sends one parcel."""


class Bell(Protocol):
    """Rings after each commit that changed something, here or in another process."""

    rung: int

    async def after(self, heard: int, seconds: float) -> None:
        """Returns once it has rung more often than `heard`, or after so long."""


class Store(Protocol):
    """Where units of work run; given by bot."""

    @property
    def bell(self) -> Bell:
        """The bell of this process."""

    async def write(self, work: Callable[[Session], T]) -> T:
        """Runs work in one transaction on the writer and commits."""


class Lane:
    """One bot's sending."""

    def __init__(
        self, store: Store, bot_id: int, sender: Sender, pace: Pace, now: Callable[[], datetime]
    ) -> None:
        """A lane for the bot account; `now` is the product's clock."""
        self._store, self._bot_id, self._sender, self._pace, self._now = store, bot_id, sender, pace, now
        self._flying: set[asyncio.Task[None]] = set()
        self._going: set[int] = set()

    async def run(self) -> None:
        """Sends what is due, for ever. What was in flight when an earlier process stopped goes first, marked."""
        recovered = torn = False
        while True:
            heard = self._store.bell.rung
            try:
                if not recovered:
                    await self._store.write(lambda session: outbox.recover(session, [self._bot_id]))
                    recovered = True
                if torn:  # a copy may have been claimed just before, and nobody has it
                    await self._store.write(
                        lambda session: outbox.unclaim(session, self._bot_id, self._going)
                    )
                    torn = False
                if not await self.step():
                    await self._store.bell.after(heard, await self._sleep())
            except Exception as error:
                log.error("database", error=type(error).__name__)
                torn = True
                await asyncio.sleep(BLOCKED)

    async def step(self) -> bool:
        """Starts one send; False when nothing is due or no more may be in flight."""
        if len(self._flying) >= IN_FLIGHT:
            await asyncio.wait(self._flying, return_when=asyncio.FIRST_COMPLETED)
        await self._pace.slot()
        parcel = await self._store.write(lambda session: next_parcel(session, self._bot_id, self._now()))
        if parcel is None:
            return False
        self._pace.used(parcel.chat)
        self._going.add(parcel.delivery_id)
        task = asyncio.create_task(self._send(parcel))
        self._flying.add(task)
        task.add_done_callback(self._flying.discard)
        return True

    async def settle(self) -> None:
        """Sends all that is due now and waits for it; for an orderly end and for tests."""
        while True:
            while await self.step():
                pass
            if not self._flying:
                return
            await asyncio.wait(self._flying)

    async def finish(self, seconds: float) -> None:
        """Waits for what is in flight, at most so long; what was claimed and never went waits again, unmarked."""
        if self._flying:
            await asyncio.wait(self._flying, timeout=seconds)
        await self._store.write(lambda session: outbox.unclaim(session, self._bot_id, self._going))

    async def _send(self, parcel: Parcel) -> None:
        try:
            outcome = await self._sender.send(parcel)
        except Exception as error:
            outcome = Outcome(Result.UNKNOWN, trouble=type(error).__name__)
        if outcome.pause:
            self._pace.refused(outcome.pause, parcel.chat)
        if outcome.result is not Result.SENT:
            log.info(
                "not_sent", delivery=parcel.delivery_id, result=outcome.result.value, why=outcome.trouble
            )
        while True:
            try:
                await self._store.write(
                    lambda session: record(session, parcel.delivery_id, outcome, self._now())
                )
                break
            except Exception as error:
                log.error("not_recorded", delivery=parcel.delivery_id, error=type(error).__name__)
                await asyncio.sleep(BLOCKED)
        self._going.discard(parcel.delivery_id)

    async def _sleep(self) -> float:
        """Seconds until the next copy that waits for its hour."""
        following = await self._store.write(lambda session: outbox.next_hour(session, self._bot_id))
        if following is None:
            return IDLE
        return min(IDLE, max(BLOCKED, (following - self._now()).total_seconds()))


def record(session: Session, delivery_id: int, outcome: Outcome, now: datetime) -> None:
    """Writes down what became of a send."""
    delivery = outbox.in_flight(session, delivery_id)
    if outcome.moved_to is not None and delivery.address_id is not None:
        group.migrated(session, delivery.address_id, outcome.moved_to)
    match outcome.result:
        case Result.SENT:
            outbox.sent(delivery, outcome.external_id, now)
        case Result.NOT_SENT:
            outbox.retry(session, delivery, now + _backoff(delivery.tries), outcome.trouble)
        case Result.SLOW_DOWN:
            outbox.slowed_down(session, delivery, now)
        case Result.UNKNOWN:
            outbox.unsure(session, delivery, now + _backoff(delivery.tries), outcome.trouble)
        case Result.REFUSED_FOR_NOW:
            outbox.count_alike(delivery, outcome.trouble)
            if delivery.tries < FOR_NOW_AT_MOST:
                outbox.retry(session, delivery, now + _backoff(delivery.tries), outcome.trouble)
            else:
                outbox.failed(session, delivery, outcome.trouble)
        case Result.REFUSED:
            outbox.failed(session, delivery, outcome.trouble)
        case Result.CHAT_GONE:
            outbox.refused(session, delivery, outcome.trouble)


def _backoff(tries: int) -> timedelta:
    """1, 2, 4 ... seconds, ten minutes at most."""
    return min(LONGEST_BACKOFF, timedelta(seconds=2 ** min(tries - 1, 12)))
