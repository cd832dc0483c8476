"""The web channel's raw updates, and the files that it holds."""

import pytest

from bot.channels import web
from bot.channels.web import Gone, Web, handed, tapped, typed
from handlers.kit.incoming import FileSaid, Incoming, Kind


def test_what_a_browser_said_is_read_back() -> None:
    read = Web().read
    assert read(typed("a", "xin chào")) == Incoming(chat="a", kind=Kind.TEXT, text="xin chào")
    assert read(tapped("a", 7)) == Incoming(chat="a", kind=Kind.TAP, tap=7)
    assert read(handed("a", "s", "n.pdf", 3)) == Incoming(
        chat="a", kind=Kind.FILE, file=FileSaid("s", "n.pdf", 3)
    )


async def test_a_file_is_held_and_its_bytes_are_not_in_the_update() -> None:
    channel = Web()
    source = channel.hold(b"bytes")
    assert b"bytes".decode() not in str(handed("a", source, "n", 5))
    assert await channel.fetch(source) == b"bytes"


async def test_after_a_restart_a_file_is_gone() -> None:
    source = Web().hold(b"bytes")
    with pytest.raises(Gone):
        await Web().fetch(source)


async def test_the_oldest_files_give_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "HELD_AT_MOST", 10)
    channel = Web()
    old, new, newest = (channel.hold(b"x" * 5) for _ in range(3))
    assert await channel.fetch(new) == await channel.fetch(newest) == b"x" * 5
    with pytest.raises(Gone):
        await channel.fetch(old)
