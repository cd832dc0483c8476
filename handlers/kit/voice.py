"""A voice note cannot be heard here; whoever leads hears from whom it is, so that it is not lost with the machine (people 27)."""

from contextlib import suppress

from handlers.kit.message import Message
from handlers.kit.turn import Turn
from models import member, outbox
from models.member import Member


def pass_on(turn: Turn) -> bool:
    """Tells the leaders, once an hour for a chat; False where nobody else leads who could be told."""
    who = [turn.member] if turn.member else [person for person, _ in turn.members]
    branch = turn.branch or member.branch_of(turn.session, who[0])
    if branch is None:
        return False
    speakers = [person.id for person in who]
    leaders = [one.id for one in member.leaders(turn.session, branch, turn.now) if one.id not in speakers]
    if not leaders:
        return False
    key = f"voice:{turn.address.id}:{turn.now:%Y-%m-%dT%H}"
    with suppress(outbox.Again):  # they know already
        turn.tell(
            leaders,
            spoke(who),
            key=key,
            kind="callback",
            not_before=turn.hours.opens(turn.now),
            expires=turn.now + outbox.CALLS_FOR,
        )
    return True


# Wording

TOLD = "Sổ tay đã báo bí thư."


def spoke(who: list[Member]) -> Message:
    names = " hoặc ".join(f"{one.known_as}, {one.phone or 'chưa có số điện thoại'}" for one in who)
    return Message(f"Đ/c {names}, vừa gửi tin thoại. Sổ tay không nghe được; xin gọi lại.")
