"""A bot ends: each of its people hears there, once, where to go; who leads their branch hears who has to join anew."""

from dataclasses import dataclass
from datetime import datetime

from handlers.joining.places import ways
from handlers.kit.message import Message
from handlers.kit.reach import CHANNELS
from models import address as addresses
from models import invite, member, outbox
from models.address import Address, Binding
from models.audit import note
from models.bot_account import BotAccount
from models.database import Session
from models.fleet import moving, room
from models.member import Member
from models.organisation import Organisation
from models.outbox import Priority
from models.sealing import Keys
from models.terms import Consent


@dataclass(frozen=True)
class Leaving:
    """Somebody whom a bot serves until now. following: where what is for him goes from now on; None: he has to join anew, or it was a
    relative's phone."""

    member: Member
    binding: Binding
    address: Address
    following: Address | None

    @property
    def silent(self) -> bool:
        """Who chose to get nothing is told nothing."""
        return self.binding.consent is Consent.REFUSED

    @property
    def invited(self) -> bool:
        """Whether he gets a code: not at a relative's phone, which would then join as if it were his own (people 9)."""
        own = self.binding.consent not in (Consent.RELATIVE, Consent.REFUSED)
        return own and self.following is None


def leaving(session: Session, bot: BotAccount) -> list[Leaving]:
    """Whom the bot serves, and where each goes on."""
    return [
        Leaving(who, bound, where, moving.another(session, who, bot))
        for who, bound, where in moving.people(session, bot)
    ]


def say_goodbye(
    session: Session,
    keys: Keys,
    bot: BotAccount,
    first: BotAccount | None,
    now: datetime,
    not_before: datetime,
) -> None:
    """Ends the bot and moves its people. first: the bot they are sent to, where it has room and serves them."""
    everybody = leaving(session, bot)
    moving.end(session, bot, now)
    for one in everybody:
        if not one.silent:
            said = words_to(session, keys, one, bot, first, now)
            key = f"farewell:{bot.id}:{one.binding.id}"
            expires = not_before + moving.GOODBYE
            outbox.owe(
                session,
                one.address,
                None,
                said.content(),
                key=key,
                now=now,
                not_before=not_before,
                expires=expires,
            )
        moving.move(session, one.binding, now)
    _tell_leaders(session, bot, everybody, now, not_before)
    note(session, now, None, "bot.end", f"bot:{bot.id}")


def words_to(
    session: Session, keys: Keys, one: Leaving, bot: BotAccount, first: BotAccount | None, now: datetime
) -> Message:
    """What somebody hears from the bot that ends; with a code of his own, if he has to join anew."""
    if one.following is not None:
        return goes_on(one.member.given, CHANNELS[addresses.channel_of(session, one.following)])
    branch = member.branch_of(session, one.member)
    if not one.invited or branch is None:
        return for_a_relative(one.member.given)
    invite.void(session, one.member, now)
    seating = room.Seating(session, now)
    bots = seating.offered(branch, first)
    code = invite.draw()
    found = ways(bots, room.web_address(session), code)
    if not found:
        return nowhere(one.member.given)
    invite.issue(session, keys, one.member, now, code=code, bot_id=seating.promise(bots))
    return join_anew(one.member.given, code, found)


def _tell_leaders(
    session: Session, bot: BotAccount, everybody: list[Leaving], now: datetime, not_before: datetime
) -> None:
    places: dict[int, Organisation] = {}
    lost: dict[int, list[Leaving]] = {}
    for one in everybody:
        branch = member.branch_of(session, one.member)
        if branch is not None and not one.silent:
            places[branch.id] = branch
            lost.setdefault(branch.id, []).append(one)
    for branch in places.values():
        outbox.tell(
            session,
            [leader.id for leader in member.leaders(session, branch, now)],
            for_leaders(bot.name, lost[branch.id]).content(),
            key=f"farewell:{bot.id}:branch:{branch.id}",
            kind="joining",
            now=now,
            priority=Priority.URGENT,
            not_before=not_before,
            expires=not_before + outbox.CALLS_FOR,
            organisation_id=branch.id,
        )


# Wording


def goes_on(given: str, channel: str) -> Message:
    return Message(
        f"Bot này thôi phục vụ từ hôm nay. Từ nay tin của đồng chí {given} đến máy kia: {channel}. Đồng chí không phải làm gì."
    )


def join_anew(given: str, code: str, found: list[str]) -> Message:
    lines = [
        "Bot này thôi phục vụ từ hôm nay.",
        f"Để tiếp tục nhận tin, xin đồng chí {given} vào một nơi sau. Mã của đồng chí: {invite.in_threes(code)} (dùng một lần, trong 14 ngày)",
        *found,
    ]
    return Message("\n".join(lines))


def for_a_relative(given: str) -> Message:
    return Message(
        f"Bot này thôi phục vụ từ hôm nay, nên máy này thôi nhận hộ giờ họp cho đồng chí {given}. "
        "Muốn nhận tiếp, xin bí thư chi bộ một mã mới. Xin cảm ơn anh/chị."
    )


def nowhere(given: str) -> Message:
    return Message(
        f"Bot này thôi phục vụ từ hôm nay. Chi bộ vẫn mời đồng chí {given} bằng giấy và điện thoại; cần hỏi, xin gặp bí thư chi bộ."
    )


def for_leaders(bot: str, people: list[Leaving]) -> Message:
    moved = sum(one.following is not None for one in people)
    rest = [one.member.known_as for one in people if one.following is None]
    lines = [f"Bot {bot} thôi phục vụ từ hôm nay. {moved} đồng chí nhận tin ở máy khác, không phải làm gì."]
    if rest:
        lines.append(
            f"{len(rest)} đồng chí cần vào lại, Sổ tay đã nhắn nơi vào và mã: {', '.join(rest)}. "
            "Đến khi vào lại, tin của các đồng chí ấy do đồng chí báo. Cấp mã khác: nhắn /capma và tên; ai chưa vào: nhắn /danhsach chưa vào."
        )
    return Message("\n".join(lines))
