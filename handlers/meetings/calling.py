"""Calling a meeting: in one line or question by question, shown before it goes, with whom it leaves out."""

from datetime import datetime, timedelta

from handlers.kit.form import Answers, Form, Step
from handlers.kit.message import Message, Reply, choices
from handlers.kit.reading import read_times
from handlers.kit.router import Who, router
from handlers.kit.turn import Priority, Purpose, Turn
from handlers.meetings import lists, when, wording
from models import meeting, member, outbox
from models.folding import fold, tidy
from models.meeting import Meeting, MeetingPast
from models.terms import Body, MeetingKind

AT_SHORT_NOTICE = timedelta(hours=6)
"""Called so late, one urgent notice goes and the call list comes at once (people 15)."""


@router.command(
    "moihop",
    "mời họp",
    who=Who.LEADER,
    careful=True,
    help="Mời họp (ví dụ: /moihop 19h30 ngày 6/12 tại nhà văn hóa)",
)
def call(turn: Turn) -> Reply:
    """Calls a meeting, from one line or from question to question."""
    answers, rest = _of_what(turn.rest, turn.now)
    if rest:
        answers["place"] = rest
    times = read_times(turn.rest, turn.now)
    if not times.moments:
        return _CALLING.start(turn, answers)
    told = when.understood(times, turn.now)
    if isinstance(told, Message):
        return [told, *_as_messages(_CALLING.start(turn, answers))]
    return _CALLING.start(turn, answers | told)


def _as_messages(reply: Reply) -> list[Message]:
    return [] if reply is None else reply if isinstance(reply, list) else [reply]


def _of_what(text: str, now: datetime) -> tuple[Answers, str]:
    """Which body and kind the words name, and the place that remains when the time is cut out."""
    answers: Answers = {"body": Body.BRANCH, "kind": MeetingKind.REGULAR, "cell": None}
    words = read_times(text, now).rest.split()
    found = True
    while words and found:
        found = False
        for phrase, meaning in MEANINGS:
            size = len(phrase.split())
            if fold(" ".join(words[:size])) == phrase:
                words = words[size:]
                answers |= meaning
                if meaning.get("body") is Body.CELL and words:
                    answers["cell"] = words.pop(0).strip(" ,.")
                found = True
                break
    return answers, tidy(" ".join(words)).strip(" ,.:;-")


def _place(turn: Turn, answers: Answers) -> Message:
    return Message(PLACE)


def _place_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    place = _of_what(text, turn.now)[1] or tidy(text)
    return {"place": place} if any(c.isalnum() for c in place) else Message(PLACE)


def _preview(turn: Turn, answers: Answers) -> Message:
    shown = wording.invitation_to(**_meeting(turn, answers), now=turn.now).text
    body, cell = Body(answers["body"]), answers["cell"]
    people = member.called(turn.here, turn.now, body, cell)
    reached, without = outbox.reach(turn.session, people, Purpose.TIMES)
    left_out = member.left_out(turn.session, turn.here, turn.now, body, cell)
    text = shown.replace(wording.NAME, turn.me.given)
    return Message(
        f"{text}\n\n{wording.whom(reached, without, left_out)}",
        choices(("send", "Gửi"), ("edit", "Sửa"), ("stop", "Thôi")),
    )


def _preview_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    said = value or {"gui": "send", "sua": "edit"}.get(fold(text))
    return {"go": said} if said else _preview(turn, answers)


def _edit(turn: Turn, answers: Answers) -> Message:
    return Message(WHAT_TO_EDIT, choices(("when", "Giờ họp"), ("place", "Nơi họp")))


def _edit_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {value: None, "day": None, "go": None} if value else _edit(turn, answers)


def _hour(turn: Turn, answers: Answers) -> Message:
    morning = turn.hours.opens(turn.now)
    return Message(
        LATE, choices(("now", "Gửi ngay"), ("morning", AT_DAWN.format(f"{morning:%Hh%M}".lstrip("0"))))
    )


def _hour_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"hour": value} if value else _hour(turn, answers)


def _sent(turn: Turn, answers: Answers) -> Reply:
    if answers["go"] == "stop":
        return dropped()
    try:
        called = meeting.call(turn.session, turn.here, turn.me, now=turn.now, **_meeting(turn, answers))
    except MeetingPast:
        return Message(wording.past(when.moment(turn, answers["when"]), turn.now))
    except meeting.CalledAlready:
        return called_already(wording.body_name(Body(answers["body"]), answers["cell"]))
    not_before = turn.hours.opens(turn.now) if answers.get("hour") == "morning" else None
    send_invitation(turn, called, not_before)
    reached, without = outbox.reach(turn.session, meeting.called_to(called), Purpose.TIMES)
    done = [sent(wording.matter(called, turn.now), reached, without)]
    if called.starts - turn.now < AT_SHORT_NOTICE:
        done.append(lists.to_call(turn, called))
    return done


def send_invitation(turn: Turn, called: Meeting, not_before: datetime | None = None) -> None:
    """Owes the invitation to everybody who is called, once for this time of the meeting."""
    soon = called.starts - turn.now < AT_SHORT_NOTICE
    turn.tell(
        meeting.called_to(called),
        wording.invitation(called, turn.now).asking("attendance", called.occasion, *wording.CHOICES),
        key=f"meeting:{called.occasion}",
        kind="meeting",
        purpose=Purpose.TIMES,
        priority=Priority.URGENT if soon else Priority.NOTICE,
        not_before=not_before,
        expires=called.starts,
    )


def _meeting(turn: Turn, answers: Answers) -> dict:  # type: ignore[type-arg]
    return {
        "body": Body(answers["body"]),
        "cell": answers["cell"],
        "kind": MeetingKind(answers["kind"]),
        "starts": when.moment(turn, answers["when"]),
        "place": answers["place"],
    }


_CALLING = router.form(
    Form(
        "moihop",
        (
            *when.STEPS,
            Step("place", _place, _place_said),
            Step("go", _preview, _preview_said),
            Step("edit", _edit, _edit_said, lambda turn, answers: answers.get("go") == "edit"),
            Step(
                "hour",
                _hour,
                _hour_said,
                lambda turn, answers: answers.get("go") == "send" and turn.hours.quiet(turn.now),
            ),
        ),
        _sent,
    )
)

# Wording

MEANINGS: tuple[tuple[str, Answers], ...] = (
    ("chi bo mo rong", {"body": Body.EXTENDED}),
    ("mo rong", {"body": Body.EXTENDED}),
    ("chi uy", {"body": Body.COMMITTEE}),
    ("to dang", {"body": Body.CELL}),
    ("chi bo", {"body": Body.BRANCH}),
    ("chuyen de", {"kind": MeetingKind.THEMATIC}),
    ("thuong ky", {"kind": MeetingKind.REGULAR}),
    ("dinh ky", {"kind": MeetingKind.REGULAR}),
    ("sinh hoat", {}),
    ("hop", {}),
    ("luc", {}),
    ("vao", {}),
    ("dia diem", {}),
    ("tai", {}),
    ("o", {}),
)
"""What the words beside the time mean, folded; the longest phrase first."""
PLACE = "Họp ở đâu? Ví dụ: nhà văn hóa tổ dân phố số 9."
WHAT_TO_EDIT = "Đồng chí muốn sửa gì?"
LATE = "Giờ này đã khuya. Gửi lúc nào?"
AT_DAWN = "Để {} sáng mai"


def dropped() -> Message:
    return Message("Đã thôi, chưa gửi cho ai.")


def called_already(body: str) -> Message:
    return Message(
        f"Đã có giấy mời họp {body} đúng giờ ấy, Sổ tay không gửi lần nữa. Nhắn DANH SÁCH để xem ai dự."
    )


def sent(about: str, reached: int, without: int) -> Message:
    rest = f"\n{without} đồng chí chưa có máy, cần gọi: nhắn DANH SÁCH." if without else ""
    return Message(f"Đã gửi giấy mời {about} cho {reached} đồng chí. Nhắn DANH SÁCH để xem ai dự.{rest}")
