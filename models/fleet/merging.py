"""Several notices without choices to one person as one message, where a bot's month is short (decision 21)."""

from datetime import datetime

from sqlmodel import Session, col, select

from models.fleet.quota import Stage, gathers, stage
from models.outbox.tables import Delivery, Notice, of_use
from models.terms import DeliveryState

APART = "\n\n"
AT_MOST = 5
"""Notices in one message; more would not be read."""
LONGEST = 1600
"""Characters of one message: what had to be split would save nothing."""
ALONE = ("document", "picture", "edits", "refuses", "question")
"""What a notice with one of these carries stands in a message of its own."""


def claim_beside(session: Session, delivery: Delivery, now: datetime) -> list[Delivery]:
    """Marks as in flight what goes in one message with a copy that was claimed; nobody else claims anything of its chat meanwhile."""
    others = [other for other, _ in _beside(session, delivery, now)]
    for other in others:
        other.state, other.tries, other.sent_at = DeliveryState.SENDING, other.tries + 1, now
    session.flush()
    return others


def _beside(session: Session, delivery: Delivery, now: datetime) -> list[tuple[Delivery, Notice]]:
    """What else goes in one message with a copy, in its order: other notices due in that chat to the same member, while the bot's month
    is short."""
    notice = session.get_one(Notice, delivery.notice_id)
    if delivery.bot_id is None or not _plain(session, delivery, notice):
        return []
    if stage(session, delivery.bot_id, now) is not Stage.SHORT:
        return []
    rows = (
        select(Delivery, Notice)
        .join(Notice, col(Notice.id) == Delivery.notice_id)
        .where(
            Delivery.address_id == delivery.address_id,
            Delivery.member_id == delivery.member_id,
            Delivery.state == DeliveryState.QUEUED,
            Delivery.id != delivery.id,
            Delivery.not_before <= now,
            of_use(now),
            ~col(Notice.withdrawn),
            Notice.purpose == notice.purpose,
            gathers(),
        )
        .order_by(col(Delivery.priority), col(Delivery.id))
        .with_for_update(of=Delivery)
    )
    found: list[tuple[Delivery, Notice]] = []
    length = len(notice.content["text"])
    for other, said in session.exec(rows).all():
        length += len(APART) + len(said.content["text"])
        if length > LONGEST or len(found) + 1 >= AT_MOST:
            break
        if not any(said.content.get(part) for part in ALONE):
            found.append((other, said))
    return found


def _plain(session: Session, delivery: Delivery, notice: Notice) -> bool:
    here = session.exec(select(Delivery.id).where(Delivery.id == delivery.id, gathers())).first()
    return here is not None and not any(notice.content.get(part) for part in ALONE)
