"""Sending a paper down: who may, to which branches, what is the same paper again, and taking it back."""

from datetime import datetime

from sqlmodel import Session, col, select

from models import document, outbox
from models.audit import note
from models.dispatch.tables import Dispatch, HandedDown, Handling, offices
from models.document import Document
from models.member import Member
from models.organisation import Organisation
from models.terms import DocumentClass


def may_send(session: Session, member: Member, office_id: int, now: datetime) -> bool:
    """Whether the member may send papers down from that organisation at `now`."""
    return office_id in [office.id for office in offices(session, member, now)]


def again(session: Session, office: Organisation, data: bytes) -> Dispatch | None:
    """The committee's paper with the same bytes, as it was sent."""
    paper = document.again(session, office, data)
    return of_file(session, office, paper.file_id) if paper is not None else None


def of_file(session: Session, office: Organisation, file_id: int) -> Dispatch | None:
    """The same, by the file."""
    sent = (
        select(Dispatch)
        .join(Document, col(Document.id) == Dispatch.document_id)
        .where(
            Dispatch.organisation_id == office.id,
            Document.file_id == file_id,
            col(Dispatch.stopped).is_(False),
        )
    )
    return session.exec(sent.order_by(col(Dispatch.id).desc())).first()


def earlier(
    session: Session, office: Organisation, number: str | None, dated: str | None, now: datetime
) -> Dispatch | None:
    """The newest paper that the committee sent under that number and date.

    Numbers begin anew each year: where one of the two names no date, it is that of the same year of sending.
    """
    if number is None:
        return None
    rows = select(Dispatch).where(
        Dispatch.organisation_id == office.id,
        Dispatch.number == number,
        col(Dispatch.stopped).is_(False),
    )
    for sent in session.exec(rows.order_by(col(Dispatch.id).desc())):
        same_year = sent.sent_at.astimezone(now.tzinfo).year == now.year
        if sent.dated == dated if sent.dated and dated else same_year:
            return sent
    return None


def send(
    session: Session,
    office: Organisation,
    author: Member,
    paper: Document,
    number: str | None,
    dated: str | None,
    handling: Handling,
    ends_at: datetime,
    goes_at: datetime,
    now: datetime,
    replaces: Dispatch | None = None,
) -> Dispatch:
    """Keeps that a paper of the committee's register goes down. Raises ValueError where its time ends before it goes."""
    if ends_at <= goes_at:
        raise ValueError("the time ends before it begins")
    made = Dispatch(
        organisation_id=office.id,
        author_id=author.id,
        document_id=paper.id,
        number=number,
        dated=dated,
        handling=handling,
        sent_at=goes_at,
        ends_at=ends_at,
        replaces_id=replaces.id if replaces else None,
    )
    session.add(made)
    session.flush()
    note(session, now, author.id, "dispatch.send", f"dispatch:{made.id}")
    return made


def hand_down(session: Session, sent: Dispatch, branch: Organisation) -> HandedDown:
    """A branch is among those to which it goes."""
    row = HandedDown(dispatch_id=sent.id, organisation_id=branch.id)
    session.add(row)
    session.flush()
    return row


def rows(session: Session, sent: Dispatch) -> list[HandedDown]:
    """The paper at each branch."""
    found = select(HandedDown).where(HandedDown.dispatch_id == sent.id)
    return list(session.exec(found.order_by(col(HandedDown.id))))


def paper_of(session: Session, sent: Dispatch) -> Document:
    """The paper itself, in the committee's register."""
    return session.get_one(Document, sent.document_id)


def have_old(session: Session, sent: Dispatch) -> dict[int, Document]:
    """By branch: the document by which the members of a branch have a paper."""
    found = {}
    for row in rows(session, sent):
        own = session.get_one(Document, row.document_id) if row.document_id else None
        if own is not None and own.kind is not DocumentClass.REMOVED:
            found[row.organisation_id] = own
    return found


def take_back(session: Session, sent: Dispatch, by: Member, now: datetime) -> None:
    """Nobody has heard of it: it stands in no list, and the file is not kept."""
    sent.stopped = True
    document.remove(session, paper_of(session, sent), by, now)
    note(session, now, by.id, "dispatch.take_back", f"dispatch:{sent.id}")


def take_back_unheard(session: Session, sent: Dispatch) -> int:
    """Branches none of whose leaders has heard of it, or had anything to hear it by, do not have it; gives how many."""
    unheard = [row for row in rows(session, sent) if not outbox.reached_by(session, row.key)]
    for row in unheard:
        session.delete(row)
    session.flush()
    return len(unheard)
