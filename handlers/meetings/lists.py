"""The living list for whoever leads, and each member's own calendar of meetings."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from handlers.kit.form import Answers, Form, May, Step, leading
from handlers.kit.message import Message, Reply, choices
from handlers.kit.not_joined import in_short, who_joined, with_phone
from handlers.kit.reach import by_step, changing_over
from handlers.kit.reading import asks_when, short
from handlers.kit.router import Who, roles, router
from handlers.kit.turn import Purpose, Turn
from handlers.kit.wording import capital, leaders_only, may_ask_in
from handlers.meetings import above, below, meant, rights, sharing, wording
from models import changeover, meeting, member, not_joined, reach
from models.folding import fold
from models.meeting import WHOLE_BRANCH, Attendance, Line, Listing, Meeting
from models.member import Member
from models.terms import MeetingRole, MeetingState, Told

Then = Callable[[Turn, Meeting, Answers], Reply]
_THEN: dict[str, tuple[Then, May]] = {}


@router.command(
    "lichhop",
    "lịch họp",
    "cuộc họp",
    aliases=("hop",),
    always=True,
    purpose=Purpose.TIMES,
    help="Xem các cuộc họp sắp tới",
)
def calendar(turn: Turn) -> Reply:
    """Meetings to come that the speaker is called to, each with his answer; whoever leads sees the others' too (people 17).

    An exempt member hears how he may be called all the same.
    """
    mine = meeting.open_to(turn.session, turn.me, turn.now)
    lines = [my_line(turn, each, meeting.answer_of(turn.session, each, turn.me)) for each in mine]
    if turn.leads():
        every = meeting.open_meetings(turn.session, turn.here, turn.now)
        called = {each.id for each in mine}
        lines += [others_line(turn, each) for each in every if each.id not in called]
    held = member.exemption(turn.session, turn.me, turn.now)
    lines += [may_ask_in()] if held and not held.asked_in else []
    return Message("\n".join(lines)) if lines else wording.no_meeting()


@router.leftover(30, Purpose.TIMES)
def asked_when(turn: Turn) -> Reply:
    """ "mấy giờ họp": the answer is the calendar."""
    return calendar(turn) if asks_when(turn.rest) else None


@router.command(
    "danhsach",
    "danh sách",
    who=Who.COMMITTEE,
    always=True,
    help="Ai dự, ai vắng, ai chưa trả lời, cần gọi ai",
)
def roll(turn: Turn) -> Reply:
    """The list of a meeting; with none to come, or asked by `/danhsach chưa vào`, who has joined. From above: how the branches stand."""
    if below.meant(turn):
        return below.shown(turn)
    seen, refused = _seen(turn), sharing.refused(turn)
    if refused is not None and not seen:
        return below.shown(turn) or refused
    if turn.leads() and fold(turn.rest).strip(" .?") in below.NOT_IN:
        return Message(_joined(turn))
    return which(turn, "danhsach", {}, none_to_come, seen, turn.rest)


def _seen(turn: Turn) -> list[Meeting]:
    """The meetings whose list the speaker sees now: of whoever leads or shares the calls those at hand, and those he was named for."""
    shared = sharing.among(turn)
    known = {about.id for about in shared}
    return [*shared, *(about for about in rights.named_for(turn) if about.id not in known)]


def then(name: str, may: May = leading) -> Callable[[Then], Then]:
    """What is done with a meeting once it is clear which is meant. may: who may choose."""

    def join(done: Then) -> Then:
        _THEN[name] = done, may
        return done

    return join


def which(
    turn: Turn,
    name: str,
    answers: Answers,
    no_meeting: Callable[[Turn], Reply],
    among: list[Meeting] | None = None,
    of: str = "",
) -> Reply:
    """Goes on with the only meeting whose list the speaker sees (or of those given), or asks which one, by date (people 17).

    of: words that may name it.
    """
    found = sharing.among(turn) if among is None else among
    if not found:
        return no_meeting(turn)
    named = meant.narrowed(turn, meant.read(of, turn.now), found)
    if isinstance(named, Message):
        return named
    if len(named) == 1:
        return _THEN[name][0](turn, named[0], answers)
    return _CHOOSING.start(turn, {**answers, "then": name, "meetings": [m.id for m in named[:8]]})


def _ask(turn: Turn, answers: Answers) -> Message:
    shown = [turn.session.get_one(Meeting, number) for number in answers["meetings"]]
    return Message(WHICH, choices(*((str(m.id), label(turn, m)) for m in shown)))


def _said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"meeting": value} if value else _ask(turn, answers)


def _chosen(turn: Turn, answers: Answers) -> Reply:
    about = turn.session.get_one(Meeting, int(answers["meeting"]))
    kept = {key: answers[key] for key in answers.keys() - {"then", "meetings", "meeting"}}
    return _THEN[answers["then"]][0](turn, about, kept)


def _may(turn: Turn, answers: Answers) -> bool:
    return _THEN[answers["then"]][1](turn, answers)


_CHOOSING = router.form(Form("chonhop", (Step("meeting", _ask, _said),), _chosen, may=_may))


@then("danhsach", may=lambda turn, answers: turn.leads() or bool(_seen(turn)))
def _list(turn: Turn, about: Meeting, answers: Answers) -> Reply:
    notes = sharing.may(turn, about)
    if not (notes or rights.in_charge(turn, about)):
        return sharing.not_yet(turn, about) if Who.COMMITTEE in roles(turn) else leaders_only()
    caller = turn.session.get(Member, about.called_by_id) if about.called_by_id else None
    parts = meeting.listing(turn.session, about)
    lines = whole_list(wording.matter(about, turn.now), parts, about.guests, caller, turn.zone, notes)
    if named := meeting.appointed(turn.session, about):
        lines.insert(1, run_by(named))
    if turn.leads():
        found = reach.by_step(turn.session, meeting.of_body(about))
        changing = _changing(turn) if about.body in WHOLE_BRANCH else []
        lines += [*by_step(found), *changing, in_short(found.reached, found.called)]
    return Message("\n".join(lines))


def _joined(turn: Turn) -> str:
    missing = not_joined.standing(turn.session, turn.here, turn.now)
    found = reach.by_step(turn.session, member.called(turn.here, turn.now))
    return "\n".join([who_joined(missing, turn.zone), *by_step(found), *_changing(turn)])


def _changing(turn: Turn) -> list[str]:
    """How far the branch is that changes over to another messenger."""
    change = changeover.under_way(turn.session, turn.here)
    if change is None:
        return []
    everybody = changeover.standing(turn.session, turn.here, change.channel)
    return changing_over(change.channel, changeover.progress(everybody))


# Wording

WHICH = "Cuộc họp nào?"
NOT_NAMED = "chưa phân công"
HOW_TO_NOTE = (
    "Gọi được ai, xin nhắn (mỗi đồng chí một dòng): /ghiho Lan vắng, đi viện\n"
    "Gọi không được: /ghiho Lan đã gọi"
)


def label(turn: Turn, about: Meeting) -> str:
    put_off = about.state is MeetingState.POSTPONED
    stands = " (đã hoãn)" if put_off else " (đã bắt đầu)" if about.starts <= turn.now else ""
    return wording.matter(about, turn.now).capitalize() + stands


def my_line(turn: Turn, about: Meeting, stands: Attendance | None) -> str:
    said = "chưa trả lời" if stands is None else "THAM DỰ" if stands.coming else "XIN VẮNG MẶT"
    return _line(turn, about, f"Đồng chí: {said}.")


def others_line(turn: Turn, about: Meeting) -> str:
    return _line(turn, about, "(đồng chí không có trong danh sách mời)")


def _line(turn: Turn, about: Meeting, ending: str) -> str:
    if about.state is MeetingState.POSTPONED:
        return f"- {capital(above.matter(turn, about))}: đã hoãn, chưa có giờ mới."
    name = f"{wording.body_name(about.body, about.cell).capitalize()}{above.whose(turn, about)}"
    return f"- {name}: {short(wording.local(about, turn.now), turn.now)}, tại {about.place}. {ending}"


def run_by(named: dict[MeetingRole, Member]) -> str:
    names = {role: who.known_as for role, who in named.items()}
    chair, clerk = (names.get(role, NOT_NAMED) for role in (MeetingRole.CHAIR, MeetingRole.CLERK))
    return f"Chủ trì: {chair}. Thư ký: {clerk}."


def person(line: Line, zone: ZoneInfo) -> str:
    name = line.member.known_as
    notes = [wording.away_for(line.away, zone)] if line.away else []
    if line.attendance is None and line.acknowledged:
        notes.append("đã nhận tin")
    if line.attendance is not None and line.attendance.reason:
        notes.append(line.attendance.reason)
    if line.attendance is not None and line.noted:
        day = f"{line.attendance.said_at.astimezone(zone):%d/%m}"
        by_phone = f"đ/c {line.by.given} ghi theo điện thoại {day}" if line.by else "ghi theo điện thoại"
        notes.append("người nhà báo" if line.attendance.told is Told.RELATIVE else by_phone)
    return f"{name} ({'; '.join(notes)})" if notes else name


def whole_list(
    about: str, parts: Listing, guests: str | None, caller: Member | None, zone: ZoneInfo, notes: bool
) -> list[str]:
    """notes: the reader may note what people say on the telephone."""
    called = sum(map(len, (parts.coming, parts.away, parts.silent, parts.unreached)))
    by = f"đồng chí {caller.given} mời" if caller else "mời"
    lines = [f"{about.capitalize()}, {by} {called} đồng chí."]
    for title, people in (("Dự", parts.coming), ("Xin vắng", parts.away), ("Chưa trả lời", parts.silent)):
        received = sum(line.acknowledged for line in people if line.attendance is None)
        noted = f" ({received} đồng chí đã nhận tin)" if received else ""
        names = ", ".join(person(line, zone) for line in people)
        lines.append(f"{title}: {len(people)}{noted}" + (f". {names}" if names else ""))
    lines.append(f"Chưa liên lạc được: {len(parts.unreached)}")
    lines += _to_call(parts.unreached, zone)
    if parts.above:
        lines.append(f"Cấp trên dự: {', '.join(from_above(line, zone) for line in parts.above)}")
    if guests:
        lines.append(f"Khách mời: {guests}")
    if parts.unreached and notes:
        lines.append(HOW_TO_NOTE)
    return lines


def from_above(line: Line, zone: ZoneInfo) -> str:
    if line.attendance is not None:
        return f"{person(line, zone)}: {'dự' if line.attendance.coming else 'xin vắng'}"
    if not line.reached:
        return f"cần gọi {with_phone(line.member)}{_ticked(line)}"
    return f"{person(line, zone)}: chưa trả lời"


def call_list(about: str, people: list[Line], sharing_: list[str], zone: ZoneInfo) -> Message:
    """sharing_: those of chi ủy who were asked to share the calls."""
    if not people:
        return Message("Mọi đồng chí được mời đều có máy, không cần gọi ai.")
    lines = [f"Cần gọi {len(people)} đồng chí về {about}:", *_to_call(people, zone), HOW_TO_NOTE]
    if sharing_:
        lines.append(f"Sổ tay đã báo chi ủy gọi giúp: đ/c {', đ/c '.join(sharing_)}.")
    return Message("\n".join(lines))


def _to_call(people: list[Line], zone: ZoneInfo) -> list[str]:
    """Phoneless on top, those rung up already at the end (people 23)."""
    ordered = sorted(people, key=lambda line: (line.called_by is not None, line.member.phone is not None))
    return [
        f"- {with_phone(line.member)}"
        + (f" ({wording.away_for(line.away, zone)})" if line.away else "")
        + _ticked(line)
        for line in ordered
    ]


def _ticked(line: Line) -> str:
    return f" (đ/c {line.called_by.given} đã gọi)" if line.called_by else ""


def none_to_come(turn: Turn) -> Message:
    return Message(f"Chưa có cuộc họp nào sắp tới. {_joined(turn)}")
