"""The branches below a committee as it may see them: how far each has joined and answered, and which needs a call. Numbers, and the names
of those who lead; never what anybody said (people 45; domain C12)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from models import address as addresses
from models import meeting as meetings
from models import member as members
from models import not_joined
from models.meeting import WHOLE_BRANCH, Meeting
from models.member import Member
from models.not_joined import Joined
from models.organisation import Organisation
from models.reach import Reach, by_step
from models.terms import Body, MeetingKind, MeetingState

NEAR = timedelta(days=1)
"""So near its start half of those who are called to a meeting should have answered."""


class Need(StrEnum):
    """Why a branch needs a call, the gravest first."""

    NO_LEADER = "no_leader"
    LEADER_OUT = "leader_out"
    """Nobody who leads it has joined."""
    NOT_MEETING = "not_meeting"
    FEW_ANSWERS = "few_answers"
    FEW_JOINED = "few_joined"


@dataclass(frozen=True)
class Glance:
    """A branch today. meeting: of the whole branch, the next to come, else this month's last; asked, answered: its members, those noted
    by telephone too. reach: how word of a meeting gets to its members."""

    branch: Organisation
    leaders: list[Member]
    joined: Joined
    meeting: Meeting | None
    asked: int
    answered: int
    reach: Reach
    need: Need | None


def glances(session: Session, branches: list[Organisation], now: datetime) -> list[Glance]:
    """Each of the branches, in their order."""
    idle = (
        {place.id for place in meetings.not_meeting(session, now)} if now.day >= meetings.ALARM_DAY else set()
    )
    return [_glance(session, branch, branch.id in idle, now) for branch in branches]


def _glance(session: Session, branch: Organisation, idle: bool, now: datetime) -> Glance:
    leaders = members.leaders(session, branch, now)
    joined = not_joined.standing(session, branch, now)
    about = _meeting(session, branch, now)
    asked = answered = 0
    if about is not None:
        parts = meetings.listing(session, about)
        answered = len(parts.coming) + len(parts.away)
        asked = answered + len(parts.silent) + len(parts.unreached)
    need = None
    if not leaders:
        need = Need.NO_LEADER
    elif not addresses.joined(session, [leader.id for leader in leaders]):
        need = Need.LEADER_OUT
    elif idle:
        need = Need.NOT_MEETING
    elif about is not None and timedelta() < about.starts - now <= NEAR and 2 * answered < asked:
        need = Need.FEW_ANSWERS
    elif 2 * joined.count < joined.called:
        need = Need.FEW_JOINED
    reach = by_step(session, members.called(branch, now))
    return Glance(branch, leaders, joined, about, asked, answered, reach, need)


def _meeting(session: Session, branch: Organisation, now: datetime) -> Meeting | None:
    to_come = [one for one in meetings.open_meetings(session, branch, now) if one.body in WHOLE_BRANCH]
    of_month = meetings.met(session, branch.id, Body.BRANCH, None, MeetingKind.REGULAR, now)
    fixed = [one for one in [*to_come, *reversed(of_month)] if one.state is not MeetingState.POSTPONED]
    return fixed[0] if fixed else None
