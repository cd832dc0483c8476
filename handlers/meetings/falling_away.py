"""Chủ trì or thư ký falls away: whoever leads hears of it in time to name another; who is not called any more has the role no more."""

from datetime import datetime

from handlers.kit.duties import duties
from handlers.kit.message import Message
from handlers.kit.turn import Priority, Turn
from handlers.meetings import chairing, wording
from models import meeting, member, outbox
from models.meeting import Meeting
from models.member import Member
from models.organisation import Organisation
from models.terms import MeetingRole

KIND = "stays-away"


@duties
def told(turn: Turn, person: Member, since: datetime, until: datetime | None) -> list[str]:
    """The meetings of that time that he was named for."""
    found = []
    for about, role in meeting.named_to_come(turn.session, person, turn.now):
        if about.starts < since or (until is not None and about.starts >= until):
            continue
        found.append(was_named(role, wording.matter(about, turn.now)))
        if not meeting.may_be_named(turn.session, about, person):
            meeting.take_back(turn.session, about, role, turn.me, turn.now)
            chairing.tell_replaced(turn, about, role, person)
    return found


def answered(turn: Turn, about: Meeting, person: Member, coming: bool) -> list[str]:
    """Owes whoever leads that somebody named for the meeting stays away; what is owed of that is over once he comes.

    Gives what he was named for, to be said to a leader who noted it for him.
    """
    key = f"{KIND}:{about.occasion}:{person.id}:"
    outbox.supersede(turn.session, KIND, key)
    matter, morning = wording.matter(about, turn.now), turn.hours.opens(turn.now)
    appointed = meeting.appointed(turn.session, about)
    roles = [was_named(role, matter) for role, who in appointed.items() if who.id == person.id]
    branch = turn.session.get_one(Organisation, about.organisation_id)
    leaders = [who.id for who in member.leaders(turn.session, branch, turn.now)]
    others = [who for who in leaders if who not in (turn.me.id, person.id)]
    if coming or not roles:
        return []
    told = roles if turn.me.id in leaders else []
    if not others:
        return told
    turn.tell(
        others,
        stays_away(person.known_as, matter, roles),
        key=f"{key}{turn.now.isoformat()}",
        kind=KIND,
        priority=Priority.URGENT,
        not_before=morning if morning < about.starts - meeting.EARLY else None,
        expires=about.starts,
    )
    return told


# Wording

ANOTHER = {MeetingRole.CHAIR: "/chutri", MeetingRole.CLERK: "/thuky"}


def was_named(role: MeetingRole, matter: str) -> str:
    return f"Đồng chí ấy đang được phân công {chairing.DOES[role]} {matter}; cử người khác: {ANOTHER[role]}."


def stays_away(name: str, matter: str, named: list[str]) -> Message:
    return Message(" ".join([f"Đ/c {name} xin vắng mặt {matter}.", *named]))
