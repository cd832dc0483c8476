"""What crosses features (decision 30): each joins a list with a decorator in its own file, and whoever asks walks the list."""

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


class Features(Generic[F]):
    """A list that is the decorator by which a feature joins it."""

    def __init__(self) -> None:
        """Nobody has joined yet."""
        self._joined: list[F] = []

    def __call__(self, feature: F) -> F:
        """A feature joins."""
        self._joined.append(feature)
        return feature

    def __iter__(self) -> Iterator[F]:
        """Those that joined, in that order."""
        return iter(self._joined)
