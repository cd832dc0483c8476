"""What is kept of a member's coming to meetings, for himself."""

from datetime import datetime

from handlers.kit.own import at, tells_of_a_member
from handlers.meetings import wording
from models import meeting
from models.database import Session
from models.member import Member
from models.terms import Presence, Told

# Wording

INVITATIONS, ROLLS = "TRẢ LỜI MỜI HỌP", "ĐIỂM DANH"
BY = {Told.RELATIVE: ", người nhà trả lời", Told.LEADER: ", bí thư ghi hộ theo điện thoại"}
PRESENCES = {
    Presence.PRESENT: "có mặt",
    Presence.EXCUSED: "vắng có lý do",
    Presence.UNEXCUSED: "vắng không lý do",
}


@tells_of_a_member(INVITATIONS)
def answers(session: Session, whose: Member, now: datetime) -> list[str]:
    """'họp chi bộ 06/12/2026: XIN VẮNG MẶT (đi viện), 08h05 ngày 01/12/2026', for each time of a meeting."""
    return [
        f"{_matter(about, now)}: {wording.said(said.coming)}{_reason(said.reason)}"
        f"{BY.get(said.told, '')}, {at(said.said_at, now)}"
        for about, said in meeting.answers_by(session, whose)
    ]


@tells_of_a_member(ROLLS)
def presences(session: Session, whose: Member, now: datetime) -> list[str]:
    """'họp chi bộ 06/12/2026: có mặt'."""
    return [
        f"{_matter(about, now)}: {PRESENCES[mark.presence]}{_reason(mark.reason)}"
        for about, mark in meeting.marks_of(session, whose)
    ]


def _matter(about: meeting.Meeting, now: datetime) -> str:
    return f"{wording.matter(about, now)}/{wording.local(about, now).year}"


def _reason(reason: str | None) -> str:
    return f" ({reason})" if reason else ""
