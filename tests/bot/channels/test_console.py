"""The console after a kill: what it had claimed and not shown is shown again, and nothing behind it is mute."""

import io
from datetime import datetime
from pathlib import Path

import pytest

from bot.channels.console import Console
from bot.store import Store
from bot.turns import Turns
from handlers.kit.hours import Hours
from models import address as addresses
from models import bot_account, outbox
from models.outbox import Want
from models.sealing import Keys
from models.terms import ChannelName
from scheduler.parcel import next_parcel
from tests.cast import ZONE
from tests.database import ready
from tests.owed import due_at

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)


async def test_a_console_killed_while_showing_speaks_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = ready(tmp_path)
    store = Store(url)
    with store.unit() as session:
        account = bot_account.known(session, ChannelName.CONSOLE, "console", "console", NOW)
        here, beside = (addresses.at(session, account, who, None, NOW) for who in ("lan", "tú"))
        for where in (here, beside):
            for text in ("một", "hai"):
                outbox.owe(session, where, None, {"text": text}, key=f"{where.id}:{text}", now=NOW)
            assert next_parcel(session, Want(account.id, address_id=where.id), NOW) is not None
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    turns = Turns(store, Keys(b"k"), lambda: NOW, Hours())
    await Console(store, turns, here).run()
    assert capsys.readouterr().out.split("\n\n")[:-1] == ["Sổ tay: (gửi lại)\nmột", "Sổ tay: hai"]
    with store.unit() as session:
        assert due_at(session, Want(account.id, address_id=beside.id), NOW) == [], (
            "another's console may be alive"
        )
    turns.close()
    store.close()
