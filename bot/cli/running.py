"""Commands that run and look after the installation: run, migrate, check, when."""

import asyncio
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.app import AlreadyRunning, App, only_one
from bot.cli.opening import WRONG_USE, opened, say, settings, warn
from bot.config import Settings
from bot.migrate import upgrade
from bot.sample import is_sample, plant, refusal
from handlers.kit import reading
from models.database import sqlite_file

RUNS_ALREADY = 3


def join(app: typer.Typer) -> None:
    """Adds these commands."""
    app.command(help=RUN)(run)
    app.command(help=MIGRATE)(migrate)
    app.command(help=CHECK)(check)
    app.command(help=SAMPLE)(sample)
    app.command(help=WHEN)(when)


def run() -> None:
    """Runs the handbook until it is stopped."""
    chosen = settings()
    upgrade(chosen.url, trial=chosen.trial)
    try:
        with only_one(chosen.url):
            if chosen.is_tryout and refusal(chosen) is None:
                plant(chosen)
            _no_real_people_in_the_sample(chosen)
            say.print(RUNNING.format(chosen.host, chosen.port))
            asyncio.run(_run(App(chosen)))
    except AlreadyRunning:
        warn.print(ALREADY.format(sqlite_file(chosen.url).name))
        raise typer.Exit(RUNS_ALREADY) from None
    except ValueError as wrong:
        warn.print(str(wrong))
        raise typer.Exit(WRONG_USE) from None


def _no_real_people_in_the_sample(chosen: Settings) -> None:
    """In the sample anybody may be anybody, so no messenger is ever connected to it."""
    if not chosen.is_tryout and is_sample(chosen):
        raise ValueError(NOT_THE_SAMPLE)


async def _run(app: App) -> None:
    await app.run()


def migrate() -> None:
    """Brings the database to the newest schema."""
    chosen = settings()
    upgrade(chosen.url, trial=chosen.trial)
    say.print(MIGRATED)


def check() -> None:
    """Says what is reachable and sane."""
    from bot.checking import findings

    with opened() as open_database:
        bad = False
        for good, sentence in asyncio.run(findings(open_database.settings, open_database.store)):
            say.print(f"{GOOD if good else BAD} {sentence}")
            bad = bad or not good
    raise typer.Exit(1 if bad else 0)


def sample() -> None:
    """Plants the sample branch into an empty database."""
    chosen = settings()
    upgrade(chosen.url, trial=chosen.trial)
    refused = refusal(chosen)
    if refused:
        warn.print(refused)
        raise typer.Exit(WRONG_USE)
    plant(chosen)
    say.print(PLANTED)


def when(
    phrase: Annotated[str, typer.Argument(help="Lời ghi giờ, ví dụ: 7 rưỡi tối thứ bảy")],
    now: Annotated[str, typer.Option(help="Bây giờ là lúc nào, ví dụ 2026-12-01T08:00")] = "",
) -> None:
    """Prints how a time is read."""
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    try:
        moment = datetime.fromisoformat(now) if now else datetime.now(zone)
    except ValueError:
        warn.print(WRONG_NOW)
        raise typer.Exit(WRONG_USE) from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    for line in reading.lines(phrase, moment):
        say.print(line)


# Wording

RUN = "Chạy Sổ tay: trang web, và mỗi bot đã đặt mã (Ctrl-C để dừng)."
MIGRATE = "Đưa cơ sở dữ liệu lên bản mới nhất."
CHECK = "Kiểm tra: cơ sở dữ liệu, bot, địa chỉ công khai."
SAMPLE = "Trồng chi bộ mẫu vào cơ sở dữ liệu còn trống."
WHEN = "Xem Sổ tay hiểu một lời ghi giờ thế nào."
RUNNING = "Sổ tay chạy tại http://{}:{} (Ctrl-C để dừng)"
ALREADY = "Sổ tay đang chạy trên tệp {}. Dừng bản đang chạy rồi chạy lại."
NOT_THE_SAMPLE = (
    "Đây là cơ sở dữ liệu mẫu, không nối với Telegram, Zalo hay địa chỉ công khai.\n"
    "Bắt đầu thật: SOTAY_DATABASE_URL=sqlite:///data/sotay.db python -m bot import-members TỆP"
)
GOOD, BAD = "Tốt ", "LỖI "
MIGRATED = "Cơ sở dữ liệu đã ở bản mới nhất."
PLANTED = "Đã trồng chi bộ mẫu. Chạy: make run"
WRONG_NOW = "--now cần dạng 2026-12-01T08:00"
