"""The vote at a meeting, which decides: one list of those counted, each of whom taps or raises a hand (people 6; rules R1, R3-R9)."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from models import charter
from models import member as members
from models.audit import note
from models.charter import Ballots, Subject
from models.folding import fold
from models.meeting import Meeting, in_session
from models.member import Member, MemberCircumstance, Membership
from models.motion.counting import Hands, without_a_voice
from models.motion.tables import (
    AskedAlready,
    Closed,
    Elector,
    Motion,
    MotionKind,
    NobodyToAsk,
    NotHeld,
    Past,
    ReasonsLeftOut,
)
from models.organisation import Organisation
from models.terms import Circumstance, Tie
from models.until import Until, ends, stands


class TooManyHands(Exception):
    """More hands than people who are there and have not tapped. The first argument is how many these are."""


def put(
    session: Session,
    meeting: Meeting,
    author: Member,
    subject: Subject,
    question: str,
    present: Collection[int],
    until: Until,
    now: datetime,
    *,
    ballots: Ballots = Ballots.OPEN,
    changeable: bool = True,
) -> Motion:
    """Puts a motion to a meeting and freezes who is counted and who of them is there.

    Raises NotHeld, AskedAlready, Past, NobodyToAsk where nobody who may vote is there, NoRule, ValueError for an empty question.
    """
    if not question:
        raise ValueError("an empty question")
    branch = session.get_one(Organisation, meeting.organisation_id)
    if meeting not in in_session(session, branch, now):
        raise NotHeld
    open_ones = [one for one in put_at(session, meeting) if one.closed_at is None]
    if any(fold(one.question) == fold(question) for one in open_ones):
        raise AskedAlready
    if ends(until) <= now:
        raise Past
    charter.majority(subject, now.date())
    counted, reasons = electorate(session, meeting, present, now)
    if not counted & set(present):
        raise NobodyToAsk
    made = Motion(
        organisation_id=meeting.organisation_id,
        author_id=author.id,
        kind=MotionKind.MEETING,
        question=question,
        opened_at=now,
        changeable=changeable,
        held_at_id=meeting.id,
        held_at_revision=meeting.revision,
        held_on=now.date().isoformat(),
        subject=subject,
        ballots=ballots,
        there=sorted(present),
        uncounted={reason.value: count for reason, count in reasons.items()},
    )
    made.lasts(until)
    session.add(made)
    session.flush()
    session.add_all(
        Elector(motion_id=made.id, member_id=who, present=who in present) for who in sorted(counted)
    )
    session.flush()
    note(session, now, author.id, "motion.open", f"motion:{made.id}")
    return made


def electorate(
    session: Session, meeting: Meeting, present: Collection[int], now: datetime
) -> tuple[set[int], ReasonsLeftOut]:
    """Ids of those of the body who are counted (R3), and how many are not, by the reason."""
    branch = session.get_one(Organisation, meeting.organisation_id)
    body = members.of_body(branch, now, meeting.body, meeting.cell)
    rows = select(Member, Membership.tie).join(Membership, col(Membership.member_id) == Member.id)
    belonging = session.exec(
        rows.where(
            col(Member.id).in_(body),
            Membership.organisation_id == branch.id,
            col(Membership.until).is_(None),
            col(Membership.tie).in_([Tie.OFFICIAL, Tie.TEMPORARY]),
        )
    ).all()
    held = session.exec(
        select(MemberCircumstance).where(col(MemberCircumstance.member_id).in_(body), members.in_force(now))
    )
    holds: dict[int, set[Circumstance]] = {}
    for row in held:
        holds.setdefault(row.member_id, set()).add(row.kind)
    counted: set[int] = set()
    reasons: ReasonsLeftOut = {}
    for person, tie in belonging:
        why = charter.not_counted(
            person.standing, Tie(tie), holds.get(person.id, set()), person.id in present
        )
        if why is None:
            counted.add(person.id)
        else:
            reasons[why] = reasons.get(why, 0) + 1
    return counted, reasons


def raise_hands(session: Session, motion: Motion, hands: Hands, author: Member, now: datetime) -> None:
    """Writes down the hands of those there who have not tapped. Raises TooManyHands, Closed, ValueError for a negative number."""
    if motion.closed_at is not None:
        raise Closed
    if min(hands) < 0:
        raise ValueError("fewer than no hands")
    able = len(without_a_voice(session, motion, now))
    if sum(hands) > able:
        raise TooManyHands(able)
    motion.hands_approve, motion.hands_against, motion.hands_other = hands
    note(session, now, author.id, "motion.hands", f"motion:{motion.id}")
    session.flush()


def put_at(session: Session, meeting: Meeting) -> list[Motion]:
    """What was put to a meeting at its present time, in order."""
    rows = select(Motion).where(
        Motion.held_at_id == meeting.id, Motion.held_at_revision == meeting.revision, stands(Motion)
    )
    return list(session.exec(rows.order_by(col(Motion.id))))


def seen_at(session: Session, meeting: Meeting) -> set[int] | None:
    """Ids of those who were there when something was last put to a meeting; None where nothing was."""
    put_to_it = put_at(session, meeting)
    return set(put_to_it[-1].there) if put_to_it else None


def void(session: Session, motion: Motion, author: Member, now: datetime) -> None:
    """It was put in error and counts for nothing: it stands in no list, and what still names it finds it closed. Raises Closed."""
    if motion.closed_at is not None:
        raise Closed
    motion.closed_at = motion.opened_at
    note(session, now, author.id, "motion.void", f"motion:{motion.id}")
    session.flush()
