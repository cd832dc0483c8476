"""The command line's own words in Vietnamese. Typer has its English fixed, so its pages are put into words here, and its errors."""

import re
import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from bot.cli.opening import WRONG_USE, warn

WrongUse: type[Any] = typer.BadParameter.__bases__[0]
"""What typer raises for wrong use; of its kinds it names only this one."""


class _Page(typer.Context.formatter_class):  # type: ignore[misc,valid-type]
    """How help is laid out, in Vietnamese words."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, _worded(args).translate(NO_BRACES), USAGE)

    def write_heading(self, heading: str) -> None:
        super().write_heading(HEADINGS.get(heading, heading))

    def write_dl(self, rows: Sequence[tuple[str, str]], **widths: int) -> None:
        super().write_dl([(_worded(_named(first)), _worded(second)) for first, second in rows], **widths)


class _Context(typer.Context):
    formatter_class = _Page


class Command(TyperCommand):
    """A command whose help is in Vietnamese."""

    context_class = _Context


class Commands(TyperGroup):
    """The commands, whose help and errors are in Vietnamese."""

    context_class = _Context

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """With no command at all the help is shown."""
        if not args:
            warn.print(ctx.get_help())
            ctx.exit(WRONG_USE)
        return super().parse_args(ctx, args)

    def main(self, *args: Any, **more: Any) -> Any:
        """Runs a command and ends the process; wrong use with 2 and a sentence, a question left unanswered with 1."""
        more["standalone_mode"] = False
        try:
            ended = super().main(*args, **more)
        except WrongUse as wrong:
            if wrong.ctx is not None:
                warn.print(wrong.ctx.get_usage(), SEE.format(wrong.ctx.command_path), "", sep="\n")
            warn.print(told(wrong))
            sys.exit(WRONG_USE)
        except typer.Abort:
            warn.print(STOPPED)
            sys.exit(1)
        sys.exit(ended or 0)


def told(wrong: Any) -> str:
    """A wrong use as a sentence; what typer says in no words that we know is told in general."""
    said = wrong.format_message()
    for pattern, sentence in ERRORS:
        if found := re.search(pattern, said):
            return ERROR.format(sentence.format(*found.groups()))
    return ERROR.format(SOMETHING)


def _worded(text: str) -> str:
    for english, ours in WORDS.items():
        text = text.replace(english, ours)
    return text


def _named(first: str) -> str:
    """An argument by its name alone: its name says what is to stand there."""
    return first if first.startswith("-") else first.partition(" <")[0]


NO_BRACES = str.maketrans("", "", "{}")

# Wording

USAGE = "Cách dùng: "
HEADINGS = {"Options": "Lựa chọn", "Arguments": "Ghi kèm", "Commands": "Các lệnh"}
WORDS = {
    "[OPTIONS]": "[LỰA CHỌN]",
    "COMMAND [ARGS]...": "LỆNH ...",
    "<file>": "TỆP",
    "<str>": "CHỮ",
    "Show this message and exit.": "Xem trang này.",
    "[required]": "[bắt buộc]",
    "[default: ": "[mặc định: ",
}
ERRORS = (
    (r"^Missing \w+ '(.+?)'", "Thiếu {}."),
    (r"^No such option: (\S+) \(Possible options: (.+)\)", "Không có lựa chọn {}. Có phải: {}?"),
    (r"^No such option: (\S+)", "Không có lựa chọn {}."),
    (r"^No such command '(.+?)'\. Did you mean (.+)\?", "Không có lệnh {}. Có phải: {}?"),
    (r"^No such command '(.+?)'", "Không có lệnh {}."),
    (r"unexpected extra argument\(s\) \((.+)\)", "Thừa: {}. Tên có dấu cách thì đặt trong ngoặc kép."),
    (r"^Option '(.+?)' requires", "Sau {} cần ghi thêm giá trị."),
    (r"^Option '(.+?)' does not take", "Sau {} không ghi gì thêm."),
    (r"'([^']+)' does not exist", "Không có tệp {}."),
    (r"'([^']+)' is a directory", "{} là thư mục, không phải tệp."),
    (r"'([^']+)' is not (?:readable|writable)", "Không mở được tệp {}: chưa có quyền."),
    (r"^Invalid value for '(.+?)'", "Giá trị của {} chưa đúng."),
)
ERROR = "Lỗi: {}"
SOMETHING = "Lệnh ghi chưa đúng."
SEE = "Xem thêm: {} --help"
STOPPED = "Đã dừng."
