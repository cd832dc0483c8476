"""Absences of three months are asked about once: was the member transferred for the time (R24)? Their end is told on the last day."""

from contextlib import suppress
from datetime import datetime

from handlers.absences import ending, transfer
from handlers.kit.hours import Hours
from handlers.kit.period import A_DAY
from models import member, outbox
from models.database import Session
from models.outbox import Purpose


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


def tell_of_ends(session: Session, now: datetime, hours: Hours) -> None:
    """On the last day the member hears that his absence ends; where nothing reaches him, whoever leads his branch does."""
    if hours.for_the_clock(now) > now:
        return
    for away, who, until in member.ending_absences(session, now, now + A_DAY):
        here = until.astimezone(now.tzinfo)
        branch = member.branch_of(session, who)
        reached = outbox.reach(session, [who.id], Purpose.TIMES)[0] > 0
        leaders = [leader.id for leader in member.leaders(session, branch, now)] if branch else []
        told = ending.for_you(here) if reached else ending.for_leaders(who, here)
        people = [who.id] if reached else leaders
        if not people:
            continue
        with suppress(outbox.Again):
            outbox.tell(
                session,
                people,
                told.content(),
                key=f"{ending.KIND}:{away.id}:{until.isoformat()}",
                kind=ending.KIND,
                now=now,
                purpose=Purpose.TIMES if reached else Purpose.CONTENT,
                expires=until,
                organisation_id=branch.id if branch else None,
            )
