"""Moving and postponing: everyone who was called hears of it; a new time asks everybody again (people 23)."""

from datetime import datetime, timedelta

from handlers.kit import outgoing
from handlers.kit.form import Answers, Form, Step, leading
from handlers.kit.message import Message, Reply, choices
from handlers.kit.reading import hour, read_times, short, weekday
from handlers.kit.reading.times.spoken import clock
from handlers.kit.router import Who, router
from handlers.kit.turn import Priority, Purpose, Turn
from handlers.meetings import late, lists, signing, when, wording
from models import meeting, outbox
from models.folding import fold, tidy
from models.meeting import Meeting, MeetingPast
from models.terms import MeetingState

SOON = timedelta(hours=3)
"""So near the start a change is urgent: at any hour, to all of a person's addresses, and the call list comes first."""


@router.command(
    "doihop",
    "đổi họp",
    "dời họp",
    who=Who.LEADER,
    careful=True,
    help="Đổi giờ hoặc nơi họp (ví dụ: /doihop 20h thứ ba)",
)
def move(turn: Turn) -> Reply:
    """Gives a meeting another time or place."""
    return lists.which(turn, "doihop", {"said": turn.rest}, lambda turn: wording.no_meeting())


@router.command("hoanhop", "hoãn họp", aliases=("huyhop",), who=Who.LEADER, careful=True, help="Hoãn họp")
def postpone(turn: Turn) -> Reply:
    """Puts a meeting off, to another time or to none yet."""
    return lists.which(turn, "hoanhop", {"said": turn.rest}, lambda turn: wording.no_meeting())


@lists.then("doihop")
def _move(turn: Turn, about: Meeting, answers: Answers) -> Reply:
    return _started(turn, about, answers["said"], _kept(turn, about, postpones=False))


@lists.then("hoanhop")
def _postpone(turn: Turn, about: Meeting, answers: Answers) -> Reply:
    kept = _kept(turn, about, postpones=True)
    if not read_times(answers["said"], turn.now).moments:
        return _MOVING.start(turn, kept)
    return _started(turn, about, answers["said"], kept | {"until": "known"})


def _kept(turn: Turn, about: Meeting, postpones: bool) -> Answers:
    """What the form knows from the start; so near the start nobody is asked about the hour of sending."""
    soon = about.state is MeetingState.CALLED and about.starts - turn.now < SOON
    return {"meeting": about.id, "postpones": postpones, "urgent": soon}


def _started(turn: Turn, about: Meeting, said: str, kept: Answers) -> Reply:
    """Goes on from what was said behind the command: a time, a place, or nothing yet."""
    times = read_times(said, turn.now)
    place = _place_in(times.rest)
    if place:
        kept["place"] = place
    if times.moments and not times.has_day:
        day = wording.local(about, turn.now)
        times = read_times(when.on_that_day(said, day), turn.now)
    if times.moments:
        told = when.understood(times, turn.now)
        if isinstance(told, Message):
            return told
        return _MOVING.start(turn, kept | told)
    if place:
        return _MOVING.start(turn, kept | {"when": about.starts.isoformat()})
    return _MOVING.start(turn, kept)


def _place_in(text: str) -> str:
    words = tidy(text).split()
    while words and fold(words[0]).strip(",.:") in LEADS:
        words = words[1:]
    return " ".join(words).strip(" ,.:;-")


def _until(turn: Turn, answers: Answers) -> Message:
    return Message(UNTIL, choices(("known", "Có giờ mới"), ("unknown", "Chưa định, báo sau")))


def _until_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value:
        return {"until": value, **({"when": ""} if value == "unknown" else {})}
    times = read_times(text, turn.now)
    told = when.understood(times, turn.now) if times.moments else None
    return {"until": "known", **told} if isinstance(told, dict) else _until(turn, answers)


def _preview(turn: Turn, answers: Answers) -> Message:
    about = turn.session.get_one(Meeting, answers["meeting"])
    starts, place = _new(turn, about, answers)
    text = changed(about, turn.now, starts, place, answers["postpones"], signing.signed(turn)).text
    reached, without = outbox.reach(turn.session, meeting.called_to(about), Purpose.TIMES)
    return Message(
        f"{text}\n\n{outgoing.whom(reached, without, ())}", choices(("send", "Gửi"), ("stop", "Thôi"))
    )


def _preview_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    said = value or {"gui": "send"}.get(fold(text))
    return {"go": said} if said else _preview(turn, answers)


def _new(turn: Turn, about: Meeting, answers: Answers) -> tuple[datetime | None, str]:
    starts = when.moment(turn, answers["when"]) if answers.get("when") else None
    return starts, answers.get("place") or about.place


def _done(turn: Turn, answers: Answers) -> Reply:
    if answers["go"] == "stop":
        return dropped()
    about = turn.session.get_one(Meeting, answers["meeting"])
    old, soon = about.occasion, answers["urgent"]
    starts, place = _new(turn, about, answers)
    told = changed(about, turn.now, starts, place, answers["postpones"], signing.signed(turn))
    not_before = late.not_before(turn, answers)
    try:
        if starts is None:
            meeting.postponed(turn.session, about, turn.me, turn.now)
            asks_again = False
        else:
            asks_again = meeting.moved(
                turn.session, about, turn.me, starts, place, turn.now, told_at=not_before
            )
    except MeetingPast:
        return begun()
    outbox.supersede(turn.session, "meeting", f"meeting:{old}")
    outbox.supersede(turn.session, "reminder", f"reminder:{old}")
    if asks_again or starts is None:
        outbox.close_question(turn.session, "attendance", old, turn.now)
    _tell(turn, about, told, asks_again, soon, not_before)
    reached, without = outbox.reach(turn.session, meeting.called_to(about), Purpose.TIMES)
    done = sent(reached, without, late.at_dawn(turn, not_before) if not_before else None)
    return [lists.to_call(turn, about), done] if soon else done


def _tell(
    turn: Turn,
    about: Meeting,
    told: Message,
    asks_again: bool,
    soon: bool,
    not_before: datetime | None,
) -> None:
    """Everybody who was called hears of it. A new time asks all; a new place asks those who have not answered yet."""
    asking = Message(f"{told.text} {COME}").asking("attendance", about.occasion, *wording.CHOICES)
    again = f"meeting:{about.occasion}:{turn.now.isoformat()}"
    if asks_again:
        notices = [(meeting.called_to(about), asking, f"meeting:{about.occasion}")]
    elif about.state is MeetingState.CALLED:
        notices = [
            (meeting.silent(about), asking, f"{again}:silent"),
            (meeting.answered(about), told, f"{again}:answered"),
        ]
    else:
        notices = [(meeting.called_to(about), told, again)]
    for people, message, key in notices:
        turn.tell(
            people,
            message,
            key=key,
            kind="meeting",
            purpose=Purpose.TIMES,
            priority=Priority.URGENT if soon else Priority.NOTICE,
            not_before=not_before,
            expires=about.starts if about.state is MeetingState.CALLED else None,
            everywhere=soon,
        )


_MOVING = router.form(
    Form(
        "doihop",
        (
            Step("until", _until, _until_said, lambda turn, answers: answers["postpones"]),
            *when.STEPS,
            Step("go", _preview, _preview_said),
            late.STEP,
        ),
        _done,
        may=leading,
    )
)

# Wording

UNTIL = "Hoãn đến bao giờ? Có thể nhắn luôn giờ mới, ví dụ: 19h30 thứ ba."
COME = "Đồng chí dự được không?"
LEADS = ("tai", "o", "dia", "diem", "sang", "den", "doi", "chuyen", "lich", "moi")


def changed(
    about: Meeting, now: datetime, starts: datetime | None, place: str, postpones: bool, by: str | None
) -> Message:
    """What everybody hears. The first line holds what was, then what is."""
    signed = f"\nNgười báo: {by}." if by else ""
    old = wording.local(about, now)
    body = wording.body_name(about.body, about.cell)
    was = f"tối nay {old:%d/%m}" if old.date() == now.date() and old.hour >= 18 else f"{short(old, now)}"
    if starts is None:
        return Message(
            f"HOÃN HỌP {body.upper()} {was}.\nChưa có giờ mới; có giờ mới, Sổ tay báo đồng chí ngay.{signed}"
        )
    where = "chỗ cũ" if place == about.place else place
    if starts == about.starts and about.state is MeetingState.CALLED:
        return Message(f"ĐỔI NƠI HỌP {body.upper()} {was}.\nNơi mới: {place}. Giờ họp như cũ.{signed}")
    head = "HOÃN HỌP" if postpones else "ĐỔI GIỜ HỌP"
    both = f"{clock(starts)} ({hour(starts)}) {weekday(starts)} {starts:%d/%m}"
    return Message(f"{head} {body.upper()} {was}.\nLịch mới: {both}, {where}.{signed}")


def dropped() -> Message:
    return Message("Đã thôi, cuộc họp vẫn như cũ.")


def begun() -> Message:
    return Message(
        "Cuộc họp này đã bắt đầu hoặc giờ mới đã qua, không đổi được. Muốn mời cuộc khác, nhắn MỜI HỌP."
    )


def sent(reached: int, without: int, waits: str | None) -> Message:
    rest = f" {without} đồng chí chưa có máy, cần gọi: nhắn DANH SÁCH." if without else ""
    done = f"Sẽ báo {reached} đồng chí lúc {waits}." if waits else f"Đã báo {reached} đồng chí."
    return Message(done + rest)
