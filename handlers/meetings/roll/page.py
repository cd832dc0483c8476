"""One page to copy after a meeting (people 42)."""

from handlers.kit.message import Message
from handlers.kit.reading import weekday
from handlers.kit.reading.times.spoken import clock
from handlers.kit.record import told_of
from handlers.kit.turn import Turn
from handlers.meetings import wording
from models import meeting, member
from models.database import Session
from models.meeting import Marks, Meeting
from models.member import Member
from models.terms import MeetingRole, Presence, Standing


def page(turn: Turn, about: Meeting) -> Message:
    """Time, place, present, absent with and without reason, and what features tell of the meeting."""
    roll = meeting.marks(turn.session, about)
    present = [turn.session.get_one(Member, who) for who, m in roll.items() if m.presence is Presence.PRESENT]
    clerk = meeting.appointed(turn.session, about).get(MeetingRole.CLERK)
    taken = meeting.taken_by(turn.session, about)
    return one_page(
        turn,
        about,
        len(roll),
        (len(present), sum(1 for who in present if who.standing is Standing.OFFICIAL)),
        by_mark(turn.session, roll),
        told_of(turn.session, about.id),
        name(_chair(turn, about, present)),
        name(clerk if clerk in present else None) if clerk else "",
        taken[0].name if taken else "",
    )


def _chair(turn: Turn, about: Meeting, present: list[Member]) -> Member | None:
    """Who was named; else who called the meeting or whoever leads. Nobody who was away: whoever copies the page knows who did."""
    named = meeting.appointed(turn.session, about).get(MeetingRole.CHAIR)
    if named is not None:
        return named if named in present else None
    caller = turn.session.get(Member, about.called_by_id) if about.called_by_id else None
    usual = [caller, *member.leaders(turn.session, turn.here, turn.now)]
    return next((who for who in usual if who in present), None)


def by_mark(session: Session, roll: Marks) -> dict[Presence, list[str]]:
    """The names of each part of the roll, with the reasons of absences."""
    parts: dict[Presence, list[str]] = {mark: [] for mark in Presence}
    people = sorted((session.get_one(Member, member_id) for member_id in roll), key=lambda m: m.folded)
    for who in people:
        presence, reason = roll[who.id]
        parts[presence].append(f"{who.known_as} ({reason})" if reason else who.known_as)
    return parts


# Wording


def one_page(
    turn: Turn,
    about: Meeting,
    called: int,
    present: tuple[int, int],
    parts: dict[Presence, list[str]],
    results: list[str],
    chair: str,
    clerk: str,
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
        f"Chủ trì: {chair}",
        f"Thư ký: {clerk}" if clerk else "",
        f"Tổng số: {called} đồng chí. Có mặt: {there} (chính thức {official}, dự bị {there - official})",
        f"Khách mời: {about.guests}" if about.guests else "",
        _absent("Vắng có lý do", parts[Presence.EXCUSED]),
        _absent("Vắng không lý do", parts[Presence.UNEXCUSED]),
        *results,
        f"Người điểm danh: {taken_by}",
    ]
    return Message("\n".join(line for line in lines if line))


def name(person: Member | None) -> str:
    return person.known_as if person else "..."


def _held(about: Meeting, turn: Turn) -> str:
    what = wording.occasion(about.body, about.cell, about.kind, wording.local(about, turn.now))
    return f"{what[0].upper()}{what[1:]}"


def _absent(title: str, names: list[str]) -> str:
    return f"{title}: {len(names)}" + (f" ({'; '.join(names)})" if names else "")
