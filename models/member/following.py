"""Who of the committee above follows a branch: he is invited to its meetings and counts nowhere in it (R15, people 17)."""

from datetime import datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.member.leading import posts
from models.member.record import Member, PostHeld, gone
from models.organisation import Organisation
from models.terms import Post


def followers(branch_id: int, at: datetime) -> SelectOfScalar[int]:
    """Ids of those who follow the branch at that moment."""
    return select(PostHeld.member_id).where(
        PostHeld.organisation_id == branch_id,
        PostHeld.post == Post.FOLLOWER,
        PostHeld.since <= at,
        col(PostHeld.until).is_(None) | (col(PostHeld.until) > at),
        col(PostHeld.member_id).not_in(gone()),
    )


def followed(session: Session, member: Member, now: datetime) -> list[Organisation]:
    """The branches that the member follows at `now`."""
    held = [post for post in posts(session, member, now) if post.post is Post.FOLLOWER]
    return [session.get_one(Organisation, post.organisation_id) for post in held]
