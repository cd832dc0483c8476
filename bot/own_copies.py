"""All that is kept of a member, made when it leaves or is opened, for a phone of his own; it lies nowhere (people 20, 35)."""

from datetime import datetime

from handlers.joining import kept
from models import address as addresses
from models.database import Session
from models.member import Member
from models.outbox import Delivery

NAME = "du-lieu-cua-toi.txt"
TYPE = "text/plain; charset=utf-8"


def text_of(session: Session, delivery_id: int, now: datetime, *, away: bool) -> str | None:
    """What is kept of whom a message is for; None once its chat is no more that member's own. away: another company carries it."""
    delivery = session.get_one(Delivery, delivery_id)
    address, member = delivery.address_id, delivery.member_id
    if address is None or member is None or not addresses.own(session, address, member):
        return None
    return kept.whole(session, session.get_one(Member, member), now, away=away)


def as_file(text: str) -> bytes:
    """As bytes that every phone and Windows read, accents and all."""
    return text.replace("\n", "\r\n").encode("utf-8-sig")
