"""A notice is said once; a delivery is one person's copy of it. One person's answer uses the same two tables (decision 1)."""

from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import JSON, ColumnElement, Index, UniqueConstraint, text
from sqlmodel import Field, col

from models.table import Row, link, moment, rules, term
from models.terms import DeliveryState

ANSWERS = "answer"
"""The kind of notice that is owed to a chat because of what was said there, and to nobody else."""

CALLS_FOR = timedelta(days=7)
"""So long a call on whoever leads, to telephone somebody or to look at a joining, is of use: who comes to lead later has no need of it.
No shorter than a loss is told of (losses.LOOKS_BACK), or what went stale would itself be told as lost."""


class Priority(IntEnum):
    """Who goes first: a person who waits for an answer goes ahead of every broadcast."""

    ANSWER = 0
    URGENT = 1
    NOTICE = 2
    BACKGROUND = 3


class Purpose(StrEnum):
    """What a notice is for: times and places reach everybody who receives; content only those who agreed to all (people 9, 20); what
    decides only phones of which somebody stands for it whose they are, and a shared one's first member alone (people 8, 10). What is for the
    member himself HERE, such as a code, goes to the phone it was made for, and to no other: never to a relative's (people 9)."""

    TIMES = "times"
    CONTENT = "content"
    DECISION = "decision"
    HERE = "here"


class Notice(Row, table=True):
    """What is said, as neutral JSON. `key` names what, and which occasion of it: asking twice sends once.

    withdrawn: superseded or taken back; what has not gone of it never goes, to no address.
    """

    __table_args__ = rules(UniqueConstraint("key"))
    key: str
    kind: str
    purpose: Purpose = term(Purpose)
    content: dict[str, Any] = Field(sa_type=JSON)
    created_at: datetime = moment()
    organisation_id: int | None = link("organisation.id", default=None)
    author_id: int | None = link("member.id", default=None)
    withdrawn: bool = False


class Delivery(Row, table=True):
    """One copy owed. Past `expires_at` it is useless and goes nowhere. `again`: marked as a repeat when sent, since it may have arrived.
    At most one copy of a notice waits for its member to have an address.

    sent_at: when it arrived; until that is known, when it was last tried. acknowledged_at: when its reader said of its question no more
    than that it had arrived (people 19).
    """

    __table_args__ = rules(
        UniqueConstraint("notice_id", "member_id", "address_id"),
        Index("ix_delivery_due", "bot_id", "state", "priority", "not_before", "id"),
        Index("ix_delivery_address", "address_id", "state"),
        Index(
            "ux_delivery_unreached",
            "notice_id",
            "member_id",
            unique=True,
            sqlite_where=text("state = 'unreached'"),
            postgresql_where=text("state = 'unreached'"),
        ),
    )
    notice_id: int = link("notice.id", index=False)
    member_id: int | None = link("member.id", default=None)
    address_id: int | None = link("address.id", default=None, index=False)
    bot_id: int | None = link("bot_account.id", default=None, index=False)
    state: DeliveryState = term(DeliveryState)
    priority: int
    asks: bool = False
    not_before: datetime = moment()
    expires_at: datetime | None = moment(default=None)
    tries: int = 0
    again: bool = False
    external_id: str | None = None
    sent_at: datetime | None = moment(default=None)
    acknowledged_at: datetime | None = moment(default=None)
    trouble: str | None = None


def of_use(now: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    """Whether a copy is not stale by then."""
    return col(Delivery.expires_at).is_(None) | (col(Delivery.expires_at) > now)


def concerning(thing: str) -> ColumnElement[bool]:
    """Which notices are about a thing: its name is their key, or the first parts of it. "roll:5.1" is not "roll:5.10": what does not
    end with a sign that parts (":" or ".") ends before one."""
    key = col(Notice.key)
    if thing.endswith((":", ".")):
        return key.startswith(thing, autoescape=True)
    return (key == thing) | key.startswith(f"{thing}:", autoescape=True)
