"""Codes on paper: invite.

A code in a file is a code that works: the files are written aside first, with nobody waiting for the database meanwhile; then the
codes are recorded in one short unit; then the files get their names. What fails before leaves no file and every older code good.
"""

import asyncio
import csv
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.checking import CHANNELS
from bot.cli.opening import WRONG_USE, Opened, opened, say, warn
from bot.cli.waiting import over
from bot.config import Settings
from bot.messengers import TROUBLES, of_settings
from handlers.joining.kept import spelt
from handlers.joining.phones import tell_of_code
from models import address, bot_account, invite, member
from models.audit import note
from models.bot_account import BotAccount
from models.database import Session
from models.fleet import room
from models.member import Member
from models.organisation import Organisation, branches, named
from models.terms import ChannelName

if TYPE_CHECKING:
    from bot.letters import Poster


def join(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("invite", help=INVITE)(make_codes)


def make_codes(
    branch: Annotated[str, typer.Option(help="Chỉ chi bộ này")] = "",
    to_csv: Annotated[
        Path | None, typer.Option("--csv", dir_okay=False, help="Ghi mã ra tệp CSV này")
    ] = None,
    to_pdf: Annotated[
        Path | None, typer.Option("--pdf", dir_okay=False, help="In giấy mời có QR ra tệp PDF này")
    ] = None,
    name: Annotated[str, typer.Option(help="Chỉ người này, kể cả khi đã có máy")] = "",
    again: Annotated[bool, typer.Option("--again", help="Cấp lại cả cho ai đang có mã còn hạn")] = False,
) -> None:
    """A code for each member who has no address yet; whoever holds a good code keeps it, unless renewed.

    name: for that member alone, his phones notwithstanding: typed in there, the letter says again whose they are (people 10).
    """
    if to_csv is None and to_pdf is None:
        warn.print(WHERE_TO)
        raise typer.Exit(WRONG_USE)
    with opened() as database:
        now = database.clock()
        with database.unit() as session:
            wanted, kept = _to_invite(session, branch, name, again, now)
        if not wanted and not kept:
            warn.print(NOBODY)
            raise typer.Exit(NOT_DONE)
        bots = asyncio.run(_bots(database))
        with database.unit() as session:
            seating = room.Seating(session, now, bots)
            rows = [_letter(seating, place, person) for place, person in wanted]
        if wanted and not bots and database.settings.public_url is None:
            chosen = database.settings
            why = NAME_UNKNOWN if chosen.telegram_token or chosen.zalo_token else NOTHING_SET
            warn.print(NO_WAY.format(why, chosen.host, chosen.port))
        files = [(file, write) for file, write in ((to_csv, _write_csv), (to_pdf, _write_pdf)) if file]
        if not rows:
            files = [(file, write) for file, write in files if not file.exists()]
        try:
            for file, write in files:
                _aside(file).touch(0o600)
                write(_aside(file), rows, database.settings)
            with database.unit() as session:
                if _ids(_to_invite(session, branch, name, again, now)[0]) != _ids(wanted):
                    raise _Changed
                for row in rows:
                    tell_of_code(session, row.person, None, now)
                    invite.issue(
                        session, database.settings.keys(), row.person, now, code=row.code, bot_id=row.keeps
                    )
                note(session, now, None, "code.issue", f"codes:{len(rows)}")
        except BaseException as wrong:
            for file, _ in files:
                with suppress(OSError):
                    _aside(file).unlink(missing_ok=True)
            if not isinstance(wrong, OSError | _Changed):
                raise
            warn.print(CHANGED if isinstance(wrong, _Changed) else NOT_WRITTEN.format(wrong.strerror))
            raise typer.Exit(NOT_DONE) from None
        named_so = [_renamed(file) for file, _ in files]
        say.print(DONE.format(len(rows), kept))
        if not all(named_so):
            raise typer.Exit(NOT_DONE)


@dataclass(frozen=True)
class _Row:
    """Somebody's code, and the bots that are named with it; keeps: the one at which a place is kept."""

    place: Organisation
    person: Member
    code: str
    bots: list[BotAccount]
    keeps: int | None

    def bot(self, channel: ChannelName) -> BotAccount | None:
        """The bot that is named on a messenger."""
        return next((bot for bot in self.bots if bot.channel is channel), None)


def _letter(seating: room.Seating, place: Organisation, person: Member) -> _Row:
    bots = seating.offered(place)
    return _Row(place, person, invite.draw(), bots, seating.promise(bots))


class _Changed(Exception):
    """Somebody else changed who is to get a code while the files were made."""


def _ids(wanted: list[tuple[Organisation, Member]]) -> list[tuple[int, int]]:
    return [(place.id, person.id) for place, person in wanted]


def _to_invite(
    session: Session, branch: str, name: str, again: bool, now: datetime
) -> tuple[list[tuple[Organisation, Member]], int]:
    """Who is to get a code, and how many keep one that is still good."""
    wanted: list[tuple[Organisation, Member]] = []
    kept = 0
    for place in _places(session, branch):
        people = [session.get_one(Member, i) for i in session.exec(member.belonging(place))]
        if name:
            meant = {person.id for person in member.find(session, place, name)}
            people = [person for person in people if person.id in meant]
        reached = address.joined(session, [person.id for person in people])
        for person in sorted(people, key=lambda p: p.folded):
            if person.id in reached and not name:
                continue
            if not again and invite.unused(session, person, now):
                kept += 1
            else:
                wanted.append((place, person))
    return wanted, kept


def _aside(file: Path) -> Path:
    """Where a file of codes is written first: it takes its name once its codes work, and it never shows codes that do not."""
    return file.with_name(f"{file.stem}.tam{file.suffix}")


def _renamed(file: Path) -> bool:
    """Gives a file its name; where that fails (Excel holds the old one open) its codes are good, so it stays and is named.

    A file that stands there holds codes that nobody can print again: it is kept under another name.
    """
    try:
        if file.exists():
            earlier = next(
                f for n in count(1) if not (f := file.with_name(f"{file.stem}.cu-{n}{file.suffix}")).exists()
            )
            file.rename(earlier)
            say.print(KEPT.format(file.name, earlier.name))
        _aside(file).replace(file)
    except OSError:
        warn.print(UNDER_ANOTHER_NAME.format(file, _aside(file)))
        return False
    return True


def _places(session: Session, branch: str) -> list[Organisation]:
    if not branch:
        return branches(session)
    place = named(session, branch)
    if place is None:
        warn.print(NO_BRANCH.format(branch))
        raise typer.Exit(WRONG_USE)
    return [place]


async def _bots(database: Opened) -> set[int]:
    """The bots in service: those whose tokens are set, asked for their names where they can be reached, else as they are known from an
    earlier run; and those whose tokens are kept."""
    found: set[int] = set()
    for here in of_settings(database.settings):
        bot = here.connect()
        try:
            external_id, name = await bot.who()
        except TROUBLES:
            warn.print(NOT_REACHED.format(CHANNELS[here.channel]))
            with database.unit() as session:
                known = bot_account.of_channel(session, here.channel)
                found |= {known.id} if known else set()
        else:
            with database.unit() as session:
                found.add(bot_account.known(session, here.channel, external_id, name, database.clock()).id)
        finally:
            await bot.close()
    with database.unit() as session:
        return found | {bot.id for bot in bot_account.with_token(session)}


def _link(row: _Row, settings: Settings) -> str:
    """A deep link to the Telegram bot, else to the web chat with the code behind `#`, else nothing."""
    telegram = row.bot(ChannelName.TELEGRAM)
    if telegram is not None:
        return f"https://t.me/{telegram.name}?start={row.code}"
    return f"{str(settings.public_url).rstrip('/')}/#{row.code}" if settings.public_url else ""


def _write_csv(file: Path, rows: list[_Row], settings: Settings) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADER)
        for row in rows:
            born = spelt(row.person.birth) or ""
            told = (row.place.name, row.person.name, born, row.person.card or "", invite.in_threes(row.code))
            writer.writerow([_as_text(cell) for cell in (*told, _link(row, settings))])


def _write_pdf(file: Path, rows: list[_Row], settings: Settings) -> None:
    from bot.letters import (  # drawing costs half a second to load, and no other command draws
        Letter,
        letters,
    )

    pages = []
    for row in rows:
        ways = [WAYS[bot.channel].format(bot.name) for bot in row.bots]
        if settings.public_url:
            ways.append(WAY_WEB.format(settings.public_url.host))
        ways = [WAY_CHAT, *ways] if ways else [ASK]
        link = _link(row, settings) or row.code
        pages.append(
            Letter(row.place.name, row.person.known_as, invite.in_threes(row.code), link, tuple(ways))
        )
    file.write_bytes(letters(over(pages, DRAWING), _posters(rows, settings)))


def _posters(rows: list[_Row], settings: Settings) -> list["Poster"]:
    """A page for the wall for each bot that a letter names, and for the web chat."""
    from bot.letters import Poster

    named_here = {bot.id: bot for row in rows for bot in row.bots}
    posters = []
    for bot in sorted(named_here.values(), key=lambda bot: (bot.channel.value, bot.id)):
        if bot.channel is ChannelName.TELEGRAM:
            posters.append(Poster(f"Telegram: @{bot.name}", f"https://t.me/{bot.name}"))
        else:
            posters.append(Poster(WAY_ZALO.format(bot.name), None))
    if settings.public_url:
        posters.append(Poster(WAY_WEB.format(settings.public_url.host), str(settings.public_url)))
    return posters


def _as_text(cell: str) -> str:
    """What Excel would take for a formula is kept as text (people 35)."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell


NOT_DONE = 1

# Wording

HEADER = ("Chi bộ", "Họ và tên", "Ngày sinh", "Số thẻ đảng", "Mã", "Đường dẫn")
INVITE = "Cấp mã mời cho ai chưa có máy, ghi ra CSV hoặc in giấy mời."
WHERE_TO = "Cần nơi ghi mã: --csv TỆP hoặc --pdf TỆP. Mã chỉ hiện một lần, Sổ tay không giữ."
NO_BRANCH = "Chưa có chi bộ “{}”. Nhập danh sách trước: python -m bot import-members TỆP"
DONE = "Đã cấp {} mã; {} đồng chí còn mã cũ dùng được (thêm --again để cấp lại)."
DRAWING = "Đang vẽ giấy mời"
NOT_WRITTEN = "Không ghi được tệp: {}. Chưa cấp mã nào."
CHANGED = "Danh sách hoặc mã vừa thay đổi trong lúc in. Chưa cấp mã nào; xin chạy lại lệnh này."
UNDER_ANOTHER_NAME = "Không đổi tên được thành {} (có thể tệp đang mở). Các mã dùng được, đang ở tệp: {}"
WAY_CHAT = "Mở Sổ tay trên máy của đồng chí, nhắn mã dưới đây, rồi trả lời một câu hỏi."
WAYS = {
    ChannelName.TELEGRAM: "Telegram: tìm @{}, hoặc quét mã QR.",
    ChannelName.ZALO: "Zalo: tìm {}, hoặc quét mã QR của bot ở nhà văn hóa.",
}
WAY_ZALO = "Zalo: tìm {}"
WAY_WEB = "Trang web: {}"
NOT_REACHED = (
    "Chưa nối được {}: giấy mời ghi tên bot theo lần chạy trước, nếu có. Xem lại mạng và mã bot trong .env."
)
ASK = "Cách vào Sổ tay trên máy của mình: xin đồng chí hỏi bí thư chi bộ. Giữ kín mã dưới đây."
NO_WAY = (
    "Chú ý: {}, nên giấy mời chưa ghi được chỗ nhắn mã, chỉ ghi là hỏi bí thư, và không có trang để dán. "
    "Trang web chỉ mở được trên máy này: http://{}:{}\nĐặt xong, in lại: thêm --again vào lệnh này."
)
NOTHING_SET = "trong .env chưa có mã bot (SOTAY_TELEGRAM_TOKEN, SOTAY_ZALO_TOKEN) hay địa chỉ công khai (SOTAY_PUBLIC_URL)"
NAME_UNKNOWN = "chưa nối được với bot lần nào nên chưa biết tên bot"
NOBODY = (
    "Không còn ai cần mã, hoặc không có ai tên ấy. Nếu chưa nhập danh sách: python -m bot import-members TỆP"
)
KEPT = "Tệp {} có từ trước được giữ lại với tên {}: mã trong đó không in lại được."
