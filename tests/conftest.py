"""What holds for every test."""

from collections.abc import Iterator

import pytest
import structlog
from hypothesis import settings

# How long an example takes tells of the machine, not of the code.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(autouse=True)
def own_log() -> Iterator[None]:
    """A test that sends the log to a stream of its own leaves no later one writing into it."""
    yield
    structlog.reset_defaults()
