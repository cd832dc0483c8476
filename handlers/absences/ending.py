"""On the last day of an absence: the member hears that it ends, or whoever leads where nothing reaches him (people 33)."""

from datetime import datetime

from handlers.kit.message import NAME, Message
from handlers.kit.period import A_DAY
from models.member import Member

KIND = "absence-ends"

# Wording


def for_you(until: datetime) -> Message:
    """until: the first moment after it."""
    last, later = until - A_DAY, until + 30 * A_DAY
    return Message(
        f"Sổ tay ghi đồng chí {NAME} đi vắng đến hết hôm nay, {last:%d/%m/%Y}. Về rồi thì không phải báo gì. "
        f"Còn vắng, xin nhắn ngày về, ví dụ: /divang đến {later.day}/{later.month}."
    )


def for_leaders(who: Member, until: datetime) -> Message:
    last, later = until - A_DAY, until + 30 * A_DAY
    return Message(
        f"Đồng chí {who.known_as} đi vắng đến hết hôm nay, {last:%d/%m/%Y}, và chưa có máy để Sổ tay hỏi. "
        f"Còn vắng, xin nhắn ngày về, ví dụ: /divang {who.given} đến {later.day}/{later.month}."
    )
