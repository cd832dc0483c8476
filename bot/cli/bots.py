"""The fleet of bots: bots add, list, remove. A token comes from a prompt or from standard input, never from the command line (decision 22)."""

import asyncio
import sys
from typing import Annotated

import typer
from pydantic import SecretStr
from rich.console import Console
from rich.table import Table

from bot.checking import CHANNELS
from bot.cli.opening import WRONG_USE, Opened, opened, say, warn
from bot.cli.vietnamese import Command, Commands
from bot.cli.waiting import during
from bot.messengers import TROUBLES, is_wrong_token, of_settings, of_token
from handlers.joining.farewell import Leaving, goes_on, join_anew, leaving, say_goodbye
from handlers.joining.places import ways
from handlers.kit.hours import Hours
from handlers.kit.reach import CHANNELS as PHONES
from models import address, bot_account, organisation
from models.audit import note
from models.bot_account import BotAccount
from models.database import Session
from models.fleet import quota, room
from models.sealing import Broken
from models.terms import ChannelName

NOT_DONE = 1
WIDTH_PIPED = 200
"""Columns where it goes into a file or a pipe: one line a bot."""
SAMPLE_CODE = "000000000000"


def join(app: typer.Typer) -> None:
    """Adds the commands, as words after `bots`."""
    bots = typer.Typer(cls=Commands, help=BOTS, rich_markup_mode=None)
    loose = {"allow_extra_args": True, "ignore_unknown_options": True}
    bots.command("add", help=ADD, cls=Command, context_settings=loose)(add)
    bots.command("list", help=LIST, cls=Command)(show)
    bots.command("remove", help=REMOVE, cls=Command)(remove)
    app.add_typer(bots, name="bots")


def add(
    context: typer.Context,
    channel: Annotated[str, typer.Option(help="zalo hoặc telegram")] = "",
    serves: Annotated[
        str,
        typer.Option("--organisation", help="Tổ chức bot phục vụ, hoặc “mọi tổ chức” (bot mới: mọi tổ chức)"),
    ] = "",
    people: Annotated[int | None, typer.Option(metavar="SỐ", help="Số người nhiều nhất (Zalo: 50)")] = None,
    month: Annotated[
        int | None, typer.Option(metavar="SỐ", help="Số tin một tháng nhiều nhất (Zalo: 3000)")
    ] = None,
    per_second: Annotated[float | None, typer.Option(metavar="SỐ", help="Số tin một giây nhiều nhất")] = None,
) -> None:
    """Takes a bot into service, or gives a known one a new token and other limits: what is not named stays."""
    if context.args:  # whoever lists the processes of this machine would read it
        warn.print(NOT_HERE)
        raise typer.Exit(WRONG_USE)
    if channel not in CODES:
        warn.print(WHICH_CHANNEL)
        raise typer.Exit(WRONG_USE)
    if any(limit is not None and limit <= 0 for limit in (people, month, per_second)):
        warn.print(NO_LIMIT_SO)
        raise typer.Exit(WRONG_USE)
    with opened() as database:
        with database.unit() as session:
            place = organisation.named(session, serves) if serves else None
        if serves not in ("", EVERYBODY) and place is None:
            warn.print(NO_PLACE.format(serves))
            raise typer.Exit(WRONG_USE)
        token = _token()
        external_id, name = asyncio.run(_who(database, CODES[channel], token))
        with database.unit() as session:
            account = bot_account.known(session, CODES[channel], external_id, name, database.clock())
            if serves:
                account.organisation_id = place.id if place else None
            account.people_at_most = people or account.people_at_most
            account.month_at_most = month or account.month_at_most
            account.per_second = per_second or account.per_second
            try:
                bot_account.entrust(session, database.settings.keys(), account, token)
            except ValueError:
                warn.print(NO_TOKEN)
                raise typer.Exit(WRONG_USE) from None
            note(session, database.clock(), None, "bot.add", f"bot:{account.id}")
            whom = _serves(session, account)
            say.print(ADDED.format(CHANNELS[account.channel], name, account.id, whom))


def _serves(session: Session, bot: BotAccount) -> str:
    place = session.get(organisation.Organisation, bot.organisation_id) if bot.organisation_id else None
    return place.name if place else EVERYBODY


def _token() -> str:
    """Asked without showing it, or the first line of what is piped in."""
    if sys.stdin.isatty():
        token = str(typer.prompt(TOKEN, hide_input=True)).strip()
    else:
        token = sys.stdin.readline().strip()
    number, _, secret = token.partition(":")
    if not number.isdecimal() or not secret or " " in token or len(token) > bot_account.TOKEN_AT_MOST:
        warn.print(NO_TOKEN)
        raise typer.Exit(WRONG_USE)
    return token


async def _who(database: Opened, channel: ChannelName, token: str) -> tuple[str, str]:
    """The bot's id and name by its own word; a token that the messenger does not know ends the command."""
    try:
        messenger = of_token(database.settings, channel, SecretStr(token)).connect()
        try:
            return await messenger.who()
        finally:
            await messenger.close()
    except TROUBLES as error:
        warn.print((WRONG_TOKEN if is_wrong_token(error) else NOT_REACHED).format(CHANNELS[channel]))
        raise typer.Exit(NOT_DONE) from None


def show() -> None:
    """Lists the bots with their people, their month and their last trouble."""
    with opened() as database, database.unit() as session:
        bots = bot_account.living(session, *room.MESSENGERS) + bot_account.ended(session)
        if not bots:
            say.print(NONE)
            return
        table = Table(*HEADINGS, box=None, pad_edge=False)
        for bot in bots:
            table.add_row(*_row(session, database, bot))
        (say if say.is_terminal else Console(width=WIDTH_PIPED, highlight=False)).print(table)


def _row(session: Session, database: Opened, bot: BotAccount) -> tuple[str, ...]:
    now = database.clock()
    held, used, limits = room.places(session, bot, now), quota.sent(session, bot.id, now), bot.limits
    left = room.room(session, bot, now)
    return (
        str(bot.id),
        CHANNELS.get(bot.channel, bot.channel.value),
        bot.name,
        _serves(session, bot),
        str(held.members),
        str(held.strangers),
        str(held.promised),
        NO_LIMIT if left is None else str(left),
        str(used),
        NO_LIMIT if limits.month is None else str(max(0, limits.month - used)),
        _state(bot, database),
    )


def _state(bot: BotAccount, database: Opened) -> str:
    zone = database.settings.timezone
    if bot.ended_at is not None:
        return ENDED.format(bot.ended_at.astimezone(zone))
    if bot.sealed_token is not None:
        try:
            bot_account.token_of(database.settings.keys(), bot)
        except Broken:
            return OTHER_KEY
    if bot.trouble is None or bot.trouble_at is None:
        return WELL
    said = TROUBLES_SAID.get(bot.trouble, bot.trouble)
    return TROUBLE.format(said, bot.trouble_at.astimezone(zone))


def remove(
    which: Annotated[str, typer.Argument(metavar="BOT", help="Số hoặc tên của bot (xem bots list)")],
    to: Annotated[str, typer.Option(help="Bot mà mọi người được chỉ sang; không ghi: bot còn chỗ")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Không hỏi lại")] = False,
) -> None:
    """Takes a bot out of service: its people are told where to go, what is owed to them goes there, and its row stays."""
    with opened() as database:
        now, keys = database.clock(), database.settings.keys()
        with database.unit() as session:
            bot, first = _meant(session, which), _meant(session, to) if to else None
            if first is not None and first.id == bot.id:
                warn.print(ITSELF)
                raise typer.Exit(WRONG_USE)
            everybody = leaving(session, bot)
            _preview(session, bot, first, everybody, database)
        if not yes and not _sure():
            say.print(KEPT)
            raise typer.Exit(NOT_DONE)
        not_before = Hours(*(database.settings.quiet() or (None, None))).opens(now)
        with during(MOVING), database.unit() as session:
            bot = session.merge(bot)
            say_goodbye(session, keys, bot, first, now, not_before)
        say.print(REMOVED.format(bot.name))
        for set_here in of_settings(database.settings):
            if (set_here.channel, set_here.number) == (bot.channel, bot.external_id):
                say.print(IN_SETTINGS.format(set_here.channel.upper()))


def _meant(session: Session, said: str) -> BotAccount:
    known = bot_account.living(session, *room.MESSENGERS)
    found = [bot for bot in known if said in (str(bot.id), bot.name, bot.external_id)]
    if len(found) != 1:
        warn.print((SEVERAL if found else NO_BOT).format(said))
        raise typer.Exit(WRONG_USE)
    return found[0]


def _preview(
    session: Session, bot: BotAccount, first: BotAccount | None, everybody: list[Leaving], database: Opened
) -> None:
    """What they will hear, as they will see it."""
    on = [one for one in everybody if one.following is not None and not one.silent]
    anew = [one for one in everybody if one.invited]
    say.print(
        LEAVES.format(
            CHANNELS[bot.channel], bot.name, len(on), len(anew), len(everybody) - len(on) - len(anew)
        )
    )
    for one in on[:1]:
        assert one.following is not None
        say.print(
            AS_SEEN,
            goes_on(one.member.given, PHONES[address.channel_of(session, one.following)]).text,
            sep="\n",
        )
    bots = [b for b in bot_account.living(session, *room.MESSENGERS) if b.id != bot.id]
    places = [first] if first else [b for b in bots if room.room(session, b, database.clock()) != 0][:2]
    for one in anew[:1]:
        found = ways(places, room.web_address(session), SAMPLE_CODE)
        if found:
            say.print(AS_SEEN, join_anew(one.member.given, SAMPLE_CODE, found).text, sep="\n")
        else:
            warn.print(NOWHERE)


def _sure() -> bool:
    say.print(ASK)
    return sys.stdin.readline().strip() == "1"


CODES = {"zalo": ChannelName.ZALO, "telegram": ChannelName.TELEGRAM}

# Wording

BOTS = "Các bot: thêm (add), xem (list), cho thôi (remove)."
ADD = "Thêm một bot, hoặc đổi mã, tổ chức, hạn mức của bot đã có: điều không ghi thì giữ nguyên. Mã bot được hỏi khi chạy, không ghi ở dòng lệnh."
LIST = "Xem các bot: người, chỗ, tin tháng này, lỗi."
REMOVE = "Cho một bot thôi; người ở đó được báo nơi vào."
NOT_HERE = (
    "Mã bot không ghi ở dòng lệnh: người khác trên máy đọc được. Chạy lại không kèm mã, Sổ tay sẽ hỏi. "
    "Mã vừa ghi thì nên đặt lại (BotFather, Zalo Bot Creator)."
)
WHICH_CHANNEL = "Bot của kênh nào? Thêm: --channel zalo hoặc --channel telegram"
NO_LIMIT_SO = "Hạn mức phải lớn hơn 0; không ghi thì giữ nguyên (bot mới: theo mức của kênh)."
NO_PLACE = "Chưa có tổ chức “{}”. Nhập danh sách hoặc cây tổ chức trước."
TOKEN = "Mã bot (không hiện)"
NO_TOKEN = "Đây không phải mã bot. Mã có dạng số:chữ, ví dụ 123456:ABC..., lấy ở BotFather hoặc tin của Zalo Bot Creator."
WRONG_TOKEN = "{} không nhận mã bot này. Xem lại mã, hoặc đặt lại mã rồi chạy lại lệnh. Chưa ghi gì."
NOT_REACHED = "Chưa nối được {}. Xem lại mạng rồi chạy lại lệnh. Chưa ghi gì."
ADDED = "Đã thêm bot {} {} (số {}), phục vụ: {}. Sổ tay đang chạy tự dùng bot này sau vài giây."
EVERYBODY = "mọi tổ chức"
NONE = "Chưa có bot nào. Thêm: python -m bot bots add --channel zalo"
HEADINGS = (
    "Số",
    "Kênh",
    "Tên",
    "Phục vụ",
    "Người",
    "Người lạ",
    "Mã đã cấp",
    "Còn chỗ",
    "Tin tháng này",
    "Còn tin",
    "Tình trạng",
)
NO_LIMIT = "-"
WELL = "tốt"
ENDED = "đã thôi {:%d/%m/%Y}"
OTHER_KEY = "mã niêm bằng khóa khác: chạy lại bots add"
TROUBLE = "lỗi: {} ({:%d/%m %H:%M})"
TROUBLES_SAID = {
    "token": "mã bot không còn đúng, chạy lại bots add",
    "network": "chưa nối được",
    bot_account.NO_TOKEN: "không còn mã bot trong .env: đặt lại, hoặc chạy bots remove",
}
NO_BOT = "Không có bot “{}”. Xem: python -m bot bots list"
SEVERAL = "Có nhiều bot tên “{}”. Dùng số của bot: python -m bot bots list"
ITSELF = "Bot ghi sau --to phải là bot khác."
LEAVES = "Bot {} {} thôi phục vụ: {} đồng chí đã có máy khác, {} đồng chí phải vào lại (được cấp mã mới), {} người khác."
AS_SEEN = "Tin sẽ gửi, ví dụ:"
NOWHERE = "Chú ý: không còn bot nào có chỗ và không có trang web công khai; các đồng chí ấy chỉ được báo là gặp bí thư. Nên bots add trước."
ASK = "1. Gửi và cho thôi   2. Thôi, giữ như cũ"
KEPT = "Đã giữ như cũ, chưa gửi gì."
MOVING = "Đang chuyển người"
REMOVED = "Bot {} đã thôi phục vụ. Sổ tay đang chạy gửi nốt lời báo rồi dừng bot này."
IN_SETTINGS = (
    "Khi không còn tin chờ (python -m bot outbox), bỏ dòng SOTAY_{}_TOKEN trong .env rồi khởi động lại."
)
