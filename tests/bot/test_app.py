"""The parts of the running program together, in this process."""

import asyncio
from pathlib import Path

import pytest
from sqlmodel import select

import bot.fleet
from bot.app import App, door
from bot.config import Settings
from bot.meters import METERS
from bot.store import Store
from models import bot_account, outbox
from models.address import Address
from models.fleet import moving, room
from models.terms import ChannelName
from tests.database import ready
from tests.standins.zalo import Zalo


def counted() -> list[float]:
    """What this process has sent on Zalo, and its turns over what was said."""
    sent = METERS.get_sample_value("sotay_sent_total", {"channel": "zalo"})
    turns = METERS.get_sample_value("sotay_turn_seconds_count", {"said": "text"})
    return [sent or 0, turns or 0]


async def test_a_messenger_that_answers_nonsense_at_first_is_connected_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.fleet, "RETRY", 0.05)
    with Zalo() as server, door("127.0.0.1", 0) as listening:
        right, server.me = server.me, {"display_name": "no id"}
        settings = Settings(
            database_url=ready(tmp_path),
            secret_key="k",
            zalo_token=server.token,
            zalo_api=server.url,
        )
        before = counted()
        app, beside = App(settings), Store(settings.url)
        with beside.unit() as session:  # of an earlier .env
            bot_account.known(session, ChannelName.ZALO, "77", "cũ", app.clock())
        running = asyncio.create_task(app.run(listening))
        await asyncio.to_thread(server.until, lambda: len(server.called("getMe")) > 1)
        server.me = right
        person = server.person("6ede9afa66b8", "Lan")
        person.says("xin chào")
        await asyncio.to_thread(server.until, lambda: bool(person.seen))
        app.stopping.set()
        await running
        with beside.unit() as session:
            assert [bot.external_id for bot in room.in_use(session)] == [str(right["id"])]
        beside.close()
        assert [now - was for now, was in zip(counted(), before, strict=True)] == [1, 1]


async def test_a_bot_that_another_process_adds_runs_and_one_that_ends_says_goodbye_and_stops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.fleet, "LOOKS", 0.05)
    with Zalo() as server, door("127.0.0.1", 0) as listening:
        settings = Settings(
            database_url=ready(tmp_path),
            secret_key="k",
            zalo_api=server.url,
            updates="poll",
        )
        app, beside = App(settings), Store(settings.url)
        running = asyncio.create_task(app.run(listening))
        with beside.unit() as session:
            account = bot_account.known(session, ChannelName.ZALO, str(server.me["id"]), "so", app.clock())
            bot_account.entrust(session, settings.keys(), account, server.token)
        person = server.person("6ede9afa66b8", "Lan")
        person.says("xin chào")
        await asyncio.to_thread(server.until, lambda: bool(person.seen))
        with beside.unit() as session:
            account = session.merge(account)
            where = session.exec(select(Address)).one()
            outbox.owe(session, where, None, {"text": "tạm biệt"}, key="farewell", now=app.clock())
            moving.end(session, account, app.clock())
        await asyncio.to_thread(server.until, lambda: person.seen[-1].text == "tạm biệt")
        while app.fleet._served:  # seen is not yet written down as sent
            with beside.unit() as session:
                moving.forget_tokens(session, app.clock())
            await asyncio.sleep(0.05)
        app.stopping.set()
        await running
        beside.close()
