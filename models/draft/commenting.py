"""What members say to a draft: recorded while it is open, collected by whom it came from."""

from datetime import datetime

from sqlmodel import Session, col, select

from models.draft.putting_out import open_for
from models.draft.tables import Closed, Comment, Draft, NotHere
from models.member import Member
from models.until import is_open


def comment(session: Session, draft: Draft, member: Member, text: str, now: datetime) -> Comment:
    """Records a comment; the same words of the same member stand once. Raises Closed, NotHere, ValueError for an empty text."""
    if not text:
        raise ValueError("an empty comment")
    if not is_open(draft, now):
        raise Closed
    if draft not in open_for(session, member, now):
        raise NotHere
    same = select(Comment).where(
        Comment.draft_id == draft.id, Comment.member_id == member.id, Comment.text == text
    )
    said = session.exec(same).first()
    if said is None:
        said = Comment(draft_id=draft.id, member_id=member.id, text=text, said_at=now)
        session.add(said)
        session.flush()
    return said


def comments(session: Session, draft: Draft) -> list[tuple[Member, list[Comment]]]:
    """The comments on a draft by member: members in the order in which they first spoke, each one's in order."""
    rows = session.exec(
        select(Member, Comment)
        .join(Comment, col(Comment.member_id) == Member.id)
        .where(Comment.draft_id == draft.id)
        .order_by(col(Comment.id))
    )
    found: dict[int, tuple[Member, list[Comment]]] = {}
    for who, said in rows:
        found.setdefault(who.id, (who, []))[1].append(said)
    return list(found.values())


def comments_by(session: Session, member: Member) -> list[tuple[Draft, Comment]]:
    """All that a member has said on drafts, the oldest first."""
    rows = select(Draft, Comment).join(Comment, col(Comment.draft_id) == Draft.id)
    return list(session.exec(rows.where(Comment.member_id == member.id).order_by(col(Comment.id))))
