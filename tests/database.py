"""A fresh database in memory with all tables, for tests of models."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.pool import StaticPool
from sqlmodel import Session, SQLModel, create_engine

import models.every  # noqa: F401  (all tables)


@contextmanager
def fresh() -> Iterator[Session]:
    """A session on an empty database that is gone afterwards."""
    engine = create_engine("sqlite://", connect_args={"check_same_thread": False}, poolclass=StaticPool)
    SQLModel.metadata.create_all(engine)
    with Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()
