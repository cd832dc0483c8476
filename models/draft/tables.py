"""A draft, its points, and what is said to them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.draft.points import body_of, title_of
from models.table import Row, link, moment, rules, term
from models.terms import DocumentClass
from models.until import Lasting, stands


class Mark(StrEnum):
    """What becomes of a comment: tiếp thu, giải trình, ngoài phạm vi (people 39)."""

    TAKEN_UP = "taken_up"
    EXPLAINED = "explained"
    OUT_OF_SCOPE = "out_of_scope"


class Draft(Lasting, table=True):
    """A draft resolution. Its first line is what it is called by. kind: how far its text goes (people 13).

    version: which of its kind it is; replaces_id: the version before, which takes no more comments.
    """

    __table_args__ = rules()
    text: str
    kind: DocumentClass = term(DocumentClass, default=DocumentClass.INTERNAL)
    version: int = 1
    replaces_id: int | None = link("draft.id", default=None)

    @property
    def title(self) -> str:
        """The first line, as far as a colon."""
        return title_of(self.text)

    @property
    def body(self) -> str:
        """What stands below the title."""
        return body_of(self.text)


class DraftPoint(Row, table=True):
    """A point of a draft, as it was read when it was put out. A draft without any is one whole."""

    __tablename__ = "draft_point"
    __table_args__ = rules(UniqueConstraint("draft_id", "place"))
    draft_id: int = link("draft.id", index=False)
    place: int
    label: str
    text: str


class Comment(Row, table=True):
    """What a member says to a draft, in his own words; a member may say several things. point_id None: to the whole of it.

    said_at: when he said, or last changed it; unsaid_at: when he took it back. mark, reason: the answer of whoever leads;
    told_at: when it went to the author.
    """

    __table_args__ = rules()
    draft_id: int = link("draft.id")
    point_id: int | None = link("draft_point.id", default=None)
    member_id: int = link("member.id")
    text: str
    said_at: datetime = moment()
    unsaid_at: datetime | None = moment(default=None)
    mark: Mark | None = term(Mark, default=None, nullable=True)
    reason: str | None = None
    marked_by_id: int | None = link("member.id", default=None)
    told_at: datetime | None = moment(default=None)


class Past(Exception):
    """The moment until which it should be open has passed."""


class Closed(Exception):
    """The draft takes no more comments; nothing was recorded."""


class NotHere(Exception):
    """The member does not belong to the branch whose draft it is, or takes no part in its life at present."""


def successor(session: Session, draft: Draft) -> Draft | None:
    """The next version of a draft."""
    return session.exec(select(Draft).where(Draft.replaces_id == draft.id, stands(Draft))).first()


def standing(draft: Draft) -> SelectOfScalar[Comment]:
    """The comments on a draft that nobody has taken back."""
    return select(Comment).where(Comment.draft_id == draft.id, col(Comment.unsaid_at).is_(None))


def points(session: Session, draft: Draft) -> list[DraftPoint]:
    """The points of a draft, in their order."""
    rows = select(DraftPoint).where(DraftPoint.draft_id == draft.id)
    return list(session.exec(rows.order_by(col(DraftPoint.place))))


def point_of(session: Session, said: Comment) -> DraftPoint | None:
    """The point that a comment is for; None: the whole draft."""
    return session.get_one(DraftPoint, said.point_id) if said.point_id else None
