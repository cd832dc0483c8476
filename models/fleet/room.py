"""Which bot somebody joins at: one that serves his branch and has room. On Zalo's only plan a bot has fifty people (zalo.md, "Quotas")."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import exists
from sqlmodel import Session, col, func, select

from models import bot_account
from models.address import Address, Binding
from models.bot_account import BotAccount
from models.invite import Invite
from models.organisation import Organisation, above
from models.terms import AddressState, ChannelName

MESSENGERS = (ChannelName.TELEGRAM, ChannelName.ZALO)
"""Where a bot is looked for by its name; the web has an address."""


class Places(NamedTuple):
    """Who holds the places of a bot: chats that serve members, chats of strangers (who wrote and did not join), and codes that were
    given out with the bot's name and are not used yet."""

    members: int
    strangers: int
    promised: int

    @property
    def taken(self) -> int:
        """All of them: the messenger counts whoever wrote."""
        return self.members + self.strangers + self.promised


def places(session: Session, bot: BotAccount, now: datetime) -> Places:
    """Who holds the bot's places."""
    serves = exists(
        select(col(Binding.id)).where(Binding.address_id == Address.id, col(Binding.ended_at).is_(None))
    )
    chats = select(func.count()).select_from(Address).where(Address.bot_id == bot.id)
    living = chats.where(Address.state != AddressState.CLOSED)
    members = session.exec(living.where(serves)).one()
    promised = select(func.count()).where(
        Invite.bot_id == bot.id,
        col(Invite.used_at).is_(None),
        col(Invite.void_at).is_(None),
        Invite.expires_at > now,
    )
    return Places(members, session.exec(living.where(~serves)).one(), session.exec(promised).one())


def room(session: Session, bot: BotAccount, now: datetime) -> int | None:
    """How many more may join at the bot; None: as many as there are."""
    at_most = bot.limits.people
    return None if at_most is None else max(0, at_most - places(session, bot, now).taken)


def full(session: Session, address: Address) -> bool:
    """Whether the bot of somebody who wrote serves as many other chats as it may. Strangers do not count here: whoever was heard has
    his place on the messenger."""
    at_most = session.get_one(BotAccount, address.bot_id).limits.people
    if at_most is None:
        return False
    chats = (
        select(func.count(func.distinct(Binding.address_id)))
        .join(Address, col(Address.id) == Binding.address_id)
        .where(Address.bot_id == address.bot_id, Address.id != address.id, col(Binding.ended_at).is_(None))
    )
    return session.exec(chats).one() >= at_most


def in_use(session: Session) -> list[BotAccount]:
    """The bots in service at which somebody can be heard, the oldest first."""
    return [bot for bot in bot_account.living(session, *MESSENGERS) if bot.trouble != bot_account.NO_TOKEN]


class Seating:
    """Bots offered to one after the other: a place that is promised to one is not offered to the next."""

    def __init__(self, session: Session, now: datetime, among: Collection[int] | None = None) -> None:
        """With the places as they are. among: these bots alone."""
        self._session, self._now = session, now
        self._bots = [bot for bot in in_use(session) if among is None or bot.id in among]
        self._rooms: dict[int, int | None] = {}
        self._serving: dict[int, list[BotAccount]] = {}

    def offered(self, branch: Organisation, first: BotAccount | None = None) -> list[BotAccount]:
        """At which bots somebody of the branch may join: of each messenger one with room, the one that serves the nearest organisation,
        the oldest of several. first: where it has room and serves the branch, it goes before others of its messenger."""
        wanted = first.id if first is not None else None
        found: dict[ChannelName, BotAccount] = {}
        for bot in sorted(self._serves(branch), key=lambda bot: bot.id != wanted):
            if bot.channel not in found and self._room(bot) != 0:
                found[bot.channel] = bot
        return [found[channel] for channel in MESSENGERS if channel in found]

    def messengers(self, branch: Organisation) -> list[ChannelName]:
        """On which messengers a bot serves the branch, with room or without."""
        there = {bot.channel for bot in self._serves(branch)}
        return [channel for channel in MESSENGERS if channel in there]

    def promise(self, bots: Sequence[BotAccount]) -> int | None:
        """A place is kept for whoever was offered these bots. Gives the id of the one that keeps it; only one with few places has to."""
        for bot in bots:
            left = self._room(bot)
            if left is not None:
                self._rooms[bot.id] = max(0, left - 1)
                return bot.id
        return None

    def _serves(self, branch: Organisation) -> list[BotAccount]:
        if branch.id not in self._serving:
            tree = [branch.id, *(place.id for place in above(self._session, branch)), None]
            serving = [bot for bot in self._bots if bot.organisation_id in tree]
            serving.sort(key=lambda bot: (tree.index(bot.organisation_id), bot.id))
            self._serving[branch.id] = serving
        return self._serving[branch.id]

    def _room(self, bot: BotAccount) -> int | None:
        if bot.id not in self._rooms:
            self._rooms[bot.id] = room(self._session, bot, self._now)
        return self._rooms[bot.id]


def web_address(session: Session) -> str | None:
    """Where the web chat is, as far as it is open to people elsewhere: its account is called so."""
    web = bot_account.of_channel(session, ChannelName.WEB)
    return web.name if web is not None and "://" in web.name else None
