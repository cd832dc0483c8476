"""Leading in the secretary's place: a chi ủy viên named for a period (people 4)."""

from datetime import datetime

from sqlmodel import Session, col, select

from models.audit import note
from models.member import Member, PostHeld, posts
from models.organisation import Organisation
from models.terms import LEADING, Post


class LeadsAlready(Exception):
    """The member is bí thư or phó bí thư."""


class NotInCommittee(Exception):
    """Only a chi ủy viên may be named."""


def may_act(session: Session, person: Member, branch: Organisation, now: datetime) -> None:
    """Raises LeadsAlready, NotInCommittee where the member cannot be named."""
    held = {p.post for p in posts(session, person, now) if p.organisation_id == branch.id}
    if held & (set(LEADING) - {Post.ACTING}):
        raise LeadsAlready
    if Post.COMMITTEE not in held:
        raise NotInCommittee


def name(
    session: Session,
    person: Member,
    branch: Organisation,
    since: datetime,
    until: datetime,
    author: Member,
    now: datetime,
) -> PostHeld:
    """Names who leads from `since` to `until`; a period named earlier for the same member ends. Raises LeadsAlready, NotInCommittee."""
    may_act(session, person, branch, now)
    for earlier in _open(session, branch, now):
        if earlier.member_id == person.id:
            earlier.until = max(now, earlier.since)
    given = PostHeld(
        member_id=person.id,
        organisation_id=branch.id,
        post=Post.ACTING,
        since=since,
        until=until,
        named_by_id=author.id,
    )
    session.add(given)
    session.flush()
    note(session, now, author.id, "acting.name", f"post_held:{given.id}")
    return given


def end(session: Session, branch: Organisation, author: Member, now: datetime) -> list[Member]:
    """Ends every period that runs or is to come; gives whose they were."""
    ending = _open(session, branch, now)
    for given in ending:
        given.until = max(now, given.since)
        note(session, now, author.id, "acting.end", f"post_held:{given.id}")
    session.flush()
    return [session.get_one(Member, given.member_id) for given in ending]


def _open(session: Session, branch: Organisation, now: datetime) -> list[PostHeld]:
    rows = select(PostHeld).where(
        PostHeld.organisation_id == branch.id, PostHeld.post == Post.ACTING, col(PostHeld.until) > now
    )
    return list(session.exec(rows))
