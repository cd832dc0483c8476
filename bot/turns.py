"""One turn, one transaction, one door out: from the inbox through the conversation to the outbox (design, idea 3)."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol, runtime_checkable

import structlog

from bot.logs import where
from bot.store import Store
from handlers.kit import wording
from handlers.kit.dispatch import respond
from handlers.kit.hours import Hours
from handlers.kit.incoming import Incoming, Kind
from handlers.kit.message import Message
from handlers.kit.router import Who, router
from handlers.kit.turn import Turn
from models import address as addresses
from models import inbox, outbox
from models.address import Address, Binding
from models.bot_account import BotAccount
from models.database import Session
from models.inbox import Inbox
from models.member import Member
from models.outbox import Offer
from models.sealing import Keys
from models.terms import InboxState

TROUBLED = 1.0
"""Seconds to wait when the database itself fails; what was said stays in the inbox."""

log = structlog.get_logger("turns")


class Mouth(Protocol):
    """A channel, as far as reading goes."""

    def read(self, raw: dict[str, Any]) -> Incoming | None:
        """What was said in a raw update; None where nobody spoke."""


@runtime_checkable
class ShowsMenu(Protocol):
    """A messenger with a menu of commands beside each chat."""

    def menu(self, chat: str, commands: tuple[tuple[str, str], ...]) -> None:
        """Shows these words with their help in a chat, if it does not show them already."""


class Turns:
    """The conversation of this process: what its bots were told, answered one after the other."""

    def __init__(self, store: Store, keys: Keys, now: Callable[[], datetime], hours: Hours = Hours()) -> None:  # noqa: B008
        """Turns on a store; `now` is the product's clock."""
        self._store, self._keys, self.now, self._hours = store, keys, now, hours
        self._channels: dict[int, Mouth] = {}
        self._menus: list[tuple[ShowsMenu, str, tuple[tuple[str, str], ...]]] = []

    def serve(self, bot_id: int, channel: Mouth) -> None:
        """From now on what this bot is told is answered here."""
        self._channels[bot_id] = channel
        self._store.bell.ring()

    async def receive(self, bot_id: int, external_id: str, chat: str, raw: dict[str, Any]) -> bool:
        """Takes an update in, in its own short transaction; False when it was here already."""

        def take(session: Session) -> bool:
            bot = session.get_one(BotAccount, bot_id)
            return inbox.receive(session, bot, external_id, chat, raw, self.now()) is not None

        return await self._store.write(take)

    async def run(self) -> None:
        """Answers for ever."""
        while True:
            heard = self._store.bell.rung
            try:
                if not await self.step():
                    await self._store.bell.after(heard, 30)
            except Exception as error:
                log.error("database", error=where(error))
                await asyncio.sleep(TROUBLED)

    async def settle(self) -> None:
        """Answers all that waits."""
        while await self.step():
            pass

    async def step(self) -> bool:
        """Answers the oldest update that waits; False when none does."""
        try:
            answered = await self._store.write(self._answer_next)
        except _TurnFailed as failed:
            log.error("turn_failed", update=failed.row_id, error=where(failed.cause))
            await self._store.write(partial(self._count_failure, row_id=failed.row_id))
            return True
        while self._menus:
            channel, chat, commands = self._menus.pop()
            channel.menu(chat, commands)
        return answered

    def _answer_next(self, session: Session) -> bool:
        row = inbox.waiting(session, list(self._channels), set())
        if row is None:
            return False
        row_id = row.id
        try:
            self._answer(session, row)
            session.flush()
        except Exception as error:
            raise _TurnFailed(row_id, error) from None
        return True

    def _answer(self, session: Session, row: Inbox) -> None:
        said = self._channels[row.bot_id].read(row.raw or {})
        if said is not None:
            turn = self._turn(session, row, said)
            for place, message in enumerate(respond(turn)):
                _owe(turn, message, f"answer:{row.id}.{place}")
            channel = self._channels[row.bot_id]
            if isinstance(channel, ShowsMenu) and turn.members and not said.group:
                self._menus.append((channel, said.chat, _menu(turn)))
        inbox.handled(row, self.now())

    def _turn(self, session: Session, row: Inbox, said: Incoming) -> Turn:
        now = self.now()
        bot = session.get_one(BotAccount, row.bot_id)
        address = addresses.at(session, bot, said.chat, said.name, now)
        return Turn(session, now, said, address, self._keys, _served(session, address), hours=self._hours)

    def _count_failure(self, session: Session, row_id: int) -> None:
        row = session.get_one(Inbox, row_id)
        said = None
        if row.state is InboxState.RECEIVED and row.tries + 1 >= inbox.TRIES:
            said = Incoming(chat=row.chat, kind=Kind.OTHER)
        if inbox.failed(row, self.now()) and said is not None and row.chat:
            _owe(self._turn(session, row, said), wording.broken(), f"answer:{row.id}.broken")


class _TurnFailed(Exception):
    """A turn raised: nothing of it was committed."""

    def __init__(self, row_id: int, cause: Exception) -> None:
        super().__init__(row_id)
        self.row_id, self.cause = row_id, cause


def _menu(turn: Turn) -> tuple[tuple[str, str], ...]:
    """The words that the speaker may use."""
    who = {Who.MEMBER, Who.LEADER} if turn.leads() else {Who.MEMBER}
    commands = router.commands.values()
    return tuple((c.word.name, c.help) for c in commands if c.who in who)


def _owe(turn: Turn, message: Message, key: str) -> None:
    content = message.content()
    if content.pop("settles", False) and turn.said.tap is not None:
        offer = turn.session.get(Offer, turn.said.tap)
        if offer is not None and offer.address_id == turn.address.id:
            content["edits"] = offer.delivery_id
    member_id = turn.member.id if turn.member else None
    when = turn.now + timedelta(seconds=content.pop("delay", 0))
    outbox.owe(turn.session, turn.address, member_id, content, key=key, now=when)


def _served(session: Session, address: Address) -> list[tuple[Member, Binding]]:
    return [
        (session.get_one(Member, binding.member_id), binding)
        for binding in addresses.bindings(session, address)
    ]
