"""One message whose words change as things go on: it is sent anew into itself, on the messengers that can edit."""

from datetime import datetime

from sqlmodel import Session, col, select

from models.address import Address, Binding
from models.bot_account import BotAccount
from models.outbox.receiving import receives
from models.outbox.tables import Delivery, Notice, Purpose
from models.terms import AddressState, ChannelName, DeliveryState

EDITS = (ChannelName.TELEGRAM, ChannelName.WEB)
"""Messengers on which a message that has gone can be changed."""


def own_chats(session: Session, member_id: int) -> list[Address]:
    """The chats in which a member receives all, in his order."""
    rows = select(Address).join(Binding, col(Binding.address_id) == Address.id)
    here = rows.where(
        Binding.member_id == member_id, receives(Purpose.CONTENT), Address.state == AddressState.WORKING
    )
    return list(session.exec(here.order_by(col(Binding.rank), col(Binding.id))))


def edits(session: Session, chat: Address) -> bool:
    """Whether what was said in a chat can be changed there."""
    return session.get_one(BotAccount, chat.bot_id).channel in EDITS


def said_as(session: Session, key: str) -> Delivery | None:
    """The copy of a notice that is owed to one chat alone; None where there is none of that key."""
    rows = select(Delivery).join(Notice, col(Notice.id) == Delivery.notice_id).where(Notice.key == key)
    return session.exec(rows).first()


def reword(session: Session, delivery: Delivery, text: str, now: datetime) -> None:
    """Puts other words for what a message says, whether it still waits or has gone; not while it is on its way."""
    session.refresh(delivery, with_for_update=True)
    notice = session.get_one(Notice, delivery.notice_id)
    if notice.content["text"] == text or delivery.state not in (DeliveryState.QUEUED, DeliveryState.SENT):
        return
    notice.content = notice.content | {"text": text, "edits": delivery.id}
    if delivery.external_id is not None:  # said into itself twice it is still said once
        delivery.again = False
    if delivery.state is DeliveryState.SENT:
        delivery.state, delivery.not_before, delivery.tries = DeliveryState.QUEUED, now, 0
    session.flush()
