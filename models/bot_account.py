"""Bot accounts: a messenger's bot is a row, not a setting, since a branch or a province may have many."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Session, select

from models.table import Row, link, moment, rules, term
from models.terms import ChannelName


class BotAccount(Row, table=True):
    """A bot: its channel, its id there (from getMe), whom it serves (None: every organisation). It holds no token."""

    __tablename__ = "bot_account"
    __table_args__ = rules(UniqueConstraint("channel", "external_id"))
    channel: ChannelName = term(ChannelName)
    external_id: str
    name: str
    organisation_id: int | None = link("organisation.id", default=None)
    since: datetime = moment()


def known(session: Session, channel: ChannelName, external_id: str, name: str, now: datetime) -> BotAccount:
    """The account of that id on that channel; made at first sight."""
    account = session.exec(
        select(BotAccount).where(BotAccount.channel == channel, BotAccount.external_id == external_id)
    ).first()
    if account is None:
        account = BotAccount(channel=channel, external_id=external_id, name=name, since=now)
        session.add(account)
        session.flush()
    account.name = name
    return account


def of_channel(session: Session, channel: ChannelName) -> BotAccount | None:
    """The first account of a channel; web and console have one each."""
    return session.exec(select(BotAccount).where(BotAccount.channel == channel)).first()
