"""What goes wrong every day before a command begins is told in a sentence, by every command."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot import logs
from bot.cli import app
from tests.database import ready

PASSPHRASE = "bốn từ không liên quan"
NO_FILE, NO_SERVER = "Không mở được cơ sở dữ liệu", "Không nối được PostgreSQL"


@pytest.fixture(autouse=True)
def quiet_logs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SOTAY_SECRET_KEY", "opening")
    yield
    logs.set_up()


def run(*words: str, say: str = "") -> Result:
    return CliRunner().invoke(app, list(words), input=say)


@pytest.fixture
def places(tmp_path: Path) -> dict[str, str]:
    """Databases that are none."""
    (tmp_path / "thu.txt").write_text("Kính gửi các đồng chí " * 100)
    return {
        "no database": f"sqlite:///{tmp_path}/thu.txt",
        "no folder": f"sqlite:///{tmp_path}/thu.txt/so.db",
        "nowhere": "sqlite:////proc/khong/so.db",
        "a folder": f"sqlite:///{tmp_path}",
        "no server": "postgresql://so:bimat@127.0.0.1:1/so",
    }


@pytest.mark.sqlite("none of these is a database of the run's kind")
@pytest.mark.parametrize("place", ["no database", "no folder", "nowhere", "a folder", "no server"])
@pytest.mark.parametrize(
    "words",
    ["check", "migrate", "run", "sample", "outbox", "chat --code 1", "appoint a b c", "backup {}/a.so"],
)
def test_a_database_that_cannot_be_opened_is_told_in_words(
    words: str, place: str, places: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOTAY_DATABASE_URL", places[place])
    ended = run(*words.format(tmp_path).split(), say=f"{PASSPHRASE}\n")
    assert ended.exit_code == 2
    assert (NO_SERVER if place == "no server" else NO_FILE) in ended.output
    assert "bimat" not in ended.output


def test_nothing_is_restored_where_no_database_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOTAY_DATABASE_URL", ready(tmp_path, "a"))
    assert run("backup", f"{tmp_path}/a.so", say=f"{PASSPHRASE}\n").exit_code == 0
    for url in (
        "sqlite:////proc/khong/so.db",
        f"sqlite:///{tmp_path}/a.so",
        "postgresql://so:bimat@127.0.0.1:1/so",
    ):
        monkeypatch.setenv("SOTAY_DATABASE_URL", url)
        ended = run("restore", f"{tmp_path}/a.so", say=f"{PASSPHRASE}\n")
        assert ended.exit_code == 2
        assert NO_FILE in ended.output or NO_SERVER in ended.output


def test_where_no_copy_can_be_written_is_said_before_a_passphrase_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOTAY_DATABASE_URL", ready(tmp_path, "a"))
    ended = run("backup", f"{tmp_path}/khong/co/a.so", say=f"{PASSPHRASE}\n")
    assert ended.exit_code == 2
    assert "Không ghi được" in ended.output
    assert "Mật khẩu" not in ended.output.partition("Không ghi được")[0]
    (tmp_path / "b.so.part").mkdir()
    late = run("backup", f"{tmp_path}/b.so", say=f"{PASSPHRASE}\n")
    assert late.exit_code == 1
    assert "Chưa có bản sao nào" in late.output
