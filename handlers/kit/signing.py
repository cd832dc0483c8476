"""Who did it: what somebody other than the secretary puts out says so (people 4)."""

from handlers.kit.turn import Turn
from models import member
from models.member import Member
from models.terms import Post


def signed(turn: Turn, who: Member) -> str | None:
    """A member by name and office, as one more line; None where he is the secretary of the branch."""
    held = {
        post.post
        for post in member.posts(turn.session, who, turn.now)
        if post.organisation_id == turn.here.id
    }
    if Post.SECRETARY in held:
        return None
    offices = [OFFICES[post] for post in OFFICES if post in held]
    return sender(who.name, offices[0] if offices else None)


# Wording

OFFICES = {Post.DEPUTY: "phó bí thư", Post.ACTING: "điều hành thay"}


def sender(name: str, office: str | None) -> str:
    return f"Người gửi: đồng chí {name}" + (f", {office}." if office else ".")
