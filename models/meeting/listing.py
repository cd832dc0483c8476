"""The one living list of a meeting: Dự · Xin vắng · Chưa trả lời · Chưa liên lạc được."""

from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from models.address import joined
from models.meeting.answers import Attendance
from models.meeting.calling import Meeting, called_to, from_above
from models.meeting.moving import of_present_time
from models.meeting.phoning import phoned_by
from models.member import Member, MemberCircumstance, absences
from models.outbox.receipts import acknowledged
from models.outbox.tables import Delivery, Notice, concerning
from models.terms import DeliveryState, Told


@dataclass(frozen=True)
class Line:
    """A member in the list; `attendance` where there is one. by: who noted it; called_by: who rang up.

    reached: has an address that receives, where the notice of this time arrived or may. acknowledged: said that it arrived. away: for
    a time.
    """

    member: Member
    attendance: Attendance | None = None
    by: Member | None = None
    called_by: Member | None = None
    reached: bool = True
    acknowledged: bool = False
    away: MemberCircumstance | None = None

    @property
    def noted(self) -> bool:
        """Said by telephone or by a relative, not by the member's own hand."""
        return self.attendance is not None and self.attendance.told is not Told.SELF


@dataclass
class Listing:
    """Everybody who was called, each in exactly one of the parts: the four that are counted, or `above`, who follows the branch."""

    coming: list[Line] = field(default_factory=list)
    away: list[Line] = field(default_factory=list)
    silent: list[Line] = field(default_factory=list)
    unreached: list[Line] = field(default_factory=list)
    above: list[Line] = field(default_factory=list)

    @property
    def to_call(self) -> list[Line]:
        """Who must be rung up, those from above among them."""
        return [
            *self.unreached,
            *(line for line in self.above if not line.reached and line.attendance is None),
        ]


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
    received = acknowledged(session, of_present_time(meeting))
    above = set(session.exec(from_above(meeting)))
    away = absences(session, called_to(meeting), meeting.starts)
    parts = Listing()
    for member in people:
        answer = answers.get(member.id)
        by = session.get(Member, answer.noted_by_id) if answer and answer.noted_by_id else None
        reached = member.id in reachable and member.id not in lost
        line = Line(
            member,
            answer,
            by,
            rung.get(member.id),
            reached,
            acknowledged=member.id in received,
            away=away.get(member.id),
        )
        if member.id in above:
            parts.above.append(line)
        elif line.attendance is not None:
            (parts.coming if line.attendance.coming else parts.away).append(line)
        else:
            (parts.silent if reached else parts.unreached).append(line)
    return parts


def _not_arrived(session: Session, meeting: Meeting) -> set[int | None]:
    """Members of whom no copy of the present invitation, or of a change to it, is sent or still on its way."""
    rows = session.exec(
        select(Delivery.member_id, Delivery.state)
        .join(Notice, col(Notice.id) == Delivery.notice_id)
        .where(concerning(f"meeting:{meeting.occasion}"))
    ).all()
    on_its_way = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.HELD)
    arrived = {member_id for member_id, state in rows if state in on_its_way}
    return {member_id for member_id, _ in rows} - arrived
