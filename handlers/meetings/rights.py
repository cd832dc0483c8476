"""Who may see the list of a meeting and take its roll: whoever leads, and who was named for that meeting, for a while (people 4)."""

from datetime import datetime

from handlers.kit.router import router
from handlers.kit.turn import Purpose, Turn
from models import meeting, member
from models.database import Session
from models.meeting import Meeting
from models.organisation import Organisation


def in_charge(turn: Turn, about: Meeting) -> bool:
    """Whether the speaker leads, or was named for this very meeting and its time has not passed."""
    if turn.leads():
        return turn.here.id == about.organisation_id
    return turn.may(Purpose.CONTENT) and turn.me.id in meeting.in_charge(turn.session, about, turn.now)


def people_in_charge(session: Session, about: Meeting, now: datetime) -> list[int]:
    """Ids of all who may take the roll now, each once."""
    branch = session.get_one(Organisation, about.organisation_id)
    leaders = [leader.id for leader in member.leaders(session, branch, now)]
    return list(dict.fromkeys([*leaders, *meeting.in_charge(session, about, now)]))


def named_for(turn: Turn) -> list[Meeting]:
    """The meetings that the speaker, who does not lead, was named for and is in charge of now."""
    if turn.member is None or turn.branch is None or not turn.may(Purpose.CONTENT) or turn.leads():
        return []
    return meeting.charges(turn.session, turn.member, turn.branch, turn.now)


@router.lends("danhsach", "diemdanh")
def is_named(turn: Turn) -> bool:
    """Whether the speaker was named for any meeting and is in charge of it now."""
    return bool(named_for(turn))
