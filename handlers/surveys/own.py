"""What is kept of a member's answers to surveys, for himself."""

from datetime import datetime

from handlers.kit.own import at, tells_of_a_member
from handlers.surveys import wording
from models import survey
from models.database import Session
from models.member import Member

# Wording

TITLE = "KHẢO SÁT"


@tells_of_a_member(TITLE)
def answers(session: Session, whose: Member, now: datetime) -> list[str]:
    """'Quý 4, câu 1. Giờ họp có hợp không? Có, 08h05 ngày 01/12/2026'."""
    return [
        f"{about.title}, câu {asked.place}. {asked.text} "
        f"{wording.answered(asked, said)}, {at(said.said_at, now)}"
        for about, asked, said in survey.answers_by(session, whose)
    ]
