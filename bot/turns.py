"""One turn, one transaction, one door out: from the inbox through the conversation to the outbox (design, idea 3)."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple, Protocol, runtime_checkable

import structlog

from bot import meters
from bot.intake import Intake, leads_at
from bot.logs import where
from bot.store import Store
from handlers.kit import wording
from handlers.kit.dispatch import respond
from handlers.kit.gate import mark_in
from handlers.kit.hours import Hours
from handlers.kit.incoming import FileSaid, Incoming, Kind
from handlers.kit.message import Message
from handlers.kit.router import router
from handlers.kit.turn import Purpose, Turn
from models import address as addresses
from models import document, inbox, outbox
from models import form as forms
from models.bot_account import BotAccount
from models.database import Session, is_passing
from models.inbox import Inbox
from models.outbox import Offer
from models.sealing import Keys, lend
from models.terms import Consent, InboxState
from scheduler.together import Together

SHARE = 2
"""Of so many writers one answers: the others take in, send and run what is due."""
TROUBLED = 1.0
"""Seconds to wait when the database itself fails; what was said stays in the inbox."""

HANDED_IN = "handed_in"
"""The raw update of a file that was uploaded on a page."""
NOBODY = "nothing"
"""The kind of an update in which nobody spoke."""

log = structlog.get_logger("turns")


class Mouth(Protocol):
    """A channel, as far as reading and fetching go."""

    def read(self, raw: dict[str, Any]) -> Incoming | None:
        """What was said in a raw update; None where nobody spoke."""

    async def fetch(self, source: str) -> bytes:
        """A file that was sent. Raises what its library raises."""


class _Told(NamedTuple):
    """An update that a bot was told."""

    bot_id: int
    external_id: str
    chat: str
    raw: dict[str, Any]
    held_by: str | None


@dataclass(frozen=True)
class _Wanted:
    """An update whose file must be prepared before its turn."""

    row_id: int
    bot_id: int
    chat: str
    file: FileSaid


@dataclass(frozen=True)
class _Answered:
    """An update whose turn is over, the key under which its file was held, and the kind of what was said."""

    row_id: int
    key: str
    said: str = ""


@runtime_checkable
class ShowsMenu(Protocol):
    """A messenger with a menu of commands beside each chat. Whoever taps is not looking for one: it is shown to those who type."""

    def menu(self, chat: str, commands: tuple[tuple[str, str], ...]) -> None:
        """Shows these words with their help in a chat, if it does not show them already."""


class Turns:
    """The conversation: what the bots were told, answered in each chat one after the other, whichever process took it in."""

    def __init__(
        self,
        store: Store,
        keys: Keys,
        now: Callable[[], datetime],
        hours: Hours = Hours(),  # noqa: B008
        links: bool = False,
    ) -> None:
        """Turns on a store; `now` is the product's clock; `links`: there is a public address under which links work."""
        self._store, self._keys, self.now, self._hours, self._links = store, keys, now, hours, links
        self._channels: dict[int, Mouth] = {}
        self._bots: dict[int, BotAccount] = {}
        self._taking_in: Together[_Told, bool] = Together(store, self._take_in)
        self._intake = Intake(store.said.ring, now)
        self._menus: list[tuple[ShowsMenu, str, tuple[tuple[str, str], ...]]] = []
        self._more = asyncio.Event()
        """There may be more to answer than one unit at a time can."""

    def close(self) -> None:
        """Ends what prepares files."""
        self._intake.close()

    def serve(self, bot_id: int, channel: Mouth) -> None:
        """From now on what this bot is told is answered here."""
        self._channels[bot_id] = channel
        self._store.said.ring()

    async def receive(
        self, bot_id: int, external_id: str, chat: str, raw: dict[str, Any], held_by: str | None = None
    ) -> bool:
        """Takes an update in, together with those that come at the same time; False when it was here already. held_by: the process
        that answers it while it lives."""
        return await self._taking_in.write(_Told(bot_id, external_id, chat, raw, held_by))

    def _take_in(self, session: Session, told: Sequence[_Told]) -> list[bool]:
        now = self.now()
        inbox.in_order(session, {(each.bot_id, each.chat) for each in told})
        return [
            inbox.receive(session, self._bot(session, bot_id), external_id, chat, raw, now, held_by)
            for bot_id, external_id, chat, raw, held_by in told
        ]

    async def hand_in(self, bot_id: int, external_id: str, chat: str, name: str, data: bytes) -> bool:
        """Takes in a file that somebody uploaded on a page instead of in the chat; False when it was here already."""
        key = _held_as(bot_id, external_id)
        file = {"source": self._intake.hold(key, data), "name": name, "size": len(data)}
        fresh = await self.receive(bot_id, external_id, chat, {HANDED_IN: file}, self._store.owner)
        if not fresh and not await self._store.read(
            partial(inbox.waits, bot_id=bot_id, external_id=external_id)
        ):
            self._intake.drop(key)
        return fresh

    async def run(self) -> None:
        """Answers for ever; several chats at once where the database takes several writers and there is enough to do."""
        async with asyncio.TaskGroup() as answering:
            answering.create_task(self._answer_on())
            for _ in range(1, self._store.writers // SHARE):
                answering.create_task(self._help())

    async def _answer_on(self) -> None:
        while True:
            heard = self._store.said.rung
            if not await self._safe_step():
                await self._store.said.after(heard, 30)

    async def _help(self) -> None:
        """Answers too, from when something was answered until nothing waits; one helper calls the next."""
        while True:
            await self._more.wait()
            self._more.clear()
            while await self._safe_step():
                pass

    async def _safe_step(self) -> bool:
        try:
            if not await self.step():
                return False
        except Exception as error:
            log.error("database", error=where(error))
            await asyncio.sleep(TROUBLED)
        self._more.set()
        return True

    async def settle(self) -> None:
        """Answers all that waits."""
        while True:
            on_the_way = self._intake.busy
            if await self.step():
                continue
            if not on_the_way:
                return
            await self._intake.settle()

    async def step(self) -> bool:
        """Answers the oldest update that waits, or has its file prepared; False when none waits."""
        begun = time.perf_counter()
        try:
            done = await self._store.write(partial(self._answer_next, busy=self._intake.busy))
        except _TurnFailed as failed:
            dead = await self._store.write(partial(self._count_failure, row_id=failed.row_id))
            self._intake.done(failed.row_id)
            if dead is not None:
                self._intake.drop(dead.key)
            meters.TURNS_FAILED.inc()
            log.error("turn_failed", update=failed.row_id, error=where(failed.cause))
            return True
        if isinstance(done, _Wanted):
            self._intake.start(done.row_id, (done.bot_id, done.chat), self._channels[done.bot_id], done.file)
        elif done is not None:
            meters.TURNS.labels(done.said).observe(time.perf_counter() - begun)
            self._intake.done(done.row_id)
            self._intake.drop(done.key)
        while self._menus:
            channel, chat, commands = self._menus.pop()
            channel.menu(chat, commands)
        return done is not None

    def _answer_next(self, session: Session, busy: set[tuple[int, str]]) -> _Answered | _Wanted | None:
        """Answers an update, or says what file it waits for; None when none waits."""
        row = inbox.waiting(session, list(self._channels), busy, self._store.owner)
        if row is None:
            return None
        row_id = row.id
        try:
            said = self._read(row)
            wanted = self._answer(session, row, said)
            session.flush()
        except Exception as error:
            if is_passing(error):  # no fault of the update: it waits, and nothing is counted
                raise
            raise _TurnFailed(row_id, error) from None
        kind = said.kind.value if said is not None else NOBODY
        return wanted or _Answered(row_id, _held_as(row.bot_id, row.external_id), kind)

    def _answer(self, session: Session, row: Inbox, said: Incoming | None) -> _Wanted | None:
        if said is not None:
            turn = self._turn(session, row, said)
            if said.prepared is None and said.file is not None and _comes_in(turn):
                row.held_by = self._store.owner
                return _Wanted(row.id, row.bot_id, row.chat, said.file)
            for place, message in enumerate(respond(turn)):
                _owe(turn, message, f"answer:{row.id}.{place}", row.external_id)
            document.sweep(session, turn.address)
            channel = self._channels[row.bot_id]
            if (
                isinstance(channel, ShowsMenu)
                and turn.members
                and said.kind is not Kind.TAP
                and not said.group
            ):
                self._menus.append((channel, said.chat, _menu(turn)))
        inbox.handled(row, self.now())
        return None

    def _read(self, row: Inbox) -> Incoming | None:
        raw = row.raw or {}
        if HANDED_IN in raw:
            said: Incoming | None = Incoming(row.chat, Kind.FILE, file=FileSaid(**raw[HANDED_IN]))
        else:
            said = self._channels[row.bot_id].read(raw)
        prepared = self._intake.prepared(row.id)
        return replace(said, prepared=prepared) if said and prepared else said

    def _turn(self, session: Session, row: Inbox, said: Incoming) -> Turn:
        now = self.now()
        lend(session, self._keys)
        address = addresses.at(session, self._bot(session, row.bot_id), said.chat, said.name, now)
        served = addresses.served(session, address)
        return Turn(session, now, said, address, self._keys, served, hours=self._hours, links=self._links)

    def _bot(self, session: Session, bot_id: int) -> BotAccount:
        """A bot's row, read once: its id never changes, and nothing else of it is asked here. A session that fails must not spoil it."""
        if bot_id not in self._bots:
            self._bots[bot_id] = session.get_one(BotAccount, bot_id)
            session.expunge(self._bots[bot_id])
        return self._bots[bot_id]

    def _count_failure(self, session: Session, row_id: int) -> _Answered | None:
        """Counts it; after the last one there will be no further turn. Meanwhile another process may have answered it."""
        row = inbox.stands(session, row_id)
        if row.state is not InboxState.RECEIVED or not inbox.failed(row, self.now()):
            return None
        if row.chat:
            said = Incoming(chat=row.chat, kind=Kind.OTHER)
            turn = self._turn(session, row, said)
            was_open = forms.open_at(session, turn.address) is not None
            # It may be what failed, and would then fail at every word, THÔI too.
            forms.close(session, turn.address)
            _owe(turn, wording.broken(was_open), f"answer:{row.id}.broken", row.external_id)
        return _Answered(row.id, _held_as(row.bot_id, row.external_id))


class _TurnFailed(Exception):
    """A turn raised: nothing of it was committed."""

    def __init__(self, row_id: int, cause: Exception) -> None:
        super().__init__(row_id)
        self.row_id, self.cause = row_id, cause


def _menu(turn: Turn) -> tuple[tuple[str, str], ...]:
    """The words that the speaker may use."""
    agreed = any(binding.consent is Consent.FULL for _, binding in turn.members)
    commands = [c for c in router.words_of(turn) if agreed or c.purpose is Purpose.TIMES]
    return tuple((c.word.name, c.help) for c in commands)


def _comes_in(turn: Turn) -> bool:
    """Whether a file is worth fetching: from somebody who leads a branch or what stands above, in private, with no mark of secrecy on it, and not too large."""
    said = turn.said
    if said.group or said.file is None or said.file.size > document.LARGEST or mark_in(said) is not None:
        return False
    return leads_at(turn.session, turn.address, turn.now)


def _held_as(bot_id: int, external_id: str) -> str:
    return f"{bot_id}:{external_id}"


def _owe(turn: Turn, message: Message, key: str, update: str) -> None:
    """Owes an answer to the chat; `update` is the messenger's own id of what it answers."""
    content = message.content()
    if "refuses" in content:
        content["refuses"] = update
    if content.pop("settles", False) and turn.said.tap is not None:
        offer = turn.session.get(Offer, turn.said.tap)
        if offer is not None and offer.address_id == turn.address.id:
            content["edits"] = offer.delivery_id
    member_id = turn.member.id if turn.member else None
    when = turn.now + timedelta(seconds=content.pop("delay", 0))
    outbox.owe(turn.session, turn.address, member_id, content, key=key, now=when)
