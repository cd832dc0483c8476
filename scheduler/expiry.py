"""What is late beyond use goes nowhere, and forms left for a day are dropped with a word (people 15; decision 7)."""

from datetime import datetime

from handlers.kit.hours import Hours
from handlers.kit.message import Message
from handlers.kit.router import router
from models import address as addresses
from models import document, outbox
from models import form as forms
from models.address import Address
from models.database import Session
from models.outbox import Priority


def expire(session: Session, now: datetime, hours: Hours) -> None:
    """Ends deliveries whose moment has passed; that of a meeting's papers moves with the meeting."""
    document.follow_meetings(session, now)
    outbox.expire(session, now)


def drop_forms(session: Session, now: datetime, hours: Hours) -> None:
    """Drops forms untouched for a day, and says so at a decent hour, where whoever filled it in is still there to hear it."""
    if hours.for_the_clock(now) > now:
        return
    for form in forms.stale(session, now):
        address, known = session.get_one(Address, form.address_id), router.forms.get(form.name)
        if not (known and known.idle) and _receives(session, address, form.member_id):
            word = known.left() if known and known.left else DROPPED
            key = f"form:{form.address_id}:{form.touched.isoformat()}"
            outbox.owe(
                session, address, form.member_id, word.content(), key=key, now=now, priority=Priority.NOTICE
            )
        forms.close(session, address)
    document.sweep_all(session)


def _receives(session: Session, address: Address, member_id: int | None) -> bool:
    """Whether the address serves that member (None: anybody), who agreed to get messages there."""
    return any(
        binding.consent in addresses.RECEIVING and member_id in (None, person.id)
        for person, binding in addresses.served(session, address)
    )


# Wording

DROPPED = Message(
    "Việc đang làm dở hôm trước đã quá một ngày, Sổ tay bỏ và chưa thay đổi gì. Cần làm lại, xin nhắn lại."
)
