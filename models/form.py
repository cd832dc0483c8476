"""The form that is open in a chat: one per address, kept in the database so that a restart or another process goes on with it."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, Session, SQLModel, select

from models.address import Address
from models.table import BigId, link, moment

HOLDS_BACK = timedelta(minutes=10)
"""So long after the last answer a form holds back pushed questions."""
IN_PASSING = "?"
"""A form whose name begins so asks one thing in passing (was that meant, who speaks): it holds nothing back."""
LIVES = timedelta(hours=24)
FOUND = "forms"


class OpenForm(SQLModel, table=True):
    """Answers so far and the step that is asked. `serial` tells this filling-in from an earlier one, whose buttons may still show."""

    __tablename__ = "form"
    address_id: int = Field(primary_key=True, foreign_key="address.id", sa_type=BigId)
    member_id: int | None = link("member.id", default=None)
    name: str
    step: str
    answers: dict[str, Any] = Field(sa_type=JSON)
    serial: str
    touched: datetime = moment()


def open_at(session: Session, address: Address) -> OpenForm | None:
    """The form open at the address. Asked often in a turn, so what a session has found it remembers."""
    found: dict[int, OpenForm | None] = session.info.setdefault(FOUND, {})
    if address.id not in found:
        found[address.id] = session.get(OpenForm, address.id)
    return found[address.id]


def put(
    session: Session,
    address: Address,
    member_id: int | None,
    name: str,
    step: str,
    answers: dict[str, Any],
    now: datetime,
) -> OpenForm:
    """Opens a form, or moves the one of that name on."""
    before = open_at(session, address)
    serial = before.serial if before is not None and before.name == name else secrets.token_hex(4)
    form = session.merge(
        OpenForm(
            address_id=address.id,
            member_id=member_id,
            name=name,
            step=step,
            answers=answers,
            serial=serial,
            touched=now,
        )
    )
    session.flush()
    session.info[FOUND][address.id] = form
    return form


def close(session: Session, address: Address) -> None:
    """Ends the form; nothing of it remains."""
    form = open_at(session, address)
    if form is not None:
        session.delete(form)
        session.flush()
        session.info[FOUND][address.id] = None


def silent(session: Session, name: str, now: datetime) -> list[OpenForm]:
    """Forms of a name that hold questions back no more."""
    return list(
        session.exec(select(OpenForm).where(OpenForm.name == name, OpenForm.touched <= now - HOLDS_BACK))
    )


def stale(session: Session, now: datetime) -> list[OpenForm]:
    """Forms untouched for a day."""
    return list(session.exec(select(OpenForm).where(OpenForm.touched < now - LIVES)))
