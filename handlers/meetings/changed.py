"""A change of a meeting as people hear of it: who has heard of the meeting hears what is new, who has not is invited.

A notice that waited for the morning, or that found no address, has told nobody anything: what is changed before it has gone is no
change for them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.kit import outgoing, tied
from handlers.kit.message import NAME, Message
from handlers.kit.reading import hour, short, weekday
from handlers.kit.reading.times.spoken import clock
from handlers.kit.signing import signed
from handlers.kit.turn import Priority, Purpose, Turn
from handlers.meetings import above, days, inviting, wording
from models import meeting, member, outbox
from models.meeting import Meeting
from models.terms import MeetingState

OF_USE = timedelta(days=1)
"""So long after the day that it was to be held on, nobody need hear any more that a meeting was put off."""


@dataclass(frozen=True)
class Change:
    """What a leader asks for. starts: None where it is put off without a time. postpones: it was said so. mung: see `read_times`."""

    starts: datetime | None
    place: str
    postpones: bool = False
    reason: str = ""
    mung: bool = False

    def keeps_the_time(self, about: Meeting) -> bool:
        """Whether only the place is another."""
        return about.state is MeetingState.CALLED and self.starts == about.starts


def presses(turn: Turn, about: Meeting, change: Change, told_at: datetime) -> bool:
    """Whether people hear of it shortly before they would set out: to the time they know, or to the new one (people 15, 23)."""
    soon = meeting.SOON if change.keeps_the_time(about) else inviting.AT_SHORT_NOTICE
    if change.starts is not None and change.starts - told_at < soon:
        return True
    known = about.state is MeetingState.CALLED and bool(meeting.heard(turn.session, about))
    return known and about.starts - told_at < meeting.SOON


def latest(turn: Turn, about: Meeting, change: Change) -> datetime | None:
    """From when on a notice is too late to wait for: three hours before the time that people know, or the new start."""
    known = about.state is MeetingState.CALLED and meeting.heard(turn.session, about)
    ends = [about.starts - meeting.SOON] if known else []
    return min([*ends, *([change.starts] if change.starts else [])], default=None)


def preview(turn: Turn, about: Meeting, change: Change) -> str:
    """The notice as its readers will see it, what speaks against the new day, and whom it leaves out (people 26, decision 24)."""
    heard = heard_of(turn, about)
    hearing = meeting.hearers(turn.session, about, turn.now, change.starts)
    notes = []
    if heard.ever or change.starts is None:
        shown = notices(turn, about, change)[0 if heard.now else 1]
        anew = [who for who in hearing if who not in heard.ever] if change.starts else []
        reached, _ = outbox.reach(turn.session, anew, Purpose.TIMES)
        notes += [invited_anew(reached)] if reached else []
    else:
        shown = _as_invited(turn, about, change.starts, change.place)
    if change.starts is not None and not change.keeps_the_time(about):
        notes += [inviting.by_the_moon(change.starts)] if change.mung else []
        trouble = days.trouble(turn.session, turn.here, change.starts, about)
        notes += [inviting.beware(trouble)] if trouble else []
    following = set(turn.session.exec(meeting.from_above(about)))
    following |= set(turn.session.exec(meeting.followers(turn.here, about.body, turn.now)))
    counted = [who for who in hearing if who not in following]
    reached, without = outbox.reach(turn.session, counted, Purpose.TIMES)
    left_out = meeting.left_out(turn.session, about, turn.now, hearing)
    asked_in = member.asking_in(turn.session, counted, turn.now)
    beside = above.beside(turn.session, [who for who in hearing if who in following])
    told = outgoing.whom(reached, without, left_out.items(), asked_in, beside)
    return "\n".join([shown, "", *notes, told])


@dataclass(frozen=True)
class Heard:
    """Who has heard of a meeting before it is changed, by id: of its present time, and of any."""

    now: set[int]
    ever: set[int]


def heard_of(turn: Turn, about: Meeting) -> Heard:
    """Who has heard of the meeting as it is."""
    return Heard(meeting.heard(turn.session, about, of_this_time=True), meeting.heard(turn.session, about))


def notices(turn: Turn, about: Meeting, change: Change) -> tuple[str, str]:
    """What those hear who have heard of the present time, and those who have heard of an earlier one alone."""
    by = signed(turn, turn.me)
    open_until = [] if change.keeps_the_time(about) else tied.told(turn, about, change.starts)
    known, earlier = (changed(about, turn.now, change, open_until, by, known) for known in (True, False))
    return known, earlier


def tell(
    turn: Turn,
    about: Meeting,
    told: tuple[str, str],
    heard: Heard,
    expires: datetime,
    presses: bool,
    not_before: datetime | None,
) -> None:
    """Owes the `notices` of a change that was made. A new time asks all; a new place asks those who have not answered yet."""
    everyone = set(turn.session.exec(meeting.called_to(about)))
    answered = set(turn.session.exec(meeting.answered(about)))
    earlier = (heard.ever - heard.now - answered) & everyone
    owed: list[tuple[set[int], Message]] = []
    if about.state is MeetingState.CALLED:
        owed += [
            ((everyone & heard.now) - answered, _asking(about, told[0])),
            (earlier, _asking(about, told[1])),
            (answered, Message(told[0])),
            (everyone - heard.ever - answered, inviting.invitation(turn, about)),
        ]
    elif heard.ever:
        owed += [(everyone - earlier, Message(told[0])), (earlier, Message(told[1]))]
    for part, (people, message) in enumerate(owed):
        if people:
            turn.tell(
                sorted(people),
                message,
                key=f"meeting:{about.occasion}:{turn.now.isoformat()}:{part}",
                kind="meeting",
                purpose=Purpose.TIMES,
                priority=Priority.URGENT if presses else Priority.NOTICE,
                not_before=not_before,
                expires=expires,
                everywhere=presses,
            )


def _asking(about: Meeting, told: str) -> Message:
    return Message(f"{told} {COME}").asking("attendance", about.occasion, *wording.CHOICES)


def _as_invited(turn: Turn, about: Meeting, starts: datetime, place: str) -> str:
    shown = wording.invitation_to(
        about.body,
        about.cell,
        about.kind,
        starts,
        place,
        turn.now,
        about.topic,
        about.guests,
        signed(turn, turn.me),
    )
    return "\n".join([shown.text.replace(NAME, turn.me.given), *tied.told(turn, about, starts)])


# Wording

COME = "Đồng chí dự được không?"


def changed(
    about: Meeting, now: datetime, change: Change, open_until: list[str], by: str | None, known: bool
) -> str:
    """The first line holds what was, where that is `known`, then what is; the place always stands there in full."""
    starts, old = change.starts, wording.local(about, now)
    was = f"tối nay {old:%d/%m}" if old.date() == now.date() and old.hour >= 18 else short(old, now)
    of_what = f"HỌP {wording.body_name(about.body, about.cell).upper()}{f' {was}' if known else ''}."
    if starts is None:
        lines = [f"HOÃN {of_what}", "Chưa có giờ mới; có giờ mới, Sổ tay báo đồng chí ngay."]
    elif change.keeps_the_time(about) and known:
        lines = [f"ĐỔI NƠI {of_what}", f"Nơi mới: {change.place}. Giờ họp như cũ."]
    else:
        year = "" if starts.year == now.year else f"/{starts.year}"
        both = f"{clock(starts)} ({hour(starts)}) {weekday(starts)} {starts:%d/%m}{year}"
        where = f"chỗ cũ: {change.place}" if known and change.place == about.place else f"tại {change.place}"
        put_off = change.postpones and starts > old
        lines = [f"{'HOÃN' if put_off else 'ĐỔI GIỜ'} {of_what}", f"Lịch mới: {both}, {where}."]
    if change.reason:
        lines.insert(1, f"Lý do: {change.reason}.")
    return "\n".join([*lines, *open_until, *([f"Người báo: {by}."] if by else [])])


def invited_anew(count: int) -> str:
    return f"{count} đồng chí chưa nhận giấy mời cũ sẽ nhận giấy mời mới, đủ giờ và nơi họp."
