"""A change is shown as people will hear it, and sent while it is still what was shown (people 26): two leaders may move one meeting."""

from datetime import datetime

from handlers.kit import late, tied
from handlers.kit.form import Answers, Form, Step, leading
from handlers.kit.message import Message, Reply, as_list, choices
from handlers.kit.phrases import begins
from handlers.kit.reading import is_question, spoken
from handlers.kit.router import router
from handlers.kit.turn import Purpose, Turn
from handlers.meetings import (
    above,
    chairing,
    change_said,
    changed,
    inviting,
    moving_line,
    phoning,
    when,
    wording,
)
from handlers.meetings.changed import Change
from models import meeting, outbox
from models.folding import fold
from models.meeting import Meeting
from models.terms import MeetingState


def shown(turn: Turn, answers: Answers) -> Reply:
    """Shows the change, unless nothing comes of it."""
    about = turn.session.get_one(Meeting, answers["meeting"])
    change = _change(turn, about, answers)
    against = _against(turn, about, change)
    if against is not None:
        return against
    kept = {name: answers[name] for name in KEPT if name in answers}
    return FORM.start(turn, kept | {"seen": _as_it_is(turn, about)})


def _change(turn: Turn, about: Meeting, answers: Answers) -> Change:
    starts: datetime | None = wording.local(about, turn.now)
    if answers["when"]:
        starts = when.moment(turn, answers["when"])
    elif answers["postpones"]:
        starts = None
    return Change(
        starts,
        answers.get("place") or about.place,
        answers["postpones"],
        answers.get("reason") or "",
        bool(answers.get("mung")),
    )


def _against(turn: Turn, about: Meeting, change: Change) -> Reply:
    """Why nothing comes of a change; None where it may be made."""
    matter = wording.matter(about, turn.now)
    if meeting.ended(about, turn.now):
        return begun(matter, about.starts, turn.now)
    if change.starts is None:
        return put_off_already(matter) if about.state is MeetingState.POSTPONED else None
    if change.keeps_the_time(about):
        if about.starts <= turn.now:
            return begun(matter, about.starts, turn.now)
        return nothing_new(matter) if fold(change.place) == fold(about.place) else None
    if change.starts <= turn.now:
        return change_said.past(change.starts, turn.now)
    if meeting.taken(turn.session, about.organisation_id, about.body, about.cell, change.starts):
        return taken(wording.body_name(about.body, about.cell))
    return None


def _as_it_is(turn: Turn, about: Meeting) -> list[str]:
    """What of a meeting another leader may have changed since it was shown, and who has heard of it at all."""
    heard = bool(meeting.heard(turn.session, about))
    return [about.occasion, about.state.value, about.place, str(heard)]


def _tells(turn: Turn, about: Meeting, change: Change) -> bool:
    """Whether anybody is told: nobody is, that a meeting is put off of which nobody heard."""
    return change.starts is not None or bool(meeting.heard(turn.session, about))


def _preview(turn: Turn, answers: Answers) -> Message:
    about = turn.session.get_one(Meeting, answers["meeting"])
    change = _change(turn, about, answers)
    if not _tells(turn, about, change):
        return Message(
            unheard_of(wording.matter(about, turn.now)), choices(("send", "Hoãn"), ("stop", "Thôi"))
        )
    either = [or_another(when.moment(turn, answers["either"]))] if answers.get("either") else []
    shown = "\n".join([changed.preview(turn, about, change), *either])
    return Message(shown, choices(("send", "Gửi"), ("stop", "Thôi")))


def _preview_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    said = value or {"gui": "send"}.get(fold(text))
    if said == "send":
        return {"go": said} | _how(turn, answers)
    return {"go": said} if said else _otherwise(turn, answers, text) or _preview(turn, answers)


def _how(turn: Turn, answers: Answers) -> Answers:
    """Until when it may wait, and whether at all."""
    about = turn.session.get_one(Meeting, answers["meeting"])
    change = _change(turn, about, answers)
    latest = changed.latest(turn, about, change)
    urgent = answers.get("urgent") or not _tells(turn, about, change)
    return {"latest": latest.isoformat() if latest else None, "urgent": urgent}


def _otherwise(turn: Turn, answers: Answers, text: str) -> Answers | Message | None:
    """What words under the preview change of it ("à không, 20h30", "tại trường tiểu học"); None where they say anything else, such as
    another meeting, or later by so much: than which of the two times?"""
    said = moving_line.read(text, turn.now)
    if is_question(text) or said.meeting or said.shift:
        return None
    about = turn.session.get_one(Meeting, answers["meeting"])
    told = change_said.understood(turn, about, text, answers["postpones"])
    if isinstance(told, Message):
        return told
    if said.unread and not begins(said.unread.split(), inviting.WAITS):
        return None
    if told.get("when") == "" and answers["when"]:
        del told["when"]  # the place alone changes; the time stays as shown
    return {name: told[name] for name in (*KEPT, *when.ANSWERS) if name in told} or None


def _done(turn: Turn, answers: Answers) -> Reply:
    if answers["go"] == "stop":
        return dropped()
    about = turn.session.get_one(Meeting, answers["meeting"])
    if answers["seen"] != _as_it_is(turn, about):
        return [changed_meanwhile(), *as_list(shown(turn, answers))]
    change = _change(turn, about, answers)
    against = _against(turn, about, change)
    if against is not None:
        return against
    return _made(turn, about, change, late.not_before(turn, answers), bool(answers.get("urgent")))


def _made(turn: Turn, about: Meeting, change: Change, not_before: datetime | None, urgent: bool) -> Reply:
    """Makes the change and owes what people hear of it; what was owed of the old time, and its questions, are over.

    urgent: it was called so.
    """
    matter, old = wording.matter(about, turn.now), about.occasion
    told, heard = changed.notices(turn, about, change), changed.heard_of(turn, about)
    presses = changed.presses(turn, about, change, not_before or turn.now)
    expires = change.starts or about.starts + changed.OF_USE
    if change.starts is None:
        meeting.postponed(turn.session, about, turn.me, turn.now)
    else:
        meeting.moved(turn.session, about, turn.me, change.starts, change.place, turn.now, told_at=not_before)
    tied.follow(turn, about)
    inviting.take_back(turn, f"meeting:{old}")
    for kind in ("reminder", "roll", "sharing"):
        outbox.supersede(turn.session, kind, f"{kind}:{old}")
    if change.starts is None or about.occasion != old:
        outbox.close_question(turn.session, "attendance", old, turn.now)
        outbox.close_question(turn.session, "roll", old, turn.now)
        outbox.supersede(turn.session, "noted", f"noted:{old}:")
        chairing.follow(turn, about, not_before)
    changed.tell(turn, about, told, heard, expires, presses or urgent, not_before)
    if change.starts is None and not heard.ever:
        return unheard(matter, tied.told(turn, about, None))
    reached, without = outbox.reach(turn.session, meeting.of_body(about), Purpose.TIMES)
    following = above.beside(turn.session, list(turn.session.exec(meeting.from_above(about))))
    waits = late.in_the_morning(not_before, turn.now) if not_before else None
    still_named = chairing.beside(turn, about) if about.occasion != old else ""
    done = sent(reached, without, following, waits, still_named)
    return [phoning.to_call(turn, about, not_before or turn.now), done] if presses else done


FORM = router.form(
    Form("guidoi", (*when.STEPS, Step("go", _preview, _preview_said), late.STEP), _done, may=leading)
)
KEPT = ("meeting", "postpones", "when", "place", "reason", "mung", "urgent", "either")
"""What of the answers makes the change."""

# Wording


def put_off_already(matter: str) -> Message:
    return Message(
        f"Cuộc {matter} đã hoãn rồi, chưa có giờ mới. Có giờ mới, nhắn ví dụ: /doihop 19h30 thứ ba"
    )


def unheard_of(matter: str) -> str:
    return f"Chưa ai nhận giấy mời {matter}. Hoãn thì Sổ tay bỏ giấy mời, không báo ai."


def unheard(matter: str, open_until: list[str]) -> Message:
    done = f"Đã hoãn {matter}. Chưa ai nhận giấy mời nên Sổ tay không báo ai."
    return Message(" ".join([done, *open_until]))


def nothing_new(matter: str) -> Message:
    return Message(f"Cuộc {matter} đã đúng giờ ấy, nơi ấy: không có gì thay đổi, Sổ tay không gửi gì.")


def taken(body: str) -> Message:
    return Message(f"Đã có cuộc họp {body} khác đúng giờ ấy. Sổ tay chưa đổi gì. Nhắn LỊCH HỌP để xem.")


def begun(matter: str, starts: datetime, now: datetime) -> Message:
    return Message(
        f"Cuộc {matter} đã bắt đầu lúc {spoken(starts, now)}, không đổi được nữa. Muốn mời cuộc khác, nhắn MỜI HỌP."
    )


def or_another(day: datetime) -> str:
    return (
        f"Sổ tay hiểu {day:%d/%m} là ngày của cuộc họp này. Nếu là ngày mới của cuộc khác: chọn Thôi, nhắn /doihop, "
        "chọn cuộc rồi nhắn giờ mới."
    )


def changed_meanwhile() -> Message:
    return Message("Từ lúc đồng chí xem, cuộc họp này đã khác. Sổ tay chưa gửi gì, xin đồng chí xem lại:")


def dropped() -> Message:
    return Message("Đã thôi, cuộc họp vẫn như cũ.")


def sent(reached: int, without: int, beside: str, waits: str | None, named: str) -> Message:
    rest = f" {without} đồng chí chưa có máy, cần gọi: nhắn DANH SÁCH." if without else ""
    whom = f"{reached} đồng chí{beside}"
    done = f"Sẽ báo {whom} lúc {waits}." if waits else f"Đã báo {whom}."
    return Message(done + named + rest)
