"""The bots of this process: each that should run is connected, what it hears is answered here, and its lanes are offered; which process
sends and listens for it is decided by who has them (ownership.py)."""

import asyncio
from contextlib import suppress
from functools import partial
from typing import Any

import structlog

from bot.config import Clock, Settings
from bot.logs import where
from bot.messengers import Messenger, Wanted, is_wrong_token, of_settings, wanted
from bot.meters import Counted
from bot.ownership import Ownership, Work
from bot.pages import hooks
from bot.papers import Papers
from bot.store import Store
from bot.turns import Turns
from models import bot_account, lane
from models.database import Session
from models.fleet import room
from models.sealing import Keys
from models.terms import ChannelName
from scheduler.deliver import Lane
from scheduler.idling import Idling
from scheduler.ledger import Ledger

LOOKS = 3.0
"""Seconds between two looks which bots should run."""
RETRY = 5.0
FLYING = 5.0
"""Seconds in which what is in flight may land before a lane is handed over."""

log = structlog.get_logger("fleet")


class Fleet:
    """Every bot that should run."""

    def __init__(
        self, settings: Settings, store: Store, keys: Keys, clock: Clock, turns: Turns, ownership: Ownership
    ) -> None:
        """None is connected yet."""
        self._settings, self._store, self._keys, self._clock = settings, store, keys, clock
        self._turns, self._ownership = turns, ownership
        self._ledger, self._idling = Ledger(store, clock, store.owner), Idling(store, clock)
        self._connecting: dict[Wanted, asyncio.Task[None]] = {}
        self._served: dict[Wanted, tuple[int, str, Messenger]] = {}
        """With the bot's row and its id on its messenger."""
        self.hooks: dict[tuple[str, str], Messenger] = {}
        """The bots whose webhooks are open here, by channel and the id from getMe."""

    async def run(self) -> None:
        """Connects every bot that should run, for ever: also those that another process adds; one that ends, or has a new token, stops."""
        with suppress(Exception):  # the database may be away: then at the next start
            await self._store.write(self._without_token)
        while True:
            try:
                found = await self._store.read(lambda session: wanted(self._settings, session, self._keys))
            except Exception as error:
                log.error("database", error=where(error))
                found = list(self._connecting)
            for bot in [bot for bot in self._connecting if bot not in found]:
                await self._stop(bot)
            for bot in [bot for bot in found if bot not in self._connecting]:
                self._connecting[bot] = asyncio.create_task(self._connect(bot))
            await asyncio.sleep(LOOKS)

    def _without_token(self, session: Session) -> None:
        set_here = {(bot.channel, bot.number) for bot in of_settings(self._settings)}
        bot_account.without_token(session, set_here, room.MESSENGERS, self._clock())

    async def close(self) -> None:
        """Closes all connections; their lanes must have been handed over."""
        for connecting in self._connecting.values():
            connecting.cancel()
        await asyncio.gather(*self._connecting.values(), return_exceptions=True)
        for _, _, messenger in self._served.values():
            await messenger.close()

    async def account(self, channel: ChannelName, external_id: str, name: str) -> int:
        """The row of a bot."""
        return await self._store.write(
            lambda session: bot_account.known(session, channel, external_id, name, self._clock()).id
        )

    async def _connect(self, bot: Wanted) -> None:
        """Connects, for as long as it takes and whatever goes wrong on the way, then offers the bot's lanes."""
        messenger: Messenger | None = None
        try:
            while True:
                try:
                    messenger = messenger or bot.connect()
                    return await self._connected(bot, messenger)
                except Exception as error:
                    log.warning("not_connected", channel=bot.channel.value, error=where(error))
                    await self._troubled(bot, "token" if is_wrong_token(error) else "network")
                    await asyncio.sleep(RETRY)
        except asyncio.CancelledError:
            if messenger is not None:
                await messenger.close()
            raise

    async def _connected(self, bot: Wanted, messenger: Messenger) -> None:
        external_id, name = await messenger.who()
        bot_id = await self.account(bot.channel, external_id, name)
        log.info("connected", channel=bot.channel.value, bot=bot_id)
        await self._troubled(bot, None)
        public = str(self._settings.public_url).rstrip("/") if self._settings.public_url else None
        papers = Papers(messenger, bot_id, self._store, self._keys, self._clock, public)
        sending = Lane(self._ledger, self._idling, bot_id, Counted(papers, bot.channel), bot.pace())
        self._turns.serve(bot_id, messenger)
        self._served[bot] = bot_id, external_id, messenger
        self.hooks[bot.channel, external_id] = messenger
        self._ownership.offer(lane.sending(bot_id), Work(sending.run, partial(sending.finish, FLYING)))
        if bot.listens:
            listening = partial(self._listen, messenger, partial(self._turns.receive, bot_id))
            self._ownership.offer(lane.polling(bot_id), Work(listening))

    async def _stop(self, bot: Wanted) -> None:
        """This bot alone stops: what it has in flight lands first. It is let go whatever goes wrong, and the others run on."""
        connecting = self._connecting.pop(bot)
        connecting.cancel()
        await asyncio.gather(connecting, return_exceptions=True)
        if bot not in self._served:
            return
        bot_id, external_id, messenger = self._served.pop(bot)
        del self.hooks[bot.channel, external_id]
        try:
            await self._ownership.withdraw(lane.polling(bot_id))
            await self._ownership.withdraw(lane.sending(bot_id))
        except Exception as error:  # what it had claimed goes, marked, once somebody has its lane
            log.error("not_finished", bot=bot_id, error=where(error))
        finally:
            await messenger.close()

    async def _troubled(self, bot: Wanted, trouble: str | None) -> None:
        """Keeps what went wrong last for `bots list`; as it can: the trouble may be the database's own."""
        with suppress(Exception):
            await self._store.write(
                lambda session: bot_account.troubled(session, bot.channel, bot.number, trouble, self._clock())
            )

    async def _listen(self, messenger: Messenger, receive: Any, anew: bool) -> None:
        """Listens for as long as this process has the lane, whatever goes wrong on the way; meanwhile the messenger keeps what is said."""
        while True:
            try:
                if self._settings.polls:
                    await messenger.listen(receive)
                await self._hook(messenger)
                return
            except Exception as error:
                log.warning("not_listening", channel=messenger.name.value, error=where(error))
                await asyncio.sleep(RETRY)

    async def _hook(self, messenger: Messenger) -> None:
        """Has the messenger post its updates to us."""
        bot, _ = await messenger.who()
        url = f"{str(self._settings.public_url).rstrip('/')}/hook/{messenger.name}/{bot}"
        await messenger.hook(url, hooks.secret(self._keys, messenger.name, bot))
