"""The bar: on stderr, for who watches, and only where there is something to wait for."""

import io
import time
from itertools import count

import pytest
from rich.console import Console

from bot.cli import waiting


def watched(monkeypatch: pytest.MonkeyPatch, somebody: bool, patience: float) -> io.StringIO:
    """What a terminal, or a file, is written."""
    shown = io.StringIO()
    monkeypatch.setattr(waiting, "warn", Console(file=shown, force_terminal=somebody, width=80))
    monkeypatch.setattr(waiting, "PATIENCE", patience)
    return shown


def test_who_watches_sees_what_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = watched(monkeypatch, True, 0.0)
    until = time.monotonic() + 20
    for _ in waiting.over(range(10**9), "Đang vẽ"):
        if "Đang vẽ" in shown.getvalue():
            break
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.mark.parametrize(("somebody", "patience"), [(False, 0.0), (True, 3600.0)])
def test_otherwise_nothing_is_written(
    monkeypatch: pytest.MonkeyPatch, somebody: bool, patience: float
) -> None:
    shown = watched(monkeypatch, somebody, patience)
    assert list(waiting.over([1, 2], "Đang vẽ")) == [1, 2]
    with waiting.during("Đang đọc"):
        next(count())
    assert shown.getvalue() == ""
