"""What runs in this process and in no other: it keeps its lanes, takes those that are free, and hands over what others should have
(decision 13).

A lane that runs out here because the database was away is laid down in time, before another process may have it, and taken up again if
none has.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from bot.logs import where
from bot.store import Store
from bot.waking import LANES, tell
from models import lane
from models.database import Session

LAID_DOWN_AFTER = lane.LASTS - 1.0
"""Seconds after the last renewal in which this process still goes on."""
SOONEST = 0.05
"""Seconds at least between two looks at the lanes."""
TROUBLED = 0.5
"""Seconds until the database is asked again that has just failed, or work is begun again that has."""
ALONE = 3600.0
"""Seconds between two looks where nobody else may take a lane."""

log = structlog.get_logger("lanes")


@dataclass(frozen=True)
class Work:
    """What is done in a lane. run: for as long as the lane is held; anew: another process may have had it meanwhile. finish: what must
    be over before the lane is handed to another process."""

    run: Callable[[bool], Awaitable[None]]
    finish: Callable[[], Awaitable[None]] | None = None


@dataclass(frozen=True)
class _Seen:
    """The lanes at one look: those that are mine, each with when it was taken, those to hand over, how many processes live, and in how
    many seconds the next lane may be free: of one who falls silent, or that was not to be had just now."""

    mine: dict[str, float]
    give: set[str]
    processes: int
    next_free: float


class Ownership:
    """The lanes of this process."""

    def __init__(self, store: Store) -> None:
        """Nothing is offered yet."""
        self._store = store
        self._works: dict[str, Work] = {}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._ending: dict[str, asyncio.Task[None]] = {}
        self._leaving: dict[str, asyncio.Task[None]] = {}
        self._had: dict[str, float] = {}
        """What was mine at the last look, and when it was taken."""
        self._over: set[str] = set()
        """What is to be handed over and has nothing under way any more: at the next look, all of it together."""
        self._processes = 0
        self._watchdog: asyncio.TimerHandle | None = None

    async def begin(self) -> None:
        """This process is seen from now on. Raises what the database raises."""
        if self._store.alone:  # what a killed process left behind is nobody's
            await self._store.keep(lane.clear)
        await self._look_and_follow()

    def offer(self, name: str, work: Work) -> None:
        """This process can do the work of a lane, and does it whenever the lane is its own."""
        self._works[name] = work
        self._store.lanes.ring()

    async def withdraw(self, name: str) -> None:
        """This process does the work of a lane no more: what is under way is finished, and at the next look the lane is laid down."""
        work = self._works.pop(name, None)
        self._end(name)
        self._had.pop(name, None)
        if name in self._ending:
            await asyncio.wait([self._ending[name]])
        if work is not None and work.finish is not None:
            await work.finish()

    async def run(self) -> None:
        """Keeps the lanes for ever."""
        while True:
            heard, wait = self._store.lanes.rung, lane.RENEWS
            try:
                wait = await self._look_and_follow()
            except Exception as error:
                log.error("database", error=where(error))
                wait = TROUBLED
            await asyncio.sleep(SOONEST)
            await self._store.lanes.after(heard, wait)

    async def stop(self) -> None:
        """Ends the work of all lanes, finishes what is under way, and hands them over at once. `run` must have ended."""
        self._lay_down()
        await asyncio.gather(*self._leaving.values(), return_exceptions=True)
        await asyncio.gather(
            *(self._finish(name) for name in self._had.keys() - self._leaving.keys()), return_exceptions=True
        )

        def leave(session: Session) -> None:
            lane.leave(session, self._store.owner)
            tell(session, self._store.owner, LANES)

        try:
            await self._store.keep(leave)
        except Exception as error:  # they run out by themselves
            log.error("not_handed_over", error=where(error))

    async def _look_and_follow(self) -> float:
        """Renews, takes and hands over; gives in how many seconds to look again."""
        began = asyncio.get_running_loop().time()
        await self._store.keep(lambda session: lane.renew(session, self._store.owner))
        over = set(self._over)
        seen = await self._store.keep(lambda session: self._look(session, over))
        self._watch_over(began)
        if seen.processes < self._processes:
            self._store.ring()  # it may have died with a turn, or before it told of what it wrote
        self._processes = seen.processes
        self._handed_over(over)
        mine = {name: taken for name, taken in seen.mine.items() if name in self._works}
        for name in [name for name, taken in self._had.items() if mine.get(name) != taken]:
            log.warning("lane_lost", lane=name)
            self._end(name)
        for name in sorted(mine.keys() - self._running.keys() - self._leaving.keys()):
            self._start(name, anew=self._had.get(name) != mine[name])
        self._had = mine
        for name in seen.give & self._running.keys():
            self._leaving[name] = asyncio.create_task(self._hand_over(name))
        return ALONE if self._store.alone else max(SOONEST, min(lane.RENEWS, seen.next_free + SOONEST))

    def _look(self, session: Session, over: set[str]) -> _Seen:
        owner, wanted = self._store.owner, set(self._works)
        lane.release(session, owner, over)
        held, lanes = lane.holds(session, owner), lane.standing(session)
        plan = lane.plan(lanes, owner, wanted)
        wishes = {lane.asking(name) for name in plan.ask}
        lane.take(session, owner, plan.take | (wishes - held.keys()))
        lane.release(session, owner, held.keys() - wanted - wishes)
        mine = lane.holds(session, owner)
        if over or wishes & mine.keys() - held.keys():
            tell(session, owner, LANES)
        others = [one.left for name, one in lanes.items() if name in wanted and one.owner != owner]
        later = [left for left in others if left > 0]
        return _Seen(
            mine={name: taken for name, taken in mine.items() if name in wanted},
            give=plan.give,
            processes=lane.living(lanes),
            next_free=TROUBLED if plan.take - mine.keys() else min(later, default=lane.RENEWS),
        )

    def _start(self, name: str, anew: bool) -> None:
        log.info("lane_taken" if anew else "lane_taken_up_again", lane=name)
        self._running[name] = asyncio.create_task(self._run(name, anew))

    async def _run(self, name: str, anew: bool) -> None:
        """Does the work for as long as the lane is held, and again where it fails: nobody else can have the lane meanwhile."""
        if name in self._ending:
            await asyncio.wait([self._ending[name]])
        while self._running.get(name) is asyncio.current_task():
            try:
                await self._works[name].run(anew)
                return
            except Exception as error:
                log.error("lane_failed", lane=name, error=where(error))
                await asyncio.sleep(TROUBLED)

    def _end(self, name: str) -> None:
        """Ends the work at once; what it has under way goes on by itself."""
        task = self._running.pop(name, None)
        if task is not None:
            task.cancel()
            self._ending[name] = task

    async def _hand_over(self, name: str) -> None:
        """Ends what is done in a lane that another process asked for; once nothing is under way it may have the lane."""
        self._end(name)
        try:
            await self._finish(name)
        except Exception as error:  # it is still mine, and is taken up again
            log.error("not_handed_over", lane=name, error=where(error))
            del self._leaving[name]
        else:
            self._over.add(name)
            self._store.lanes.ring()

    def _handed_over(self, names: set[str]) -> None:
        self._over -= names
        for name in names:
            self._leaving.pop(name, None)
            self._had.pop(name, None)
        if names:
            log.info("lanes_handed_over", lanes=len(names))

    async def _finish(self, name: str) -> None:
        if name in self._ending:
            await asyncio.wait([self._ending[name]])
        finish = self._works[name].finish
        if finish is not None:
            await finish()

    def _watch_over(self, renewed: float) -> None:
        """From the last renewal on the lanes are laid down in time, even where the database never answers again."""
        if self._watchdog is not None:
            self._watchdog.cancel()
            self._watchdog = None
        if not self._store.alone:
            loop = asyncio.get_running_loop()
            self._watchdog = loop.call_at(renewed + LAID_DOWN_AFTER, self._run_out)

    def _run_out(self) -> None:
        log.warning("lanes_laid_down", lanes=len(self._running))
        self._lay_down()

    def _lay_down(self) -> None:
        if self._watchdog is not None:
            self._watchdog.cancel()
        for name in list(self._running):
            self._end(name)
