"""What the scheduler needs of the database's keeper; given by bot."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from models.database import Session

T = TypeVar("T")


class Bell(Protocol):
    """Rings after each commit that changed something, here or in another process."""

    rung: int

    async def after(self, heard: int, seconds: float) -> None:
        """Returns once it has rung more often than `heard`, or after so long."""


class Store(Protocol):
    """Where units of work run; given by bot."""

    @property
    def bell(self) -> Bell:
        """The bell of this process."""

    async def write(self, work: Callable[[Session], T]) -> T:
        """Runs work in one transaction on the writer and commits."""

    async def read(self, work: Callable[[Session], T]) -> T:
        """Runs work that only looks."""
