"""Leading in the secretary's place: a chi ủy viên named for a period, by the branch or by the committee above (people 4)."""

from datetime import datetime

from sqlmodel import Session, col, select

from models import organisation
from models.audit import note
from models.member import Member, PostHeld, give, posts
from models.organisation import Organisation
from models.terms import LEADING, Post

NAMING = (Post.SECRETARY, Post.DEPUTY)
"""Who names for his own branch. Whoever was named for a time is not among them: he would prolong his own time."""
NAMING_BELOW = (*NAMING, Post.ADMINISTRATOR)
"""Who names for the branches below his organisation."""


class LeadsAlready(Exception):
    """The member is bí thư or phó bí thư."""


class NotInCommittee(Exception):
    """Only a chi ủy viên may be named."""


class Oneself(Exception):
    """Nobody names himself."""


class NoRight(Exception):
    """Neither bí thư or phó bí thư of the branch nor of what stands above it."""


def right(session: Session, author: Member, branch: Organisation, now: datetime) -> PostHeld | None:
    """The post by which the author may name who leads the branch: his own there, else the nearest above it."""
    held = posts(session, author, now)
    for place in (branch, *organisation.above(session, branch)):
        enough = NAMING if place.id == branch.id else NAMING_BELOW
        mine = [post for post in held if post.organisation_id == place.id and post.post in enough]
        if mine:
            return min(mine, key=lambda post: enough.index(post.post))
    return None


def places(session: Session, author: Member, now: datetime) -> list[int]:
    """Ids of the organisations for which, or for whose branches, the author may name."""
    return [post.organisation_id for post in posts(session, author, now) if post.post in NAMING_BELOW]


def may_act(session: Session, person: Member, branch: Organisation, author: Member, now: datetime) -> None:
    """Raises NoRight, Oneself, LeadsAlready, NotInCommittee where this author cannot name the member."""
    if right(session, author, branch, now) is None:
        raise NoRight
    held = {p.post for p in posts(session, person, now) if p.organisation_id == branch.id}
    if held & (set(LEADING) - {Post.ACTING}):
        raise LeadsAlready
    if author.id == person.id:
        raise Oneself
    if Post.COMMITTEE not in held:
        raise NotInCommittee


def crossed(
    session: Session, person: Member, branch: Organisation, since: datetime, until: datetime, now: datetime
) -> list[PostHeld]:
    """The member's earlier periods that a new one takes the place of; those before or after it stay."""
    return [
        earlier
        for earlier in periods(session, branch, now)
        if earlier.member_id == person.id and earlier.since < until and _end(earlier) > since
    ]


def name(
    session: Session,
    person: Member,
    branch: Organisation,
    since: datetime,
    until: datetime,
    author: Member,
    now: datetime,
) -> PostHeld:
    """Names who leads from `since` to `until`. Raises as `may_act`.

    Of the periods that it crosses, one that runs goes on until the new one begins; one still to come is dropped.
    """
    may_act(session, person, branch, author, now)
    for earlier in crossed(session, person, branch, since, until, now):
        earlier.until = max(earlier.since, since) if earlier.since <= now else earlier.since
    given = PostHeld(
        member_id=person.id,
        organisation_id=branch.id,
        post=Post.ACTING,
        since=since,
        until=until,
        named_by_id=author.id,
    )
    give(session, given)
    note(session, now, author.id, "acting.name", f"post_held:{given.id}")
    return given


def end(
    session: Session, branch: Organisation, author: Member, now: datetime, person: Member | None = None
) -> list[Member]:
    """Ends every period that runs or is to come, of one member or of all; gives whose they were. Raises NoRight."""
    if right(session, author, branch, now) is None:
        raise NoRight
    ending = [p for p in periods(session, branch, now) if person is None or p.member_id == person.id]
    for given in ending:
        given.until = max(now, given.since)
        note(session, now, author.id, "acting.end", f"post_held:{given.id}")
    session.flush()
    whose = dict.fromkeys(given.member_id for given in ending)
    return [session.get_one(Member, member_id) for member_id in whose]


def periods(session: Session, branch: Organisation, now: datetime) -> list[PostHeld]:
    """The periods that run or are to come, the soonest first."""
    rows = select(PostHeld).where(
        PostHeld.organisation_id == branch.id,
        PostHeld.post == Post.ACTING,
        col(PostHeld.until) > now,
        col(PostHeld.until) > col(PostHeld.since),
    )
    return list(session.exec(rows.order_by(col(PostHeld.since), col(PostHeld.id))))


def _end(period: PostHeld) -> datetime:
    assert period.until is not None
    return period.until
