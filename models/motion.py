"""Motions: what is put to the entitled, one voice each, over all addresses. So far one kind: the consultation, which decides nothing
(R11, people 18). Who is entitled is frozen at opening, the count at closing; rules R1, R3, R7."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import UniqueConstraint, insert, literal
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from models import member as members
from models.audit import note
from models.member import Member, Membership
from models.organisation import Organisation
from models.table import Row, link, moment, rules, term
from models.terms import Body, Circumstance, Standing, Tie
from models.until import Lasting, Until, ends, is_open, stands, withdraw

LATELY = timedelta(days=1)
"""So long after its end people still speak of a motion."""


class MotionKind(StrEnum):
    """Lấy ý kiến (tham khảo): asked outside a meeting, shows shares and never passes anything."""

    CONSULTATION = "consultation"


class Choice(StrEnum):
    """Tán thành, không tán thành, ý kiến khác; the last counts as not yes (decision 25)."""

    APPROVE = "approve"
    AGAINST = "against"
    OTHER = "other"


class Motion(Lasting, table=True):
    """A question put to the entitled members of a branch. From its end on it takes no answer, whether or not anybody closed it."""

    __table_args__ = rules()
    kind: MotionKind = term(MotionKind, default=MotionKind.CONSULTATION)
    question: str


class Elector(Row, table=True):
    """Somebody entitled to answer, as it stood when the motion was opened."""

    __table_args__ = rules(UniqueConstraint("motion_id", "member_id"))
    motion_id: int = link("motion.id", index=False)
    member_id: int = link("member.id")


class Ballot(Row, table=True):
    """A member's one voice. `words` say what the other opinion is."""

    __table_args__ = rules(UniqueConstraint("motion_id", "member_id"))
    motion_id: int = link("motion.id", index=False)
    member_id: int = link("member.id")
    choice: Choice = term(Choice)
    words: str | None = None
    said_at: datetime = moment()


class Tally(NamedTuple):
    """The count; its four parts are everybody who was asked."""

    approve: int
    against: int
    other: int
    silent: int

    @property
    def asked(self) -> int:
        """How many were asked: the denominator (R3)."""
        return sum(self)

    def share(self, part: int) -> int:
        """A part of all asked in tenths of a percent, halves rounded up."""
        return (2000 * part + self.asked) // (2 * self.asked) if self.asked else 0


class Past(Exception):
    """The moment at which it should end has passed."""


class NobodyToAsk(Exception):
    """Nobody is entitled."""


class Closed(Exception):
    """It takes no more answers; nothing was recorded."""


class Probationary(Exception):
    """A probationary member does not vote (R1)."""


class NotAsked(Exception):
    """The member was not entitled when it was opened, or is suspended now."""


class SaidAlready(Exception):
    """The member's voice stands; changing it must be asked for."""


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
    rows = sa_select(literal(made.id), whom.c.member_id)
    done = session.connection().execute(insert(Elector).from_select(["motion_id", "member_id"], rows))
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


def left_out(session: Session, branch: Organisation, now: datetime) -> dict[Circumstance | Standing, int]:
    """How many of the branch are not asked, by the reason."""
    reasons: dict[Circumstance | Standing, int] = dict(
        members.left_out(session, branch, now, Body.BRANCH, None).items()
    )
    called = members.called(branch, now)
    guests = session.exec(called.where(Membership.tie == Tie.TEMPORARY)).all()
    probationary = select(Member.id).where(Member.standing == Standing.PROBATIONARY)
    own = called.where(Membership.tie == Tie.OFFICIAL, col(Membership.member_id).in_(probationary))
    reasons[Circumstance.HERE], reasons[Standing.PROBATIONARY] = len(guests), len(session.exec(own).all())
    return {reason: count for reason, count in reasons.items() if count}


def asked(motion: Motion, now: datetime) -> SelectOfScalar[int]:
    """Ids of the electorate, less those who have since died, moved or left, and those suspended at `now`."""
    return select(Elector.member_id).where(
        Elector.motion_id == motion.id,
        col(Elector.member_id).not_in(members.gone()),
        col(Elector.member_id).not_in(members.suspended(now)),
    )


def vote(
    session: Session, motion: Motion, member: Member, choice: Choice, now: datetime, *, change: bool = False
) -> Ballot:
    """Records a member's voice, the first one only; a later one only when `change` is meant.

    Raises Closed, Probationary, NotAsked, SaidAlready.
    """
    may_answer(session, motion, member, now)
    stands = ballot_of(session, motion, member)
    if stands is None:
        stands = Ballot(motion_id=motion.id, member_id=member.id, choice=choice, said_at=now)
    elif not change:
        raise SaidAlready
    elif stands.choice is not choice:
        stands.choice, stands.words, stands.said_at = choice, None, now
    session.add(stands)
    session.flush()
    return stands


def explained(session: Session, motion: Motion, member: Member, words: str, now: datetime) -> bool:
    """Adds the words of another opinion; False where none stands. Raises Closed, Probationary, NotAsked."""
    may_answer(session, motion, member, now)
    stands = ballot_of(session, motion, member)
    if stands is None or stands.choice is not Choice.OTHER:
        return False
    stands.words, stands.said_at = words, now
    session.flush()
    return True


def ballot_of(session: Session, motion: Motion, member: Member) -> Ballot | None:
    """The member's voice."""
    rows = select(Ballot).where(Ballot.motion_id == motion.id, Ballot.member_id == member.id)
    return session.exec(rows).first()


def ballots_by(session: Session, member: Member) -> list[tuple[Motion, Ballot]]:
    """All that a member has answered, the oldest first."""
    rows = select(Motion, Ballot).join(Ballot, col(Ballot.motion_id) == Motion.id)
    return list(session.exec(rows.where(Ballot.member_id == member.id).order_by(col(Ballot.id))))


def count(choices: Iterable[Choice], asked: int) -> Tally:
    """The count of so many voices among so many asked. Raises ValueError for more voices than asked."""
    said = list(choices)
    if len(said) > asked:
        raise ValueError("more voices than people")
    approve, against, other = (said.count(choice) for choice in Choice)
    return Tally(approve, against, other, asked - len(said))


def tally(session: Session, motion: Motion) -> Tally:
    """The count as it stands; after closing it never changes, whoever joins or leaves."""
    everybody = select(func.count()).select_from(Elector).where(Elector.motion_id == motion.id)
    said = session.exec(select(Ballot).where(Ballot.motion_id == motion.id))
    return count((ballot.choice for ballot in said), session.exec(everybody).one())


def voices(session: Session, motion: Motion) -> list[tuple[Member, Ballot]]:
    """Who said what, in the order of names; for those of whom the question says that they see it."""
    rows = select(Member, Ballot).join(Ballot, col(Ballot.member_id) == Member.id)
    return list(session.exec(rows.where(Ballot.motion_id == motion.id).order_by(Member.folded)))


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


def may_answer(session: Session, motion: Motion, member: Member, now: datetime) -> None:
    """Raises Closed, Probationary, NotAsked where a voice would be refused."""
    if not is_open(motion, now):
        raise Closed
    if session.exec(asked(motion, now).where(Elector.member_id == member.id)).first() is None:
        raise Probationary if member.standing is Standing.PROBATIONARY else NotAsked
