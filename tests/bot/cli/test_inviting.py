"""Codes on paper: a code in a file works, and where no file could be made no older code ends."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from bot import logs
from bot.cli import app
from bot.config import Clock
from bot.migrate import upgrade
from bot.store import Store
from models import address, bot_account, invite, member
from models.invite import Invite
from models.sealing import Keys
from models.terms import ChannelName
from tests.cast import ZONE, code_for, plant
from tests.player import START

KEYS = Keys(b"inviting")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The cast in a database of its own, to which the command line is pointed; Lan has a code."""
    url = f"sqlite:///{tmp_path / 'so.db'}"
    upgrade(url)
    monkeypatch.setenv("SOTAY_DATABASE_URL", url)
    monkeypatch.setenv("SOTAY_SECRET_KEY", "inviting")
    monkeypatch.setenv("SOTAY_NOW", "2026-12-01T08:00")
    opened = Store(url)
    yield opened
    opened.close()
    logs.set_up()


def lans_code(store: Store) -> str:
    with store.unit() as session:
        branch = plant(session, KEYS, START)
        return code_for(session, KEYS, branch, "lan", START)


def run(*words: str) -> int:
    return CliRunner().invoke(app, ["invite", *words]).exit_code


def good_codes(store: Store) -> int:
    with store.unit() as session:
        codes = session.exec(select(Invite)).all()
        return len([code for code in codes if code.void_at is None])


def works(store: Store, code: str) -> bool:
    with store.unit() as session:
        bot = bot_account.known(session, ChannelName.ZALO, "1", "so", START)
        where = address.at(session, bot, code, None, START)
        return invite.named_by(session, KEYS, where, code, Clock(ZONE, START)()) is not None


def test_every_printed_code_works(store: Store, tmp_path: Path) -> None:
    lans_code(store)
    assert run("--csv", str(tmp_path / "ma.csv"), "--pdf", str(tmp_path / "thu.pdf")) == 0
    with (tmp_path / "ma.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 10
    assert all(works(store, invite.code_in(row["Mã"]) or "") for row in rows)
    assert (tmp_path / "thu.pdf").read_bytes().startswith(b"%PDF")
    assert [p.name for p in tmp_path.iterdir() if ".tam" in p.name] == []


def test_where_one_file_cannot_be_made_nothing_is_printed_and_old_codes_stay(
    store: Store, tmp_path: Path
) -> None:
    old = lans_code(store)
    missing = tmp_path / "khong" / "co" / "thu.pdf"
    assert run("--again", "--csv", str(tmp_path / "ma.csv"), "--pdf", str(missing)) == 1
    assert list(tmp_path.glob("ma*")) == []
    assert works(store, old)
    assert good_codes(store) == 1


def test_nobody_gets_a_second_code_unless_asked(store: Store, tmp_path: Path) -> None:
    lans_code(store)
    assert run("--csv", str(tmp_path / "a.csv")) == 0
    before = good_codes(store)
    assert run("--csv", str(tmp_path / "b.csv")) == 0
    assert good_codes(store) == before == 11
    with store.unit() as session:
        assert len(session.exec(member.gone()).all()) == 0
