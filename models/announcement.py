"""Announcements (thông báo): numbered in each branch, told to all of it or to some, corrected under their own number (people 26)."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from models import meeting as meetings
from models import member as members
from models.audit import note
from models.meeting import Meeting
from models.member import Member, Membership
from models.organisation import Organisation
from models.outbox import Notice, acknowledged, meant_for, owed_to
from models.table import Row, link, moment, rules, term
from models.terms import CHI_UY, Standing


class Audience(StrEnum):
    """To whom it goes: cả chi bộ, chi ủy, một tổ đảng, đảng viên chính thức, dự bị, được miễn sinh hoạt, ai chưa trả lời mời họp."""

    ALL = "all"
    COMMITTEE = "committee"
    CELL = "cell"
    OFFICIAL = "official"
    PROBATIONARY = "probationary"
    EXEMPT = "exempt"
    SILENT = "silent"


class Announcement(Row, table=True):
    """An announcement. `number` counts in its branch; one that corrects another bears that one's number. `whom` names the tổ đảng, or the
    meeting that was not answered; `stopped`: nobody has heard of it."""

    __table_args__ = rules()
    organisation_id: int = link("organisation.id")
    author_id: int = link("member.id")
    number: int
    text: str
    audience: Audience = term(Audience)
    whom: str | None = None
    sent_at: datetime = moment()
    corrects_id: int | None = link("announcement.id", default=None)
    stopped: bool = False

    @property
    def key(self) -> str:
        """The key of its notice."""
        return f"announcement:{self.id}"

    @property
    def is_correction(self) -> bool:
        """Whether it puts another one right."""
        return self.corrects_id is not None

    def waits(self, now: datetime) -> bool:
        """Whether its hour is still to come."""
        return self.sent_at > now


def announce(
    session: Session,
    branch: Organisation,
    author: Member,
    text: str,
    audience: Audience,
    whom: str | None,
    goes_at: datetime,
    now: datetime,
    corrects: Announcement | None = None,
) -> Announcement:
    """Keeps an announcement under its number. One that puts right what nobody has heard of yet takes its place, and corrects nothing.

    Raises ValueError for an empty text.
    """
    if not text:
        raise ValueError("an empty announcement")
    number = corrects.number if corrects else next_number(session, branch)
    if corrects is not None and corrects.waits(now):
        take_back(session, corrects, author, now)
        corrects = None
    made = Announcement(
        organisation_id=branch.id,
        author_id=author.id,
        number=number,
        text=text,
        audience=audience,
        whom=whom,
        sent_at=goes_at,
        corrects_id=corrects.id if corrects else None,
    )
    session.add(made)
    session.flush()
    note(session, now, author.id, "announcement.send", f"announcement:{made.id}")
    return made


def next_number(session: Session, branch: Organisation) -> int:
    """The number of the branch's next announcement. One that was stopped before anybody had heard of it has given its number back."""
    rows = select(func.max(Announcement.number)).where(
        Announcement.organisation_id == branch.id, col(Announcement.stopped).is_(False)
    )
    return (session.exec(rows).one() or 0) + 1


def take_back(session: Session, about: Announcement, author: Member, now: datetime) -> None:
    """Nobody has heard of it: it stands in no list."""
    about.stopped = True
    note(session, now, author.id, "announcement.take_back", f"announcement:{about.id}")
    session.flush()


def of_branch(session: Session, branch: Organisation) -> list[Announcement]:
    """The branch's announcements, newest first."""
    rows = select(Announcement).where(
        Announcement.organisation_id == branch.id, col(Announcement.stopped).is_(False)
    )
    return list(session.exec(rows.order_by(col(Announcement.id).desc())))


def people(
    session: Session, branch: Organisation, audience: Audience, whom: str | None, now: datetime
) -> SelectOfScalar[int]:
    """Ids of who gets it: of those called (decision 24) the ones that are meant; the exempt ones where these are meant."""
    called = members.called(branch, now)
    if audience is Audience.EXEMPT:
        return members.belonging(branch).where(col(Membership.member_id).in_(members.exempt(now)))
    if audience is Audience.SILENT:
        about = session.get_one(Meeting, int(whom or 0))
        return called.where(col(Membership.member_id).in_(meetings.silent(about)))
    meant: dict[Audience, Callable[[], ColumnElement[bool]]] = {
        Audience.COMMITTEE: lambda: _among(members.holding(branch.id, CHI_UY, now)),
        Audience.CELL: lambda: col(Membership.cell) == whom,
        Audience.OFFICIAL: lambda: _among(_of(Standing.OFFICIAL)),
        Audience.PROBATIONARY: lambda: _among(_of(Standing.PROBATIONARY)),
    }
    return called.where(meant[audience]()) if audience in meant else called


def received(session: Session, about: Announcement) -> set[int]:
    """Ids of who said that it has arrived."""
    return acknowledged(session, col(Notice.key) == about.key)


def _among(ids: SelectOfScalar[int]) -> ColumnElement[bool]:
    return col(Membership.member_id).in_(ids)


def _of(standing: Standing) -> SelectOfScalar[int]:
    return select(Member.id).where(Member.standing == standing)


def told(session: Session, about: Announcement) -> set[int]:
    """Ids of those to whom it was owed."""
    return set(owed_to(session, about.key))


def readers(session: Session, about: Announcement) -> list[int]:
    """Ids of who has it or may still get it, whatever they have answered since: what is wrong in it is put right for these, and no others."""
    here = select(Member.id).where(col(Member.id).in_(meant_for(session, about.key)))
    return list(session.exec(here.where(col(Member.id).not_in(members.gone()))))
