"""Joinings reach whoever leads the branch as one message a quarter of an hour (decision 31)."""

from datetime import datetime

from handlers.kit.hours import Hours
from handlers.kit.message import Message
from models import member, outbox
from models.database import Session
from models.outbox import Purpose

EVERY = 15
"""Minutes."""


def tell_leaders(session: Session, now: datetime, hours: Hours) -> None:
    """Tells the joinings by code and by phone up to the last whole quarter of an hour, each once; a branch without a leader waits.

    The notice's moment is the end of that quarter: up to there it tells, what comes later is the next one's.
    """
    end = now.replace(minute=now.minute - now.minute % EVERY, second=0, microsecond=0)
    for branch, joined in outbox.untold_joinings(session, end):
        leaders = [leader.id for leader in member.leaders(session, branch, now)]
        if leaders:
            outbox.tell(
                session,
                leaders,
                joined_lately([(who.known_as, shown) for who, shown in joined]).content(),
                key=f"joined:{branch.id}:{end.isoformat()}",
                kind=outbox.JOINED,
                now=end,
                purpose=Purpose.CONTENT,
                not_before=hours.for_the_clock(now),
                organisation_id=branch.id,
            )


# Wording


def joined_lately(people: list[tuple[str, str | None]]) -> Message:
    names = "\n".join(
        f"- {name}" + (f", tên hiện trên máy: “{shown}”" if shown else "") for name, shown in people
    )
    return Message(
        f"Vừa vào Sổ tay bằng mã hoặc số điện thoại:\n{names}\nNếu có máy ghi nhầm, nhắn GỠ MÁY và tên."
    )
