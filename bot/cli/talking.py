"""The console: a chat in the terminal, in a process of its own, beside a running handbook or alone."""

import asyncio
from typing import Annotated

import typer

from bot.channels.console import Console
from bot.cli.opening import WRONG_USE, Opened, opened, warn
from bot.turns import Turns
from handlers.kit.hours import Hours
from handlers.kit.router import load
from models import address as addresses
from models import member, setting
from models.bot_account import known
from models.database import Session
from models.member import Member
from models.organisation import branches
from models.terms import ChannelName
from models.web_session import become

SEVERAL = 3


def join(app: typer.Typer) -> None:
    """Adds these commands."""
    app.command(help=CHAT)(chat)


def chat(
    who: Annotated[str, typer.Option("--as", help="Đóng vai người này (chỉ ở chi bộ mẫu hoặc bản thử)")] = "",
    code: Annotated[str, typer.Option(help="Mã mời")] = "",
) -> None:
    """Talks with the handbook."""
    if bool(who) == bool(code):
        warn.print(ONE_OF)
        raise typer.Exit(WRONG_USE)
    load()
    with opened() as database:
        asyncio.run(_talk(database, who, code))


async def _talk(database: Opened, who: str, code: str) -> None:
    keys = database.settings.keys()
    hours = Hours(*(database.settings.quiet() or (None, None)))
    turns = Turns(database.store, keys, database.clock, hours)
    with database.unit() as session:
        account = known(session, ChannelName.CONSOLE, "console", "console", turns.now())
        if who:
            address = become(session, account, _played(database, session, who), turns.now())
        else:
            address = addresses.at(session, account, keys.hash("console", code), None, turns.now())
            if addresses.bindings(session, address):  # it was said here before, and goes on
                code = ""
    await Console(database.store, turns, address).run(code)


def _played(database: Opened, session: Session, who: str) -> Member:
    """The member whom somebody plays; ends the command where nobody may, or where it is not clear who is meant."""
    if not setting.anybody(session) or database.settings.reaches_real_people:
        warn.print(NOT_HERE)
        raise typer.Exit(WRONG_USE)
    found = [person for place in branches(session) for person in member.find(session, place, who)]
    if not found:
        warn.print(NOBODY.format(who))
        raise typer.Exit(WRONG_USE)
    if len(found) > 1:
        warn.print(CHOOSE.format(who))
        for person in found:
            warn.print(f'  --as "{person.name} {(person.birth or "")[:4]}"')
        raise typer.Exit(SEVERAL)
    return found[0]


# Wording

CHAT = "Nhắn tin với Sổ tay ngay tại đây."
ONE_OF = "Cần một trong hai: --as TÊN (chi bộ mẫu, bản thử) hoặc --code MÃ."
NOT_HERE = "Chỉ đóng vai được ở chi bộ mẫu hoặc bản thử. Ở đây xin dùng: chat --code MÃ"
NOBODY = "Không có ai tên “{}”."
CHOOSE = "Có nhiều đồng chí tên “{}”, xin ghi rõ họ tên, thêm năm sinh nếu trùng:"
