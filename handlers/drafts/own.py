"""What is kept of a member's comments on drafts, for himself."""

from datetime import datetime

from handlers.drafts.wording import called
from handlers.kit.own import at, tells_of_a_member
from handlers.kit.wording import capital
from models import draft
from models.database import Session
from models.member import Member

# Wording

TITLE = "GÓP Ý DỰ THẢO"
TAKEN_BACK = " (đã rút lại)"


@tells_of_a_member(TITLE)
def own(session: Session, whose: Member, now: datetime) -> list[str]:
    """A member's comments, for himself."""
    return [
        f"{capital(called(about))}: {said.text}, {at(said.said_at, now)}{TAKEN_BACK if said.unsaid_at else ''}"
        for about, said in draft.comments_by(session, whose)
    ]
