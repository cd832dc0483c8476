"""The parts of the running program together, in this process."""

import asyncio
from pathlib import Path

import pytest

import bot.app
from bot.app import App, door
from bot.config import Settings
from bot.migrate import upgrade
from tests.standins.zalo import Zalo


async def test_a_messenger_that_answers_nonsense_at_first_is_connected_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.app, "RETRY", 0.05)
    with Zalo() as server, door("127.0.0.1", 0) as listening:
        right, server.me = server.me, {"display_name": "no id"}
        settings = Settings(
            database_url=f"sqlite:///{tmp_path / 'so.db'}",
            secret_key="k",
            zalo_token=server.token,
            zalo_api=server.url,
        )
        upgrade(settings.url)
        app = App(settings)
        running = asyncio.create_task(app.run(listening))
        await asyncio.to_thread(server.until, lambda: len(server.called("getMe")) > 1)
        server.me = right
        person = server.person("6ede9afa66b8", "Lan")
        person.says("xin chào")
        await asyncio.to_thread(server.until, lambda: bool(person.seen))
        app.stopping.set()
        await running
