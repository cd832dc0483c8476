"""Who did it: what somebody other than the secretary sends says so (people 4)."""

from handlers.kit.turn import Turn
from models import member
from models.member import Member
from models.terms import Post


def signed(turn: Turn, who: Member) -> str | None:
    """A member by name and office: 'đồng chí Trần Thị Hòa, phó bí thư'; None where he is the secretary of the branch."""
    held = {
        post.post
        for post in member.posts(turn.session, who, turn.now)
        if post.organisation_id == turn.here.id
    }
    if Post.SECRETARY in held:
        return None
    offices = [OFFICES[post] for post in OFFICES if post in held]
    return by(who.name, offices[0] if offices else None)


def sender(turn: Turn, who: Member) -> str | None:
    """The same as one more line of what he puts out."""
    name = signed(turn, who)
    return sent_by(name) if name else None


# Wording

OFFICES = {Post.DEPUTY: "phó bí thư", Post.ACTING: "điều hành thay"}


def by(name: str, office: str | None = None) -> str:
    return f"đồng chí {name}" + (f", {office}" if office else "")


def sent_by(name: str) -> str:
    return f"Người gửi: {name}."
