"""The command line. `--help` everywhere, in Vietnamese; a clear sentence instead of a traceback."""

import typer

from bot.cli import bots, inviting, keeping, people, running, talking
from bot.cli.vietnamese import Command, Commands

# Wording

ABOUT = "Sổ tay: họp chi bộ qua Telegram, Zalo và trang web."

app = typer.Typer(
    cls=Commands,
    help=ABOUT,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for part in (running, people, inviting, bots, talking, keeping):
    part.join(app)
for command in app.registered_commands:
    command.cls = Command

__all__ = ["app"]
