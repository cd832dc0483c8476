"""What there is is kept: no copy is written over unasked, a restored one says what it holds, and all of it in words that one reads."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot import logs
from bot.cli import app, keeping
from bot.migrate import upgrade
from bot.store import Store
from models import bot_account, outbox
from models.sealing import Keys
from models.terms import ChannelName
from tests.cast import plant
from tests.database import ready
from tests.player import START

WORDS = "bốn từ không liên quan"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a database, to which the command line is pointed; two notices are owed to Lan."""
    url = ready(tmp_path)
    for name, value in (("DATABASE_URL", url), ("SECRET_KEY", "keeping"), ("NOW", "2026-12-01T08:00")):
        monkeypatch.setenv(f"SOTAY_{name}", value)
    upgrade(url)
    store = Store(url)
    with store.unit() as session:
        branch = plant(session, Keys(b"keeping"), START)
        bot = bot_account.known(session, ChannelName.TELEGRAM, "1", "so", START)
        branch.joins(session, "lan", bot.id, "1001", START)
        for kind in ("meeting", "a kind of a feature to come"):
            outbox.tell(session, [branch.names["lan"]], {"text": "x"}, key=kind, kind=kind, now=START)
    store.close()
    yield tmp_path
    logs.set_up()


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words), input=f"{WORDS}\n")


def test_a_copy_is_written_over_only_when_asked(folder: Path) -> None:
    file = folder / "sao.so"
    assert run("backup", str(file)).exit_code == 0
    first = file.read_bytes()
    refused = run("backup", str(file))
    assert refused.exit_code == 2
    assert "Đã có tệp" in refused.stderr and "--force" in refused.stderr
    assert file.read_bytes() == first
    assert run("backup", str(file), "--force").exit_code == 0
    assert file.read_bytes() != first


def test_a_restored_copy_says_what_it_holds(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "bản khôi phục" not in run("check").stdout
    run("backup", str(folder / "sao.so"))
    monkeypatch.setenv("SOTAY_DATABASE_URL", ready(folder, "moi"))
    assert run("restore", str(folder / "sao.so")).exit_code == 0
    found = run("check")
    assert found.exit_code == 1
    (said,) = [line for line in found.stdout.splitlines() if "bản khôi phục" in line]
    assert "đang giữ 2 tin" in said and said.endswith("python -m bot outbox release")
    assert run("outbox", "release").exit_code == 0
    assert "bản khôi phục" not in run("check").stdout


def test_what_is_owed_is_told_in_vietnamese(folder: Path) -> None:
    shown = run("outbox").stdout
    assert re.search(r"họp: mời, đổi, hoãn +chờ gửi +1\b", shown)
    assert re.search(r"tin khác +chờ gửi +1\b", shown), "a new feature's notices need no word here"
    assert not re.search(r"meeting|kind|queued", shown)


def test_every_kind_of_notice_has_a_name_of_its_own() -> None:
    """What a member of the office reads of the outbox: nothing that is sent today is merely 'other'."""
    unnamed = []
    for file in [*Path("handlers").rglob("*.py"), *Path("scheduler").rglob("*.py")]:
        module = ".".join(file.with_suffix("").parts).removesuffix(".__init__")
        for call in ast.walk(ast.parse(file.read_text())):
            if not isinstance(call, ast.Call) or not ast.unparse(call.func).endswith(".tell"):
                continue
            for given in call.keywords:
                if given.arg == "kind" and isinstance(given.value, ast.Constant | ast.Name | ast.Attribute):
                    names = vars(importlib.import_module(module))
                    at = ast.unparse(given.value)
                    if at.partition(".")[0] in names or isinstance(given.value, ast.Constant):
                        kind = eval(at, names)
                        unnamed += [] if kind in keeping.KINDS else [f"{file}: {kind}"]
    assert unnamed == []
