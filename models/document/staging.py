"""Files that a leader handed in and has not decided about: held by the form open in that chat, and gone with it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, Session, SQLModel, select

from models.address import Address
from models.document import files
from models.document.papers import Document
from models.form import open_at
from models.table import BigId, link


class Staged(SQLModel, table=True):
    """A file that a leader handed in and has not decided about: one a chat."""

    __tablename__ = "staged_file"
    address_id: int = Field(primary_key=True, foreign_key="address.id", sa_type=BigId)
    file_id: int = link("file.id")
    name: str
    read: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    """What was read of it as a table, where it is one; for the feature that makes something of that."""


def stage(
    session: Session,
    address: Address,
    name: str,
    data: bytes,
    text: str | None,
    fault: str | None,
    now: datetime,
    read: dict[str, Any] | None = None,
) -> Staged:
    """Keeps a file for the time in which its sender decides; what was staged in that chat before goes."""
    earlier = session.get(Staged, address.id)
    if earlier is not None:
        _unstage(session, earlier)
    file = files.put(session, data, text, fault, now)
    staged = Staged(address_id=address.id, file_id=file.id, name=name, read=read)
    session.add(staged)
    session.flush()
    return staged


def staged_at(session: Session, address_id: int) -> Staged | None:
    """The file that waits in a chat."""
    return session.get(Staged, address_id)


def sweep(session: Session, address: Address) -> None:
    """Drops what is staged in a chat whose form is over."""
    staged = session.get(Staged, address.id)
    if staged is None:
        return
    form = open_at(session, address)
    if form is None or form.answers.get("file") != staged.file_id:
        _unstage(session, staged)


def sweep_all(session: Session) -> None:
    """The same for every chat, also for one that serves its sender no more."""
    for staged in session.exec(select(Staged)).all():
        sweep(session, session.get_one(Address, staged.address_id))


def _unstage(session: Session, staged: Staged) -> None:
    file_id = staged.file_id
    session.delete(staged)
    session.flush()
    used = (
        select(Document.id).where(Document.file_id == file_id),
        select(Staged.address_id).where(Staged.file_id == file_id),
    )
    if all(session.exec(rows).first() is None for rows in used):
        files.drop(session, file_id)
