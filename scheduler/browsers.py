"""The web chat's own clockwork: what no browser took for an hour goes on to the member's next address, and sessions end (decision 18)."""

from datetime import datetime, timedelta

from handlers.kit.hours import Hours
from models import bot_account, outbox, web_session
from models.database import Session
from models.outbox import Priority
from models.terms import ChannelName

PATIENCE = timedelta(hours=1)


def step_down(session: Session, now: datetime, hours: Hours) -> None:
    """Sends what waits in vain for a browser one step down the ladder, once; where that would ring another device at a quiet hour, only
    what is urgent."""
    web = bot_account.of_channel(session, ChannelName.WEB)
    quiet = hours.for_the_clock(now) > now
    if web is not None:
        outbox.unseen(session, web.id, now - PATIENCE, Priority.URGENT if quiet else Priority.BACKGROUND)


def lapse(session: Session, now: datetime, hours: Hours) -> None:
    """Ends web sessions whose thirty days are over."""
    web_session.lapse(session, now)
