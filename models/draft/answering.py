"""What becomes of each comment: marked with a reason by whoever leads, and told to its author, once for each answer (people 39)."""

from datetime import datetime

from sqlmodel import Session

from models.audit import note
from models.draft.commenting import in_order
from models.draft.tables import Closed, Comment, Draft, Mark
from models.member import Member


def mark(session: Session, said: Comment, as_: Mark, reason: str, by: Member, now: datetime) -> None:
    """Answers a comment, or answers it otherwise: its author then hears of it anew. Also when the next version has gone out, in which it
    may have been taken up already.

    Raises Closed once it was taken back; ValueError for an explanation or a refusal without its reason.
    """
    if said.unsaid_at is not None:
        raise Closed
    if not reason and as_ is not Mark.TAKEN_UP:
        raise ValueError("no reason")
    if (said.mark, said.reason) != (as_, reason or None):
        said.mark, said.reason, said.marked_by_id, said.told_at = as_, reason or None, by.id, None
        note(session, now, by.id, "comment.mark", f"comment:{said.id}:{as_.value}")
        session.flush()


def unanswered(session: Session, draft: Draft) -> list[Comment]:
    """The comments that wait for an answer, in the order in which they are listed."""
    return [said for said in in_order(session, draft) if said.mark is None]


def answered(session: Session, draft: Draft) -> list[Comment]:
    """Those that have one."""
    return [said for said in in_order(session, draft) if said.mark is not None]


def untold(session: Session, draft: Draft) -> dict[int, list[Comment]]:
    """The answered comments of whose answer their authors have not heard, by author."""
    found: dict[int, list[Comment]] = {}
    for said in answered(session, draft):
        if said.told_at is None:
            found.setdefault(said.member_id, []).append(said)
    return found


def told(session: Session, answers: list[Comment], now: datetime) -> None:
    """Their author was told."""
    for said in answers:
        said.told_at = now
    session.flush()
