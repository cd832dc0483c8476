"""Codes on paper: invite."""

import csv
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import select

from bot.cli.opening import WRONG_USE, opened, say, warn
from bot.config import Settings
from models import address, invite, member
from models.audit import note
from models.bot_account import BotAccount
from models.database import Session
from models.member import Member
from models.organisation import Organisation, branches, named
from models.terms import ChannelName


def join(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("invite", help=INVITE)(make_codes)


def make_codes(
    branch: Annotated[str, typer.Option(help="Chỉ chi bộ này")] = "",
    to_csv: Annotated[Path | None, typer.Option("--csv", help="Ghi mã ra tệp CSV này")] = None,
    to_pdf: Annotated[Path | None, typer.Option("--pdf", help="In giấy mời có QR ra tệp PDF này")] = None,
    again: Annotated[bool, typer.Option("--again", help="Cấp lại cả cho ai đang có mã còn hạn")] = False,
) -> None:
    """A code for each member who has no address yet; whoever holds a good code keeps it, unless renewed."""
    if to_csv is None and to_pdf is None:
        warn.print(WHERE_TO)
        raise typer.Exit(WRONG_USE)
    with opened() as database, database.unit() as session:
        places = _places(session, branch)
        keys, now = database.settings.keys(), database.clock()
        rows: list[tuple[Organisation, Member, str]] = []
        kept = 0
        for place in places:
            people = [session.get_one(Member, i) for i in session.exec(member.belonging(place))]
            reached = address.joined(session, [person.id for person in people])
            for person in sorted(people, key=lambda p: p.folded):
                if person.id in reached:
                    continue
                if not again and invite.unused(session, person, now):
                    kept += 1
                    continue
                rows.append((place, person, invite.issue(session, keys, person, now)))
        note(session, now, None, "code.issue", f"codes:{len(rows)}")
        telegram = session.exec(select(BotAccount).where(BotAccount.channel == ChannelName.TELEGRAM)).first()
        name = telegram.name if telegram else None
        if to_csv is not None:
            _write_csv(to_csv, rows, database.settings, name)
        if to_pdf is not None:
            _write_pdf(to_pdf, rows, database.settings, name)
        say.print(DONE.format(len(rows), kept))


def _places(session: Session, branch: str) -> list[Organisation]:
    if not branch:
        return branches(session)
    place = named(session, branch)
    if place is None:
        warn.print(NO_BRANCH.format(branch))
        raise typer.Exit(WRONG_USE)
    return [place]


def _link(code: str, settings: Settings, telegram: str | None) -> str:
    """A deep link to the Telegram bot, else to the web chat with the code behind `#`, else nothing."""
    if telegram:
        return f"https://t.me/{telegram}?start={code}"
    return f"{str(settings.public_url).rstrip('/')}/#{code}" if settings.public_url else ""


def _write_csv(
    file: Path, rows: list[tuple[Organisation, Member, str]], settings: Settings, telegram: str | None
) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADER)
        for place, person, code in rows:
            told = (place.name, person.name, person.birth or "", person.card or "", invite.in_threes(code))
            writer.writerow([_as_text(cell) for cell in (*told, _link(code, settings, telegram))])


def _write_pdf(
    file: Path, rows: list[tuple[Organisation, Member, str]], settings: Settings, telegram: str | None
) -> None:
    from bot.letters import Letter, letters  # drawing costs half a second to load, and no other command draws

    pages = []
    for place, person, code in rows:
        ways = [WAY_CHAT]
        if telegram:
            ways.append(WAY_TELEGRAM.format(telegram))
        if settings.public_url:
            ways.append(WAY_WEB.format(settings.public_url.host))
        link = _link(code, settings, telegram) or code
        pages.append(Letter(place.name, person.name, invite.in_threes(code), link, tuple(ways)))
    file.write_bytes(letters(pages))


def _as_text(cell: str) -> str:
    """What Excel would take for a formula is kept as text (people 35)."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell


# Wording

HEADER = ("Chi bộ", "Họ và tên", "Ngày sinh", "Số thẻ đảng", "Mã", "Đường dẫn")
INVITE = "Cấp mã mời cho ai chưa có máy, ghi ra CSV hoặc in giấy mời."
WHERE_TO = "Cần nơi ghi mã: --csv TỆP hoặc --pdf TỆP. Mã chỉ hiện một lần, Sổ tay không giữ."
NO_BRANCH = "Chưa có chi bộ “{}”. Nhập danh sách trước: python -m bot import-members TỆP"
DONE = "Đã cấp {} mã; {} đồng chí còn mã cũ dùng được (thêm --again để cấp lại)."
WAY_CHAT = "Mở Sổ tay trên máy của đồng chí, nhắn mã dưới đây, rồi trả lời một câu hỏi."
WAY_TELEGRAM = "Telegram: tìm @{}, hoặc quét mã QR."
WAY_WEB = "Trang web: {}"
