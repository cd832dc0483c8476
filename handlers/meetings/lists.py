"""The living list for whoever leads, and each member's own calendar of meetings."""

from collections.abc import Callable

from handlers.kit.form import Answers, Form, Step
from handlers.kit.message import Message, Reply, choices
from handlers.kit.reading import short
from handlers.kit.router import Who, router
from handlers.kit.turn import Purpose, Turn
from handlers.meetings import wording
from models import address, meeting, member
from models.meeting import Attendance, Line, Listing, Meeting
from models.member import Member
from models.terms import MeetingState, Told

Then = Callable[[Turn, Meeting, Answers], Reply]
_THEN: dict[str, Then] = {}


@router.command(
    "lichhop",
    "lịch họp",
    "cuộc họp",
    aliases=("hop",),
    purpose=Purpose.TIMES,
    help="Xem các cuộc họp sắp tới",
)
def calendar(turn: Turn) -> Reply:
    """Meetings to come that the speaker is called to, each with his answer."""
    mine = meeting.open_meetings(turn.session, turn.here, turn.now, turn.me)
    if not mine:
        return wording.no_meeting()
    lines = [my_line(turn, each, meeting.answer_of(turn.session, each, turn.me)) for each in mine]
    return Message("\n".join(lines))


@router.command("danhsach", "danh sách", who=Who.LEADER, help="Ai dự, ai vắng, ai chưa trả lời, cần gọi ai")
def roll(turn: Turn) -> Reply:
    """The list of a meeting; with none to come, who has joined."""
    return which(turn, "danhsach", {}, no_meeting=joined)


def then(name: str) -> Callable[[Then], Then]:
    """What is done with a meeting once it is clear which is meant."""

    def join(done: Then) -> Then:
        _THEN[name] = done
        return done

    return join


def which(turn: Turn, name: str, answers: Answers, no_meeting: Callable[[Turn], Reply]) -> Reply:
    """Goes on with the only open meeting of the branch, or asks which one, by date (people 17)."""
    open_ones = meeting.open_meetings(turn.session, turn.here, turn.now)
    if not open_ones:
        return no_meeting(turn)
    if len(open_ones) == 1:
        return _THEN[name](turn, open_ones[0], answers)
    return _CHOOSING.start(turn, {**answers, "then": name, "meetings": [m.id for m in open_ones[:8]]})


def _ask(turn: Turn, answers: Answers) -> Message:
    shown = [turn.session.get_one(Meeting, number) for number in answers["meetings"]]
    return Message(WHICH, choices(*((str(m.id), wording.matter(m, turn.now).capitalize()) for m in shown)))


def _said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"meeting": value} if value else _ask(turn, answers)


def _chosen(turn: Turn, answers: Answers) -> Reply:
    about = turn.session.get_one(Meeting, int(answers["meeting"]))
    kept = {key: answers[key] for key in answers.keys() - {"then", "meetings", "meeting"}}
    return _THEN[answers["then"]](turn, about, kept)


_CHOOSING = router.form(Form("chonhop", (Step("meeting", _ask, _said),), _chosen))


@then("danhsach")
def _list(turn: Turn, about: Meeting, answers: Answers) -> Reply:
    return whole_list(wording.matter(about, turn.now), meeting.listing(turn.session, about))


def to_call(turn: Turn, about: Meeting) -> Message:
    """Those who must be called, phoneless first (people 23)."""
    return call_list(meeting.listing(turn.session, about).unreached)


def joined(turn: Turn) -> Message:
    """Who of those who are called has joined, and who has not."""
    people = list(turn.session.exec(member.called(turn.here, turn.now)))
    reached = address.joined(turn.session, people)
    missing = sorted(
        (turn.session.get_one(Member, i) for i in people if i not in reached), key=lambda m: m.folded
    )
    return who_joined(len(people), missing)


# Wording

WHICH = "Cuộc họp nào?"


def my_line(turn: Turn, about: Meeting, stands: Attendance | None) -> str:
    if about.state is MeetingState.POSTPONED:
        return f"- {wording.matter(about, turn.now).capitalize()}: đã hoãn, chưa có giờ mới."
    said = "chưa trả lời" if stands is None else "THAM DỰ" if stands.coming else "XIN VẮNG MẶT"
    name = wording.body_name(about.body, about.cell).capitalize()
    return (
        f"- {name}: {short(wording.local(about, turn.now), turn.now)}, tại {about.place}. Đồng chí: {said}."
    )


def person(line: Line) -> str:
    name = line.member.known_as
    if line.attendance is None:
        return name
    notes = [line.attendance.reason] if line.attendance.reason else []
    if line.noted:
        notes.append("người nhà báo" if line.attendance.told is Told.RELATIVE else "ghi theo điện thoại")
    return f"{name} ({'; '.join(notes)})" if notes else name


def with_phone(who: Member) -> str:
    if not who.phone:
        return f"{who.known_as}: chưa có số điện thoại"
    return f"{who.known_as}: {who.phone}{' (người nhà)' if who.phone_of_relative else ''}"


def whole_list(about: str, parts: Listing) -> Message:
    called = sum(map(len, (parts.coming, parts.away, parts.silent, parts.unreached)))
    lines = [f"{about.capitalize()}, mời {called} đồng chí."]
    for title, people in (("Dự", parts.coming), ("Xin vắng", parts.away), ("Chưa trả lời", parts.silent)):
        names = ", ".join(person(line) for line in people)
        lines.append(f"{title}: {len(people)}" + (f". {names}" if names else ""))
    lines.append(f"Chưa liên lạc được: {len(parts.unreached)}")
    lines += [f"- {with_phone(line.member)}" for line in _phoneless_first(parts.unreached)]
    if parts.unreached:
        lines.append("Gọi được ai, xin nhắn: /ghiho và tên, ví dụ /ghiho Lan vắng, đi viện")
    return Message("\n".join(lines))


def call_list(people: list[Line]) -> Message:
    if not people:
        return Message("Mọi đồng chí được mời đều có máy, không cần gọi ai.")
    lines = [f"- {with_phone(line.member)}" for line in _phoneless_first(people)]
    return Message(f"Cần gọi {len(people)} đồng chí:\n" + "\n".join(lines))


def who_joined(called: int, missing: list[Member]) -> Message:
    names = "\n".join(f"- {with_phone(who)}" for who in missing)
    head = f"Chưa có cuộc họp nào sắp tới. Đã vào Sổ tay: {called - len(missing)}/{called} đồng chí."
    return Message(f"{head}\nChưa vào:\n{names}" if missing else head)


def _phoneless_first(people: list[Line]) -> list[Line]:
    return sorted(people, key=lambda line: line.member.phone is not None)
