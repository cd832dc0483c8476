"""The end of a motion, by hand, by the clock, or before anybody had heard of it; and which motions there are."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from models.audit import note
from models.member import Member
from models.motion.counting import Tally, tally
from models.motion.tables import Ballot, Closed, Elector, Motion
from models.organisation import Organisation
from models.until import stands, withdraw

LATELY = timedelta(days=1)
"""So long after its end people still speak of a motion."""


def close(session: Session, motion: Motion, closer: Member | None, now: datetime) -> Tally:
    """Ends it, by hand before its time or by the clock at it. Raises Closed when it was ended already."""
    if motion.closed_at is not None:
        raise Closed
    motion.closed_at = min(now, motion.ends)
    note(session, now, closer.id if closer else None, "motion.close", f"motion:{motion.id}")
    session.flush()
    return tally(session, motion)


def take_back(session: Session, motion: Motion, author: Member, now: datetime) -> None:
    """See `until.withdraw`."""
    said = session.exec(select(Ballot.id).where(Ballot.motion_id == motion.id)).first()
    withdraw(session, motion, said is not None, author, now)


def of_branch(session: Session, branch: Organisation) -> list[Motion]:
    """All motions of a branch but those taken back, newest first."""
    rows = select(Motion).where(Motion.organisation_id == branch.id, stands(Motion))
    return list(session.exec(rows.order_by(col(Motion.id).desc())))


def put_to(session: Session, member: Member) -> list[Motion]:
    """All motions that were put to the member, newest first."""
    mine = select(Elector.motion_id).where(Elector.member_id == member.id)
    return list(
        session.exec(
            select(Motion).where(col(Motion.id).in_(mine), stands(Motion)).order_by(col(Motion.id).desc())
        )
    )
