"""The rule by which a body meets each month. It calls nobody: each month's meeting is proposed to the leader (people 24)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr
from sqlmodel import Session, col, func, select

from models.audit import note
from models.meeting.calling import WHOLE_BRANCH, Meeting
from models.member import Member
from models.organisation import Organisation, branches
from models.table import Row, link, moment, rules, term
from models.terms import Body, MeetingKind, MeetingState

_month = func.coalesce(Meeting.called_for, Meeting.starts)
"""What month a meeting is of: the one it was called for, wherever it was moved to."""

ALARM_DAY = 25
"""From this day of a month on a branch must have a meeting in it, held or called (R12)."""


class Monthly(Row, table=True):
    """A rule: an RRULE of months, counted from `first`, whose hour it keeps."""

    __table_args__ = rules()
    organisation_id: int = link("organisation.id")
    body: Body = term(Body, default=Body.BRANCH)
    cell: str | None = None
    kind: MeetingKind = term(MeetingKind, default=MeetingKind.REGULAR)
    rule: str
    first: datetime = moment()
    place: str
    set_by_id: int | None = link("member.id", default=None)
    since: datetime = moment()
    until: datetime | None = moment(default=None)

    def following(self, now: datetime) -> datetime | None:
        """The first time by the rule after `now`, in its zone."""
        found = rrulestr(self.rule, dtstart=self.first.astimezone(now.tzinfo)).after(now)
        assert found is None or isinstance(found, datetime)
        return found


def keep_monthly(session: Session, rule: Monthly, author: Member) -> Monthly:
    """Keeps a rule from its `since` on, in the place of the body's earlier one."""
    place = session.get_one(Organisation, rule.organisation_id)
    end_monthly(session, place, rule.body, rule.cell, author, rule.since)
    session.add(rule)
    session.flush()
    note(session, rule.since, author.id, "monthly.keep", f"monthly:{rule.id}")
    return rule


def end_monthly(
    session: Session, branch: Organisation, body: Body, cell: str | None, author: Member, now: datetime
) -> bool:
    """Ends the body's rule; False where there is none."""
    ending = [r for r in monthly_rules(session, branch) if (r.body, r.cell) == (body, cell)]
    for rule in ending:
        rule.until = now
        note(session, now, author.id, "monthly.end", f"monthly:{rule.id}")
    session.flush()
    return bool(ending)


def monthly_rules(session: Session, branch: Organisation | None = None) -> list[Monthly]:
    """The rules that hold, of all branches or of one."""
    rows = select(Monthly).where(col(Monthly.until).is_(None))
    if branch is not None:
        rows = rows.where(Monthly.organisation_id == branch.id)
    return list(session.exec(rows.order_by(col(Monthly.id))))


def met(
    session: Session, branch_id: int, body: Body, cell: str | None, kind: MeetingKind, month: datetime
) -> list[Meeting]:
    """The body's meetings of a kind for the month of that moment, held, called or put off, even into another month."""
    start, end_ = of_month(month)
    bodies = WHOLE_BRANCH if body in WHOLE_BRANCH else (body,)
    rows = select(Meeting).where(
        Meeting.organisation_id == branch_id,
        col(Meeting.body).in_(bodies),
        Meeting.cell == cell,
        Meeting.kind == kind,
        Meeting.state != MeetingState.CALLED_OFF,
        _month >= start,
        _month < end_,
    )
    return list(session.exec(rows.order_by(col(Meeting.id))))


def not_meeting(session: Session, now: datetime) -> list[Organisation]:
    """Branches that have no regular meeting of the whole branch for this month, held or called (R12)."""
    start, end_ = of_month(now)
    meeting = select(Meeting.organisation_id).where(
        col(Meeting.body).in_(WHOLE_BRANCH),
        Meeting.kind == MeetingKind.REGULAR,
        col(Meeting.state).not_in((MeetingState.POSTPONED, MeetingState.CALLED_OFF)),
        _month >= start,
        _month < end_,
    )
    having = set(session.exec(meeting))
    return [branch for branch in branches(session) if branch.id not in having]


def of_month(moment_: datetime) -> tuple[datetime, datetime]:
    """The first moment of a month and of the next, in the zone of the given one."""
    assert isinstance(moment_.tzinfo, ZoneInfo)
    start = moment_.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return start, start + relativedelta(months=1)
