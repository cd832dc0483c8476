"""The invitation: what is missing is asked, it is shown before it goes, with whom it leaves out, and then it goes."""

from datetime import datetime, timedelta
from typing import TypedDict

from handlers.kit import late, outgoing, tied
from handlers.kit.form import Answers, Form, Step, edited, leading
from handlers.kit.message import NAME, Message, Reply, choices
from handlers.kit.phrases import begins
from handlers.kit.reading import is_question, lunar, read_times
from handlers.kit.router import router
from handlers.kit.signing import signed
from handlers.kit.turn import Priority, Purpose, Turn
from handlers.meetings import above, chairing, days, line, moving_line, phoning, proposed, when, wording
from handlers.meetings.proposed import PROPOSAL
from models import meeting, member, outbox
from models.folding import fold, tidy
from models.meeting import Meeting, MeetingPast
from models.terms import Body, MeetingKind

AT_SHORT_NOTICE = timedelta(hours=6)
"""Called so late, one urgent notice goes and the call list comes at once (people 15)."""
ASKED_IN = "asked-in"
"""The kind of an invitation to one member who asked for it: no sending to many, which whoever wrote it might stop."""


class Called(TypedDict):
    """What a meeting is called with."""

    body: Body
    cell: str | None
    kind: MeetingKind
    topic: str | None
    guests: str | None
    starts: datetime
    place: str


def _cell(turn: Turn, answers: Answers) -> Message:
    cells = member.cells(turn.session, turn.here)
    if not cells:
        return Message(NO_CELLS)
    return Message(WHICH_CELL, choices(*((cell, f"Tổ đảng {cell}") for cell in cells[:9])))


def _cell_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    cells = {fold(cell): cell for cell in member.cells(turn.session, turn.here)}
    said = value or cells.get(fold(text))
    return {"cell": said} if said else _cell(turn, answers)


def _guests(turn: Turn, answers: Answers) -> Message:
    return Message(WHICH_GUESTS)


def _guests_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    said = tidy(text)
    return {"guests": "" if fold(said).strip(" .") in NOBODY else said} if said else _guests(turn, answers)


def _place(turn: Turn, answers: Answers) -> Message:
    return Message(PLACE)


def _place_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    place = line.place_in(text, turn.now) or tidy(text)
    return Message(PLACE) if is_question(text) or not any(c.isalnum() for c in place) else {"place": place}


def _when_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    """The time, and the place where that was said with it."""
    taken = when.said(turn, answers, text, value)
    place = line.marked_place(text, turn.now)
    return taken | {"place": place} if isinstance(taken, dict) and place else taken


ASKED = (
    Step("cell", _cell, _cell_said, lambda turn, answers: answers["body"] == Body.CELL),
    when.STEPS[0],
    Step("when", when.ask, _when_said),
    Step("place", _place, _place_said),
)
"""What a meeting and a monthly rule both ask for."""


def _preview(turn: Turn, answers: Answers) -> Message:
    return Message(preview(turn, answers), choices(("send", "Gửi"), ("edit", "Sửa"), ("stop", "Thôi")))


def preview(turn: Turn, answers: Answers) -> str:
    """The invitation as its readers will see it, what speaks against the day, and whom it leaves out (people 26)."""
    with_what = called_with(turn, answers)
    starts, body, cell = with_what["starts"], with_what["body"], with_what["cell"]
    shown = wording.invitation_to(**with_what, now=turn.now, by=signed(turn, turn.me)).text
    put_off = meeting.put_off(
        turn.session, turn.here, body, cell, with_what["kind"], with_what["topic"], turn.now
    )
    open_until = tied.told(turn, put_off, starts) if put_off else []
    notes = [by_the_moon(starts)] if answers.get("mung") else []
    trouble = days.trouble(turn.session, turn.here, starts)
    if trouble:
        notes.append(beware(trouble))
    if put_off is not None:
        notes.append(in_place_of(wording.matter(put_off, turn.now)))
    notes += _second_of_its_month(turn, with_what, put_off)
    notes.append(whom(turn, body, cell, starts))
    return "\n".join([shown.replace(NAME, turn.me.given), *open_until, "", *notes])


def _second_of_its_month(turn: Turn, with_what: Called, put_off: Meeting | None) -> list[str]:
    """A remark where the month has its regular meeting of the body already: chi bộ and chi ủy meet once a month (R12). Not of what this
    one takes the place of."""
    body, kind, starts = with_what["body"], with_what["kind"], with_what["starts"]
    if kind is not MeetingKind.REGULAR or body is Body.CELL:
        return []
    month = meeting.met(turn.session, turn.here.id, body, with_what["cell"], kind, starts)
    first = next((about for about in month if about is not put_off), None)
    return [regular_already(body, wording.matter(first, turn.now), starts)] if first else []


def whom(turn: Turn, body: Body, cell: str | None, starts: datetime) -> str:
    """How many of a body an invitation for that hour reaches, and whom it leaves out and why."""
    people = member.called(turn.here, turn.now, body, cell, starts)
    reached, without = outbox.reach(turn.session, people, Purpose.TIMES)
    left_out = member.left_out(turn.session, turn.here, turn.now, body, cell, starts)
    asked_in = member.asking_in(turn.session, people, turn.now)
    following = list(turn.session.exec(meeting.followers(turn.here, body, turn.now)))
    beside = above.beside(turn.session, following)
    return outgoing.whom(reached, without, left_out.items(), asked_in, beside)


def _preview_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    said = value or {"gui": "send", "sua": "edit"}.get(fold(text))
    if said:
        return {"go": said}
    return _changed(turn, answers, text) or _preview(turn, answers)


def _changed(turn: Turn, answers: Answers, text: str) -> Answers | Message | None:
    """What words under the preview change of it: "khoan, đổi thành 19h", "tại trường tiểu học"; None where they say anything else.

    Whatever it was is shown once more, so it is read as /doihop reads it.
    """
    if is_question(text):
        return None
    said = moving_line.read(text, turn.now)
    if said.meeting or said.shift or said.reason or (said.unread and not begins(said.unread.split(), WAITS)):
        return None
    times = read_times(said.time, turn.now)
    if times.has_hour and not times.has_day:
        day = when.moment(turn, answers["when"])
        times = read_times(when.on_that_day(said.time, day), turn.now)
    place = {"place": said.place} if said.place else {}
    if not (times.has_hour or times.has_day):
        return place or None
    taken = when.understood(times, turn.now)
    return taken | place if isinstance(taken, dict) else taken


def _edit(turn: Turn, answers: Answers) -> Message:
    return Message(WHAT_TO_EDIT, choices(("when", "Giờ họp"), ("place", "Nơi họp")))


def _edit_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return edited(answers, value, "day", "mung") if value else _edit(turn, answers)


def _sent(turn: Turn, answers: Answers) -> Reply:
    if answers["go"] == "stop":
        return dropped()
    month = None
    if subject := answers.get(PROPOSAL):
        if no_more := proposed.overtaken(turn, subject):
            return no_more
        _, month = proposed.about(turn, subject)
    with_what, not_before = called_with(turn, answers), late.not_before(turn, answers)
    try:
        called = meeting.call(
            turn.session, turn.here, turn.me, now=turn.now, told_at=not_before, called_for=month, **with_what
        )
    except MeetingPast:
        return Message(wording.past(with_what["starts"], turn.now))
    except meeting.CalledAlready:
        return called_already(wording.body_name(with_what["body"], with_what["cell"]))
    if answers.get(PROPOSAL):
        outbox.close_question(turn.session, PROPOSAL, answers[PROPOSAL], turn.now)
    send_invitation(turn, called, not_before, presses=bool(answers.get("urgent")))
    reached, without = outbox.reach(turn.session, meeting.of_body(called), Purpose.TIMES)
    following = above.beside(turn.session, list(turn.session.exec(meeting.from_above(called))))
    waits = late.in_the_morning(not_before, turn.now) if not_before else None
    still_named = chairing.beside(turn, called)
    done = [sent(wording.matter(called, turn.now), reached, without, following, waits, still_named)]
    if called.starts - turn.now < AT_SHORT_NOTICE:
        done.append(phoning.to_call(turn, called, not_before or turn.now))
    return done


def send_invitation(turn: Turn, called: Meeting, not_before: datetime | None, *, presses: bool) -> None:
    """Owes the invitation to everybody who is called, once for this time of the meeting; what it had before, put off since, is over.

    presses: it was called urgent.
    """
    soon = presses or called.starts - (not_before or turn.now) < AT_SHORT_NOTICE
    take_back(turn, f"meeting:{called.id}.")
    tied.follow(turn, called)
    turn.tell(
        meeting.called_to(called),
        invitation(turn, called),
        key=f"meeting:{called.occasion}",
        kind="meeting",
        purpose=Purpose.TIMES,
        priority=Priority.URGENT if soon else Priority.NOTICE,
        not_before=not_before,
        expires=called.starts,
    )
    chairing.follow(turn, called, not_before)


def take_back(turn: Turn, keys: str) -> None:
    """Of the invitations and changes whose keys begin so, what has not gone never goes."""
    for kind in ("meeting", ASKED_IN):
        outbox.supersede(turn.session, kind, keys)


def invitation(turn: Turn, called: Meeting) -> Message:
    """The invitation with its question."""
    shown = wording.invitation(called, turn.now, by=signed(turn, turn.me))
    text = "\n".join([shown.text, *tied.told(turn, called, called.starts)])
    return Message(text).asking("attendance", called.occasion, *wording.CHOICES)


def called_with(turn: Turn, answers: Answers) -> Called:
    """What the answers of a form say of the meeting."""
    return {
        "body": Body(answers["body"]),
        "cell": answers["cell"],
        "kind": MeetingKind(answers["kind"]),
        "topic": answers.get("topic") or None,
        "guests": answers.get("guests") or None,
        "starts": when.moment(turn, answers["when"]),
        "place": answers["place"],
    }


FORM = router.form(
    Form(
        "moihop",
        (
            *ASKED,
            Step("guests", _guests, _guests_said, lambda turn, answers: answers["body"] == Body.EXTENDED),
            Step("go", _preview, _preview_said),
            Step("edit", _edit, _edit_said, lambda turn, answers: answers.get("go") == "edit"),
            late.STEP,
        ),
        _sent,
        may=leading,
    )
)

# Wording

PLACE = "Họp ở đâu? Ví dụ: nhà văn hóa tổ dân phố số 9."
WHICH_CELL = "Tổ đảng nào?"
NO_CELLS = "Danh sách chi bộ chưa ghi tổ đảng nào. Nhắn THÔI, rồi mời chi bộ hoặc chi ủy."
WHICH_GUESTS = "Khách mời là những ai? Xin nhắn tên, hoặc nhắn: không."
NOBODY = ("khong", "khong co", "khong ai", "chua co", "chua")
WAITS = ("khoan", "từ từ", "chờ", "đợi", "sửa", "à")
WHAT_TO_EDIT = "Đồng chí muốn sửa gì?"


def by_the_moon(starts: datetime) -> str:
    return (
        f"Mùng {starts.day} hiểu là ngày {starts:%d/%m} dương lịch, tức {wording.lunar_day(*lunar(starts))}."
    )


def beware(trouble: str) -> str:
    return f"Lưu ý: {trouble}."


def regular_already(body: Body, matter: str, starts: datetime) -> str:
    if body is Body.COMMITTEE:
        return f"Lưu ý: tháng {starts.month} đã có {matter}."
    return (
        f"Lưu ý: tháng {starts.month} đã có {matter}, sinh hoạt thường kỳ. Nếu đây là chuyên đề, chọn Thôi rồi nhắn: "
        "/moihop chuyên đề về ... (thêm giờ, nơi họp)."
    )


def in_place_of(matter: str) -> str:
    return f"Cuộc này thay cho {matter} đã hoãn."


def dropped() -> Message:
    return Message("Đã thôi, chưa gửi cho ai.")


def called_already(body: str) -> Message:
    return Message(
        f"Đã có giấy mời họp {body} đúng giờ ấy, Sổ tay không gửi lần nữa. Nhắn DANH SÁCH để xem ai dự."
    )


def sent(about: str, reached: int, without: int, beside: str, waits: str | None, named: str) -> Message:
    done = f"Đã gửi giấy mời {about} cho {reached} đồng chí{beside}."
    if waits:
        done = f"Sẽ gửi giấy mời {about} cho {reached} đồng chí{beside} lúc {waits}."
    rest = f"\n{without} đồng chí chưa có máy, cần gọi: nhắn DANH SÁCH." if without else ""
    return Message(f"{done} Nhắn DANH SÁCH để xem ai dự.{named}{rest}")
