"""What is kept of a member's answers to consultations, for himself."""

from datetime import datetime

from handlers.kit.own import at, tells_of_a_member
from handlers.votes.wording import LABELS
from models import motion
from models.database import Session
from models.member import Member

# Wording

TITLE = "LẤY Ý KIẾN"


@tells_of_a_member(TITLE)
def answers(session: Session, whose: Member, now: datetime) -> list[str]:
    """'Đổi giờ họp?: Ý kiến khác (để sang tháng), 08h05 ngày 01/12/2026'."""
    return [
        f"{about.question}: {LABELS[said.choice]}{f' ({said.words})' if said.words else ''}, {at(said.said_at, now)}"
        for about, said in motion.ballots_by(session, whose)
    ]
