"""Appointing: in one's own branch, and above it, where nobody belongs but those of the branches below."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import logs
from bot.cli import app
from bot.migrate import upgrade
from bot.store import Store
from models import acting, member
from models.member import Member
from models.sealing import Keys
from tests.cast import above, plant
from tests.player import START

WARD = "Đảng bộ phường Hoa Sen"


@pytest.mark.parametrize(("name", "place", "code"), [("Vũ Minh", WARD, 0), ("Nguyễn Văn Nam", WARD, 2)])
def test_who_leads_above_belongs_below(
    name: str, place: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'so.db'}"
    upgrade(url)
    for setting, value in (("DATABASE_URL", url), ("SECRET_KEY", "people"), ("NOW", "2026-12-01T08:00")):
        monkeypatch.setenv(f"SOTAY_{setting}", value)
    store = Store(url)
    with store.unit() as session:
        branch = plant(session, Keys(b"people"), START)
        above(session, branch, START)
        minh, number = branch.names["minh"], branch.place.id
    assert CliRunner().invoke(app, ["appoint", name, "Phó bí thư", place]).exit_code == code
    with store.unit() as session:
        who = session.get_one(Member, minh)
        own = member.branch_of(session, who)
        assert own is not None and own.id == number
        assert (acting.right(session, who, own, START.replace(hour=9)) is not None) == (code == 0)
    store.close()
    logs.set_up()


def test_who_follows_a_branch_belongs_to_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'so.db'}"
    upgrade(url)
    for setting, value in (("DATABASE_URL", url), ("SECRET_KEY", "people"), ("NOW", "2026-12-01T08:00")):
        monkeypatch.setenv(f"SOTAY_{setting}", value)
    store = Store(url)
    with store.unit() as session:
        branch = plant(session, Keys(b"people"), START)
        above(session, branch, START)
        kiên, place = branch.names["kiên"], branch.place

    def appoint(*words: str) -> int:
        return CliRunner().invoke(app, ["appoint", *words]).exit_code

    def follows() -> bool:
        with store.unit() as session:
            return kiên in session.exec(member.followers(place.id, START.replace(hour=9))).all()

    assert appoint("Nguyễn Thị Lan", "theo dõi chi bộ", place.name) == 2, "a member follows his branch anyway"
    assert appoint("Bùi Trung Kiên", "theo dõi chi bộ", WARD) == 2, "a committee is no branch"
    assert not follows()
    assert appoint("Bùi Trung Kiên", "theo dõi chi bộ", place.name) == 0
    assert follows()
    monkeypatch.setenv("SOTAY_NOW", "2026-12-01T08:30")
    assert appoint("Bùi Trung Kiên", "theo dõi chi bộ", place.name, "--end") == 0
    assert not follows()
    store.close()
    logs.set_up()
