"""A practice evening (buổi tập): whoever is in the room tries an invitation, a vote and a survey that are none (people 44).

How far somebody has come is kept until it ends, and then swept away; what he answered is never kept.
"""

from datetime import datetime, timedelta

from sqlalchemy import UniqueConstraint, delete
from sqlmodel import Session, col, select

from models.audit import note
from models.member import Member
from models.organisation import Organisation
from models.table import Row, link, moment, rules

LASTS = timedelta(hours=3)
"""An evening that nobody ended is over by then."""


class Practice(Row, table=True):
    """An evening of a branch."""

    __table_args__ = rules()
    organisation_id: int = link("organisation.id")
    author_id: int = link("member.id")
    opened_at: datetime = moment()
    closed_at: datetime | None = moment(default=None)


class Practised(Row, table=True):
    """How many of its tasks somebody has done."""

    __table_args__ = rules(UniqueConstraint("practice_id", "member_id"))
    practice_id: int = link("practice.id", index=False)
    member_id: int = link("member.id")
    done: int = 0


class Over(Exception):
    """The evening has ended."""


def open_in(session: Session, branch: Organisation, now: datetime) -> Practice | None:
    """The evening that is on in a branch."""
    rows = select(Practice).where(
        Practice.organisation_id == branch.id,
        col(Practice.closed_at).is_(None),
        Practice.opened_at > now - LASTS,
    )
    return session.exec(rows.order_by(col(Practice.id).desc())).first()


def begin(session: Session, branch: Organisation, author: Member, now: datetime) -> Practice:
    """Begins an evening; the one that is on, where there is one."""
    if (held := open_in(session, branch, now)) is not None:
        return held
    made = Practice(organisation_id=branch.id, author_id=author.id, opened_at=now)
    session.add(made)
    session.flush()
    note(session, now, author.id, "practice.begin", f"practice:{made.id}")
    return made


def join(session: Session, held: Practice, member: Member) -> Practised:
    """Somebody in the room takes part; twice is once."""
    rows = select(Practised).where(Practised.practice_id == held.id, Practised.member_id == member.id)
    found = session.exec(rows).first() or Practised(practice_id=held.id, member_id=member.id)
    session.add(found)
    session.flush()
    return found


def does(session: Session, held: Practice, member: Member, task: int, now: datetime) -> int:
    """Somebody has done a task (counted from 0); gives how many he has done. Raises Over."""
    if held.closed_at is not None or held.opened_at <= now - LASTS:
        raise Over
    mine = join(session, held, member)
    mine.done = max(mine.done, task + 1)
    session.flush()
    return mine.done


def taking_part(session: Session, held: Practice) -> list[tuple[Member, int]]:
    """Who takes part and how many tasks he has done, in the order of names."""
    rows = select(Member, Practised.done).join(Practised, col(Practised.member_id) == Member.id)
    return list(session.exec(rows.where(Practised.practice_id == held.id).order_by(Member.folded)))


def end(session: Session, held: Practice, closer: Member | None, now: datetime) -> None:
    """Ends an evening and sweeps away who has done what. Raises Over."""
    if held.closed_at is not None:
        raise Over
    held.closed_at = now
    session.connection().execute(delete(Practised).where(col(Practised.practice_id) == held.id))
    note(session, now, closer.id if closer else None, "practice.end", f"practice:{held.id}")
    session.flush()


def due(session: Session, now: datetime) -> list[Practice]:
    """Evenings that nobody has ended in time."""
    rows = select(Practice).where(col(Practice.closed_at).is_(None), Practice.opened_at <= now - LASTS)
    return list(session.exec(rows))
