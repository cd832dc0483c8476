"""The call list goes out: to whoever called or changed the meeting at once, and chi ủy hears that it may share the calls (people 23)."""

from datetime import datetime

from handlers.kit.message import Message
from handlers.kit.turn import Priority, Purpose, Turn
from handlers.meetings import lists, wording
from models import meeting, member, outbox
from models.meeting import Meeting
from models.member import Member
from models.terms import Body, MeetingState


def to_call(turn: Turn, about: Meeting, at: datetime) -> Message:
    """Those who must be called, phoneless first; from `at` on, when people hear of it, chi ủy shares the calls."""
    meeting.pressed(turn.session, about, at)
    people = meeting.listing(turn.session, about).to_call
    matter = wording.matter(about, turn.now)
    return lists.call_list(
        matter, people, _sharing(turn, about, len(people), at) if people else [], turn.zone
    )


def _sharing(turn: Turn, about: Meeting, count: int, at: datetime) -> list[str]:
    """Tells those of chi ủy who were called themselves and have what receives it; gives their names."""
    chi_uy = set(turn.session.exec(member.called(turn.here, turn.now, Body.COMMITTEE))) - {turn.me.id}
    called = meeting.was_called(turn.session, about, sorted(chi_uy))
    told = [who for who in sorted(called) if outbox.reach(turn.session, [who], Purpose.CONTENT) == (1, 0)]
    if told:
        turn.tell(
            told,
            may_share(turn.me.given, count, wording.matter(about, turn.now)),
            key=f"sharing:{about.occasion}:{turn.now.isoformat()}",
            kind="sharing",
            priority=Priority.URGENT,
            not_before=at,
            expires=about.starts if about.state is MeetingState.CALLED else at + meeting.LATELY,
        )
    people = sorted((turn.session.get_one(Member, who) for who in told), key=lambda who: who.folded)
    return [who.given for who in people]


# Wording


def may_share(by: str, count: int, matter: str) -> Message:
    return Message(
        f"GỌI GIÚP: còn {count} đồng chí cần gọi về {matter}, đồng chí {by} đang gọi. "
        "Đồng chí có thể gọi giúp: nhắn DANH SÁCH để xem gọi ai, ai đã được gọi, và cách ghi lại."
    )
