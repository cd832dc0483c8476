"""Who holds which post: who leads today, and who keeps the handbook."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.member.record import Member, PostHeld, gone, holds
from models.organisation import Organisation, above
from models.terms import LEADING, Post

GIVEN = "posts"
"""Where a session remembers the posts that were asked for."""


def posts(session: Session, member: Member, now: datetime) -> list[PostHeld]:
    """The posts that the member holds at `now`. Asked often in a turn, so a session remembers them until it gives one."""
    given: dict[int, list[PostHeld]] = session.info.setdefault(GIVEN, {})
    if member.id not in given:
        given[member.id] = list(session.exec(select(PostHeld).where(PostHeld.member_id == member.id)))
    return [post for post in given[member.id] if holds(post, now)]


def give(session: Session, post: PostHeld) -> PostHeld:
    """Writes a new post down."""
    session.add(post)
    session.flush()
    session.info.pop(GIVEN, None)
    return post


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
    now_held = [(LEADING.index(post.post), member) for member, post in held if holds(post, now)]
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
    return give(session, given)


def replace(session: Session, member: Member, post: Post, place: Organisation, now: datetime) -> PostHeld:
    """Gives a post; there is one secretary at a time, so a new one ends the old one's term, and is deputy no more himself."""
    if post is Post.SECRETARY:
        dismiss(session, member, now, Post.DEPUTY, place)
        held = select(PostHeld).where(PostHeld.organisation_id == place.id, PostHeld.post == post)
        for other in session.exec(held).all():
            if holds(other, now) and other.member_id != member.id:
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
