"""The consultation, which decides nothing (R11, people 18). Who is asked is frozen at opening; rules R1, R3, R7."""

from datetime import datetime

from sqlalchemy import insert, literal
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import member as members
from models.audit import note
from models.member import Member, Membership
from models.motion.tables import Elector, Motion, NobodyToAsk, Past, ReasonsLeftOut
from models.organisation import Organisation
from models.terms import Body, Circumstance, Standing, Tie
from models.until import Until, ends


def consult(
    session: Session, branch: Organisation, author: Member, question: str, until: Until, now: datetime
) -> Motion:
    """Opens a consultation and freezes who is asked. Raises Past, NobodyToAsk, ValueError for an empty question."""
    if not question:
        raise ValueError("an empty question")
    if ends(until) <= now:
        raise Past
    made = Motion(organisation_id=branch.id, author_id=author.id, question=question, opened_at=now)
    made.lasts(until)
    session.add(made)
    session.flush()
    whom = entitled(branch, now).subquery()
    rows = sa_select(literal(made.id), whom.c.member_id, literal(True))
    done = session.connection().execute(
        insert(Elector).from_select(["motion_id", "member_id", "present"], rows),
        execution_options={"preserve_rowcount": True},  # PostgreSQL's driver forgets it after an INSERT
    )
    if not done.rowcount:
        raise NobodyToAsk
    note(session, now, author.id, "motion.open", f"motion:{made.id}")
    return made


def entitled(branch: Organisation, now: datetime) -> SelectOfScalar[int]:
    """Ids of who is asked: those called who are official members and belong here officially (R1, R3, R7)."""
    official = select(Member.id).where(Member.standing == Standing.OFFICIAL)
    return members.called(branch, now).where(
        Membership.tie == Tie.OFFICIAL, col(Membership.member_id).in_(official)
    )


def left_out(session: Session, branch: Organisation, now: datetime) -> ReasonsLeftOut:
    """How many of the branch are not asked, by the reason."""
    reasons: ReasonsLeftOut = dict(members.left_out(session, branch, now, Body.BRANCH, None).items())
    called = members.called(branch, now)
    guests = session.exec(called.where(Membership.tie == Tie.TEMPORARY)).all()
    probationary = select(Member.id).where(Member.standing == Standing.PROBATIONARY)
    own = called.where(Membership.tie == Tie.OFFICIAL, col(Membership.member_id).in_(probationary))
    reasons[Circumstance.HERE], reasons[Standing.PROBATIONARY] = len(guests), len(session.exec(own).all())
    return {reason: count for reason, count in reasons.items() if count}
