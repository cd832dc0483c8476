"""What a member decided of papers from above, for himself."""

from datetime import datetime

from handlers.dispatches.wording import DECISIONS, SEEN
from handlers.kit.own import at, tells_of_a_member
from models import dispatch
from models.database import Session
from models.member import Member

# Wording

TITLE = "VĂN BẢN CỦA CẤP TRÊN ĐÃ GIẢI QUYẾT"


@tells_of_a_member(TITLE)
def decided(session: Session, whose: Member, now: datetime) -> list[str]:
    """'Số 12-CV/ĐU về thu đảng phí: Gửi đảng viên, 08h05 ngày 01/12/2026'."""
    labels = dict((*DECISIONS, SEEN))
    return [
        f"{paper.title}: {labels[row.decision]}, {at(row.decided_at, now)}"
        for paper, row in dispatch.decided_by(session, whose)
        if row.decision is not None and row.decided_at is not None
    ]
