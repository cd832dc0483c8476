"""The web channel's raw updates."""

from bot.channels.web import Web, tapped, typed, unread
from handlers.kit.incoming import FileSaid, Incoming, Kind


def test_what_a_browser_said_is_read_back() -> None:
    read = Web().read
    assert read(typed("a", "xin chào")) == Incoming(chat="a", kind=Kind.TEXT, text="xin chào")
    assert read(tapped("a", 7)) == Incoming(chat="a", kind=Kind.TAP, tap=7)
    assert read(unread("a", "n.pdf", 3)) == Incoming(chat="a", kind=Kind.FILE, file=FileSaid("", "n.pdf", 3))
