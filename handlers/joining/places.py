"""Where somebody may join: at bots that serve his branch and have room, and in the web chat; said where it is not here (zalo.md, "Quotas")."""

from datetime import datetime
from typing import NamedTuple

from handlers.kit.message import Message
from models import address as addresses
from models import invite, member
from models.address import Address
from models.bot_account import BotAccount
from models.database import Session
from models.fleet import room
from models.invite import Invite
from models.member import Member
from models.organisation import Organisation
from models.terms import ChannelName


def elsewhere(session: Session, address: Address, found: Invite, code: str, now: datetime) -> Message | None:
    """Where a good code is to be said instead, if the bot that was told it has no room; None where it may be used here. The code stays
    good, and keeps a place there. Where there is nowhere else, who was heard here is let in: better one too many than one left out."""
    if addresses.bindings(session, address) or not room.full(session, address):
        return None
    _, bot_id, ways = _places(session, session.get_one(Member, found.member_id), code, now)
    if not ways:
        return None
    found.bot_id = bot_id
    return full(ways)


def code_elsewhere(
    session: Session, address: Address, person: Member, code: str, now: datetime
) -> tuple[int | None, list[str]]:
    """The same for somebody who was recognised face to face and has no code yet: the bot that keeps a place for this one, and the ways;
    none where he may stay."""
    if addresses.bindings(session, address) or not room.full(session, address):
        return None, []
    _, bot_id, ways = _places(session, person, code, now)
    return bot_id, ways


def to_name(
    session: Session, person: Member, code: str, now: datetime
) -> tuple[int | None, list[str] | None]:
    """For a new code: the bot that keeps a place for it, and the ways in; None where there is but one bot, with room, and everybody
    knows it."""
    offered, bot_id, ways = _places(session, person, code, now)
    plain = len(room.in_use(session)) == offered <= 1
    return bot_id, None if plain else ways


def _places(session: Session, person: Member, code: str, now: datetime) -> tuple[int, int | None, list[str]]:
    """How many bots are offered to somebody, which of them keeps a place, and all ways in."""
    branch, seating = member.branch_of(session, person), room.Seating(session, now)
    bots = seating.offered(branch) if branch else []
    return len(bots), seating.promise(bots), ways(bots, room.web_address(session), code)


class Seat(NamedTuple):
    """Where somebody may join: the bot that is named to him, none on the web; keeps: the one at which a place is kept for him."""

    bots: list[BotAccount]
    keeps: int | None


def seats(
    session: Session, people: list[Member], branch: Organisation, channel: ChannelName, now: datetime
) -> dict[int, Seat]:
    """Where each of these may join on one messenger, as far as there is room; who has a place by an earlier code keeps it."""
    if channel is ChannelName.WEB:
        return {person.id: Seat([], None) for person in people}
    there = [bot for bot in room.in_use(session) if bot.channel is channel]
    seating = room.Seating(session, now, {bot.id for bot in there})
    found: dict[int, Seat] = {}
    for person in people:
        kept = {code.bot_id for code in invite.unused(session, person, now)}
        own = [bot for bot in there if bot.id in kept]
        bots = own or seating.offered(branch)
        if bots:
            found[person.id] = Seat(bots, own[0].id if own else seating.promise(bots))
    return found


# Wording


def ways(bots: list[BotAccount], web: str | None, code: str) -> list[str]:
    """One line a way: a link that brings the code along, where there is one; on Zalo a bot is looked for by its name."""
    digits = invite.code_in(code) or ""
    lines = {
        ChannelName.ZALO: "- Zalo: tìm {}, nhắn mã ấy",
        ChannelName.TELEGRAM: "- Telegram: https://t.me/{}?start=" + digits,
    }
    found = [lines[bot.channel].format(bot.name) for bot in bots]
    return [*found, f"- Trang web: {web}/#{digits}"] if web else found


def full(ways: list[str]) -> Message:
    """To somebody of whom only his code is known."""
    return Message("\n".join(["Ở đây đã đủ người. Mã của quý vị vẫn dùng được. Xin vào một nơi sau:", *ways]))


def recognised_elsewhere(code: str, ways: list[str]) -> Message:
    lines = [f"Ở đây đã đủ người. Mã của quý vị: {invite.in_threes(code)}. Xin vào một nơi sau:", *ways]
    return Message("\n".join(lines))


def no_room_here(name: str) -> Message:
    return Message(
        f"Bot này đã đủ người, nên Sổ tay đã nhắn cho đồng chí {name} một mã và nơi để vào. Vào xong, đồng chí sẽ thấy trong tin báo ai vừa vào."
    )


def where_to(ways: list[str]) -> str:
    """Below a code that is handed over."""
    if not ways:
        return "Các bot đã đủ người: xin báo người quản trị thêm bot, rồi nhắn lại lệnh này."
    return "\n".join(["Nơi để vào:", *ways])
