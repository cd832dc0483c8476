"""Who hears of a roll: those who were away, those who were told otherwise, and whoever might have taken it too (people 4, 42)."""

from datetime import timedelta

from handlers.kit.message import NAME, Message
from handlers.kit.reading import weekday
from handlers.kit.reading.times.spoken import clock
from handlers.kit.record import told_of
from handlers.kit.turn import Turn
from handlers.meetings import rights, wording
from models import meeting, outbox
from models.meeting import Meeting
from models.terms import MeetingState, Presence

AWAY = "away"
"""The kind of notice that tells somebody how he stands in the roll."""
TAKEN = "roll-taken"
NEWS_FOR = timedelta(days=7)


def tell_in_charge(turn: Turn, about: Meeting, *, again: bool) -> None:
    """Owes the others who were or might have been asked that it is done, and by whom; in the morning where it is night.

    again: the roll had been taken by somebody else.
    """
    key = f"{TAKEN}:{about.occasion}:"
    outbox.supersede(turn.session, TAKEN, key)
    others = [who for who in rights.people_in_charge(turn.session, about, turn.now) if who != turn.me.id]
    marks = meeting.marks(turn.session, about).values()
    present = sum(1 for marked in marks if marked.presence is Presence.PRESENT)
    matter = wording.matter(about, turn.now)
    done = taken(turn.me.name, matter, present, len(marks), again)
    if about.state is not MeetingState.OVER:
        done = not_held(turn.me.name, matter)
    if others:
        _owe(turn, others, done, f"{key}{turn.now.isoformat()}", TAKEN)


def tell_away(turn: Turn, about: Meeting) -> None:
    """Owes five lines to each who was called and away, and a correction to whom was told another mark than he has now.

    In the morning where it is night. What was owed before and has not gone never goes: it told an earlier roll.
    """
    roll = meeting.marks(turn.session, about)
    key = f"{AWAY}:{about.occasion}:"
    outbox.supersede(turn.session, AWAY, key)
    told = {who: Presence(was.split(":")[2]) for who, was in outbox.gone(turn.session, AWAY, key).items()}
    present = sum(1 for marked in roll.values() if marked.presence is Presence.PRESENT)
    results = told_of(turn.session, about.id)
    for mark in Presence:
        marked = meeting.was_called(
            turn.session, about, [who for who, m in roll.items() if m.presence is mark]
        )
        news = [who for who in marked if who not in told] if mark is not Presence.PRESENT else []
        if news:
            lines = five_lines(turn, about, present, len(roll), mark, results)
            _owe(turn, news, lines, f"{key}{mark.value}:{turn.now.isoformat()}")
        changed = [who for who in marked if told.get(who, mark) is not mark]
        if changed:
            right = corrected(mark, wording.matter(about, turn.now))
            _owe(turn, changed, right, f"{key}{mark.value}:{turn.now.isoformat()}:right")


def _owe(turn: Turn, people: list[int], message: Message, key: str, kind: str = AWAY) -> None:
    """What is older than a week is no news any more: who joins later is not told of all meetings before."""
    turn.tell(
        sorted(people),
        message,
        key=key,
        kind=kind,
        not_before=turn.hours.opens(turn.now),
        expires=turn.now + NEWS_FOR,
    )


# Wording

STANDS = {
    Presence.PRESENT: "có mặt",
    Presence.EXCUSED: "vắng có lý do",
    Presence.UNEXCUSED: "vắng không lý do",
}


def five_lines(
    turn: Turn, about: Meeting, present: int, called: int, mark: Presence, results: list[str]
) -> Message:
    starts = wording.local(about, turn.now)
    lines = [
        f"ĐÃ HỌP {wording.body_name(about.body, about.cell).upper()} {starts:%d/%m}, đồng chí vắng.",
        f"Họp lúc {clock(starts)} {weekday(starts)} {starts:%d/%m/%Y} tại {about.place}.",
        f"Có mặt: {present}/{called} đồng chí.",
        f"Kết quả: {'; '.join(results)}." if results else "Nội dung và nghị quyết: xin hỏi đồng chí bí thư.",
        f"Sổ tay ghi: đồng chí {STANDS[mark]}. Nếu chưa đúng, xin nhắn GỌI.",
    ]
    return Message("\n".join(lines))


def corrected(mark: Presence, matter: str) -> Message:
    return Message(
        f"ĐÍNH CHÍNH: Sổ tay ghi đồng chí {NAME} {STANDS[mark].upper()} {matter}. Nếu chưa đúng, xin nhắn GỌI."
    )


def taken(by: str, matter: str, present: int, called: int, again: bool) -> Message:
    done = "đã sửa điểm danh" if again else "đã điểm danh"
    return Message(
        f"Đồng chí {by} {done} {matter}: có mặt {present}/{called} đồng chí. Muốn xem hoặc sửa, nhắn ĐIỂM DANH."
    )


def not_held(by: str, matter: str) -> Message:
    return Message(f"Đồng chí {by} đã ghi: {matter} không họp.")
