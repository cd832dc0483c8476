"""What every table shares: ids that are never used twice, moments in UTC, terms as TEXT."""

from collections.abc import Collection
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import BigInteger, DateTime, Dialect, Enum, Integer, TypeDecorator
from sqlmodel import Field, Session, SQLModel, col, select

BigId = BigInteger().with_variant(Integer(), "sqlite")


class Moment(TypeDecorator[datetime]):
    """An aware moment, stored in UTC. A naive one is refused with ValueError: its place on earth would be a guess."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a timezone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


def term(kind: type[StrEnum], **options: Any) -> Any:
    """A column that holds a term's value (native PostgreSQL enums would hold names, and hide added values from Alembic)."""
    stored = Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=24,
        values_callable=lambda e: [m.value for m in e],
    )
    return Field(sa_type=stored, **options)


def moment(**options: Any) -> Any:
    """A column that holds a Moment."""
    return Field(sa_type=Moment, **options)


def link(column: str, **options: Any) -> Any:
    """A foreign key to `table.id`, indexed unless said otherwise."""
    options.setdefault("index", True)
    return Field(foreign_key=column, sa_type=BigId, **options)


def rules(*constraints: Any) -> tuple[Any, ...]:
    """Table arguments. AUTOINCREMENT, since SQLite otherwise reuses the id of a deleted last row, and a button may still name it."""
    return (*constraints, {"sqlite_autoincrement": True})


class Row(SQLModel):
    """A row with an id."""

    id: int = Field(default=None, primary_key=True, sa_type=BigId)


R = TypeVar("R", bound=Row)


def load(session: Session, kind: type[R], ids: Collection[int]) -> list[R]:
    """Rows by their ids, in one question: while they are held, the session asks for none of them again."""
    return list(session.exec(select(kind).where(col(kind.id).in_(ids)))) if ids else []
