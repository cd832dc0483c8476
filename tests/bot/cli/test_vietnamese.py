"""The command line speaks Vietnamese: no page and no error of typer's own is left in English."""

import re

import pytest
from typer.testing import CliRunner

from bot.cli import app

ENGLISH = re.compile(
    r"usage|options|arguments|commands?\b|show this|exit|default|required|error|missing|try '|no such|invalid|got |<str>|<file>|\bargs",
    re.I,
)
NAMES = [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]


def said(*words: str) -> tuple[int, str]:
    """The exit code, and all that is printed."""
    ended = CliRunner().invoke(app, list(words), prog_name="python -m bot")
    return ended.exit_code, ended.output


def in_vietnamese(text: str) -> None:
    assert not (found := ENGLISH.search(text)), f"{found[0]!r} in\n{text}"


def test_every_help_is_in_vietnamese() -> None:
    assert len(NAMES) > 10
    for words in ([], *([name] for name in NAMES)):
        code, text = said(*words, "--help")
        assert code == 0
        assert text.startswith(" ".join(["Cách dùng: python -m bot", *words]))
        assert "--help" in text and "Xem trang này." in text
        in_vietnamese(text.replace("import-members", "").replace("import-organisations", ""))


def test_without_a_command_the_help_is_shown() -> None:
    code, text = said()
    assert code == 2
    assert "Các lệnh:" in text
    in_vietnamese(text)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("backup", "Lỗi: Thiếu TỆP."),
        ("appoint Lan", "Lỗi: Thiếu CHỨC-VỤ."),
        ("xyz", "Lỗi: Không có lệnh xyz."),
        ("invit", "Lỗi: Không có lệnh invit. Có phải: 'invite'?"),
        ("invite --pff x", "Lỗi: Không có lựa chọn --pff. Có phải: --pdf?"),
        ("invite --quickly", "Lỗi: Không có lựa chọn --quickly."),
        ("invite --csv", "Lỗi: Sau --csv cần ghi thêm giá trị."),
        ("invite --again=3", "Lỗi: Sau --again không ghi gì thêm."),
        ("backup a b", "Lỗi: Thừa: b. Tên có dấu cách thì đặt trong ngoặc kép."),
        ("restore /khong/co", "Lỗi: Không có tệp /khong/co."),
        ("restore /", "Lỗi: / là thư mục, không phải tệp."),
    ],
)
def test_every_error_is_a_sentence(words: str, sentence: str) -> None:
    code, text = said(*words.split())
    assert code == 2
    assert text.splitlines()[-1] == sentence
    in_vietnamese(text)
