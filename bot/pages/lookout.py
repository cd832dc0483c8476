"""One look at the database for all open streams: which chats have something new. A stream asks for itself only when its own has.

Without it every commit makes every open page query the database: with 60 pages one answer cost 1.6 s of a processor, and 0.14 s with it.
"""

import asyncio
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import structlog
from sqlmodel import col, func, select

from bot.logs import where
from bot.store import Store
from models import web_session
from models.address import Binding
from models.database import Session
from models.form import HOLDS_BACK, OpenForm
from models.outbox import DIALOGUE, Delivery, Offer
from models.terms import DeliveryState
from models.web_session import WebSession

BEATS = 15.0
"""Seconds after which it looks even if nothing rang: for what is due by the hour, and for what another process wrote unheard."""
PAUSE = 0.05
"""Seconds between two looks while everything is being written."""
AT_MOST = 4
"""Streams of one session: a browser holds six connections to a host, and what is said must still get through."""

log = structlog.get_logger("lookout")


class Watch:
    """One open stream's place at the lookout."""

    def __init__(self, session_id: int, address_id: int) -> None:
        """A watch over a chat for a browser's session."""
        self.session_id, self.address_id = session_id, address_id
        self.told = 0
        """How often something new was seen; taken before one's own look, so that nothing falls in between."""
        self.gives_way = False
        """A newer window of the same browser needs the place."""
        self._sign: tuple[Any, ...] | None = None
        self._next = asyncio.Event()

    def wake(self) -> None:
        """Something is new."""
        self.told += 1
        self._next.set()
        self._next = asyncio.Event()

    def see(self, sign: tuple[Any, ...]) -> None:
        """This is how the chat stands now."""
        if sign != self._sign:
            self._sign = sign
            self.wake()

    async def after(self, told: int) -> None:
        """Returns once something new was seen since `told`."""
        if self.told == told:
            await self._next.wait()


class Lookout:
    """Looks after each ring of the store's bell, for as long as anybody watches."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        """A lookout over the store."""
        self._store, self._now = store, now
        self._watches: list[Watch] = []
        self._looking: asyncio.Task[None] | None = None

    @contextmanager
    def watch(self, session_id: int, address_id: int) -> Iterator[Watch]:
        """A place for a stream; the oldest of the session gives way where there are too many."""
        made = Watch(session_id, address_id)
        self._watches.append(made)
        same = [w for w in self._watches if w.session_id == session_id and not w.gives_way]
        for one in same[:-AT_MOST]:
            one.gives_way = True
            one.wake()
        if self._looking is None:
            self._looking = asyncio.create_task(self._look_out())
        try:
            yield made
        finally:
            self._watches.remove(made)
            if not self._watches and self._looking is not None:
                self._looking.cancel()
                self._looking = None

    async def _look_out(self) -> None:
        while True:
            heard = self._store.bell.rung
            try:
                await self._look()
            except Exception as error:
                log.error("database", error=where(error))
            await asyncio.sleep(PAUSE)
            await self._store.bell.after(heard, BEATS)

    async def _look(self) -> None:
        watches = list(self._watches)
        addresses, sessions = ({w.address_id for w in watches}, {w.session_id for w in watches})
        chats, browsers = await self._store.read(
            lambda session: (
                chat_signs(session, addresses, self._now()),
                browser_signs(session, sessions, self._now()),
            )
        )
        for watch in watches:
            watch.see((chats.get(watch.address_id), browsers.get(watch.session_id)))


def chat_signs(session: Session, addresses: Collection[int], now: datetime) -> dict[int, list[Any]]:
    """For each chat something that differs whenever what its page shows does: what is owed, due (how often it was tried, and since when:
    one that was taken and given back between two looks is new, and so is one that was shown and has other words), taken, offered, asked,
    and whom it serves."""
    here = list(addresses)
    owed = (
        select(Delivery.address_id, Delivery.state, func.count(), func.max(Delivery.id))
        .where(col(Delivery.address_id).in_(here))
        .group_by(col(Delivery.address_id), col(Delivery.state))
    )
    due = (
        select(Delivery.address_id, func.count(), func.sum(Delivery.tries), func.max(Delivery.not_before))
        .where(
            col(Delivery.address_id).in_(here),
            Delivery.state == DeliveryState.QUEUED,
            Delivery.not_before <= now,
        )
        .group_by(col(Delivery.address_id))
    )
    offered = (
        select(Offer.address_id, func.count(), func.max(Offer.id))
        .where(col(Offer.address_id).in_(here), col(Offer.closed_at).is_(None), Offer.kind != DIALOGUE)
        .group_by(col(Offer.address_id))
    )
    asked = select(
        OpenForm.address_id, OpenForm.step, OpenForm.serial, col(OpenForm.touched) > now - HOLDS_BACK
    ).where(col(OpenForm.address_id).in_(here))
    served = (
        select(Binding.address_id, func.count(), func.max(Binding.id))
        .where(col(Binding.address_id).in_(here), col(Binding.ended_at).is_(None))
        .group_by(col(Binding.address_id))
    )
    signs: dict[int, list[Any]] = {}
    for kind, rows in enumerate((owed, due, offered, asked, served)):
        for address_id, *rest in session.connection().execute(rows):
            signs.setdefault(address_id, []).append((kind, *rest))
    return signs


def browser_signs(session: Session, sessions: Collection[int], now: datetime) -> dict[int, Any]:
    """For each session whether it lives, and whether its end should be moved."""
    rows = select(WebSession).where(
        col(WebSession.id).in_(list(sessions)),
        col(WebSession.ended_at).is_(None),
        WebSession.expires_at > now,
    )
    return {row.id: web_session.wears(row, now) for row in session.exec(rows)}
