"""One page to copy after a meeting, and five lines for those who were away (people 42)."""

from datetime import timedelta

from handlers.kit.message import NAME, Message
from handlers.kit.reading import weekday
from handlers.kit.reading.times.spoken import clock
from handlers.kit.record import told_of
from handlers.kit.turn import Turn
from handlers.meetings import wording
from models import meeting, outbox
from models.database import Session
from models.meeting import Marks, Meeting
from models.member import Member
from models.terms import Presence, Standing

AWAY = "away"
"""The kind of notice that tells somebody how he stands in the roll."""
NEWS_FOR = timedelta(days=7)


def page(turn: Turn, about: Meeting) -> Message:
    """Time, place, present, absent with and without reason, and what features tell of the meeting."""
    roll = meeting.marks(turn.session, about)
    present = [turn.session.get_one(Member, who) for who, m in roll.items() if m.presence is Presence.PRESENT]
    taken = meeting.taken_by(turn.session, about)
    return one_page(
        turn,
        about,
        len(roll),
        (len(present), sum(1 for who in present if who.standing is Standing.OFFICIAL)),
        by_mark(turn.session, roll),
        told_of(turn.session, about.id),
        taken[0].name if taken else "",
    )


def by_mark(session: Session, roll: Marks) -> dict[Presence, list[str]]:
    """The names of each part of the roll, with the reasons of absences."""
    parts: dict[Presence, list[str]] = {mark: [] for mark in Presence}
    people = sorted((session.get_one(Member, member_id) for member_id in roll), key=lambda m: m.folded)
    for who in people:
        presence, reason = roll[who.id]
        parts[presence].append(f"{who.known_as} ({reason})" if reason else who.known_as)
    return parts


def tell(turn: Turn, about: Meeting) -> None:
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


def _owe(turn: Turn, people: list[int], message: Message, key: str) -> None:
    """What is older than a week is no news any more: who joins later is not told of all meetings before."""
    turn.tell(
        sorted(people),
        message,
        key=key,
        kind=AWAY,
        not_before=turn.hours.opens(turn.now),
        expires=turn.now + NEWS_FOR,
    )


# Wording

STANDS = {
    Presence.PRESENT: "có mặt",
    Presence.EXCUSED: "vắng có lý do",
    Presence.UNEXCUSED: "vắng không lý do",
}


def one_page(
    turn: Turn,
    about: Meeting,
    called: int,
    present: tuple[int, int],
    parts: dict[Presence, list[str]],
    results: list[str],
    taken_by: str,
) -> Message:
    starts = wording.local(about, turn.now)
    there, official = present
    lines = [
        turn.here.name.upper(),
        f"{_held(about, turn)}",
        f"Thời gian: {clock(starts)} {weekday(starts)} {starts:%d/%m/%Y}",
        f"Địa điểm: {about.place}",
        f"Nội dung: {about.topic}" if about.topic else "",
        f"Tổng số: {called} đồng chí. Có mặt: {there} (chính thức {official}, dự bị {there - official})",
        f"Khách mời: {about.guests}" if about.guests else "",
        _absent("Vắng có lý do", parts[Presence.EXCUSED]),
        _absent("Vắng không lý do", parts[Presence.UNEXCUSED]),
        *results,
        f"Người ghi: {taken_by}",
    ]
    return Message("\n".join(line for line in lines if line))


def _held(about: Meeting, turn: Turn) -> str:
    what = wording.occasion(about.body, about.cell, about.kind, wording.local(about, turn.now))
    return f"{what[0].upper()}{what[1:]}"


def _absent(title: str, names: list[str]) -> str:
    return f"{title}: {len(names)}" + (f" ({'; '.join(names)})" if names else "")


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
