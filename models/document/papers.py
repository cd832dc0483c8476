"""What a file is to a branch: a document of one of its meetings or of its library, with a class that says how it may be shown."""

import hashlib
from collections import Counter
from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Session, col, func, select

from models import member as members
from models.address import Address, Binding
from models.audit import note
from models.bot_account import BotAccount
from models.database import leave_no_trace
from models.document import files
from models.document.files import File
from models.folding import fold
from models.meeting import Invited, Meeting, calls_of
from models.member import Member
from models.organisation import Organisation
from models.outbox import WAITING, Delivery, Notice, People, concerning
from models.table import Row, link, moment, rules, term
from models.terms import AddressState, ChannelName, Consent, DeliveryState, DocumentClass, MeetingState

Reach = dict[ChannelName, int]
"""How many people a message of content reaches on each messenger."""


class Document(Row, table=True):
    """A paper. `number` counts within the branch and is what people type; `meeting_id` None: it stands in the library."""

    __table_args__ = rules(UniqueConstraint("organisation_id", "number"))
    organisation_id: int = link("organisation.id", index=False)
    number: int
    meeting_id: int | None = link("meeting.id", default=None)
    title: str
    folded: str
    kind: DocumentClass = term(DocumentClass)
    file_id: int = link("file.id")
    name: str
    by_id: int = link("member.id")
    at: datetime = moment()


def keep(
    session: Session,
    branch: Organisation,
    file_id: int,
    name: str,
    by: Member,
    title: str,
    kind: DocumentClass,
    meeting: Meeting | None,
    now: datetime,
) -> Document:
    """Makes a document of a file."""
    last = session.exec(select(func.max(Document.number)).where(Document.organisation_id == branch.id)).one()
    made = Document(
        organisation_id=branch.id,
        number=(last or 0) + 1,
        meeting_id=meeting.id if meeting else None,
        title=title,
        folded=fold(title),
        kind=kind,
        file_id=file_id,
        name=name,
        by_id=by.id,
        at=now,
    )
    session.add(made)
    session.flush()
    note(session, now, by.id, "document.keep", f"document:{made.id}")
    return made


def reclassify(session: Session, paper: Document, kind: DocumentClass, by: Member, now: datetime) -> None:
    """Gives a document another class; what has gone of it by then has gone."""
    paper.kind = kind
    note(session, now, by.id, "document.reclassify", f"document:{paper.id}:{kind.value}")
    session.flush()


def remove(session: Session, paper: Document, by: Member, now: datetime) -> None:
    """Takes a document out of the library: nobody finds or opens it any more, and its bytes go unless another document has them."""
    paper.kind = DocumentClass.REMOVED
    note(session, now, by.id, "document.remove", f"document:{paper.id}")
    session.flush()
    others = select(Document.id).where(
        Document.file_id == paper.file_id, Document.kind != DocumentClass.REMOVED
    )
    if session.exec(others).first() is None:
        files.empty(session, paper.file_id)


def went_out(session: Session, paper: Document) -> bool:
    """Whether anybody was sent it."""
    gone = (
        select(Delivery.id)
        .join(Notice, col(Notice.id) == Delivery.notice_id)
        .where(
            Notice.kind == "document",
            concerning(key_of(paper.id)),
            col(Delivery.state).in_((DeliveryState.SENT, DeliveryState.SENDING)) | col(Delivery.again),
        )
    )
    return session.exec(gone.limit(1)).first() is not None


def of_meeting(session: Session, meeting_id: int) -> list[Document]:
    """The documents of a meeting, in their order."""
    rows = select(Document).where(Document.meeting_id == meeting_id, Document.kind != DocumentClass.REMOVED)
    return list(session.exec(rows.order_by(col(Document.number))))


def follow_meetings(session: Session, now: datetime) -> None:
    """What waits of a meeting's documents is of use until the meeting begins, whenever that now is; while it is put off, without end."""
    waiting = session.exec(
        select(Delivery, Notice.key)
        .join(Notice, col(Notice.id) == Delivery.notice_id)
        .where(Notice.kind == "document", col(Delivery.state).in_(WAITING))
    ).all()
    papers = {int(key.split(":")[1]) for _, key in waiting}
    states = session.exec(
        select(Document.id, Meeting.state, Meeting.starts)
        .join(Meeting, col(Meeting.id) == Document.meeting_id)
        .where(col(Document.id).in_(papers))
    ).all()
    ends = {
        paper_id: starts if state is MeetingState.CALLED else None
        for paper_id, state, starts in states
        if starts > now or state is MeetingState.POSTPONED
    }
    for copy, key in waiting:
        paper_id = int(key.split(":")[1])
        if paper_id in ends and copy.expires_at != ends[paper_id]:
            copy.expires_at = ends[paper_id]
    session.flush()


def key_of(paper_id: int) -> str:
    """With this begins the key of every notice by which a document goes out."""
    return f"document:{paper_id}:"


def again(session: Session, branch: Organisation, data: bytes) -> Document | None:
    """The branch's document with the same bytes."""
    sha256 = hashlib.sha256(data).hexdigest()
    same = select(Document).join(File, col(File.id) == Document.file_id)
    rows = same.where(
        Document.organisation_id == branch.id,
        Document.kind != DocumentClass.REMOVED,
        File.sha256 == sha256,
    )
    return session.exec(rows.order_by(col(Document.id))).first()


def find(session: Session, branch: Organisation, member: Member, words: str) -> list[Document]:
    """The documents that a member may see and whose title has all the words, newest first: of his branch, and of every meeting that he
    was called to."""
    own = col(Document.meeting_id).is_(None) | (col(Document.by_id) == member.id)
    rows = select(Document).where(
        Document.kind != DocumentClass.REMOVED,
        ((col(Document.organisation_id) == branch.id) & own) | col(Document.meeting_id).in_(calls_of(member)),
    )
    for word in fold(words).split():
        rows = rows.where(col(Document.folded).contains(word, autoescape=True))
    return list(session.exec(rows.order_by(col(Document.at).desc(), col(Document.id).desc())))


def numbered(session: Session, branch: Organisation, member: Member, number: int) -> list[Document]:
    """The documents of that number that the member may see; of each branch at most one."""
    return [paper for paper in find(session, branch, member, "") if paper.number == number]


def may_read(session: Session, paper: Document, member: Member, now: datetime) -> bool:
    """Whether a member may read it today: of the library who belongs to the branch, of a meeting who was called to it (people 17)."""
    if paper.kind is DocumentClass.REMOVED or members.ended(session, member, now):
        return False
    branch = session.get_one(Organisation, paper.organisation_id)
    if paper.meeting_id is None:
        return member.id in session.exec(members.belonging(branch)).all()
    called = calls_of(member).where(Invited.meeting_id == paper.meeting_id)
    return paper.by_id == member.id or session.exec(called).first() is not None


def reach(session: Session, people: People) -> Reach:
    """On which messenger each of the people would get a document: at the first address that works and may receive content."""
    rows = session.exec(
        select(Binding.member_id, BotAccount.channel)
        .join(Address, col(Address.id) == Binding.address_id)
        .join(BotAccount, col(BotAccount.id) == Address.bot_id)
        .where(
            col(Binding.member_id).in_(people),
            col(Binding.ended_at).is_(None),
            Binding.consent == Consent.FULL,
            Address.state == AddressState.WORKING,
        )
        .order_by(col(Binding.rank).desc(), col(Binding.id).desc())
    )
    return dict(Counter(ChannelName(channel) for channel in dict(rows.all()).values()))


def refused(session: Session, now: datetime, rule: str, sender: str) -> None:
    """What is kept of a mark of secrecy: when, by which rule, from which keyed sender (decision 29); no word of it, nowhere."""
    leave_no_trace(session)
    note(session, now, None, "secrecy.refused", f"{rule}:{sender}")
