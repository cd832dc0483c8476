"""What the office says of a paper before it goes down: title, class, what is asked for, until when, to whom; shown as leaders see it."""

from datetime import datetime, timedelta
from zlib import crc32

from handlers.dispatches import going, numbered, whom
from handlers.dispatches.wording import HANDLINGS
from handlers.kit import gate, handed_in, late, papers
from handlers.kit.form import Answers, Form, Step, edited
from handlers.kit.handed_in import TITLE_AT_MOST, kept, proposed_title, title_said
from handlers.kit.message import Message, Reply, choices
from handlers.kit.outgoing import dropped
from handlers.kit.reading import read_times, short
from handlers.kit.router import router
from handlers.kit.turn import Turn
from models import dispatch
from models.dispatch import Handling

USUALLY = timedelta(days=3)
EVENING = 17


def _office(turn: Turn, answers: Answers) -> Message:
    places = dispatch.offices(turn.session, turn.me, turn.now)
    return Message(FROM_WHICH, choices(*((str(place.id), place.name) for place in places)))


def _office_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"office": value} if value else _office(turn, answers)


def _file(turn: Turn, answers: Answers) -> Message:
    return Message(SEND_THE_FILE)


def _file_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return _file(turn, answers)


def _proposed(answers: Answers) -> str:
    """What was said of it behind the word, else what the file is called."""
    said = title_said(answers.get("said") or "")
    return said[:1].upper() + said[1:TITLE_AT_MOST] if said else proposed_title(answers)


def _title(turn: Turn, answers: Answers) -> Message:
    return Message(which_title(_proposed(answers)), choices(("this", USE_THIS)))


def _title_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    title = _proposed(answers) if value else title_said(text)
    return {"title": title} if title else _title(turn, answers)


def _handling(turn: Turn, answers: Answers) -> Message:
    return Message(WHAT_IS_ASKED, choices(*((one.value, label) for one, label in HANDLINGS.items())))


def _handling_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value == Handling.TO_KNOW:  # nothing is asked but that it has arrived
        return {"handling": value, "until": _usual(turn).isoformat()}
    return {"handling": value} if value else _handling(turn, answers)


def _usual(turn: Turn) -> datetime:
    """In three days, at the end of the working day."""
    return (turn.now + USUALLY).replace(hour=EVENING, minute=0, second=0, microsecond=0)


def _until(turn: Turn, answers: Answers) -> Message:
    usual = _usual(turn)
    return Message(UNTIL_WHEN, choices((usual.isoformat(), short(usual, turn.now))))


def _until_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value:
        return {"until": value}
    times = read_times(text, turn.now)
    if times.past:
        return Message(past(short(times.moments[0], turn.now)))
    if len(times.moments) != 1:
        return Message(NO_TIME)
    said = times.moments[0]
    return {"until": (said if times.has_hour else said.replace(hour=EVENING, minute=0)).isoformat()}


def _preview(turn: Turn, answers: Answers) -> Message:
    text, any_branch = going.preview(turn, answers)
    offered = (SEND, EDIT, STOP) if any_branch else (EDIT, STOP)
    return Message(text, choices(*offered, about=f"{crc32(text.encode()):x}"))


def _preview_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"go": value} if value else _preview(turn, answers)


def _edit(turn: Turn, answers: Answers) -> Message:
    return Message(WHAT_TO_EDIT, choices(*EDITABLE))


def _edit_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return edited(answers, value) if value else _edit(turn, answers)


def _done(turn: Turn, answers: Answers) -> Reply:
    if answers["clean"] == "drop":
        gate.forget(turn, FORM.name, answers["file"])
        return handed_in.dropped()
    if answers["go"] == "stop":
        gate.forget(turn, FORM.name, answers["file"])
        return dropped()
    until, goes_at = datetime.fromisoformat(answers["until"]), late.not_before(turn, answers)
    if until <= (goes_at or turn.now):
        asked = FORM.start(turn, {**answers, "until": None, "go": None, "hour": None})
        return [Message(past(short(until, turn.now))), asked] if isinstance(asked, Message) else asked
    return going.out(turn, answers)


def _may(turn: Turn, answers: Answers) -> bool:
    """Whether the speaker sends for that office today."""
    if not answers.get("office"):
        return bool(dispatch.offices(turn.session, turn.me, turn.now))
    return dispatch.may_send(turn.session, turn.me, int(answers["office"]), turn.now)


FORM = router.form(
    Form(
        "vanban",
        (
            Step("office", _office, _office_said),
            Step("file", _file, _file_said),
            handed_in.CLEAN,
            Step("title", _title, _title_said, kept),
            Step("kind", papers.which_kind, papers.kind_said, kept),
            Step("handling", _handling, _handling_said, kept),
            Step("until", _until, _until_said, kept),
            Step(whom.STEP.name, whom.STEP.ask, whom.STEP.take, kept),
            Step("go", _preview, _preview_said, kept),
            Step("edit", _edit, _edit_said, lambda turn, answers: answers.get("go") == "edit"),
            late.STEP,
        ),
        _done,
        left=dropped,
        may=_may,
    )
)

# Wording

SEND, EDIT, STOP = ("send", "Gửi"), ("edit", "Sửa"), ("stop", "Thôi")
FROM_WHICH = "Gửi văn bản của tổ chức nào?"
SEND_THE_FILE = "Xin đồng chí gửi tệp văn bản (đến 20 MB). Muốn thôi, nhắn THÔI."
USE_THIS = "Dùng tên này"
WHAT_IS_ASKED = "Đề nghị các chi bộ làm gì với văn bản này?"
UNTIL_WHEN = "Hạn phổ biến đến bao giờ? Chọn số 1, hoặc nhắn giờ khác, ví dụ: 17h ngày 5/12."
NO_TIME = "Sổ tay chưa rõ giờ. Xin nhắn giờ và ngày, ví dụ: 17h ngày 5/12."
WHAT_TO_EDIT = "Đồng chí muốn sửa gì?"
EDITABLE = (
    ("title", "Số và tên"),
    ("kind", "Loại"),
    ("handling", "Việc đề nghị"),
    ("until", "Hạn"),
    ("branches", "Nơi nhận"),
)


def which_title(proposed: str) -> str:
    if numbered.number(proposed):
        return f"Số và tên văn bản: “{proposed}”. Dùng tên này, hoặc xin nhắn tên khác."
    return (
        "Xin nhắn số và tên văn bản, ví dụ: Số 12-CV/ĐU ngày 30/11/2026 về thu đảng phí. "
        f"Hoặc dùng tên tệp: “{proposed}”."
    )


def past(at: str) -> str:
    return f"Hạn này đã qua ({at}). Xin nhắn giờ khác, ví dụ: 17h ngày 5/12."
