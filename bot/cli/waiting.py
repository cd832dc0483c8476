"""A bar on stderr for what takes longer than a second, where somebody watches."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Timer
from typing import TypeVar

from rich.progress import Progress

from bot.cli.opening import warn

PATIENCE = 1.0
"""Seconds that pass without a bar."""
T = TypeVar("T")


@contextmanager
def during(what: str) -> Iterator[None]:
    """A bar that says only that something goes on, of which nobody knows how long it takes."""
    with _bar(what, None):
        yield


def over(items: Sequence[T], what: str) -> Iterator[T]:
    """The items, with a bar of how many of them are done."""
    with _bar(what, len(items)) as done:
        for item in items:
            yield item
            done()


@contextmanager
def _bar(what: str, total: int | None) -> Iterator[Callable[[], None]]:
    progress = Progress(console=warn, transient=True, disable=not warn.is_interactive)
    task = progress.add_task(what, total=total)
    soon = Timer(PATIENCE, progress.start)
    soon.start()
    try:
        yield lambda: progress.advance(task)
    finally:
        soon.cancel()
        soon.join()
        if progress.live.is_started:
            progress.stop()
