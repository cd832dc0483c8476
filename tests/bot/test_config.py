"""Settings as people write them: empty, with a slip, or so that they would reach real people in a trial."""

from datetime import time
from pathlib import Path

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from bot.cli import opening
from bot.config import Settings


def chosen(**settings: object) -> Settings:
    return Settings(_env_file=None, **settings)


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"SOTAY_{name.upper()}", raising=False)


def test_empty_quiet_hours_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert chosen().quiet() == (time(21), time(6, 30))
    monkeypatch.setenv("SOTAY_QUIET_HOURS", "")
    assert chosen().quiet() is None


def test_anything_else_empty_is_not_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    plain = chosen()
    for name in set(Settings.model_fields) - {"quiet_hours"}:
        monkeypatch.setenv(f"SOTAY_{name.upper()}", "")
    assert chosen() == plain
    (tmp_path / ".env").write_text("SOTAY_PORT=8123\nSOTAY_QUIET_HOURS=\nSOTAY_ZALO_TOKEN=\n")
    written = Settings(_env_file=tmp_path / ".env")
    assert (written.port, written.quiet(), written.zalo_token) == (8123, None, None)


@given(st.times(), st.times())
def test_quiet_hours_are_read(start: time, end: time) -> None:
    span = chosen(quiet_hours=f"{start:%H:%M}-{end:%H:%M}").quiet()
    assert span == (
        start.replace(second=0, microsecond=0, fold=0),
        end.replace(second=0, microsecond=0, fold=0),
    )


def test_updates_are_posted_where_there_is_an_address() -> None:
    assert chosen().polls
    assert not chosen(public_url="https://sotay.example").polls
    assert chosen(public_url="https://sotay.example", updates="poll").polls


WRONG = {
    "SOTAY_QUIET_HOURS": ("21:00", "21:00-", "-", "21-6", "21:00-06:30-05:00", "tối"),
    "SOTAY_TIMEZONE": ("Foo/Bar", "../Asia", "Asia", "Hà Nội"),
    "SOTAY_TELEGRAM_API": ("api.telegram.org", "ftp://api.telegram.org", "https://", "https://a:b"),
    "SOTAY_PORT": ("70000", "tám nghìn"),
    "SOTAY_NOW": ("mai",),
    "SOTAY_PUBLIC_URL": ("example.org",),
    "SOTAY_UPDATES": ("webhook", "hook"),
    "SOTAY_DATABASE_URL": (
        "postgresql://localhost/sotay",
        "foo",
        "data/sotay.db",
        "mysql://a/b",
        "postgresql://a:b/c",
    ),
}


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, values in WRONG.items() for v in values])
def test_a_wrong_setting_is_told_in_a_sentence(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(typer.Exit) as ended:
        opening.settings()
    assert ended.value.exit_code == opening.WRONG_USE
    said = capsys.readouterr().err
    assert said.strip() in {
        f"{name}: không có múi giờ này. Ví dụ: Asia/Ho_Chi_Minh",
        f"{name}: cần dạng 21:00-06:30; để trống là không có giờ yên lặng.",
        f"{name}: cần dạng sqlite:///data/sotay.db hoặc postgresql://tên:mật-khẩu@máy/cơ-sở-dữ-liệu",
        f"{name}: phải là địa chỉ bắt đầu bằng https:// hoặc http://",
        f"{name}: {opening.WRONG_SETTING}",
        "Cần đặt SOTAY_SECRET_KEY khi dùng PostgreSQL.",
        "SOTAY_UPDATES=webhook cần SOTAY_PUBLIC_URL, địa chỉ https mà Telegram và Zalo gọi đến được.",
    }


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "sotay.local"])
def test_without_tls_in_front_the_server_listens_on_loopback_only(host: str) -> None:
    for url in (None, "http://127.0.0.1:8000"):
        with pytest.raises(ValueError, match="cần một máy chủ https"):
            chosen(host=host, public_url=url)
    assert chosen(host=host, public_url="https://sotay.example.vn").host == host
    assert chosen(host="localhost").host == "localhost"


@pytest.mark.parametrize("more", [{"trial": True}, {"now": "2026-12-01T08:00"}])
@pytest.mark.parametrize(
    "real",
    [
        {},
        {"telegram_api": "https://api.telegram.org/"},
        {"telegram_api": " HTTPS://API.Telegram.ORG:443"},
        {"telegram_api": "https://api.telegram.org./x"},
    ],
)
def test_no_trial_reaches_real_people(more: dict[str, object], real: dict[str, object]) -> None:
    assert chosen(telegram_token="1:x", telegram_api="http://127.0.0.1:9/", **more).telegram_api[-1] == "9"
    with pytest.raises(ValueError, match="chỉ dùng khi thử"):
        chosen(telegram_token="1:x", **more, **real)
    with pytest.raises(ValueError, match="chỉ dùng khi thử"):
        chosen(zalo_token="1:x", zalo_api="https://Bot-API.zaloplatforms.com/", **more)
