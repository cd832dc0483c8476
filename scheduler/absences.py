"""Absences of three months are asked about once: was the member transferred for the time (R24)?"""

from datetime import datetime

from handlers.absences import transfer
from handlers.kit.hours import Hours
from models import member, outbox
from models.database import Session


def ask_about_transfers(session: Session, now: datetime, hours: Hours) -> None:
    """Owes the question to whoever leads the branch, once for each absence; a branch without a leader waits."""
    if hours.for_the_clock(now) > now:
        return
    for away, who in member.long_absences(session, now):
        branch = member.branch_of(session, who)
        leaders = [leader.id for leader in member.leaders(session, branch, now)] if branch else []
        if branch is None or not leaders:
            continue
        outbox.tell(
            session,
            leaders,
            transfer.question(session, away, now).content(),
            key=f"{transfer.KIND}:{away.id}",
            kind=transfer.KIND,
            now=now,
            expires=away.until,
            organisation_id=branch.id,
        )
        away.transfer_asked = now
