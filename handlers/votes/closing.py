"""The end of a consultation, by hand or by the clock, and its result, told to all who were asked and to whoever leads."""

from datetime import datetime
from functools import partial

from handlers.kit import until
from handlers.kit.message import Message, Reply
from handlers.kit.reading.times.spoken import clock
from handlers.kit.router import Closable, Matter, router
from handlers.kit.turn import Turn
from handlers.kit.wording import capital
from handlers.votes import wording
from handlers.votes.answering import closed
from handlers.votes.asking import MOTIONS
from models import member, motion
from models.database import Session
from models.member import Member
from models.motion import Closed, Motion, Tally
from models.organisation import Organisation
from models.until import is_open


def end(session: Session, about: Motion, closer: Member | None, now: datetime, not_before: datetime) -> Tally:
    """Ends a consultation and owes its result to everybody but the closer, who reads it in the reply. Raises Closed."""
    tally = motion.close(session, about, closer, now)
    branch = session.get_one(Organisation, about.organisation_id)
    leaders = (leader.id for leader in member.leaders(session, branch, now))
    told = [*session.exec(motion.asked(about, now)), *leaders]
    MOTIONS.tell_result(session, about, told, _result(about, tally), closer, now, not_before)
    return tally


@router.closable
def closables(turn: Turn) -> list[Closable]:
    """The branch's consultations that are open."""
    return [
        Closable(
            f"motion:{about.id}",
            capital(wording.matter(about)),
            before_closing(about, motion.tally(turn.session, about), turn.now),
            partial(_by_hand, about=about),
        )
        for about in motion.of_branch(turn.session, turn.here)
        if is_open(about, turn.now)
    ]


def _by_hand(turn: Turn, about: Motion) -> Reply:
    try:
        tally = end(turn.session, about, turn.me, turn.now, turn.hours.opens(turn.now))
    except Closed:
        return Message(closed(about, turn))
    opens = turn.hours.opens(turn.now)
    return _result(about, tally, TOLD if opens == turn.now else told_at(opens))


def _result(about: Motion, tally: Tally, *more: str) -> Message:
    """The result in words, and the same as a picture where the messenger shows pictures."""
    text = "\n".join((wording.result(about, tally), *more))
    return Message(text, picture=f"chart:motion:{about.id}")


@router.result
def results(turn: Turn) -> list[tuple[datetime, Matter]]:
    """What has ended, for those who were asked; everything, as it stands and by name, for whoever leads."""
    leads = turn.leads()
    seen = {about.id: about for about in motion.put_to(turn.session, turn.me) if about.closed_at is not None}
    if leads:
        seen |= {about.id: about for about in motion.of_branch(turn.session, turn.here)}
    return [
        (
            about.ended_at,
            Matter(f"motion:{about.id}", capital(wording.matter(about)), partial(_seen, about=about)),
        )
        for about in seen.values()
    ]


def _seen(turn: Turn, about: Motion) -> Message:
    tally = motion.tally(turn.session, about)
    leads = turn.leads() and about.organisation_id == turn.here.id
    names = wording.by_name(motion.voices(turn.session, about)) if leads else ""
    more = [names] if names else []
    if about.closed_at is not None:
        return _result(about, tally, *more)
    return Message("\n".join((so_far(about, tally, turn.now), *more)))


# Wording

TO_WHOM = "Kết quả (chỉ số, không có tên) gửi mọi đồng chí được hỏi và bí thư, phó bí thư."
TOLD = "Kết quả này đã gửi những đồng chí được hỏi."


def told_at(opens: datetime) -> str:
    return f"Kết quả này đến những đồng chí được hỏi lúc {clock(opens)} sáng."


def before_closing(about: Motion, tally: Tally, now: datetime) -> str:
    answered = tally.asked - tally.silent
    return (
        f"Đóng {wording.matter(about)}, đang mở đến {until.said(about.until, now)}.\n"
        f"Đã trả lời {answered} trên {tally.asked} đồng chí; đóng rồi không ghi thêm được.\n{TO_WHOM}"
    )


def so_far(about: Motion, tally: Tally, now: datetime) -> str:
    return f"ĐANG LẤY Ý KIẾN (tham khảo), đến {until.said(about.until, now)}\n{about.question}\n{wording.count(tally)}"
