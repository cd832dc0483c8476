"""How a change is made known: to those whose phones it puts in another order, and to whoever else leads; and how it falls silent."""

from datetime import datetime

from handlers.kit.message import Message
from handlers.kit.turn import Purpose, Turn
from models import outbox
from models.changeover import Changeover
from models.database import Session
from models.member import Member

KIND, CALL = "changeover", "changeover_call"
"""What is made known of a change, and what calls on one member to join."""


def make_known(
    turn: Turn,
    occasion: str,
    message: Message,
    people: list[Member],
    for_leaders: Message,
    purpose: Purpose,
    not_before: datetime | None,
) -> None:
    """The message to those people, and a word of it to whoever leads beside the speaker."""
    expires = turn.now + outbox.CALLS_FOR
    turn.tell(
        [who.id for who in people],
        message,
        key=f"{occasion}:people",
        kind=KIND,
        purpose=purpose,
        not_before=not_before,
        expires=expires,
    )
    turn.tell_leaders(for_leaders, key=f"{occasion}:leaders", kind=KIND, expires=expires)


def nothing_more_of(session: Session, ended: Changeover, now: datetime) -> None:
    """What has not gone of a change that ends never goes."""
    about = f"changeover:{ended.id}"
    outbox.supersede(session, KIND, about)
    outbox.call_off(session, CALL, about, now)
