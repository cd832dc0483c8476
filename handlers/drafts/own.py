"""What is kept of a member's comments on drafts, for himself."""

from datetime import datetime

from handlers.drafts.wording import answer_of, called
from handlers.kit.own import at, tells_of_a_member
from handlers.kit.wording import capital
from models import draft
from models.database import Session
from models.draft import Comment
from models.member import Member


def _after(said: Comment) -> str:
    """What became of it, as far as he was told."""
    if said.unsaid_at:
        return TAKEN_BACK
    return ANSWERED.format(answer_of(said)) if said.told_at else ""


# Wording

TITLE = "GÓP Ý DỰ THẢO"
TAKEN_BACK = " (đã rút lại)"
ANSWERED = "; trả lời: {}"


@tells_of_a_member(TITLE)
def own(session: Session, whose: Member, now: datetime) -> list[str]:
    """A member's comments, for himself."""
    return [
        f"{capital(called(about))}: {said.text}, {at(said.said_at, now)}{_after(said)}"
        for about, said in draft.comments_by(session, whose)
    ]
