"""The roll as it is proposed: by the answers, for who is away for a time by that, and by who was there when something was put to the
vote; whoever leads confirms it (people 33)."""

from datetime import tzinfo

from handlers.meetings import wording
from models import meeting, member, motion
from models.database import Session
from models.meeting import Marked, Marks, Meeting
from models.terms import MeetingState, Presence


def proposed(session: Session, about: Meeting, zone: tzinfo | None) -> Marks:
    """The roll as it was taken; before that, with the absence as the reason where no other was given."""
    roll = meeting.marks(session, about)
    if about.state is MeetingState.OVER:
        return roll
    away = member.absences(session, meeting.called_to(about), about.starts)
    unexplained = [who for who in away if roll.get(who) == Marked(Presence.EXCUSED)]
    reasons = {
        who: Marked(Presence.EXCUSED, wording.away_for(away[who], zone, why=True)) for who in unexplained
    }
    return _as_seen(session, about, roll | reasons)


def _as_seen(session: Session, about: Meeting, roll: Marks) -> Marks:
    """By who was there at the last vote: whoever said that he comes and was not is absent, where his absence is recorded at all."""
    seen = motion.seen_at(session, about)
    if seen is None:
        return roll
    due = meeting.expected(session, about)
    found = {who: marked for who, marked in roll.items() if who in seen or who in due}
    absent = [who for who, marked in found.items() if marked.presence is Presence.PRESENT and who not in seen]
    found |= dict.fromkeys(absent, Marked(Presence.UNEXCUSED))
    return found | dict.fromkeys(seen, Marked(Presence.PRESENT))
