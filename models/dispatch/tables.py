"""A paper that a committee sent, and its copy for each branch, with what the branch's leaders made of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Session, col, select

from models import document, organisation
from models import member as members
from models.document import Document
from models.member import Member, posts
from models.organisation import Organisation
from models.table import Row, link, moment, rules, term
from models.terms import LEADING, OrganisationKind, Post

SENDS = (*LEADING, Post.ADMINISTRATOR)
"""Posts in a committee by which papers go out to the branches below it, and by which their way is followed."""


class Handling(StrEnum):
    """What the committee asks for: phổ biến ngay, đọc tại cuộc họp, để biết."""

    SPREAD = "spread"
    AT_MEETING = "at_meeting"
    TO_KNOW = "to_know"


class Decision(StrEnum):
    """What a branch's leader said: gửi đảng viên, để đọc tại cuộc họp, để sau; đã nhận, of what is only to be known."""

    SPREAD = "spread"
    AT_MEETING = "at_meeting"
    LATER = "later"
    SEEN = "seen"


class Dispatch(Row, table=True):
    """A paper from above. `document_id`: in the committee's own register. `number`, `dated`: as read in its title ("12-cv/du",
    "2026-11-30"). `told_at`: when its office heard who had not passed it on; `stopped`: nobody has heard of it."""

    __table_args__ = rules()
    organisation_id: int = link("organisation.id")
    author_id: int = link("member.id")
    document_id: int = link("document.id")
    number: str | None = None
    dated: str | None = None
    handling: Handling = term(Handling)
    sent_at: datetime = moment()
    ends_at: datetime = moment()
    replaces_id: int | None = link("dispatch.id", default=None)
    told_at: datetime | None = moment(default=None)
    stopped: bool = False


class HandedDown(Row, table=True):
    """The paper at one branch. `document_id`: in that branch's register, once its members may find it there."""

    __tablename__ = "handed_down"
    __table_args__ = rules(UniqueConstraint("dispatch_id", "organisation_id"))
    dispatch_id: int = link("dispatch.id", index=False)
    organisation_id: int = link("organisation.id")
    decision: Decision | None = term(Decision, default=None)
    decided_by_id: int | None = link("member.id", default=None)
    decided_at: datetime | None = moment(default=None)
    document_id: int | None = link("document.id", default=None)

    @property
    def key(self) -> str:
        """With this begins the key of every notice about it."""
        return f"{key_of(self.dispatch_id)}{self.id}"


def key_of(dispatch_id: int) -> str:
    """With this begins the key of every notice about a dispatch."""
    return f"dispatch:{dispatch_id}:"


def offices(session: Session, member: Member, now: datetime) -> list[Organisation]:
    """The organisations for which a member may send papers down: he leads or administers them, and branches stand below."""
    held = {post.organisation_id for post in posts(session, member, now) if post.post in SENDS}
    places = [session.get_one(Organisation, one) for one in sorted(held)]
    return [place for place in places if below(session, place)]


def below(session: Session, office: Organisation) -> list[Organisation]:
    """All branches below an organisation, by name."""
    under = organisation.below(session, [office.id])
    return [place for place in under if place.kind is OrganisationKind.BRANCH]


def may_read(session: Session, paper: Document, member: Member, now: datetime) -> bool:
    """Whether a member may read a paper today: as `document.may_read`, or because it was handed down to a branch that he leads."""
    if document.may_read(session, paper, member, now):
        return True
    if members.ended(session, member, now):
        return False
    led = [post.organisation_id for post in posts(session, member, now) if post.post in LEADING]
    handed = (
        select(HandedDown.id)
        .join(Dispatch, col(Dispatch.id) == HandedDown.dispatch_id)
        .where(
            Dispatch.document_id == paper.id,
            col(Dispatch.stopped).is_(False),
            col(HandedDown.organisation_id).in_(led),
        )
    )
    return session.exec(handed.limit(1)).first() is not None
