"""A month of a branch in the few figures that a committee asks for again and again (people 45; domain C5, C6, C12).

They count and name nobody: what is passed up the tree is numbers.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Self

from sqlmodel import Session, col, select

from models import address as addresses
from models import announcement, organisation, outbox, survey
from models import meeting as meetings
from models import member as members
from models.address import Address, Binding
from models.announcement import Announcement
from models.inbox import Inbox
from models.meeting import Attendance, Invited, Meeting
from models.motion import Ballot, Elector, Motion, MotionKind
from models.organisation import Organisation
from models.outbox import Purpose
from models.survey import Survey
from models.terms import MeetingState, OrganisationKind, Told
from models.until import stands


class Figures(NamedTuple):
    """A month. asked, answered: questions put to somebody (calls to meetings, consultations, surveys, announcements), and those answered;
    reached: of the asked those answered, or put to somebody who has a phone that takes such questions; called: calls to a meeting that needed a telephone call; minutes: in which whoever leads wrote to the handbook; members, joined: who is
    called to the branch's meetings, and who of them has an address; met: meetings held."""

    asked: int = 0
    answered: int = 0
    called: int = 0
    minutes: int = 0
    members: int = 0
    joined: int = 0
    met: int = 0
    reached: int = 0

    def plus(self, other: Self) -> "Figures":
        """Both together."""
        return Figures(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    @property
    def share(self) -> int:
        """The answered of the reached in tenths of a percent, halves rounded up."""
        return (2000 * self.answered + self.reached) // (2 * self.reached) if self.reached else 0


class Row(NamedTuple):
    """A branch with its month."""

    branch: Organisation
    figures: Figures


def of_place(session: Session, place: Organisation, since: datetime, until: datetime) -> list[Row]:
    """The figures of a branch, or of each branch below a committee, by name."""
    own = place.kind is OrganisationKind.BRANCH
    branches = [place] if own else organisation.below(session, [place.id])
    return [
        Row(one, of_branch(session, one, since, until))
        for one in branches
        if one.kind is OrganisationKind.BRANCH
    ]


def summed(rows: Sequence[Row]) -> Figures:
    """All of them together."""
    total = Figures()
    for row in rows:
        total = total.plus(row.figures)
    return total


def of_branch(session: Session, branch: Organisation, since: datetime, until: datetime) -> Figures:
    """The figures of a branch from a moment until before another."""
    people = list(session.exec(members.called(branch, until)))
    joined = addresses.joined(session, people)
    found = Figures(members=len(people), joined=len(joined), minutes=_minutes(session, branch, since, until))
    for part in (_meetings, _consultations, _surveys, _announcements):
        found = found.plus(part(session, branch, since, until))
    return found


def _meetings(session: Session, branch: Organisation, since: datetime, until: datetime) -> Figures:
    rows = select(Meeting).where(
        Meeting.organisation_id == branch.id,
        Meeting.starts >= since,
        Meeting.starts < until,
        Meeting.state != MeetingState.CALLED_OFF,
    )
    total = Figures()
    for about in session.exec(rows).all():
        invited = set(session.exec(meetings.of_body(about)))
        said = session.exec(
            select(Attendance).where(
                Attendance.meeting_id == about.id,
                Attendance.revision == about.revision,
                col(Attendance.member_id).in_(
                    select(Invited.member_id).where(Invited.meeting_id == about.id, ~col(Invited.above))
                ),
            )
        ).all()
        by_telephone = {answer.member_id for answer in said if answer.told is Told.LEADER}
        answered = {answer.member_id for answer in said} & invited
        without = invited - addresses.joined(session, sorted(invited))
        total = total.plus(
            Figures(
                asked=len(invited),
                answered=len(answered),
                reached=_reached(session, invited, answered, Purpose.TIMES),
                called=len((by_telephone | without) & invited),
                met=int(about.state is MeetingState.OVER),
            )
        )
    return total


def _consultations(session: Session, branch: Organisation, since: datetime, until: datetime) -> Figures:
    put = select(Motion.id).where(
        Motion.organisation_id == branch.id,
        Motion.kind == MotionKind.CONSULTATION,
        Motion.opened_at >= since,
        Motion.opened_at < until,
        stands(Motion),
    )
    total = Figures()
    for about in session.exec(put).all():
        asked = set(session.exec(select(Elector.member_id).where(Elector.motion_id == about)))
        said = set(session.exec(select(Ballot.member_id).where(Ballot.motion_id == about)))
        reached = _reached(session, asked, said, Purpose.CONTENT)
        total = total.plus(Figures(asked=len(asked), answered=len(said), reached=reached))
    return total


def _surveys(session: Session, branch: Organisation, since: datetime, until: datetime) -> Figures:
    rows = select(Survey).where(
        Survey.organisation_id == branch.id,
        Survey.opened_at >= since,
        Survey.opened_at < until,
        stands(Survey),
    )
    total = Figures()
    for about in session.exec(rows).all():
        done, asked = survey.finished(session, about)
        people = set(survey.asked_of(session, about))
        reached = _reached(session, people, people - survey.silent(session, about), Purpose.CONTENT)
        total = total.plus(Figures(asked=asked, answered=done, reached=reached))
    return total


def _announcements(session: Session, branch: Organisation, since: datetime, until: datetime) -> Figures:
    rows = select(Announcement).where(
        Announcement.organisation_id == branch.id,
        Announcement.sent_at >= since,
        Announcement.sent_at < until,
        col(Announcement.stopped).is_(False),
    )
    total = Figures()
    for about in session.exec(rows).all():
        told = announcement.told(session, about)
        got = announcement.received(session, about) & told
        reached = _reached(session, told, got, Purpose.CONTENT)
        total = total.plus(Figures(asked=len(told), answered=len(got), reached=reached))
    return total


def _reached(session: Session, asked: set[int], answered: set[int], purpose: Purpose) -> int:
    return len(answered | {*session.exec(outbox.receiving(sorted(asked), purpose))})


def _minutes(session: Session, branch: Organisation, since: datetime, until: datetime) -> int:
    """Minutes in which whoever leads the branch now wrote something."""
    leaders = [leader.id for leader in members.leaders(session, branch, until)]
    rows = (
        select(Inbox.received_at)
        .join(Address, (col(Address.bot_id) == Inbox.bot_id) & (col(Address.identity) == Inbox.chat))
        .join(Binding, col(Binding.address_id) == Address.id)
        .where(col(Binding.member_id).in_(leaders), Inbox.received_at >= since, Inbox.received_at < until)
    )
    return len({moment.replace(second=0, microsecond=0) for moment in session.exec(rows)})
