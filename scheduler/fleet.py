"""Months that run short: whoever leads hears of it while there is time, and the last messages are kept for what cannot wait (zalo.md)."""

from contextlib import suppress
from datetime import datetime

from handlers.kit.hours import Hours
from handlers.kit.message import Message
from models import bot_account, member, outbox
from models.bot_account import BotAccount
from models.database import Session
from models.fleet import moving, quota, sparing
from models.fleet.quota import Stage
from models.organisation import Organisation
from models.outbox import Priority
from models.terms import ChannelName


def spare(session: Session, now: datetime, hours: Hours) -> None:
    """What a bot's month is too short for goes on to other addresses; not at night, when it would ring there."""
    if hours.for_the_clock(now) > now:
        return
    for bot in _limited(session):
        sparing.step_down(session, bot.id, now)


def warn(session: Session, now: datetime, hours: Hours) -> None:
    """Tells whoever leads the branches that a bot serves once when its month is short, and once when only the reserve is left."""
    for bot in _limited(session):
        stage, at_most = quota.stage(session, bot.id, now), bot.limits.month
        if stage is Stage.FREE or at_most is None:
            continue
        short = stage is Stage.SHORT
        left = max(0, at_most - quota.sent(session, bot.id, now))
        until = quota.renewed(now)
        said = running_short(bot.name, at_most, left, until) if short else reserve(bot.name, left, until)
        for branch in _branches(session, bot):
            leaders = [leader.id for leader in member.leaders(session, branch, now)]
            with suppress(outbox.Again):
                outbox.tell(
                    session,
                    leaders,
                    said.content(),
                    key=f"quota:{bot.id}:{quota.month(now)}:{'short' if short else 'reserve'}:{branch.id}",
                    kind="quota",
                    now=now,
                    priority=Priority.URGENT,
                    not_before=hours.for_the_clock(now),
                    expires=until,
                    organisation_id=branch.id,
                )


def forget_tokens(session: Session, now: datetime, hours: Hours) -> None:
    """A bot that has ended and said goodbye stops: its token is kept no longer."""
    moving.forget_tokens(session, now)


def _limited(session: Session) -> list[BotAccount]:
    return [bot for bot in bot_account.living(session, *ChannelName) if bot.limits.month is not None]


def _branches(session: Session, bot: BotAccount) -> list[Organisation]:
    """The branches of those whom a bot serves."""
    found = (member.branch_of(session, who) for who, _, _ in moving.people(session, bot))
    return list({place.id: place for place in found if place is not None}.values())


# Wording


def running_short(bot: str, at_most: int, left: int, until: datetime) -> Message:
    return Message(
        f"Bot {bot} đã dùng gần hết tin của tháng: còn {left} trong {at_most} tin, đến {until:%d/%m} mới có thêm. "
        "Từ nay tin thường được gom mười lăm phút một lần. Xin bớt tin không cần, mời ai có Telegram hoặc dùng được trang web vào đó "
        "(nhắn /capma và tên), và nhờ người quản trị thêm bot."
    )


def reserve(bot: str, left: int, until: datetime) -> Message:
    return Message(
        f"Bot {bot} chỉ còn {left} tin để dành đến {until:%d/%m}, cho tin gấp, biểu quyết và câu trả lời từng người. "
        "Tin thường đi sang máy khác của người nhận; ai không có máy khác thì tin chờ đến ngày ấy, hoặc Sổ tay nhắn đồng chí gọi. "
        "Cần báo ngay, đồng chí gọi hoặc gửi tin gấp."
    )
