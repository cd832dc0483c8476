"""The one living list of a meeting: Dự · Xin vắng · Chưa trả lời · Chưa liên lạc được."""

from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from models.address import joined
from models.meeting.answers import Attendance
from models.meeting.calling import Meeting, called_to
from models.meeting.phoning import phoned_by
from models.member import Member
from models.outbox.tables import Delivery, Notice
from models.terms import DeliveryState, Told


@dataclass(frozen=True)
class Line:
    """A member in the list; `attendance` where there is one. by: the leader who noted it; called_by: the one who rang up."""

    member: Member
    attendance: Attendance | None = None
    by: Member | None = None
    called_by: Member | None = None

    @property
    def noted(self) -> bool:
        """Said by telephone or by a relative, not by the member's own hand."""
        return self.attendance is not None and self.attendance.told is not Told.SELF


@dataclass
class Listing:
    """Everybody who was called, each in exactly one of the four parts."""

    coming: list[Line] = field(default_factory=list)
    away: list[Line] = field(default_factory=list)
    silent: list[Line] = field(default_factory=list)
    unreached: list[Line] = field(default_factory=list)


def listing(session: Session, meeting: Meeting) -> Listing:
    """The list as it stands. Unreached: no address that receives, or the notice of this time failed or went stale."""
    people = session.exec(
        select(Member).where(col(Member.id).in_(called_to(meeting))).order_by(Member.folded)
    ).all()
    answers = {
        row.member_id: row
        for row in session.exec(
            select(Attendance).where(
                Attendance.meeting_id == meeting.id, Attendance.revision == meeting.revision
            )
        )
    }
    reachable = joined(session, [member.id for member in people])
    lost = _not_arrived(session, meeting)
    rung = phoned_by(session, meeting)
    parts = Listing()
    for member in people:
        answer = answers.get(member.id)
        by = session.get(Member, answer.noted_by_id) if answer and answer.noted_by_id else None
        line = Line(member, answer, by, rung.get(member.id))
        if line.attendance is not None:
            (parts.coming if line.attendance.coming else parts.away).append(line)
        elif member.id not in reachable or member.id in lost:
            parts.unreached.append(line)
        else:
            parts.silent.append(line)
    return parts


def _not_arrived(session: Session, meeting: Meeting) -> set[int | None]:
    """Members of whom no copy of the present invitation, or of a change to it, is sent or still on its way."""
    key = f"meeting:{meeting.occasion}"
    rows = session.exec(
        select(Delivery.member_id, Delivery.state)
        .join(Notice, col(Notice.id) == Delivery.notice_id)
        .where((col(Notice.key) == key) | col(Notice.key).startswith(f"{key}:", autoescape=True))
    ).all()
    on_its_way = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.HELD)
    arrived = {member_id for member_id, state in rows if state in on_its_way}
    return {member_id for member_id, _ in rows} - arrived
