"""Draining the outbox: one lane a bot, at an even pace, few in flight; while some go, the next are being claimed."""

import asyncio
from typing import Protocol

import structlog

from models.outbox import Want
from scheduler.idling import Idling
from scheduler.ledger import Ledger
from scheduler.outcome import Outcome, Result
from scheduler.pace import Pace, Slot
from scheduler.parcel import Parcel

IN_FLIGHT = 50
AHEAD, AHEAD_AT_MOST = 0.07, 1.0
"""Seconds of sending that are claimed ahead: longer than a claim takes, and so short that an answer need not wait for them. Where many
lanes keep the machine busy a claim takes longer, an answer waits so long anyhow, and as much more is claimed: else the lanes would stand
still between their claims, each of which costs more than its copies do."""
LONG = 1.0
"""Seconds of a pause for which nothing stays claimed."""
BLOCKED = 1.0
"""Seconds until it tries again where the database does not answer."""

log = structlog.get_logger("deliver")


class Sender(Protocol):
    """A messenger, as far as sending goes. It never raises: whatever happens is an Outcome."""

    async def send(self, parcel: Parcel) -> Outcome:
        """Sends one parcel."""


class Lane:
    """One bot's sending."""

    def __init__(self, ledger: Ledger, idling: Idling, bot_id: int, sender: Sender, pace: Pace) -> None:
        """A lane for the bot account."""
        self._ledger, self._idling, self._bot_id = ledger, idling, bot_id
        self._sender, self._pace = sender, pace
        self._flying: set[asyncio.Task[None]] = set()
        self._going: set[int] = set()
        self._next: asyncio.Task[list[Parcel]] | None = None
        self._heard = 0
        self._took = 0.0
        """Seconds that the last claim took."""

    async def run(self, anew: bool = True) -> None:
        """Sends what is due, for ever. anew: another process may have sent here; what it had in flight goes first, marked."""
        recovered = torn = not anew
        while True:
            try:
                if not recovered:
                    await self._forget_claims()
                    await self._ledger.recover(self._bot_id)
                    recovered = True
                if torn:  # copies may have been claimed just before, and nobody has them
                    await self._give_back()
                    torn = False
                if not await self.step():
                    await self._idling.until_due(self._bot_id, self._heard)
            except Exception as error:
                log.error("database", error=type(error).__name__)
                torn = True
                await asyncio.sleep(BLOCKED)

    async def step(self) -> bool:
        """Lets go what was claimed, while the next is being claimed; False when nothing is due."""
        self._next = self._next or self._claim()
        parcels = await asyncio.shield(self._next)  # stopped here, what is claimed is known and given back
        self._next = self._claim() if parcels else None
        for parcel in parcels:
            if self._pace.wait() > LONG:  # what it claimed may be taken back meanwhile, or be overtaken
                await self._give_back()
                await self._pace.slot()
                return True
            await self._pace.slot()
            while len(self._flying) >= IN_FLIGHT:
                await asyncio.wait(self._flying, return_when=asyncio.FIRST_COMPLETED)
            self._let_go(parcel)
        return bool(parcels)

    async def settle(self) -> None:
        """Sends all that is due now and waits for it; for an orderly end and for tests."""
        while True:
            fresh = self._next is None and not self._flying
            if await self.step():
                continue
            if fresh:
                return
            if self._flying:
                await asyncio.wait(self._flying)

    async def finish(self, seconds: float) -> None:
        """Waits for what is in flight, at most so long; what was claimed and never went waits again, unmarked."""
        if self._flying:
            await asyncio.wait(self._flying, timeout=seconds)
        await self._give_back()

    def _claim(self) -> asyncio.Task[list[Parcel]]:
        self._heard = self._idling.heard
        ahead = min(max(AHEAD, 2 * self._took), AHEAD_AT_MOST)
        want = Want(
            self._bot_id, at_most=self._pace.within(ahead), resting=frozenset(self._pace.busy_chats())
        )
        return asyncio.create_task(self._claimed(want))

    async def _claimed(self, want: Want) -> list[Parcel]:
        began = asyncio.get_running_loop().time()
        parcels = await self._ledger.claim(want)
        self._took = asyncio.get_running_loop().time() - began
        return parcels

    def _let_go(self, parcel: Parcel) -> None:
        slot = self._pace.used(parcel.chat)
        self._going.update(parcel.copies)
        task = asyncio.create_task(self._send(parcel, slot))
        self._flying.add(task)
        task.add_done_callback(self._flying.discard)

    async def _send(self, parcel: Parcel, slot: Slot) -> None:
        try:
            outcome = await self._sender.send(parcel)
        except Exception as error:
            outcome = Outcome(Result.UNKNOWN, trouble=type(error).__name__)
        if outcome.pause:
            self._pace.refused(outcome.pause, parcel.chat)
        if outcome.result is Result.SENT:
            self._pace.arrived(slot)
        else:
            log.info(
                "not_sent", delivery=parcel.delivery_id, result=outcome.result.value, why=outcome.trouble
            )
        while True:
            try:
                await self._ledger.record(self._bot_id, parcel, outcome)
                break
            except Exception as error:
                log.error("not_recorded", delivery=parcel.delivery_id, error=type(error).__name__)
                await asyncio.sleep(BLOCKED)
        self._going.difference_update(parcel.copies)

    async def _give_back(self) -> None:
        """What was claimed and not let go waits again, unmarked."""
        await self._forget_claims()
        await self._ledger.give_back(self._bot_id, self._going)

    async def _forget_claims(self) -> None:
        if self._next is not None:
            await asyncio.wait({self._next})
            self._next = None
