"""Where a paper stands at each branch: for the office that sent it, and for the clock that reminds."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, select

from models import member as members
from models.dispatch.deciding import settled, superseded
from models.dispatch.sending import rows
from models.dispatch.tables import Decision, Dispatch, HandedDown, Handling
from models.document import Document
from models.meeting import Meeting
from models.member import Member
from models.organisation import Organisation
from models.outbox import Delivery, Notice, acknowledged, concerning


class State(StrEnum):
    """Đã phổ biến; để đọc tại cuộc họp; đã nhận, chưa phổ biến; chưa nhận."""

    SPREAD = "spread"
    AT_MEETING = "at_meeting"
    RECEIVED = "received"
    SILENT = "silent"


@dataclass(frozen=True)
class Standing:
    """A paper at a branch. `at`: since when it stands so; `meeting`: at which it is read; `leaders`: of the branch today."""

    row: HandedDown
    branch: Organisation
    state: State
    at: datetime | None
    meeting: Meeting | None
    leaders: list[Member]


def standing(session: Session, sent: Dispatch, now: datetime) -> list[Standing]:
    """How it stands at each branch, by the branch's name."""
    found = [_standing(session, row, now) for row in rows(session, sent)]
    return sorted(found, key=lambda one: one.branch.folded)


def _standing(session: Session, row: HandedDown, now: datetime) -> Standing:
    branch = session.get_one(Organisation, row.organisation_id)
    leaders = members.leaders(session, branch, now)
    state, about = State.SILENT, None
    if settled(session, row) and row.decision is Decision.SPREAD:
        state = State.SPREAD
    elif row.decision is Decision.AT_MEETING:
        own = session.get(Document, row.document_id) if row.document_id else None
        about = session.get(Meeting, own.meeting_id) if own and own.meeting_id else None
        state = State.AT_MEETING
    elif row.decision is not None or _acknowledged(session, row):
        state = State.RECEIVED
    return Standing(row, branch, state, row.decided_at, about, leaders)


def _acknowledged(session: Session, row: HandedDown) -> bool:
    """Whether anybody said of its notice, or of a reminder, that it has arrived, and no more."""
    return bool(acknowledged(session, concerning(row.key)))


def unanswered(sent: Dispatch, found: list[Standing]) -> list[Standing]:
    """The branches that have not done what was asked: not passed it on; of what is only to be known, not said that it has arrived."""
    missing = (State.SILENT,) if sent.handling is Handling.TO_KNOW else (State.SILENT, State.RECEIVED)
    return [one for one in found if one.state in missing]


def of_offices(session: Session, places: list[int]) -> list[Dispatch]:
    """What these organisations have sent down, newest first."""
    found = select(Dispatch).where(
        col(Dispatch.organisation_id).in_(places), col(Dispatch.stopped).is_(False)
    )
    return list(session.exec(found.order_by(col(Dispatch.id).desc())))


def to_remind(session: Session, now: datetime) -> list[tuple[Dispatch, HandedDown]]:
    """What is to be passed on before a moment still to come, and waits at a branch."""
    waiting = to_decide(session, now, timedelta())
    return [(sent, row) for sent, row in waiting if sent.handling is not Handling.TO_KNOW]


def told(session: Session, row: HandedDown, before: datetime) -> set[int]:
    """Ids of those to whom the paper at a branch, or a word about it, was owed before a moment."""
    owed = select(Delivery.member_id).join(Notice, col(Notice.id) == Delivery.notice_id)
    found = session.exec(owed.where(concerning(row.key), Notice.created_at < before).distinct())
    return {who for who in found if who is not None}


def to_decide(session: Session, now: datetime, of_use_for: timedelta) -> list[tuple[Dispatch, HandedDown]]:
    """What waits at a branch for a decision that counts still, or for a word that it has arrived."""
    running = select(Dispatch, HandedDown).join(HandedDown, col(HandedDown.dispatch_id) == Dispatch.id)
    found = session.exec(
        running.where(
            col(Dispatch.stopped).is_(False),
            Dispatch.sent_at <= now,
            Dispatch.ends_at > now - of_use_for,
        ).order_by(col(HandedDown.id))
    ).all()
    waiting = [(sent, row) for sent, row in found if not settled(session, row)]
    return [(sent, row) for sent, row in waiting if not superseded(session, sent, row)]


def late(session: Session, now: datetime) -> list[Dispatch]:
    """What has come to its end without its office having been told how it stands."""
    found = select(Dispatch).where(
        col(Dispatch.stopped).is_(False), Dispatch.ends_at <= now, col(Dispatch.told_at).is_(None)
    )
    return [sent for sent in session.exec(found) if not superseded(session, sent)]
