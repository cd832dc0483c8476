"""Which papers a member opened by his links, for himself."""

from datetime import datetime

from handlers.kit.own import at, tells_of_a_member
from models import document
from models.database import Session
from models.member import Member

# Wording

TITLE = "TÀI LIỆU ĐÃ MỞ THEO LIÊN KẾT RIÊNG"


@tells_of_a_member(TITLE)
def opened(session: Session, whose: Member, now: datetime) -> list[str]:
    """'Nghị quyết tháng 12: 2 lần, lần cuối 08h05 ngày 01/12/2026'."""
    return [
        f"{paper.title}: {link.openings} lần, lần cuối {at(link.opened_at, now)}"
        for paper, link in document.opened_by(session, whose)
        if link.opened_at is not None
    ]
