"""Personal links. A link's token comes from its row's id and the server's key, and its keyed hash is what the database holds: whoever
has the database alone can open nothing, and the same message sent twice carries the same link."""

from datetime import datetime, time, timedelta

from sqlalchemy import UniqueConstraint, update
from sqlmodel import Session, col, select

from models import address as addresses
from models.document.papers import Document
from models.meeting import PUT_OFF_AT_MOST, Meeting
from models.member import Member
from models.outbox import Delivery
from models.sealing import Keys
from models.table import Row, link, moment, rules
from models.terms import MeetingState

OPENINGS = 5
OWN_LIVES = timedelta(hours=24)
"""How long a member fetches what is kept of him (people 35)."""
LIVES = timedelta(days=7)
UPLOAD_LIVES = timedelta(hours=24)


class FileLink(Row, table=True):
    """One member's way to one document, made with the message that carries it; without one, to what is kept of himself."""

    __tablename__ = "file_link"
    __table_args__ = rules(UniqueConstraint("delivery_id"), UniqueConstraint("hashed"))
    hashed: str | None = None
    document_id: int | None = link("document.id", default=None)
    member_id: int = link("member.id")
    delivery_id: int = link("delivery.id", index=False)
    expires_at: datetime = moment()
    openings: int = 0
    opened_at: datetime | None = moment(default=None)

    def stands(self, until: datetime, now: datetime) -> bool:
        """Whether it may be opened once more, when it lives until then (`lives_until`)."""
        return until > now and self.openings < OPENINGS


class UploadLink(Row, table=True):
    """One person's way to hand in one file, where the messenger takes none."""

    __tablename__ = "upload_link"
    __table_args__ = rules(UniqueConstraint("hashed"))
    hashed: str | None = None
    address_id: int = link("address.id")
    expires_at: datetime = moment()
    used_at: datetime | None = moment(default=None)

    def stands(self, now: datetime) -> bool:
        """Whether a file may still come by it."""
        return self.expires_at > now and self.used_at is None


def link_for(
    session: Session, keys: Keys, document_id: int | None, delivery: Delivery, now: datetime
) -> FileLink | None:
    """The link that a delivery carries, made when it is first asked for; None for a delivery to nobody in particular.

    It lives until the end of the day after the meeting, seven days where there is none or it is over, and a month where the meeting
    is put off; a day where it leads to what is kept of the member. `now` names the timezone.
    """
    known = session.exec(select(FileLink).where(FileLink.delivery_id == delivery.id)).first()
    if known is not None or delivery.member_id is None:
        return known
    until = now + OWN_LIVES
    if document_id is not None:
        until = _end(session, session.get_one(Document, document_id), now)
    made = FileLink(
        document_id=document_id, member_id=delivery.member_id, delivery_id=delivery.id, expires_at=until
    )
    _seal(session, keys, made)
    return made


def upload_link(session: Session, keys: Keys, address_id: int, now: datetime) -> UploadLink:
    """A fresh link by which the owner of an address hands in one file within a day."""
    made = UploadLink(address_id=address_id, expires_at=now + UPLOAD_LIVES)
    _seal(session, keys, made)
    return made


def token_of(keys: Keys, row: FileLink | UploadLink) -> str:
    """What stands in the address: chance to anybody without the key."""
    return keys.hash(f"{row.__tablename__}", str(row.id))[:48]


def lives_until(session: Session, row: FileLink, now: datetime) -> datetime:
    """Until when a link may be opened: as long as was said, longer where its meeting has meanwhile been moved to a later day."""
    paper = session.get_one(Document, row.document_id) if row.document_id else None
    meeting = session.get(Meeting, paper.meeting_id) if paper and paper.meeting_id else None
    return max(row.expires_at, _day_after(meeting, now)) if meeting is not None else row.expires_at


def for_its_reader(session: Session, row: FileLink) -> bool:
    """Whether the address to which the link went still serves its member, who there agreed to more than times of meetings.

    To what is kept of him he need have agreed to nothing; the phone must be his own.
    """
    address_id = session.get_one(Delivery, row.delivery_id).address_id
    if address_id is None:
        return False
    of_right = addresses.own if row.document_id is None else addresses.agreed
    return of_right(session, address_id, row.member_id)


def opened_by(session: Session, member: Member) -> list[tuple[Document, FileLink]]:
    """The documents to which a member had links, the oldest first."""
    rows = select(Document, FileLink).join(FileLink, col(FileLink.document_id) == Document.id)
    return list(session.exec(rows.where(FileLink.member_id == member.id).order_by(col(FileLink.id))))


def count_opening(session: Session, row: FileLink, now: datetime) -> bool:
    """Counts an opening; False when the link does not stand any more. Two at once can't share the last one."""
    row.expires_at = lives_until(session, row, now)
    session.flush()
    counted = session.connection().execute(
        update(FileLink)
        .where(col(FileLink.id) == row.id, col(FileLink.expires_at) > now, col(FileLink.openings) < OPENINGS)
        .values(openings=col(FileLink.openings) + 1, opened_at=now)
    )
    session.refresh(row)
    return counted.rowcount == 1


def use(session: Session, row: UploadLink, now: datetime) -> bool:
    """Uses the link up; False when it was used or has expired."""
    used = session.connection().execute(
        update(UploadLink)
        .where(
            col(UploadLink.id) == row.id, col(UploadLink.expires_at) > now, col(UploadLink.used_at).is_(None)
        )
        .values(used_at=now)
    )
    return used.rowcount == 1


def file_link(session: Session, keys: Keys, token: str) -> FileLink | None:
    """The link of a token, whether it still stands or not."""
    return session.exec(select(FileLink).where(FileLink.hashed == _hash(keys, token))).first()


def way_in(session: Session, keys: Keys, token: str) -> UploadLink | None:
    """The upload link of a token, whether it still stands or not."""
    return session.exec(select(UploadLink).where(UploadLink.hashed == _hash(keys, token))).first()


def _end(session: Session, paper: Document, now: datetime) -> datetime:
    meeting = session.get(Meeting, paper.meeting_id) if paper.meeting_id else None
    if meeting is None or (meeting.starts <= now and meeting.state is not MeetingState.POSTPONED):
        return now + LIVES
    return _day_after(meeting, now)


def _day_after(meeting: Meeting, now: datetime) -> datetime:
    """The end of the day after a meeting; after the month for which it may stay put off, where it is."""
    put_off = PUT_OFF_AT_MOST if meeting.state is MeetingState.POSTPONED else timedelta()
    day_after = (meeting.starts + put_off).astimezone(now.tzinfo).date() + timedelta(days=2)
    return datetime.combine(day_after, time(), now.tzinfo)


def _seal(session: Session, keys: Keys, row: FileLink | UploadLink) -> None:
    session.add(row)
    session.flush()
    row.hashed = _hash(keys, token_of(keys, row))
    session.flush()


def _hash(keys: Keys, token: str) -> str:
    return keys.hash("link", token)
