"""All rows of a database as lines of JSON, and back: the same copy from SQLite and from PostgreSQL (decision 37)."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    delete,
    func,
    insert,
    null,
    select,
    text,
    update,
)
from sqlmodel import SQLModel

import models.every  # noqa: F401  (registers all tables)
from models.table import Moment

OWN = ("alembic_version", "setting")
"""Tables in which a new database has rows."""
TOGETHER = 200
"""Rows of a line; of a table with bytes one."""

Line = dict[str, Any]


class NotEmpty(Exception):
    """The database to write into holds rows already."""


def lines(connection: Connection) -> Iterator[str]:
    """Every row as it stands at one moment, a table before those that refer to it; last the ids that were given out."""
    given: dict[str, int] = {}
    for table in SQLModel.metadata.sorted_tables:
        keys = list(table.primary_key.columns)
        bulky = any(isinstance(column.type, LargeBinary) for column in table.columns)
        rows = connection.execution_options(yield_per=1 if bulky else TOGETHER).execute(
            select(table).order_by(*keys)
        )
        for some in rows.partitions():
            packed = [[_packed(value) for value in row] for row in some]
            yield json.dumps({"table": table.name, "columns": list(table.columns.keys()), "rows": packed})
        if "id" in table.columns:
            given[table.name] = _last_given(connection, table)
    yield json.dumps({"given": given})


def take_in(connection: Connection, said: Iterable[Line]) -> int:
    """Writes the lines' rows into an empty database of the schema that they were taken from; gives how many.

    Raises NotEmpty; KeyError or ValueError where the lines are not of this schema; and what the database raises.
    """
    schema = MetaData()
    schema.reflect(connection)
    _make_sure_it_is_empty(connection, schema)
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA defer_foreign_keys=ON"))
    written = 0
    for line in said:
        if "given" in line:
            for name, last in line["given"].items():
                _give_from(connection, schema.tables[name], last)
            continue
        table = schema.tables[line["table"]]
        columns = [table.columns[name] for name in line["columns"]]
        rows = [
            {column.name: _unpacked(column, value) for column, value in zip(columns, row, strict=True)}
            for row in line["rows"]
        ]
        _write(connection, table, rows)
        written += len(rows)
    return written


def _make_sure_it_is_empty(connection: Connection, schema: MetaData) -> None:
    """What a new database says of itself gives way to what the copy says."""
    for name, table in schema.tables.items():
        if name in OWN:
            continue
        if connection.execute(select(func.count()).select_from(table)).scalar():
            raise NotEmpty
    connection.execute(delete(schema.tables["setting"]))


def _write(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Rows of a table that refers to itself are written without that first: the one above may come later."""
    own = [
        column.name for column in table.columns for key in column.foreign_keys if key.column.table is table
    ]
    for row in rows:
        connection.execute(insert(table).values({**row, **dict.fromkeys(own)}))
    for row in rows:
        above = {name: row[name] for name in own if row.get(name) is not None}
        if above:
            connection.execute(update(table).where(table.columns["id"] == row["id"]).values(above))


def _packed(value: Any) -> Any:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def _unpacked(column: Column[Any], value: Any) -> Any:
    if value is None:
        return null() if isinstance(column.type, JSON) else None
    if isinstance(column.type, LargeBinary):
        return b64decode(value)
    if isinstance(column.type, DateTime | Moment):
        return datetime.fromisoformat(value)
    return value


def _last_given(connection: Connection, table: Table) -> int:
    """The highest id that was ever given out: a button may name a row that is gone."""
    if connection.dialect.name == "sqlite":
        known = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        return connection.execute(known, {"name": table.name}).scalar() or 0
    sequence = connection.execute(select(func.pg_get_serial_sequence(table.name, "id"))).scalar()
    known = text("SELECT last_value FROM pg_sequences WHERE schemaname || '.' || sequencename = :name")
    return connection.execute(known, {"name": sequence}).scalar() or 0


def _give_from(connection: Connection, table: Table, last: int) -> None:
    if not last:
        return
    if connection.dialect.name == "sqlite":
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
        entry = text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)")
        connection.execute(entry, {"name": table.name, "seq": last})
    else:
        connection.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), last)))
