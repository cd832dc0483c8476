"""/nhantin: an announcement is written, shown as its readers will see it, and sent now or at a time; /dinhchinh puts one right."""

import re
from datetime import datetime, timedelta
from typing import Any
from zlib import crc32

from handlers.announcements import whom, wording
from handlers.kit import late, relative_days
from handlers.kit.form import Answers, Form, Step, edited, leading
from handlers.kit.message import NAME, Message, Reply, choices
from handlers.kit.outgoing import LeftOut, dropped, receipt, times_alone
from handlers.kit.outgoing import whom as reaches
from handlers.kit.reading import read_times, short
from handlers.kit.router import Who, router
from handlers.kit.signing import sender
from handlers.kit.stopping import Stoppable, may_be_stopped
from handlers.kit.turn import Priority, Purpose, Turn
from handlers.kit.wording import too_long
from models import announcement, member, outbox
from models.announcement import Announcement, Audience
from models.folding import fold, tidy
from models.outbox import Notice
from models.terms import Body

KIND = "announcement"
OF_USE_FOR = timedelta(days=7)
"""After that it goes to nobody any more, and nobody is asked whether he has it: the number is free."""
_BODIES = {Audience.ALL: Body.BRANCH, Audience.COMMITTEE: Body.COMMITTEE, Audience.CELL: Body.CELL}
"""Of whom it is said how many do not get it, and why."""


@router.command(
    "nhantin",
    who=Who.LEADER,
    careful=True,
    aliases=("thongbao",),
    help="Gửi thông báo (ví dụ: /nhantin Sáng mai tổng vệ sinh)",
)
def announce(turn: Turn) -> Reply:
    """Sends an announcement; before a colon may stand to whom."""
    known, text = whom.said_before(turn, turn.rest)
    if isinstance(known, Message):
        return known
    return _start(turn, text, {"audience": Audience.ALL.value, "whom": None, **known})


@router.command(
    "dinhchinh",
    "đính chính",
    who=Who.LEADER,
    careful=True,
    help="Sửa lại thông báo đã gửi nhầm",
)
def correct(turn: Turn) -> Reply:
    """Puts an announcement right for those who were to get it; the last one where no number is said."""
    said = _NUMBER.match(turn.rest)
    sent = announcement.of_branch(turn.session, turn.here)
    meant = next((one for one in sent if not said or one.number == int(said[1])), None)
    if meant is None:
        return Message(NOTHING_TO_CORRECT)
    text = turn.rest[said.end() :] if said else turn.rest
    at = meant.sent_at.isoformat() if meant.waits(turn.now) else "now"
    to = {"audience": meant.audience.value, "whom": meant.whom}
    return _start(turn, text, {**to, "corrects": meant.id, "at": at})


def _start(turn: Turn, text: str, answers: Answers) -> Reply:
    known = {"at": "now"} | answers
    if not text:
        return _FORM.start(turn, known)
    wrong = _wrong(text)
    return wrong or _FORM.start(turn, known | _written(text))


def _wrong(text: str) -> Message | None:
    return too_long(text) or (None if any(c.isalpha() for c in text) else Message(WHICH_TEXT))


def _written(text: str) -> Answers:
    return {"text": tidy(text), "urgent": bool(_URGENT.match(fold(text)))}


def _text(turn: Turn, answers: Answers) -> Message:
    return Message(WHICH_TEXT)


def _text_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return _wrong(text) or _written(text)


def _at(turn: Turn, answers: Answers) -> Message:
    return Message(WHEN, choices(("now", NOW)))


def _at_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value:
        return {"at": value, "readings": None}
    times = read_times(text, turn.now)
    if times.past:
        return Message(past(times.moments[0], turn.now))
    if not times.moments or not times.has_hour:
        return Message(NO_TIME)
    if len(times.moments) > 1:
        return {"readings": [moment.isoformat() for moment in times.moments[:4]]}
    return {"at": times.moments[0].isoformat(), "readings": None}


def _which(turn: Turn, answers: Answers) -> Message:
    moments = [datetime.fromisoformat(iso).astimezone(turn.zone) for iso in answers["readings"]]
    return Message(WHICH_TIME, choices(*((m.isoformat(), short(m, turn.now)) for m in moments)))


def _which_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"at": value, "readings": None} if value else _which(turn, answers)


def _goes_at(turn: Turn, answers: Answers) -> datetime | None:
    """When it goes, where that is not now."""
    if answers["at"] != "now":
        return datetime.fromisoformat(answers["at"]).astimezone(turn.zone)
    return late.not_before(turn, answers)


def _corrected(turn: Turn, answers: Answers) -> Announcement | None:
    return turn.session.get_one(Announcement, answers["corrects"]) if answers.get("corrects") else None


def _people(turn: Turn, answers: Answers) -> outbox.People:
    """Who is meant as things stand; of a correction whoever has what it corrects."""
    if (corrected := _corrected(turn, answers)) is not None:
        return announcement.readers(turn.session, corrected)
    return announcement.people(
        turn.session, turn.here, Audience(answers["audience"]), answers["whom"], turn.now
    )


def _left_out(turn: Turn, answers: Answers) -> LeftOut:
    body = _BODIES.get(Audience(answers["audience"]))
    if body is None or answers.get("corrects"):
        return ()
    return member.left_out(turn.session, turn.here, turn.now, body, answers["whom"]).items()


def _preview(turn: Turn, answers: Answers) -> Message:
    corrected = _corrected(turn, answers)
    number = corrected.number if corrected else announcement.next_number(turn.session, turn.here)
    corrects = corrected is not None and not corrected.waits(turn.now)
    shown = wording.shown(number, corrects, answers["text"], sender(turn, turn.me))
    people = _people(turn, answers)
    reached, without = outbox.reach(turn.session, people, Purpose.CONTENT)
    alone = times_alone(turn, people)
    goes_at = None if answers["at"] == "now" else _goes_at(turn, answers)
    whom_said = (
        as_before(number)
        if corrected
        else to_whom(wording.audience(Audience(answers["audience"]), answers["whom"]))
    )
    misread = relative_days.warning(answers["text"], turn.now.date(), (goes_at or turn.now).date())
    text = "\n".join(
        [
            shown.replace(NAME, turn.me.given),
            "",
            whom_said + (goes(short(goes_at, turn.now)) if goes_at else ""),
            reaches(reached, without - alone, _left_out(turn, answers), times_alone=alone),
            *([misread] if misread else []),
        ]
    )
    offered = (SEND, EDIT, STOP) if reached else (EDIT, STOP)
    return Message(text, choices(*offered, about=f"{crc32(text.encode()):x}"))


def _preview_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"go": value} if value else _preview(turn, answers)


def _edit(turn: Turn, answers: Answers) -> Message:
    whom_too = () if answers.get("corrects") else (AUDIENCE,)
    return Message(WHAT_TO_EDIT, choices(("text", "Nội dung"), *whom_too, ("at", "Giờ gửi")))


def _edit_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value is None:
        return _edit(turn, answers)
    return edited(answers, value, *(["whom"] if value == "audience" else []))


def _done(turn: Turn, answers: Answers) -> Reply:
    if answers["go"] == "stop":
        return dropped()
    goes_at, corrected = _goes_at(turn, answers), _corrected(turn, answers)
    if goes_at is not None and goes_at <= turn.now:
        return _FORM.start(turn, _kept(answers) | {"at": None})
    people = _people(turn, answers)
    made = announcement.announce(
        turn.session,
        turn.here,
        turn.me,
        answers["text"],
        Audience(answers["audience"]),
        answers["whom"],
        goes_at or turn.now,
        turn.now,
        corrected,
    )
    if corrected is not None:
        outbox.withdraw(turn.session, corrected.key)
        outbox.close_question(turn.session, KIND, str(corrected.id), turn.now)
    turn.tell(
        people,
        message(turn, made),
        key=made.key,
        kind=KIND,
        priority=Priority.URGENT if answers["urgent"] else Priority.NOTICE,
        not_before=goes_at,
        expires=made.sent_at + OF_USE_FOR,
    )
    return receipt(turn, wording.called(made), people, goes_at)


def _kept(answers: Answers) -> dict[str, Any]:
    return {name: answers.get(name) for name in ("text", "urgent", "audience", "whom", "corrects")}


def message(turn: Turn, about: Announcement) -> Message:
    """The announcement with its one choice."""
    author = turn.session.get_one(member.Member, about.author_id)
    text = wording.shown(about.number, about.is_correction, about.text, sender(turn, author))
    return Message(text).asking(KIND, str(about.id), wording.SEEN)


def _taken_back(turn: Turn, notice: Notice) -> str:
    about = turn.session.get_one(Announcement, int(notice.key.split(":")[1]))
    announcement.take_back(turn.session, about, turn.me, turn.now)
    return ""


may_be_stopped(KIND, Stoppable(_taken_back, lambda turn, notice: PUT_RIGHT))

_FORM = router.form(
    Form(
        "nhantin",
        (
            Step("text", _text, _text_said),
            *whom.STEPS,
            Step("readings", _which, _which_said, lambda turn, answers: bool(answers.get("readings"))),
            Step("at", _at, _at_said),
            Step("go", _preview, _preview_said),
            Step("edit", _edit, _edit_said, lambda turn, answers: answers.get("go") == "edit"),
            late.STEP,
        ),
        _done,
        left=dropped,
        may=leading,
    )
)

# Wording

SEND, EDIT, STOP = ("send", "Gửi"), ("edit", "Sửa"), ("stop", "Thôi")
WHICH_TEXT = "Xin nhắn nội dung thông báo, ví dụ: 7h sáng mai tổng vệ sinh ngõ 12."
NOTHING_TO_CORRECT = (
    "Chưa có thông báo nào mang số ấy. Xem số: nhắn KẾT QUẢ. Thông báo mới: /nhantin và nội dung."
)
WHEN = "Gửi lúc nào? Xin nhắn giờ và ngày, ví dụ: 7h sáng mai."
WHICH_TIME = "Đồng chí định nói giờ nào?"
NO_TIME = "Sổ tay chưa rõ giờ. Xin nhắn giờ và ngày, ví dụ: 7h sáng mai."
NOW = "Gửi ngay"
WHAT_TO_EDIT = "Đồng chí muốn sửa gì?"
AUDIENCE = ("audience", "Người nhận")
PUT_RIGHT = "Ai đã nhận thì cần đính chính: nhắn /dinhchinh và nội dung đúng."
_NUMBER = re.compile(r"(?:thông báo )?(?:số )?0*(\d{1,3})\b[\s:.,]*", re.I)
_URGENT = re.compile(r"(?:thong bao |tin )?(?:khan|gap|hoa toc)\b")


def past(moment: datetime, now: datetime) -> str:
    return f"Giờ này đã qua ({short(moment, now)}). Xin nhắn giờ khác, ví dụ: 7h sáng mai."


def to_whom(audience: str) -> str:
    return f"Người nhận: {audience}."


def as_before(number: int) -> str:
    """A correction goes to nobody else."""
    return f"Người nhận: như thông báo số {number:02}."


def goes(at: str) -> str:
    return f" Gửi lúc {at}."
