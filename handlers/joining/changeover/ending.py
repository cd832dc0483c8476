"""A change that ends by itself: whoever leads hears once how many came over, who did not, and what there is still to do."""

from datetime import datetime

from handlers.joining.changeover.telling import KIND, nothing_more_of
from handlers.joining.changeover.wording import not_in, still_voting
from handlers.kit.message import Message
from handlers.kit.reach import how_far, place_in
from models import changeover, member, outbox
from models.audit import note
from models.changeover import LEFT, Changeover, Standing
from models.database import Session
from models.member import Member
from models.organisation import Organisation
from models.outbox import Priority
from models.terms import ChannelName


def end(session: Session, change: Changeover, now: datetime) -> None:
    """Everybody stays as he is; a code that has not gone never goes."""
    branch = session.get_one(Organisation, change.organisation_id)
    everybody = changeover.standing(session, branch, change.channel)
    voting = changeover.voting_elsewhere(session, everybody, change.channel)
    nothing_more_of(session, change, now)
    changeover.end(session, change, now)
    thing = f"changeover:{change.id}"
    note(session, now, None, "changeover.end", thing)
    outbox.tell(
        session,
        [leader.id for leader in member.leaders(session, branch, now)],
        ended(change.channel, (now - change.began_at).days, everybody, voting).content(),
        key=f"{thing}:end",
        kind=KIND,
        now=now,
        priority=Priority.NOTICE,
        expires=now + outbox.CALLS_FOR,
        organisation_id=branch.id,
    )


# Wording


def ended(channel: ChannelName, days: int, everybody: list[Standing], voting: list[Member]) -> Message:
    left = [one for one in everybody if one.place in LEFT]
    far, there = how_far(changeover.progress(everybody)), place_in(channel)
    done = (
        f"Việc chuyển sang {there} đã {days} ngày, nay kết thúc" if left else f"Đã chuyển xong sang {there}"
    )
    lines = [f"{done}: {far}", *not_in(left)]
    lines += [f"Muốn mời tiếp: nhắn /chuyenkenh {there}"] if left else []
    return Message("\n".join([*lines, *still_voting(voting)]))
