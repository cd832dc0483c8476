"""What members say to a draft: recorded, changed and taken back while it is open; collected by whom it came from."""

from datetime import datetime

from sqlmodel import Session, col, select

from models.draft.putting_out import open_for
from models.draft.tables import Closed, Comment, Draft, DraftPoint, NotHere, points, standing
from models.member import Member
from models.until import is_open


def comment(
    session: Session, draft: Draft, member: Member, text: str, now: datetime, point: DraftPoint | None = None
) -> Comment:
    """Records a comment on a point, or on the whole; the same words of the same member to the same stand once.

    Raises Closed, NotHere, ValueError for an empty text.
    """
    if not text:
        raise ValueError("an empty comment")
    if not is_open(draft, now):
        raise Closed
    if draft not in open_for(session, member, now):
        raise NotHere
    point_id = point.id if point else None
    same = standing(draft).where(
        Comment.member_id == member.id, Comment.text == text, Comment.point_id == point_id
    )
    said = session.exec(same).first()
    if said is None:
        said = Comment(draft_id=draft.id, point_id=point_id, member_id=member.id, text=text, said_at=now)
        session.add(said)
        session.flush()
    return said


def change(session: Session, said: Comment, text: str, now: datetime) -> None:
    """Its author says it in other words, which have no answer yet. Raises Closed; ValueError for an empty text."""
    if not text:
        raise ValueError("an empty comment")
    if not may_change(session, said, now):
        raise Closed
    said.text, said.said_at = text, now
    said.mark = said.reason = said.marked_by_id = said.told_at = None
    session.flush()


def unsay(session: Session, said: Comment, now: datetime) -> None:
    """Its author takes it back: nobody sees it any more but he himself. Raises Closed."""
    if not may_change(session, said, now):
        raise Closed
    said.unsaid_at = now
    session.flush()


def may_change(session: Session, said: Comment, now: datetime) -> bool:
    """Whether its author may still change it or take it back."""
    return said.unsaid_at is None and is_open(session.get_one(Draft, said.draft_id), now)


def comments(session: Session, draft: Draft) -> list[tuple[Member, list[Comment]]]:
    """The comments on a draft by member: members in the order in which they first spoke, each one's in order."""
    rows = session.exec(
        select(Member, Comment)
        .join(Comment, col(Comment.member_id) == Member.id)
        .where(Comment.draft_id == draft.id, col(Comment.unsaid_at).is_(None))
        .order_by(col(Comment.id))
    )
    found: dict[int, tuple[Member, list[Comment]]] = {}
    for who, said in rows:
        found.setdefault(who.id, (who, []))[1].append(said)
    return list(found.values())


def in_order(session: Session, draft: Draft) -> list[Comment]:
    """The comments as they are listed: point by point, what is to the whole last; to each by member."""
    said = [comment for _, their in comments(session, draft) for comment in their]
    places = {point.id: point.place for point in points(session, draft)}
    return sorted(said, key=lambda one: places.get(one.point_id or 0, len(places) + 1))


def comments_by(session: Session, member: Member) -> list[tuple[Draft, Comment]]:
    """All that a member has said on drafts, the oldest first; what he took back, too."""
    rows = select(Draft, Comment).join(Comment, col(Comment.draft_id) == Draft.id)
    return list(session.exec(rows.where(Comment.member_id == member.id).order_by(col(Comment.id))))
