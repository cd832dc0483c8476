"""A bot ends: its people go on at their next address, what it owed them too, and its token is kept only until it has said goodbye."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from models.address import OWN, RECEIVING, Address, Binding
from models.bot_account import BotAccount, with_token
from models.member import Member
from models.outbox.ladder import let_go
from models.outbox.tables import Delivery, of_use
from models.terms import AddressState, Consent, DeliveryState

GOODBYE = timedelta(days=7)
"""So long the last words of a bot are of use; after that, or once they are sent, it is stopped."""
NO_LESS = {
    Consent.FULL: (Consent.FULL,),
    Consent.TIMES_ONLY: OWN,
    Consent.PENDING: OWN,
    Consent.RELATIVE: RECEIVING,
    Consent.REFUSED: RECEIVING,
}
"""With which consents another phone stands for one that had this: a relative's never for a member's own."""


def people(session: Session, bot: BotAccount) -> list[tuple[Member, Binding, Address]]:
    """Whom the bot serves, by name; who shares a phone stands here too."""
    rows = (
        select(Member, Binding, Address)
        .select_from(Binding)
        .join(Member, col(Member.id) == Binding.member_id)
        .join(Address, col(Address.id) == Binding.address_id)
        .where(Address.bot_id == bot.id, col(Binding.ended_at).is_(None))
        .order_by(col(Member.folded), col(Binding.id))
    )
    return list(session.exec(rows))


def another(session: Session, binding: Binding, bot: BotAccount) -> Address | None:
    """The member's first address at another bot that works and at which he agreed to no less than at this one."""
    rows = (
        select(Address)
        .join(Binding, col(Binding.address_id) == Address.id)
        .join(BotAccount, col(BotAccount.id) == Address.bot_id)
        .where(
            Binding.member_id == binding.member_id,
            col(Binding.ended_at).is_(None),
            col(Binding.consent).in_(NO_LESS[binding.consent]),
            Address.state == AddressState.WORKING,
            Address.bot_id != bot.id,
            col(BotAccount.ended_at).is_(None),
        )
        .order_by(col(Binding.rank), col(Binding.id))
    )
    return session.exec(rows).first()


def end(session: Session, bot: BotAccount, now: datetime) -> None:
    """The bot takes nobody in any more; each of its people is still to be moved."""
    bot.ended_at = now
    session.add(bot)
    session.flush()


def move(session: Session, binding: Binding, now: datetime) -> None:
    """The member is served at this bot no more; what waits for him there goes one step down."""
    session.get_one(Address, binding.address_id).state = AddressState.CLOSED
    let_go(session, binding, now)


def forget_tokens(session: Session, now: datetime) -> None:
    """A bot that has ended and owes nothing any more needs no token: nothing stays behind with which its messages could be read."""
    for bot in with_token(session):
        if bot.ended_at is not None and not owes(session, bot, now):
            bot.sealed_token = None
    session.flush()


def owes(session: Session, bot: BotAccount, now: datetime) -> bool:
    """Whether something that is still of use has not left the bot."""
    rows = select(Delivery.id).where(
        Delivery.bot_id == bot.id,
        col(Delivery.state).in_((DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.HELD)),
        of_use(now),
    )
    return session.exec(rows.limit(1)).first() is not None
