"""What a branch's leader makes of a paper from above: it goes to the members, is read at a meeting, waits, or was only to be known."""

from datetime import datetime

from sqlmodel import Session, col, select

from models import document
from models import meeting as meetings
from models import member as members
from models.audit import note
from models.dispatch.tables import Decision, Dispatch, HandedDown
from models.document import Document
from models.meeting import WHOLE_BRANCH, Meeting
from models.member import Member
from models.organisation import Organisation
from models.terms import DocumentClass, MeetingState


class NoRight(Exception):
    """The member does not lead the branch."""


class Settled(Exception):
    """It was decided already."""


class Replaced(Exception):
    """Another paper took its place, or it was taken back."""


def handed(session: Session, row_id: int) -> HandedDown | None:
    """The paper at a branch; None where it was taken back before anybody had heard of it."""
    return session.get(HandedDown, row_id)


def settled(session: Session, row: HandedDown) -> bool:
    """Whether nothing more is to be decided: it went to the members and stands in the library still, is for a meeting, or was seen."""
    if row.decision is Decision.SPREAD:
        own = session.get(Document, row.document_id) if row.document_id else None
        return own is not None and own.kind is not DocumentClass.REMOVED
    return row.decision in (Decision.AT_MEETING, Decision.SEEN)


def spread(session: Session, row: HandedDown, by: Member, now: datetime) -> Document:
    """It becomes a document of the branch's library. Raises as `_decide`."""
    _decide(session, row, Decision.SPREAD, by, now)
    return _keep(session, row, by, None, now)


def read_at_meeting(session: Session, row: HandedDown, by: Member, now: datetime) -> Meeting | None:
    """It is for the branch's next meeting; gives that, or None where none is called yet. Raises as `_decide`."""
    _decide(session, row, Decision.AT_MEETING, by, now)
    return join_meeting(session, row, now)


def put_off(session: Session, row: HandedDown, by: Member, now: datetime) -> None:
    """It waits. Raises as `_decide`."""
    _decide(session, row, Decision.LATER, by, now)


def see(session: Session, row: HandedDown, by: Member, now: datetime) -> None:
    """What is only to be known has arrived; the one whose place it takes leaves the branch's library. Raises as `_decide`."""
    _decide(session, row, Decision.SEEN, by, now)
    _drop_old(session, session.get_one(Dispatch, row.dispatch_id), row, by, now)


def _decide(session: Session, row: HandedDown, decision: Decision, by: Member, now: datetime) -> None:
    """Raises NoRight, Replaced, Settled."""
    branch = session.get_one(Organisation, row.organisation_id)
    if not members.leads(session, by, branch, now):
        raise NoRight
    if superseded(session, session.get_one(Dispatch, row.dispatch_id), row):
        raise Replaced
    if settled(session, row):
        raise Settled
    row.decision, row.decided_by_id, row.decided_at = decision, by.id, now
    note(session, now, by.id, "dispatch.decide", f"handed_down:{row.id}:{decision.value}")
    session.flush()


def superseded(session: Session, sent: Dispatch, at: HandedDown | None = None) -> bool:
    """Whether it was taken back, or another paper took its place. `at`: at that branch, which the other one, stopped on its way, may
    never have come to."""
    newer = select(Dispatch.id).where(Dispatch.replaces_id == sent.id, col(Dispatch.stopped).is_(False))
    if at is not None:
        there = select(HandedDown.dispatch_id).where(HandedDown.organisation_id == at.organisation_id)
        newer = newer.where(col(Dispatch.id).in_(there))
    return sent.stopped or session.exec(newer).first() is not None


def decided_by(session: Session, member: Member) -> list[tuple[Document, HandedDown]]:
    """What a member decided of papers from above, the oldest first."""
    found = (
        select(Document, HandedDown)
        .join(Dispatch, col(Dispatch.document_id) == Document.id)
        .join(HandedDown, col(HandedDown.dispatch_id) == Dispatch.id)
    )
    return list(session.exec(found.where(HandedDown.decided_by_id == member.id).order_by(col(HandedDown.id))))


def join_meeting(session: Session, row: HandedDown, now: datetime) -> Meeting | None:
    """Puts a paper that is to be read at a meeting among the papers of the branch's next one; None where none is called."""
    branch = session.get_one(Organisation, row.organisation_id)
    next_one = next(
        (
            about
            for about in meetings.open_meetings(session, branch, now)
            if about.body in WHOLE_BRANCH and about.state is MeetingState.CALLED and about.starts > now
        ),
        None,
    )
    if next_one is None:
        return None
    own = session.get(Document, row.document_id) if row.document_id else None
    if own is None or own.kind is DocumentClass.REMOVED:
        assert row.decided_by_id is not None
        _keep(session, row, session.get_one(Member, row.decided_by_id), next_one, now)
    else:
        own.meeting_id = next_one.id
        session.flush()
    return next_one


def joining(session: Session, now: datetime) -> list[HandedDown]:
    """What is to be read at a meeting and stands among no meeting's papers yet, or among those of one that was called off."""
    off = (
        select(Document.id)
        .join(Meeting, col(Meeting.id) == Document.meeting_id)
        .where(Meeting.state == MeetingState.CALLED_OFF)
    )
    found = select(HandedDown).where(
        HandedDown.decision == Decision.AT_MEETING,
        col(HandedDown.document_id).is_(None) | col(HandedDown.document_id).in_(off),
    )
    return [
        row
        for row in session.exec(found.order_by(col(HandedDown.id)))
        if not superseded(session, session.get_one(Dispatch, row.dispatch_id), row)
    ]


def _keep(session: Session, row: HandedDown, by: Member, about: Meeting | None, now: datetime) -> Document:
    """Makes it a document of the branch; the one whose place it takes leaves the branch's library."""
    sent = session.get_one(Dispatch, row.dispatch_id)
    _drop_old(session, sent, row, by, now)
    paper = session.get_one(Document, sent.document_id)
    branch = session.get_one(Organisation, row.organisation_id)
    own = document.keep(session, branch, paper.file_id, paper.name, by, paper.title, paper.kind, about, now)
    row.document_id = own.id
    session.flush()
    return own


def _drop_old(session: Session, sent: Dispatch, row: HandedDown, by: Member, now: datetime) -> None:
    while sent.replaces_id is not None:
        sent = session.get_one(Dispatch, sent.replaces_id)
        old = session.exec(
            select(Document)
            .join(HandedDown, col(HandedDown.document_id) == Document.id)
            .where(
                HandedDown.dispatch_id == sent.id,
                HandedDown.organisation_id == row.organisation_id,
                Document.kind != DocumentClass.REMOVED,
            )
        ).first()
        if old is not None:
            document.remove(session, old, by, now)
