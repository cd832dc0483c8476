"""What every command does first: settings, logs, a database at head, and sentences for what goes wrong."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import typer
from pydantic import ValidationError
from rich.console import Console

from bot import logs
from bot.config import Clock, Settings
from bot.migrate import NotMigrated, NotReached, stands, upgrade
from bot.store import Store
from models.database import Session, is_sqlite, sqlite_file

say = Console(highlight=False, soft_wrap=True, markup=False)
warn = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)

WRONG_USE = 2
NOT_MIGRATED = 5


@dataclass
class Opened:
    """A database opened for one command."""

    settings: Settings
    store: Store
    clock: Clock

    @contextmanager
    def unit(self) -> Iterator[Session]:
        """One transaction."""
        with self.store.unit() as session:
            yield session


def settings() -> Settings:
    """The settings; a wrong one ends the command with a sentence."""
    logs.set_up()
    sys.excepthook = logs.last_word
    try:
        return Settings()
    except ValidationError as wrong:
        for error in wrong.errors(include_input=False, include_url=False):
            name = "SOTAY_" + "_".join(str(part) for part in error["loc"]).upper() if error["loc"] else ""
            ours = error.get("ctx", {}).get("error")
            reason = str(ours) if isinstance(ours, ValueError) else WRONG_SETTING
            warn.print(f"{name}: {reason}" if name else reason)
        raise typer.Exit(WRONG_USE) from None


def named(url: str) -> str:
    """A database as it is called in a sentence: never by its address, which may hold a password."""
    return FILE.format(sqlite_file(url).name) if is_sqlite(url) else DATABASE


@contextmanager
def reached(chosen: Settings) -> Iterator[None]:
    """A database that cannot be opened, or is of another schema, ends the command with a sentence. It names the file, but never an
    address with a password."""
    try:
        yield
    except NotReached:
        if is_sqlite(chosen.url):
            warn.print(NO_FILE.format(sqlite_file(chosen.url)))
        else:
            warn.print(NO_SERVER)
        raise typer.Exit(WRONG_USE) from None
    except NotMigrated as other:
        warn.print(NEWER if other.newer else OLDER)
        raise typer.Exit(NOT_MIGRATED) from None


def migrated(chosen: Settings) -> None:
    """Brings the database to head."""
    with reached(chosen):
        upgrade(chosen.url, trial=chosen.trial)


@contextmanager
def opened() -> Iterator[Opened]:
    """The database of this installation; a SQLite file is brought to head first."""
    chosen = settings()
    if is_sqlite(chosen.url):
        migrated(chosen)
    else:
        with reached(chosen):
            stands(chosen.url)
    store = Store(chosen.url)
    try:
        yield Opened(chosen, store, Clock(chosen.timezone, chosen.now))
    finally:
        store.close()


# Wording

FILE, DATABASE = "tệp {}", "cơ sở dữ liệu này"
WRONG_SETTING = "giá trị chưa đúng. Xem README, mục Cài đặt."
NO_FILE = (
    "Không mở được cơ sở dữ liệu {}: không tạo được, không ghi được, hoặc tệp ấy không phải cơ sở dữ liệu của Sổ tay. "
    "Xem lại SOTAY_DATABASE_URL và quyền ghi vào thư mục."
)
NO_SERVER = "Không nối được PostgreSQL. Xem máy chủ ấy có đang chạy không, rồi xem lại tên, mật khẩu và địa chỉ trong SOTAY_DATABASE_URL."
OLDER = (
    "Cơ sở dữ liệu chưa có các bảng của bản này. Chạy: python -m bot migrate\n"
    "Lệnh ấy không làm được thì tài khoản trong SOTAY_DATABASE_URL chưa có quyền tạo bảng: xin cấp quyền rồi chạy lại."
)
NEWER = "Dữ liệu này của một bản Sổ tay mới hơn. Chưa đổi gì; xin cập nhật chương trình rồi chạy lại."
