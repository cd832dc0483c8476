"""Bot accounts: a messenger's bot is a row, not a setting, since a branch or a province may have many."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import UniqueConstraint
from sqlmodel import Session, col, select

from models.database import insert_into
from models.sealing import Keys
from models.table import Row, link, moment, rules, term
from models.terms import ChannelName

TOKEN_AT_MOST = 200
"""Bytes of a token; Telegram's have 46, Zalo's are not longer than a line."""
_TOKEN = "bot token"


NO_TOKEN = "no_token"
"""The trouble of a bot whose token was taken out of the settings and is not kept here: it hears nobody, so nobody is sent there."""


class BotAccount(Row, table=True):
    """A bot: its channel, its id there (from getMe), whom it serves (None: every organisation), and its limits where they are not the
    channel's usual ones.

    sealed_token: None where the token stands in the environment, and once the bot has ended. trouble: what went wrong last, as a type
    or a number, until it goes well again. ended_at: it was taken out of service; the row stays, for addresses and messages name it.
    """

    __tablename__ = "bot_account"
    __table_args__ = rules(UniqueConstraint("channel", "external_id"))
    channel: ChannelName = term(ChannelName)
    external_id: str
    name: str
    organisation_id: int | None = link("organisation.id", default=None)
    since: datetime = moment()
    sealed_token: str | None = None
    people_at_most: int | None = None
    month_at_most: int | None = None
    per_second: float | None = None
    trouble: str | None = None
    trouble_at: datetime | None = moment(default=None)
    ended_at: datetime | None = moment(default=None)

    @property
    def limits(self) -> "Limits":
        """Its limits: its own, else those that its channel has for every bot."""
        usual = USUAL.get(self.channel, Limits(None, None))
        return Limits(self.people_at_most or usual.people, self.month_at_most or usual.month)


class Limits(NamedTuple):
    """How many people a bot may have and how many messages it may send in a month; None: as many as there are."""

    people: int | None
    month: int | None


USUAL = {ChannelName.ZALO: Limits(people=50, month=3_000)}
"""Zalo's only plan (the papers' zalo.md, "Quotas"); Telegram has no such limits."""


def known(session: Session, channel: ChannelName, external_id: str, name: str, now: datetime) -> BotAccount:
    """The account of that id on that channel; made at first sight, by whichever of several processes sees it first."""
    account = _of(session, channel, external_id)
    if account is None:
        made = insert_into(session, BotAccount).values(
            channel=channel, external_id=external_id, name=name, since=now
        )
        session.connection().execute(made.on_conflict_do_nothing(index_elements=["channel", "external_id"]))
        account = _of(session, channel, external_id)
        assert account is not None
    account.name = name
    return account


def of_channel(session: Session, channel: ChannelName) -> BotAccount | None:
    """The first account of a channel; web and console have one each."""
    return session.exec(select(BotAccount).where(BotAccount.channel == channel)).first()


def living(session: Session, *channels: ChannelName) -> list[BotAccount]:
    """The accounts of these channels that are in service, the oldest first."""
    rows = select(BotAccount).where(
        col(BotAccount.channel).in_(channels or tuple(ChannelName)), col(BotAccount.ended_at).is_(None)
    )
    return list(session.exec(rows.order_by(col(BotAccount.id))))


def ended(session: Session) -> list[BotAccount]:
    """The accounts that are out of service."""
    return list(session.exec(select(BotAccount).where(col(BotAccount.ended_at).is_not(None))))


def with_token(session: Session) -> list[BotAccount]:
    """The accounts whose token is kept here: those in service, and those that still have to say goodbye."""
    rows = select(BotAccount).where(col(BotAccount.sealed_token).is_not(None))
    return list(session.exec(rows.order_by(col(BotAccount.id))))


def without_token(
    session: Session,
    set_here: Collection[tuple[ChannelName, str]],
    channels: Collection[ChannelName],
    now: datetime,
) -> None:
    """Of the bots of these channels that are in service, those whose token is neither kept here nor among the settings', given by channel
    and id, are known as such until they are connected again."""
    for account in living(session, *channels):
        if account.sealed_token is None and (account.channel, account.external_id) not in set_here:
            troubled(session, account.channel, account.external_id, NO_TOKEN, now)


def entrust(session: Session, keys: Keys, account: BotAccount, token: str) -> None:
    """Keeps the bot's token, sealed with the server's key; from now on it is in service. Raises ValueError for what is no token by its
    length."""
    account.sealed_token = keys.seal(_TOKEN, _owner(account), token.encode(), TOKEN_AT_MOST)
    account.ended_at = account.trouble = account.trouble_at = None
    session.add(account)
    session.flush()


def token_of(keys: Keys, account: BotAccount) -> str:
    """The token that is kept for a bot. Raises Broken under another key than it was sealed with."""
    assert account.sealed_token is not None
    return keys.unseal(_TOKEN, _owner(account), account.sealed_token).decode()


def troubled(
    session: Session, channel: ChannelName, external_id: str, trouble: str | None, now: datetime
) -> None:
    """What went wrong with a bot last: a word of ours, never what the other side wrote. None: it goes well. A bot that was never reached
    has no row to write it on."""
    account = _of(session, channel, external_id)
    if account is not None and (trouble is not None or account.trouble is not None):
        account.trouble, account.trouble_at = trouble, now if trouble else None


def _of(session: Session, channel: ChannelName, external_id: str) -> BotAccount | None:
    return session.exec(
        select(BotAccount).where(BotAccount.channel == channel, BotAccount.external_id == external_id)
    ).first()


def _owner(account: BotAccount) -> str:
    return f"{account.channel.value}:{account.external_id}"
