"""Exempt members (R21) who ask to be called all the same, and take it back (people 33)."""

from datetime import datetime

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from models.audit import note
from models.member.record import Member, MemberCircumstance, in_force
from models.terms import Circumstance


class NotExempt(Exception):
    """The member is called as everybody is, or is not called for another reason."""


def exemption(session: Session, member: Member, now: datetime) -> MemberCircumstance | None:
    """The member's exemption, where he has one."""
    row = MemberCircumstance
    rows = select(row).where(row.member_id == member.id, row.kind == Circumstance.EXEMPT, in_force(now))
    return session.exec(rows.order_by(col(row.id))).first()


def exempt(at: datetime) -> SelectOfScalar[int]:
    """Ids of who is exempt at that moment, whether he asked to be called or not."""
    row = MemberCircumstance
    return select(row.member_id).where(row.kind == Circumstance.EXEMPT, in_force(at))


def ask_in(session: Session, member: Member, asks: bool, author: Member, now: datetime) -> bool:
    """Records that an exempt member asks to be called, or no more; False where it stands so. Raises NotExempt.

    author: himself, or who heard it on the telephone.
    """
    held = exemption(session, member, now)
    if held is None:
        raise NotExempt
    if held.asked_in == asks:
        return False
    held.asked_in = asks
    act = "exemption.ask_in" if asks else "exemption.ask_out"
    note(session, now, author.id, act, f"member_circumstance:{held.id}")
    session.flush()
    return True


def asking_in(session: Session, people: SelectOfScalar[int] | list[int], now: datetime) -> int:
    """How many of the people are exempt and asked to be called all the same."""
    row = MemberCircumstance
    asked = select(func.count(func.distinct(row.member_id))).where(
        row.kind == Circumstance.EXEMPT,
        col(row.asked_in),
        in_force(now),
        col(row.member_id).in_(people),
    )
    return session.exec(asked).one()
