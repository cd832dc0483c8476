"""Commands that run and look after the installation: run, migrate, check, when."""

import asyncio
import socket
from datetime import datetime
from typing import Annotated

import typer

from bot.app import AlreadyRunning, App, Broken, Busy, door, only_one
from bot.cli.opening import WRONG_USE, migrated, named, opened, reached, say, settings, warn
from bot.cli.waiting import during
from bot.config import Clock, Settings
from bot.sample import is_sample, plant, refusal
from bot.store import Store
from handlers.kit import reading
from models import setting

RUNS_ALREADY = 3
NO_PORT = 4


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
    migrated(chosen)
    _not_while_held(chosen)
    try:
        with reached(chosen), only_one(chosen.url), door(chosen.host, chosen.port) as listening:
            if chosen.is_tryout and refusal(chosen) is None:
                plant(chosen)
            _no_real_people_in_the_sample(chosen)
            say.print(RUNNING.format(chosen.host, chosen.port))
            asyncio.run(_run(chosen, listening))
    except AlreadyRunning:
        warn.print(ALREADY.format(named(chosen.url)))
        raise typer.Exit(RUNS_ALREADY) from None
    except Busy as closed:
        warn.print((BUSY if closed.taken else NOT_OPENED).format(chosen.port, chosen.host))
        raise typer.Exit(NO_PORT) from None
    except Broken:
        warn.print(BROKE)
        raise typer.Exit(1) from None


def _no_real_people_in_the_sample(chosen: Settings) -> None:
    """In the sample anybody may be anybody, so no messenger is ever connected to it."""
    connected = chosen.telegram_token or chosen.zalo_token or chosen.public_url
    if connected and is_sample(chosen):
        warn.print(NOT_THE_SAMPLE)
        raise typer.Exit(WRONG_USE)


def _not_while_held(chosen: Settings) -> None:
    """A restored copy neither speaks nor listens until it is let go: the one it was made from may still run."""
    store = Store(chosen.url)
    try:
        with store.unit() as session:
            held = setting.has(session, setting.HELD)
    finally:
        store.close()
    if held:
        warn.print(IS_HELD)
        raise typer.Exit(WRONG_USE)


async def _run(chosen: Settings, listening: socket.socket) -> None:
    await App(chosen).run(listening)


def migrate() -> None:
    """Brings the database to the newest schema."""
    chosen = settings()
    migrated(chosen)
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
    migrated(chosen)
    refused = refusal(chosen)
    if refused:
        warn.print(refused)
        raise typer.Exit(WRONG_USE)
    with during(PLANTING):
        plant(chosen)
    say.print(PLANTED)


def when(
    phrase: Annotated[str, typer.Argument(metavar="LỜI", help="Lời ghi giờ, ví dụ: 7 rưỡi tối thứ bảy")],
    now: Annotated[str, typer.Option(help="Bây giờ là lúc nào, ví dụ 2026-12-01T08:00")] = "",
) -> None:
    """Prints how a time is read."""
    chosen = settings()
    try:
        moment = datetime.fromisoformat(now) if now else Clock(chosen.timezone, chosen.now)()
    except ValueError:
        warn.print(WRONG_NOW)
        raise typer.Exit(WRONG_USE) from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=chosen.timezone)
    for line in reading.lines(phrase, moment):
        say.print(line)


# Wording

RUN = "Chạy Sổ tay: trang web, và mỗi bot đã đặt mã (Ctrl-C để dừng)."
MIGRATE = "Đưa cơ sở dữ liệu lên bản mới nhất."
CHECK = "Kiểm tra: cơ sở dữ liệu, bot, địa chỉ công khai."
SAMPLE = "Trồng chi bộ mẫu vào cơ sở dữ liệu còn trống."
WHEN = "Xem Sổ tay hiểu một lời ghi giờ thế nào."
RUNNING = "Sổ tay chạy tại http://{}:{} (Ctrl-C để dừng)"
ALREADY = "Sổ tay đang chạy trên {}. Dừng bản đang chạy rồi chạy lại."
BUSY = "Cổng {} đang bận: một chương trình khác đang dùng. Dừng nó, hoặc đặt SOTAY_PORT sang số khác."
BROKE = "Một phần của Sổ tay gặp lỗi nên Sổ tay đã dừng. Xin chạy lại: python -m bot run"
NOT_OPENED = "Không mở được cổng {} tại {}. Xem lại SOTAY_HOST và SOTAY_PORT."
NOT_THE_SAMPLE = (
    "Đây là cơ sở dữ liệu mẫu, không nối với Telegram, Zalo hay địa chỉ công khai.\n"
    "Bắt đầu thật: SOTAY_DATABASE_URL=sqlite:///data/sotay.db python -m bot import-members TỆP"
)
IS_HELD = "Đây là bản khôi phục, chưa nghe và chưa gửi gì. Khi máy cũ đã dừng hẳn: python -m bot outbox release, rồi chạy lại."
GOOD, BAD = "Tốt ", "LỖI "
MIGRATED = "Cơ sở dữ liệu đã ở bản mới nhất."
PLANTING = "Đang trồng chi bộ mẫu"
PLANTED = "Đã trồng chi bộ mẫu. Chạy: make run"
WRONG_NOW = "--now cần dạng 2026-12-01T08:00"
