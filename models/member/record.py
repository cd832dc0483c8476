"""Members: who belongs where, and what holds for them for a time."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Index, and_, text
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.organisation import Organisation
from models.table import Row, link, moment, rules, term
from models.terms import ENDS, Circumstance, Post, Standing, Tie


class Member(Row, table=True):
    """A member. Dates of people are text `YYYY[-MM[-DD]]`; the card may be missing and may change, so it is no key (people 21)."""

    __table_args__ = rules(Index("ix_member_folded", "folded"), Index("ix_member_card", "card"))
    name: str
    folded: str
    usual_name: str | None = None
    mark: str | None = None
    birth: str | None = None
    sex: str | None = None
    card: str | None = None
    joined: str | None = None
    official: str | None = None
    standing: Standing = term(Standing)
    phone: str | None = None
    phone_of_relative: bool = False
    residence: str | None = None

    @property
    def given(self) -> str:
        """What people call them: the last word of the name."""
        return self.name.split()[-1]

    @property
    def known_as(self) -> str:
        """The full name, with the mark where two share it: 'Nguyễn Văn Hùng (tổ 2)'."""
        return f"{self.name} ({self.mark})" if self.mark else self.name


"""Who is not called to a meeting unless he asked (decision 24)."""
_ONE_OFFICIAL = text("tie = 'official' AND until IS NULL")


class Membership(Row, table=True):
    """A member's tie to an organisation for a time; exactly one official tie at any instant (R22)."""

    __table_args__ = rules(
        Index(
            "uq_membership_official",
            "member_id",
            unique=True,
            sqlite_where=_ONE_OFFICIAL,
            postgresql_where=_ONE_OFFICIAL,
        )
    )
    member_id: int = link("member.id")
    organisation_id: int = link("organisation.id")
    tie: Tie = term(Tie, default=Tie.OFFICIAL)
    cell: str | None = None
    since: datetime = moment()
    until: datetime | None = moment(default=None)


class MemberCircumstance(Row, table=True):
    """What holds for a member from `since` to `until`; `reason` in people's own words.

    asked_in: exempt, yet asked to be called all the same. transfer_asked: when the leaders were asked about an absence of months.
    """

    __table_args__ = rules()
    member_id: int = link("member.id")
    kind: Circumstance = term(Circumstance)
    since: datetime = moment()
    until: datetime | None = moment(default=None)
    decision: str | None = None
    asked_in: bool = False
    reason: str | None = None
    transfer_asked: datetime | None = moment(default=None)


class PostHeld(Row, table=True):
    """A post in an organisation for a period; `named_by` for one who leads in the secretary's place."""

    __table_args__ = rules()
    member_id: int = link("member.id")
    organisation_id: int = link("organisation.id")
    post: Post = term(Post)
    since: datetime = moment()
    until: datetime | None = moment(default=None)
    named_by_id: int | None = link("member.id", default=None)


def branch_of(session: Session, member: Member) -> Organisation | None:
    """The branch that the member officially belongs to; else the one of a temporary tie."""
    return branches_of(session, [member.id]).get(member.id)


def branches_of(session: Session, people: Collection[int]) -> dict[int, Organisation]:
    """The same of many; who belongs to none is left out."""
    ties = session.exec(
        select(Organisation, Membership)
        .join(Membership, col(Membership.organisation_id) == Organisation.id)
        .where(col(Membership.member_id).in_(people), col(Membership.until).is_(None))
        .where(col(Membership.tie).in_([Tie.OFFICIAL, Tie.TEMPORARY]))
    ).all()
    found: dict[int, Organisation] = {}
    for place, tie in sorted(ties, key=lambda both: both[1].tie is not Tie.OFFICIAL):
        found.setdefault(tie.member_id, place)
    return found


def come_back(session: Session, member: Member, kinds: Collection[Circumstance], now: datetime) -> None:
    """Ends what held for the member, from `now`: back from elsewhere, exempt no more, or not dead at all. Posts and phones stay ended."""
    for row in circumstances(session, member, now) if kinds else ():
        if row.kind in kinds:
            row.until = now
    session.flush()


def ended(session: Session, member: Member, now: datetime) -> bool:
    """Whether the member has died, moved or left."""
    return any(c.kind in ENDS for c in circumstances(session, member, now))


def circumstances(session: Session, member: Member, now: datetime) -> list[MemberCircumstance]:
    """What holds for the member at `now`."""
    rows = session.exec(select(MemberCircumstance).where(MemberCircumstance.member_id == member.id))
    return [row for row in rows if holds(row, now)]


def belonging(branch: Organisation) -> SelectOfScalar[int]:
    """Ids of all who belong to the branch, officially or temporarily, and have not died, moved or left."""
    return select(Membership.member_id).where(
        Membership.organisation_id == branch.id,
        col(Membership.until).is_(None),
        col(Membership.tie).in_([Tie.OFFICIAL, Tie.TEMPORARY]),
        col(Membership.member_id).not_in(gone()),
    )


def gone() -> SelectOfScalar[int]:
    """Ids of members who have died, moved or left."""
    return select(MemberCircumstance.member_id).where(
        col(MemberCircumstance.kind).in_(ENDS), col(MemberCircumstance.until).is_(None)
    )


def suspended(now: datetime) -> SelectOfScalar[int]:
    """Ids of members suspended at `now`; they take no part in the branch's life, whatever they were asked before (R3)."""
    return select(MemberCircumstance.member_id).where(of_kind((Circumstance.SUSPENDED,), now))


def of_kind(kinds: tuple[Circumstance, ...], at: datetime) -> ColumnElement[bool]:
    """Whether a circumstance is of these kinds and holds at that moment, for one who is not asked in all the same."""
    row = MemberCircumstance
    return and_(col(row.kind).in_(kinds), col(row.asked_in).is_(False), in_force(at))


def in_force(at: datetime) -> ColumnElement[bool]:
    """Whether a circumstance holds at that moment."""
    row = MemberCircumstance
    return and_(col(row.since) <= at, col(row.until).is_(None) | (col(row.until) > at))


def holds(row: PostHeld | MemberCircumstance, now: datetime) -> bool:
    """Whether a post or a circumstance holds at `now`."""
    return row.since <= now and (row.until is None or row.until > now)
