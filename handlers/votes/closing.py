"""The end of what was asked, by hand or by the clock, and its result, told to all who were asked and to whoever leads."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from handlers.kit import outgoing, until
from handlers.kit.message import Message, Reply
from handlers.kit.reading.times.spoken import clock
from handlers.kit.record import tells_of_meetings
from handlers.kit.router import Closable, Matter, router
from handlers.kit.turn import Purpose, Turn
from handlers.kit.wording import capital
from handlers.votes import wording
from handlers.votes.answering import closed
from handlers.votes.asking import MOTIONS, unreached
from handlers.votes.meeting import wording as at_meetings
from models import member, motion, outbox
from models.database import Session
from models.meeting import Meeting
from models.member import Member
from models.motion import Closed, Hands, Motion, MotionKind, Tally
from models.organisation import Organisation
from models.until import is_open


def end(
    session: Session, about: Motion, closer: Member | None, now: datetime, not_before: datetime
) -> Message:
    """Ends it and owes its result to everybody but the closer, who reads it in the reply, which this gives. Raises Closed."""
    motion.close(session, about, closer, now)
    outbox.supersede(session, HANDS, f"motion:{about.id}:")
    result = result_of(session, about, now)
    branch = session.get_one(Organisation, about.organisation_id)
    leaders = (leader.id for leader in member.leaders(session, branch, now))
    told = [*session.exec(motion.asked(about, now)), *leaders]
    MOTIONS.tell_result(session, about, told, result, closer, now, not_before)
    return result


@router.closable
def closables(turn: Turn) -> list[Closable]:
    """The branch's consultations that are open."""
    return [
        Closable(
            f"motion:{about.id}",
            capital(wording.matter(about)),
            before_closing(about, motion.tally(turn.session, about), turn.now),
            partial(by_hand, about=about),
        )
        for about in motion.of_branch(turn.session, turn.here)
        if about.kind is MotionKind.CONSULTATION and is_open(about, turn.now)
    ]


def by_hand(turn: Turn, about: Motion) -> Reply:
    """Closes it; the closer reads the result, and when the others do."""
    opens = turn.hours.opens(turn.now)
    try:
        result = end(turn.session, about, turn.me, turn.now, opens)
    except Closed:
        return Message(closed(about, turn))
    return _with(result, *_without_a_phone(turn, about), TOLD if opens == turn.now else told_at(opens))


def result_of(session: Session, about: Motion, now: datetime, hands: Hands | None = None) -> Message:
    """The result in words, and the same as a picture where the messenger shows pictures. `hands`: as if these had been typed in."""
    if about.kind is MotionKind.CONSULTATION or about.held_at_id is None:
        text = wording.result(about, motion.tally(session, about), unreached(session, about))
    else:
        met = session.get_one(Meeting, about.held_at_id)
        found, young = motion.verdict(session, about, hands), motion.from_young_phones(session, about)
        text = at_meetings.result(about, met, found, young, now)
    return Message(text, picture=f"chart:motion:{about.id}")


def _with(result: Message, *more: str) -> Message:
    return replace(result, text="\n".join((result.text, *more)))


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
    leads = turn.leads() and about.organisation_id == turn.here.id
    names = wording.by_name(motion.voices(turn.session, about)) if leads else ""
    more = [*(_without_a_phone(turn, about) if leads else []), *([names] if names else [])]
    if about.closed_at is not None:
        reckoned = [_reckoning(turn, about)] if about.kind is MotionKind.MEETING else []
        return _with(result_of(turn.session, about, turn.now), *reckoned, *more)
    return Message("\n".join((_so_far(turn, about), *more)))


def _without_a_phone(turn: Turn, about: Motion) -> list[str]:
    """How many of those who were asked could not answer at a phone: they are among the silent (R3)."""
    if about.kind is not MotionKind.CONSULTATION:
        return []
    people = motion.asked(about, turn.now)
    alone = outgoing.times_alone(turn, people)
    _, without = outbox.reach(turn.session, people, Purpose.CONTENT)
    missed = outgoing.out_of_reach(without - alone, alone, PEOPLE)
    return [could_not_answer(missed)] if missed else []


def _reckoning(turn: Turn, about: Motion) -> str:
    there = motion.present(turn.session, about)
    return at_meetings.reckoning(about, motion.verdict(turn.session, about), there)


def _so_far(turn: Turn, about: Motion) -> str:
    if about.held_at_id is None:
        return so_far(about, motion.tally(turn.session, about), unreached(turn.session, about), turn.now)
    met, there = (
        turn.session.get_one(Meeting, about.held_at_id),
        len(turn.session.exec(motion.voters(about, turn.now)).all()),
    )
    return at_meetings.so_far(about, met, len(motion.voices(turn.session, about)), there, turn.now)


@tells_of_meetings
def told_of_a_meeting(session: Session, meeting_id: int) -> list[str]:
    """What a meeting has decided, on its one page."""
    return [
        at_meetings.on_the_record(about, motion.verdict(session, about))
        for about in motion.put_at(session, session.get_one(Meeting, meeting_id))
        if about.closed_at is not None
    ]


HANDS = "hands"
"""The kind of the notice that asks whoever leads for the hands of a vote."""

# Wording

PEOPLE = "đồng chí "
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


def so_far(about: Motion, tally: Tally, unreached: int, now: datetime) -> str:
    return f"ĐANG LẤY Ý KIẾN (tham khảo), đến {until.said(about.until, now)}\n{about.question}\n{wording.count(about, tally, unreached)}"


def could_not_answer(missed: list[str]) -> str:
    return f"Trong số được hỏi có {', '.join(missed)}."
