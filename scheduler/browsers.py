"""The web chat's own clockwork: what no browser took for an hour goes on to the member's next address, and sessions end (decision 18)."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from handlers.kit.hours import Hours
from models import bot_account, outbox, web_session
from models.database import Session
from models.outbox import Delivery, Priority
from models.terms import ChannelName, DeliveryState

PATIENCE = timedelta(hours=1)
FORGOTTEN = timedelta(minutes=2)
"""After so long a message on its way to a browser was taken by a process that died: a living one gives it back within seconds."""


def step_down(session: Session, now: datetime, hours: Hours) -> None:
    """Sends what waits in vain for a browser one step down the ladder, once; where that would ring another device at a quiet hour, only
    what is urgent. What a process that died had on its way waits again."""
    web = bot_account.of_channel(session, ChannelName.WEB)
    quiet = hours.for_the_clock(now) > now
    if web is not None:
        _recover(session, web.id, now - FORGOTTEN)
        outbox.unseen(session, web.id, now - PATIENCE, Priority.URGENT if quiet else Priority.BACKGROUND)


def _recover(session: Session, web_id: int, before: datetime) -> None:
    forgotten = select(Delivery.address_id).where(
        Delivery.bot_id == web_id,
        Delivery.state == DeliveryState.SENDING,
        col(Delivery.sent_at) < before,
    )
    for address_id in session.exec(forgotten).all():
        if address_id is not None:
            outbox.recover_at(session, address_id)


def lapse(session: Session, now: datetime, hours: Hours) -> None:
    """Ends web sessions whose thirty days are over."""
    web_session.lapse(session, now)
