"""Who did it: what somebody other than the secretary sends says so (people 4)."""

from handlers.kit.turn import Turn
from models import member
from models.terms import Post


def signed(turn: Turn) -> str | None:
    """The speaker by name and office, where he is not the secretary of the branch."""
    held = {
        p.post for p in member.posts(turn.session, turn.me, turn.now) if p.organisation_id == turn.here.id
    }
    if Post.SECRETARY in held:
        return None
    offices = [OFFICES[post] for post in (Post.DEPUTY, Post.ACTING) if post in held]
    return by(turn.me.name, offices[:1])


# Wording

OFFICES = {Post.DEPUTY: "phó bí thư", Post.ACTING: "điều hành thay"}


def by(name: str, offices: list[str]) -> str:
    return ", ".join([f"đồng chí {name}", *offices])
