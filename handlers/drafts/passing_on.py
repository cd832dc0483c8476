"""Words that are no comment on an open draft go to whoever leads, so that nothing is said in vain."""

from datetime import datetime

from handlers.drafts.wording import called
from handlers.kit import until
from handlers.kit.message import Message
from handlers.kit.turn import Purpose, Turn
from handlers.kit.wording import capital
from models import draft, member, outbox
from models.draft import Draft
from models.member import Member


def to_leaders(turn: Turn, text: str, late: Draft | None) -> Message:
    """Tells those who lead; late: the draft it came too late for, where it is known."""
    followed, reached = draft.followed_places(turn.session, turn.me, turn.now), 0
    late = None if followed else late
    newer = draft.successor(turn.session, late) if late else None
    for place in followed or [turn.here]:
        key = f"comment:{turn.me.id}:{place.id}:{turn.now.isoformat()}"
        turn.tell_leaders(from_member(turn.me, text, late, newer), key=key, kind="comment", of=place)
        leaders = [leader.id for leader in member.leaders(turn.session, place, turn.now)]
        reached += outbox.reach(turn.session, leaders, Purpose.CONTENT)[0]
    if not reached:
        return reaches_nobody(turn.me.given)
    return handed_on(turn.me.given, late, newer, turn.now, ", ".join(place.name for place in followed))


# Wording


def handed_on(given: str, late: Draft | None, newer: Draft | None, now: datetime, where: str) -> Message:
    """where: the branch, where it is not the speaker's own."""
    leaders = f"bí thư, phó bí thư {where}".strip()
    done = f"Đã chuyển lời của đồng chí {given} tới {leaders}."
    if late is None:
        return Message(done)
    if newer:
        return Message(
            f"{capital(called(late))} đã có bản {newer.version}, không ghi thêm vào bản trước. {done}"
        )
    then = until.said(late.closed_at or late.until, now)
    return Message(f"{capital(called(late))} nhận góp ý đến {then}, không ghi thêm được. {done}")


def reaches_nobody(given: str) -> Message:
    return Message(
        f"Lời của đồng chí {given} chưa tới được ai: bí thư, phó bí thư chưa có máy nhận tin của Sổ tay. "
        "Xin đồng chí nói trực tiếp."
    )


def from_member(who: Member, text: str, late: Draft | None, newer: Draft | None) -> Message:
    why = "cho bản trước" if newer else "sau hạn"
    about = f" ({why}, {called(late)})" if late else ""
    return Message(f"Đ/c {who.known_as} góp ý{about}:\n{text}")
