"""Members: who belongs where, what holds for them for a time, who leads today, and who is called."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Index, and_, text
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.organisation import Organisation, above
from models.table import Row, link, moment, rules, term
from models.terms import CHI_UY, ENDS, LEADING, Body, Circumstance, Post, Standing, Tie


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


NOT_CALLED = (Circumstance.EXEMPT, Circumstance.ELSEWHERE, Circumstance.SUSPENDED)
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


def posts(session: Session, member: Member, now: datetime) -> list[PostHeld]:
    """The posts that the member holds at `now`."""
    held = select(PostHeld).where(PostHeld.member_id == member.id)
    return [post for post in session.exec(held) if _holds(post, now)]


def leads(session: Session, member: Member, branch: Organisation, now: datetime) -> bool:
    """Whether the member leads the branch at `now`: secretary, deputy, or named for a period (people 4)."""
    return any(p.post in LEADING and p.organisation_id == branch.id for p in posts(session, member, now))


def leaders(session: Session, branch: Organisation, now: datetime) -> list[Member]:
    """Who leads the branch at `now`, secretary first; each once, and nobody who has died, moved or left."""
    held = session.exec(
        select(Member, PostHeld)
        .join(PostHeld, col(PostHeld.member_id) == Member.id)
        .where(PostHeld.organisation_id == branch.id, col(PostHeld.post).in_(LEADING))
        .where(col(Member.id).not_in(gone()))
    ).all()
    now_held = [(LEADING.index(post.post), member) for member, post in held if _holds(post, now)]
    ordered = sorted(now_held, key=lambda pair: (pair[0], pair[1].folded))
    return list({member.id: member for _, member in ordered}.values())


def appoint(
    session: Session,
    member: Member,
    post: Post,
    place: Organisation,
    now: datetime,
    until: datetime | None = None,
) -> PostHeld:
    """Gives a post from `now`; what the member held already stays as it is."""
    for held in posts(session, member, now):
        if held.post is post and held.organisation_id == place.id:
            return held
    given = PostHeld(member_id=member.id, post=post, organisation_id=place.id, since=now, until=until)
    session.add(given)
    session.flush()
    return given


def replace(session: Session, member: Member, post: Post, place: Organisation, now: datetime) -> PostHeld:
    """Gives a post; there is one secretary at a time, so a new one ends the old one's term, and is deputy no more himself."""
    if post is Post.SECRETARY:
        dismiss(session, member, now, Post.DEPUTY, place)
        held = select(PostHeld).where(PostHeld.organisation_id == place.id, PostHeld.post == post)
        for other in session.exec(held).all():
            if _holds(other, now) and other.member_id != member.id:
                other.until = now
    return appoint(session, member, post, place, now)


def dismiss(
    session: Session,
    member: Member,
    now: datetime,
    post: Post | None = None,
    place: Organisation | None = None,
) -> list[PostHeld]:
    """Ends that post from `now`, or every post the member holds; gives what was ended."""
    held = [
        one
        for one in posts(session, member, now)
        if (post is None or one.post is post) and (place is None or one.organisation_id == place.id)
    ]
    for one in held:
        one.until = now
    session.flush()
    return held


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
    return [row for row in rows if _holds(row, now)]


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
    return select(MemberCircumstance.member_id).where(_holding((Circumstance.SUSPENDED,), now))


def of_body(
    branch: Organisation, now: datetime, body: Body = Body.BRANCH, cell: str | None = None
) -> SelectOfScalar[int]:
    """Ids of a body's members: the branch, its chi ủy, or one tổ đảng (people 17)."""
    everyone = belonging(branch)
    if body is Body.COMMITTEE:
        return everyone.where(col(Membership.member_id).in_(holding(branch.id, CHI_UY, now)))
    if body is Body.CELL:
        return everyone.where(Membership.cell == cell)
    return everyone


def called(
    branch: Organisation,
    now: datetime,
    body: Body = Body.BRANCH,
    cell: str | None = None,
    at: datetime | None = None,
) -> SelectOfScalar[int]:
    """Ids of who is called to a meeting, survey or message of the body (decision 24).

    All of either standing and those temporarily here; not those temporarily elsewhere or suspended; exempt ones only if they
    asked. at: when the meeting begins, by which who is elsewhere today may be back.
    """
    return of_body(branch, now, body, cell).where(col(Membership.member_id).not_in(_excused(at or now)))


def left_out(
    session: Session,
    branch: Organisation,
    now: datetime,
    body: Body,
    cell: str | None,
    at: datetime | None = None,
) -> dict[Circumstance, int]:
    """How many of the body are not called, by the reason; `at` as in `called`."""
    return dict(Counter(excused(session, branch, now, body, cell, at).values()))


def excused(
    session: Session,
    branch: Organisation,
    now: datetime,
    body: Body,
    cell: str | None,
    at: datetime | None = None,
) -> dict[int, Circumstance]:
    """Who of the body is not called, and why; `at` as in `called`."""
    rows = session.exec(
        select(MemberCircumstance)
        .where(col(MemberCircumstance.member_id).in_(of_body(branch, now, body, cell)))
        .where(_holding(NOT_CALLED, at or now))
        .order_by(col(MemberCircumstance.id))
    )
    return {row.member_id: row.kind for row in rows}


def kept_away(at: datetime) -> SelectOfScalar[int]:
    """Ids of those who at that moment belong elsewhere for a time or are suspended, whoever called them before."""
    elsewhere = (Circumstance.ELSEWHERE, Circumstance.SUSPENDED)
    return select(MemberCircumstance.member_id).where(_holding(elsewhere, at))


def _holding(kinds: tuple[Circumstance, ...], at: datetime) -> ColumnElement[bool]:
    row = MemberCircumstance
    return and_(col(row.kind).in_(kinds), col(row.asked_in).is_(False), in_force(at))


def in_force(at: datetime) -> ColumnElement[bool]:
    """Whether a circumstance holds at that moment."""
    row = MemberCircumstance
    return and_(col(row.since) <= at, col(row.until).is_(None) | (col(row.until) > at))


def _excused(at: datetime) -> SelectOfScalar[int]:
    return select(MemberCircumstance.member_id).where(_holding(NOT_CALLED, at))


def administrators(session: Session, branch: Organisation, now: datetime) -> list[Member]:
    """Who keeps the handbook of the branch: the administrators of it and of what stands above, the nearest first."""
    found: dict[int, Member] = {}
    for place in (branch, *above(session, branch)):
        held = select(Member).where(col(Member.id).in_(holding(place.id, (Post.ADMINISTRATOR,), now)))
        found |= {who.id: who for who in session.exec(held.where(col(Member.id).not_in(gone()))).all()}
    return list(found.values())


def holding(organisation_id: int, kinds: Collection[Post], now: datetime) -> SelectOfScalar[int]:
    """Ids of who holds one of these posts in an organisation at `now`."""
    return select(PostHeld.member_id).where(
        PostHeld.organisation_id == organisation_id,
        col(PostHeld.post).in_(kinds),
        PostHeld.since <= now,
        col(PostHeld.until).is_(None) | (col(PostHeld.until) > now),
    )


def _holds(row: PostHeld | MemberCircumstance, now: datetime) -> bool:
    return row.since <= now and (row.until is None or row.until > now)
