"""Commands that keep what there is: outbox, backup, restore."""

import os
import sys
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from bot import backup as copies
from bot.app import AlreadyRunning, only_one
from bot.cli.opening import WRONG_USE, named, opened, reached, say, settings, warn
from bot.config import KEY_FILE
from models import copying, outbox, setting

RUNS_ALREADY = 3


def join(app: typer.Typer) -> None:
    """Adds these commands."""
    app.command(name="outbox", help=OUTBOX)(show)
    app.command(help=BACKUP)(backup)
    app.command(help=RESTORE)(restore)


def show(
    what: Annotated[
        str, typer.Argument(metavar="VIỆC", help="release: gửi những gì bản khôi phục đang giữ")
    ] = "",
) -> None:
    """Shows what is owed, or lets go what a restored copy holds."""
    if what not in ("", "release"):
        warn.print(NOT_KNOWN.format(what))
        raise typer.Exit(WRONG_USE)
    with opened() as database, database.unit() as session:
        if what == "release":
            going, late = outbox.release(session, database.clock())
            say.print(RELEASED.format(going, late))
            return
        counted: Counter[tuple[str, str]] = Counter()
        for kind, state, count in outbox.counts(session):
            counted[KINDS.get(kind, OTHER), STATES[state.value]] += count
        table = Table(*HEADINGS, box=None)
        for words, count in counted.items():
            table.add_row(*words, str(count))
        say.print(table)
        if setting.has(session, setting.HELD):
            say.print(HOLDS)


def backup(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp bản sao sẽ ghi", dir_okay=False)],
    force: Annotated[bool, typer.Option("--force", help="Ghi đè tệp đã có")] = False,
) -> None:
    """Writes a copy of everything under a passphrase."""
    if file.exists() and not force:  # it may be the only copy there is
        warn.print(STANDS.format(file))
        raise typer.Exit(WRONG_USE)
    if not os.access(file.parent, os.W_OK):  # said before a passphrase is typed
        warn.print(NOT_SAVED.format(file))
        raise typer.Exit(WRONG_USE)
    with opened() as database:
        try:
            copies.save(database.settings.url, file, _passphrase(new=True), database.settings.keys())
        except copies.NotWritten:
            warn.print(NOT_SAVED.format(file))
            raise typer.Exit(1) from None
    say.print(SAVED.format(file.name, KEY_FILE.name))


def restore(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp bản sao", exists=True, dir_okay=False)],
) -> None:
    """Fills an empty database from a copy."""
    chosen = settings()
    try:
        with reached(chosen), only_one(chosen.url):
            rows, same_key = copies.restore(chosen.url, file, _passphrase(), chosen.keys())
    except copies.NotOpened:
        warn.print(NOT_OPENED)
        raise typer.Exit(1) from None
    except copying.NotEmpty:
        warn.print(NOT_EMPTY)
        raise typer.Exit(WRONG_USE) from None
    except AlreadyRunning:
        warn.print(STOP_FIRST)
        raise typer.Exit(RUNS_ALREADY) from None
    say.print(RESTORED.format(rows, named(chosen.url)))
    if not same_key:
        say.print(OTHER_KEY)


def _passphrase(new: bool = False) -> str:
    """Asked without showing it, or the first line of what is piped in; never an argument, which others could see."""
    if sys.stdin.isatty():
        said = str(typer.prompt(PASSPHRASE, hide_input=True))
        if new and typer.prompt(ONCE_MORE, hide_input=True) != said:
            warn.print(NOT_THE_SAME)
            raise typer.Exit(WRONG_USE)
    else:
        said = sys.stdin.readline().rstrip("\r\n")
    if new and len(said) < copies.SHORTEST:
        warn.print(TOO_SHORT.format(copies.SHORTEST))
        raise typer.Exit(WRONG_USE)
    return said


# Wording

OUTBOX = "Xem các tin còn phải gửi; `outbox release` gửi những gì bản khôi phục đang giữ."
BACKUP = "Ghi bản sao toàn bộ dữ liệu vào một tệp, khóa bằng mật khẩu (hỏi khi chạy)."
RESTORE = "Khôi phục từ bản sao vào cơ sở dữ liệu còn trống; chưa gửi gì cho đến `outbox release`."
HEADINGS = ("Loại tin", "Tình trạng", "Số tin")
KINDS = {
    "meeting": "họp: mời, đổi, hoãn",
    "reminder": "nhắc họp",
    "month": "đề nghị họp tháng",
    "roll": "điểm danh",
    "away": "điểm danh",
    "roll-taken": "điểm danh",
    "noted": "trả lời dự họp",
    "appointed": "chủ trì, thư ký",
    "stays-away": "chủ trì, thư ký",
    "sharing": "gọi giúp",
    "exemption": "miễn sinh hoạt xin được mời",
    "asked-in": "miễn sinh hoạt xin được mời",
    "callback": "nhờ gọi lại",
    "joining": "vào Sổ tay",
    "joined": "vào Sổ tay",
    "changeover": "chuyển chi bộ sang nơi nhắn khác",
    "erasing": "xin xóa dữ liệu",
    "roster": "nhập danh sách",
    "absence": "đi vắng",
    "absence-ends": "đi vắng",
    "transfer": "đi vắng",
    "acting": "điều hành thay",
    "draft": "dự thảo",
    "comment": "góp ý",
    "draft_answer": "góp ý",
    "motion": "lấy ý kiến, biểu quyết",
    "hands": "lấy ý kiến, biểu quyết",
    "survey": "khảo sát",
    "result": "kết quả",
    "announcement": "thông báo",
    "document": "tài liệu",
    "dispatch": "văn bản cấp trên",
    "dispatch-chosen": "văn bản cấp trên",
    "dispatch-joined": "văn bản cấp trên",
    "dispatch-reminder": "văn bản cấp trên",
    "dispatch-ended": "văn bản cấp trên",
    "lost": "báo tin không đến",
    "quota": "hạn mức tin của bot",
    "progress": "báo gửi tới đâu",
    "answer": "trả lời từng người",
}
OTHER = "tin khác"
STATES = {
    "queued": "chờ gửi",
    "sending": "đang gửi",
    "sent": "đã gửi",
    "failed": "không gửi được",
    "expired": "quá giờ, không gửi",
    "cancelled": "đã bỏ",
    "held": "đang giữ",
    "unreached": "chưa có máy nhận",
}
NOT_KNOWN = "Không có lệnh outbox {}. Dùng: outbox, hoặc outbox release."
RELEASED = "Đã thả: {} tin sẽ gửi, ghi rõ (gửi lại); {} tin đã quá giờ, không gửi. Nay chạy được: make run"
HOLDS = "Đây là bản khôi phục, đang giữ mọi tin. Khi máy cũ đã dừng hẳn: python -m bot outbox release"
PASSPHRASE = "Mật khẩu của bản sao"
ONCE_MORE = "Nhắc lại mật khẩu"
NOT_THE_SAME = "Hai lần ghi mật khẩu khác nhau. Chưa ghi gì; xin chạy lại lệnh này."
TOO_SHORT = "Mật khẩu ngắn quá: cần ít nhất {} ký tự, ví dụ bốn từ không liên quan nhau."
SAVED = "Đã ghi {}. Tệp khóa {} không nằm trong bản sao: xin cất riêng; thiếu nó thì mã giấy và liên kết cũ không dùng được nữa."
NOT_SAVED = "Không ghi được {}: thư mục không có, không cho ghi, hoặc đĩa đã đầy. Chưa có bản sao nào; xin chọn chỗ khác."
STANDS = (
    "Đã có tệp {}, có thể là một bản sao cũ, nên chưa ghi gì. Xin chọn tên khác, hoặc thêm --force để ghi đè."
)
NOT_OPENED = "Không mở được bản sao: sai mật khẩu, hoặc tệp hỏng, thiếu. Chưa ghi gì."
NOT_EMPTY = (
    "Cơ sở dữ liệu này đã có dữ liệu. Chưa ghi gì; khôi phục vào chỗ trống, ví dụ: "
    "SOTAY_DATABASE_URL=sqlite:///data/khoi-phuc.db python -m bot restore TỆP"
)
STOP_FIRST = "Sổ tay đang chạy trên cơ sở dữ liệu này. Dừng nó rồi khôi phục."
RESTORED = (
    "Đã khôi phục {} dòng vào {}. Chưa gửi gì: xem bằng python -m bot outbox; khi máy cũ đã dừng hẳn: python -m bot outbox release\n"
    "Lệnh nào sau đây cũng cần đúng cơ sở dữ liệu ấy: ghi nó ở dòng SOTAY_DATABASE_URL trong tệp .env."
)
OTHER_KEY = "Khóa của máy này khác khóa lúc sao lưu: mã giấy, liên kết và phiên trang web cũ không dùng được; xin chép lại tệp khóa cũ nếu còn."
