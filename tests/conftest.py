"""What holds for every test."""

from collections.abc import Iterator

import pytest
import structlog
from hypothesis import settings

from tests import database
from tests.on_both import belongs

# How long an example takes tells of the machine, not of the code.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The others are of the run on the other database."""
    others = [test for test in items if not belongs(test)]
    config.hook.pytest_deselected(items=others)
    items[:] = [test for test in items if test not in set(others)]


@pytest.fixture(autouse=True)
def own_log() -> Iterator[None]:
    """A test that sends the log to a stream of its own leaves no later one writing into it."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session", autouse=True)
def databases_of_the_run() -> Iterator[None]:
    with database.of_this_run():
        yield


@pytest.fixture(autouse=True)
def databases_of_the_test(databases_of_the_run: None) -> Iterator[None]:
    with database.of_this_test():
        yield
