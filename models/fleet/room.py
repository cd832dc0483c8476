"""Which bot somebody joins at: one that serves his branch and has room. On Zalo's only plan a bot has fifty people (zalo.md, "Quotas")."""

from collections.abc import Sequence
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

MESSENGERS = (ChannelName.ZALO, ChannelName.TELEGRAM)
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


def offered(
    session: Session, branch: Organisation, now: datetime, first: BotAccount | None = None
) -> list[BotAccount]:
    """At which bots somebody of the branch may join: of each messenger one with room, the one that serves the nearest organisation,
    the oldest of several. first: where it has room and serves the branch, it goes before others of its messenger."""
    tree = [branch.id, *(place.id for place in above(session, branch)), None]
    serving = [bot for bot in bot_account.living(session, *MESSENGERS) if bot.organisation_id in tree]
    wanted = first.id if first is not None else None
    serving.sort(key=lambda bot: (bot.id != wanted, tree.index(bot.organisation_id), bot.id))
    found: dict[ChannelName, BotAccount] = {}
    for bot in serving:
        if bot.channel not in found and room(session, bot, now) != 0:
            found[bot.channel] = bot
    return [found[channel] for channel in MESSENGERS if channel in found]


def promises(bots: Sequence[BotAccount]) -> int | None:
    """Of the bots that a code names, the id of the one at which a place is to be kept for it: only one with few places needs that."""
    return next((bot.id for bot in bots if bot.limits.people is not None), None)


def web_address(session: Session) -> str | None:
    """Where the web chat is, as far as it is open to people elsewhere: its account is called so."""
    web = bot_account.of_channel(session, ChannelName.WEB)
    return web.name if web is not None and "://" in web.name else None
