"""The parts of the running program together, in this process."""

import asyncio
import signal
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import select
from typer.testing import CliRunner

import bot.cli
import bot.fleet
from bot import logs
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


async def test_a_bot_whose_token_is_broken_stops_no_other_and_its_trouble_is_kept(tmp_path: Path) -> None:
    with Zalo() as server, door("127.0.0.1", 0) as listening:
        settings = Settings(database_url=ready(tmp_path), secret_key="k", zalo_api=server.url, updates="poll")
        app, beside = App(settings), Store(settings.url)
        with beside.unit() as session:
            for number, token in (("5", "5:no\nURL"), ("6", ""), (str(server.me["id"]), server.token)):
                known = bot_account.known(session, ChannelName.ZALO, number, number, app.clock())
                known.sealed_token = "no box"
                if token:
                    bot_account.entrust(session, settings.keys(), known, token)
        running = asyncio.create_task(app.run(listening))
        person = server.person("6ede9afa66b8", "Lan")
        person.says("xin chào")
        await asyncio.to_thread(server.until, lambda: bool(person.seen))
        async with asyncio.timeout(30):
            while True:
                with beside.unit() as session:
                    told = {bot.external_id: bot.trouble for bot in room.in_use(session)}
                if told["5"] is not None:
                    break
                await asyncio.sleep(0.05)
        app.stopping.set()
        await running
        beside.close()
    result = CliRunner().invoke(
        bot.cli.app, ["bots", "list"], env={"SOTAY_DATABASE_URL": settings.url, "SOTAY_SECRET_KEY": "k"}
    )
    assert result.exit_code == 0 and "khóa" in result.output


async def test_a_bot_that_ends_while_the_database_is_away_is_let_go_and_the_others_run_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.fleet, "LOOKS", 0.05)
    with Zalo() as server, Zalo("7000000003:another") as next_server, door("127.0.0.1", 0) as listening:
        settings = Settings(database_url=ready(tmp_path), secret_key="k", zalo_api=server.url, updates="poll")
        app, beside = App(settings), Store(settings.url)
        running = asyncio.create_task(app.run(listening))
        with beside.unit() as session:
            account = bot_account.known(session, ChannelName.ZALO, str(server.me["id"]), "so", app.clock())
            bot_account.entrust(session, settings.keys(), account, server.token)
        async with asyncio.timeout(30):
            while not app.fleet._served:  # noqa: ASYNC110 (no bell tells of it)
                await asyncio.sleep(0.02)
        ((_, _, messenger),) = app.fleet._served.values()

        async def away(work: object) -> None:
            raise OperationalError("", {}, OSError())

        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(app.store, "write", away)
            with beside.unit() as session:
                moving.end(session, session.merge(account), app.clock())
                moving.forget_tokens(session, app.clock())
            async with asyncio.timeout(30):
                while messenger._wire._session is not None:  # type: ignore[attr-defined]  # noqa: ASYNC110
                    await asyncio.sleep(0.02)
        monkeypatch.setattr(app.settings, "zalo_api", next_server.url)
        with beside.unit() as session:
            number = str(next_server.me["id"])
            account = bot_account.known(session, ChannelName.ZALO, number, "so hai", app.clock())
            bot_account.entrust(session, settings.keys(), account, next_server.token)
        await asyncio.to_thread(next_server.until, lambda: next_server.called("getUpdates"))
        app.stopping.set()
        await running
        beside.close()


def test_a_program_of_which_a_part_has_ended_stops_with_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever keeps it running starts it anew; it would else go on without its bots, and look well."""

    async def breaks(fleet: bot.fleet.Fleet) -> None:
        asyncio.get_running_loop().call_later(
            20, signal.raise_signal, signal.SIGTERM
        )  # it would else never end
        raise LookupError

    monkeypatch.setattr(bot.fleet.Fleet, "run", breaks)
    settings = {"DATABASE_URL": ready(tmp_path), "SECRET_KEY": "k", "PORT": "0"}
    for name, value in settings.items():
        monkeypatch.setenv(f"SOTAY_{name}", value)
    ended = CliRunner().invoke(bot.cli.app, ["run"])
    logs.set_up()
    assert ended.exit_code == 1
    assert "Sổ tay đã dừng" in ended.stderr
