"""A member's one voice: who may give it, from which phone, and how it changes."""

from datetime import datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import member as members
from models import outbox
from models.address import Binding
from models.charter import Ballots
from models.member import Member
from models.motion.tables import (
    Ballot,
    Choice,
    Closed,
    Elector,
    Motion,
    MotionKind,
    NotAsked,
    NotThere,
    OtherPhone,
    Probationary,
    SaidAlready,
    Unchangeable,
)
from models.outbox import Purpose
from models.terms import Standing
from models.until import is_open

Refusal = Closed | Probationary | NotAsked | NotThere | OtherPhone
"""Why a voice would be refused."""

REFUSED = (Closed, Probationary, NotAsked, NotThere, OtherPhone)


def asked(motion: Motion, now: datetime) -> SelectOfScalar[int]:
    """Ids of the electorate, less those who have since died, moved or left, and those suspended at `now`."""
    return select(Elector.member_id).where(
        Elector.motion_id == motion.id,
        col(Elector.member_id).not_in(members.gone()),
        col(Elector.member_id).not_in(members.suspended(now)),
    )


def vote(
    session: Session,
    motion: Motion,
    member: Member,
    choice: Choice,
    now: datetime,
    *,
    change: bool = False,
    phone: Binding | None = None,
) -> Ballot:
    """Records a member's voice, the first one only; a later one only when `change` is meant. `phone`: from which it came.

    Raises what `may_answer` does, SaidAlready, Unchangeable.
    """
    may_answer(session, motion, member, now, phone)
    stands = ballot_of(session, motion, member)
    if stands is None:
        stands = Ballot(motion_id=motion.id, member_id=member.id, choice=choice, said_at=now)
    elif stands.choice is choice or not change:
        if not change:
            raise SaidAlready
    elif not motion.changeable:
        raise Unchangeable
    else:
        stands.choice, stands.words, stands.said_at = choice, None, now
    if motion.kind is MotionKind.MEETING and phone is not None:
        stands.binding_id = phone.id
    session.add(stands)
    session.flush()
    return stands


def explained(
    session: Session, motion: Motion, member: Member, words: str, now: datetime, phone: Binding | None = None
) -> bool:
    """Adds the words of another opinion; False where none stands. Raises what `may_answer` does."""
    may_answer(session, motion, member, now, phone)
    stands = ballot_of(session, motion, member)
    if stands is None or stands.choice is not Choice.OTHER:
        return False
    stands.words, stands.said_at = words, now
    session.flush()
    return True


def may_answer(
    session: Session, motion: Motion, member: Member, now: datetime, phone: Binding | None = None
) -> None:
    """Raises Closed, Probationary, NotAsked, and at a meeting NotThere, OtherPhone, where a voice would be refused."""
    if not is_open(motion, now):
        raise Closed
    if session.exec(asked(motion, now).where(Elector.member_id == member.id)).first() is None:
        raise Probationary if member.standing is Standing.PROBATIONARY else NotAsked
    if motion.kind is MotionKind.MEETING:
        if session.exec(voters(motion, now).where(Elector.member_id == member.id)).first() is None:
            raise NotThere
        if motion.ballots is Ballots.PAPER or not speaks(session, motion, phone):
            raise OtherPhone


def speaks(session: Session, motion: Motion, phone: Binding | None) -> bool:
    """Whether a voice that decides may come from this phone: it joined before the motion was opened, and somebody stands for whose it
    is (people 8, 10)."""
    if phone is None or phone.joined_at > motion.opened_at:
        return False
    return Purpose.DECISION in outbox.allowed(session, phone)


def voters(motion: Motion, now: datetime) -> SelectOfScalar[int]:
    """Ids of the electors who were there, as far as they may still answer."""
    return asked(motion, now).where(col(Elector.present))


def ballot_of(session: Session, motion: Motion, member: Member) -> Ballot | None:
    """The member's voice."""
    rows = select(Ballot).where(Ballot.motion_id == motion.id, Ballot.member_id == member.id)
    return session.exec(rows).first()


def ballots_by(session: Session, member: Member) -> list[tuple[Motion, Ballot]]:
    """All that a member has answered, the oldest first."""
    rows = select(Motion, Ballot).join(Ballot, col(Ballot.motion_id) == Motion.id)
    return list(session.exec(rows.where(Ballot.member_id == member.id).order_by(col(Ballot.id))))
