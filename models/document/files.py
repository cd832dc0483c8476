"""Bytes: a file is kept once, by its SHA-256, in parts that are read one by one (decision 6). No other table holds any."""

import hashlib
from datetime import datetime

from sqlalchemy import CheckConstraint, LargeBinary, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, delete, func, select

from models.database import leave_no_trace
from models.table import BigId, Row, link, moment, rules

LARGEST = 20_000_000
"""Bytes of a file that is taken in; Telegram lets no bot fetch more."""
PDF = "application/pdf"
SHOWABLE = {
    b"%PDF-": PDF,
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"RIFF": "image/webp",
}
"""What can be shown page by page where it has no words, by its first bytes."""
OTHER_TYPE = "application/octet-stream"
PART = 256 * 1024


class File(Row, table=True):
    """A file's bytes as a whole. `text` is what could be read of it; `fault` says why not all of it could (bot.inspection)."""

    __table_args__ = rules(UniqueConstraint("sha256"))
    sha256: str
    size: int
    text: str | None = None
    fault: str | None = None
    at: datetime = moment()


class FilePart(SQLModel, table=True):
    """A stretch of a file, `PART` bytes but for the last."""

    __tablename__ = "file_part"
    __table_args__ = (CheckConstraint(f"length(data) <= {PART}", name="ck_file_part_size"),)
    file_id: int = Field(primary_key=True, foreign_key="file.id", sa_type=BigId)
    n: int = Field(primary_key=True)
    data: bytes = Field(sa_type=LargeBinary)


class SentFile(Row, table=True):
    """A file's id at a bot, so that it is uploaded there once."""

    __tablename__ = "sent_file"
    __table_args__ = rules(UniqueConstraint("bot_id", "file_id"))
    bot_id: int = link("bot_account.id", index=False)
    file_id: int = link("file.id")
    external_id: str


def put(session: Session, data: bytes, text: str | None, fault: str | None, now: datetime) -> File:
    """Keeps a file; the same bytes are one file."""
    sha256 = hashlib.sha256(data).hexdigest()
    file = session.exec(select(File).where(File.sha256 == sha256)).first()
    if file is not None:
        return file
    file = File(sha256=sha256, size=len(data), text=text, fault=fault, at=now)
    session.add(file)
    session.flush()
    for n, start in enumerate(range(0, len(data), PART)):
        session.add(FilePart(file_id=file.id, n=n, data=data[start : start + PART]))
    session.flush()
    return file


def drop(session: Session, file_id: int) -> None:
    """Deletes a file that nothing refers to, without a trace."""
    leave_no_trace(session)
    session.exec(delete(FilePart).where(col(FilePart.file_id) == file_id))
    session.exec(delete(File).where(col(File.id) == file_id))


def empty(session: Session, file_id: int) -> None:
    """Deletes a file's bytes and words without a trace; the row stays for what refers to it, and the same bytes are a new file."""
    leave_no_trace(session)
    session.exec(delete(FilePart).where(col(FilePart.file_id) == file_id))
    session.exec(delete(SentFile).where(col(SentFile.file_id) == file_id))
    file = session.get_one(File, file_id)
    file.sha256, file.text = f"emptied:{file_id}", None
    session.flush()


def parts(session: Session, file_id: int) -> int:
    """How many parts a file has."""
    return session.exec(select(func.count()).where(FilePart.file_id == file_id)).one()


def part(session: Session, file_id: int, n: int) -> bytes:
    """One part. Raises NoResultFound."""
    return session.exec(select(FilePart.data).where(FilePart.file_id == file_id, FilePart.n == n)).one()


def type_of(session: Session, file: File) -> str:
    """What a file is, as far as it can be shown in a page; OTHER_TYPE else. An emptied one is nothing."""
    begins = b"" if not parts(session, file.id) else part(session, file.id, 0)[:1024]
    found = next((kind for mark, kind in SHOWABLE.items() if begins.startswith(mark)), OTHER_TYPE)
    return PDF if b"%PDF-" in begins else found


def shows(session: Session, file: File) -> bool:
    """Whether a page can show more of it than a sentence: words, or pages that are pictures."""
    if file.text is not None and file.fault is None:
        return True
    if type_of(session, file) == OTHER_TYPE:
        return file.text is not None
    return file.fault in ("scan", "attachment", "unknown")


def whole(session: Session, file_id: int) -> bytes:
    """All bytes of a small file."""
    return b"".join(part(session, file_id, n) for n in range(parts(session, file_id)))


def sent_as(session: Session, bot_id: int, file_id: int) -> str | None:
    """The file's id at the bot, once it was uploaded there."""
    rows = select(SentFile.external_id).where(SentFile.bot_id == bot_id, SentFile.file_id == file_id)
    return session.exec(rows).first()


def keep_sent(session: Session, bot_id: int, file_id: int, external_id: str) -> None:
    """Remembers the id under which the bot may send the file again."""
    if sent_as(session, bot_id, file_id) is None:
        session.add(SentFile(bot_id=bot_id, file_id=file_id, external_id=external_id))


def forget_sent(session: Session, bot_id: int, file_id: int) -> None:
    """The messenger does not know the id any more: the file is uploaded anew."""
    session.exec(delete(SentFile).where(col(SentFile.bot_id) == bot_id, col(SentFile.file_id) == file_id))
