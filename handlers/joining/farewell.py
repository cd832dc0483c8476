"""A bot ends: each of its people hears there, once, where to go; who leads their branch hears who has to join anew."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

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


class Invitation(NamedTuple):
    """How somebody joins anew: his code, and the ways in."""

    code: str
    ways: list[str]


Invited = dict[int, Invitation | None]
"""By member, one code however many of his phones the bot served; None: there is no place for him anywhere."""


@dataclass(frozen=True)
class Leaving:
    """Somebody whom a bot serves until now, at one phone. following: where what came here for him goes from now on; None: he has to join
    anew, or it was a relative's phone."""

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
        Leaving(who, bound, where, moving.another(session, bound, bot))
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
    anew = {one.member.id: one.member for one in everybody if one.invited}
    invited = {who.id: _invite(session, keys, who, first, now) for who in anew.values()}
    for one in everybody:
        if not one.silent:
            said = _words_to(session, one, invited)
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
    _tell_leaders(session, bot, everybody, invited, now, not_before)
    note(session, now, None, "bot.end", f"bot:{bot.id}")


def _invite(
    session: Session, keys: Keys, who: Member, first: BotAccount | None, now: datetime
) -> Invitation | None:
    """A code of his own, in place of any earlier one; None where nobody has room for him."""
    branch = member.branch_of(session, who)
    if branch is None:
        return None
    invite.void(session, who, now)
    seating = room.Seating(session, now)
    bots, code = seating.offered(branch, first), invite.draw()
    found = ways(bots, room.web_address(session), code)
    if not found:
        return None
    invite.issue(session, keys, who, now, code=code, bot_id=seating.promise(bots))
    return Invitation(code, found)


def _words_to(session: Session, one: Leaving, invited: Invited) -> Message:
    """What somebody hears from the bot that ends; with a code of his own, if he has to join anew."""
    given = one.member.given
    if one.following is not None:
        return goes_on(given, CHANNELS[addresses.channel_of(session, one.following)])
    if not one.invited:
        return for_a_relative(given)
    invitation = invited[one.member.id]
    return join_anew(given, *invitation) if invitation else nowhere(given)


def _tell_leaders(
    session: Session,
    bot: BotAccount,
    everybody: list[Leaving],
    invited: Invited,
    now: datetime,
    not_before: datetime,
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
            for_leaders(bot.name, lost[branch.id], invited).content(),
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


def for_leaders(bot: str, people: list[Leaving], invited: Invited) -> Message:
    """Each member once, by the best that he was told on any of his phones; who has a code has still to use it."""
    everybody = {one.member.id: one.member for one in people}
    coded = [who.known_as for who in everybody.values() if invited.get(who.id)]
    on = {one.member.id for one in people if one.following} - {
        each for each in everybody if invited.get(each)
    }
    rest = [who.known_as for who in everybody.values() if who.id not in on and not invited.get(who.id)]
    lines = [f"Bot {bot} thôi phục vụ từ hôm nay. {len(on)} đồng chí nhận tin ở máy khác, không phải làm gì."]
    if coded:
        lines.append(
            f"{len(coded)} đồng chí cần vào lại, Sổ tay đã nhắn nơi vào và mã: {', '.join(coded)}. Ai chưa vào: nhắn /danhsach chưa vào."
        )
    if rest:
        lines.append(
            f"{len(rest)} đồng chí chưa có nơi vào và chưa có mã (máy người nhà, hoặc các bot đã đủ người), xin đồng chí gọi: {', '.join(rest)}. "
            "Cấp mã: nhắn /capma và tên."
        )
    if coded or rest:
        lines.append("Đến khi vào lại, tin của các đồng chí ấy do đồng chí báo.")
    return Message("\n".join(lines))
