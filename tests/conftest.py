"""What holds for every test."""

from collections.abc import Iterator

import pytest
import structlog
from hypothesis import settings

from bot.migrate import upgrade
from tests.postgres import Databases, server

# How long an example takes tells of the machine, not of the code.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(autouse=True)
def own_log() -> Iterator[None]:
    """A test that sends the log to a stream of its own leaves no later one writing into it."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def made() -> Iterator[Databases]:
    """A PostgreSQL server; call it for a new database."""
    with server() as running:
        yield running


@pytest.fixture(scope="session")
def empty_book(made: Databases) -> str:
    """Name of a database with all tables and no rows, to make others like it."""
    upgrade(made(name := "empty_book"))
    return name
