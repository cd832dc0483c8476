"""What is owed, as a test looks at it."""

from datetime import datetime

from sqlalchemy import Connection, event, text
from sqlmodel import Session

from models import outbox
from models.database import on_server
from models.outbox import Delivery, Want


def due_at(session: Session, want: Want, now: datetime) -> list[Delivery]:
    """The copies that a bot, or a chat of it, may send next."""
    return [session.get_one(Delivery, copy) for copy in outbox.due(session, [want], now)[want]]


def planned(session: Session, want: Want, now: datetime) -> list[str]:
    """How the database would look for what is due, line by line."""
    asked: list[tuple[str, object]] = []

    def note(connection: Connection, cursor: object, statement: str, parameters: object, *_: object) -> None:
        asked.append((statement, parameters))

    event.listen(session.connection(), "before_cursor_execute", note)
    outbox.due(session, [want], now)
    event.remove(session.connection(), "before_cursor_execute", note)
    statement, parameters = next((said, given) for said, given in asked if "not_before" in said)
    cursor = session.connection().connection.cursor()
    if on_server(session):
        session.execute(text("SET LOCAL enable_seqscan = off"))
        session.execute(text("SET LOCAL enable_bitmapscan = off"))
        cursor.execute(f"EXPLAIN {statement}", parameters)
        lines = [line for (line,) in cursor.fetchall() if "Sort Key" not in line]
    else:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
        lines = [row[3] for row in cursor.fetchall()]
    return lines
