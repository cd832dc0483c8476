"""What becomes of a file: may it be kept, of which meeting, under what title, of which class; shown before it goes."""

from handlers.documents import going
from handlers.kit import gate, handed_in, late, papers
from handlers.kit.form import Answers, Form, Step, edited, leading
from handlers.kit.handed_in import kept, proposed_title, title_said
from handlers.kit.message import Message, Reply, choices
from handlers.kit.occasions import matter
from handlers.kit.router import router
from handlers.kit.turn import Turn
from models import document, meeting
from models.meeting import Meeting
from models.terms import DocumentClass

MEETINGS_AT_MOST = 8


def _meeting(turn: Turn, answers: Answers) -> Message:
    pairs = [(str(m.id), matter(m, turn.now).capitalize()) for m in _meetings(turn)]
    return Message(FOR_WHAT, choices(*pairs, ("0", LIBRARY)))


def _meetings(turn: Turn) -> list[Meeting]:
    return meeting.open_meetings(turn.session, turn.here, turn.now)[:MEETINGS_AT_MOST]


def _meeting_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"meeting": value} if value else _meeting(turn, answers)


def _title(turn: Turn, answers: Answers) -> Message:
    return Message(what_title(proposed_title(answers)), choices(("this", USE_THIS)))


def _title_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    title = proposed_title(answers) if value else title_said(text)
    return {"title": title} if title else _title(turn, answers)


def _preview(turn: Turn, answers: Answers) -> Message:
    return Message(going.preview(turn, answers), choices(("send", "Gửi"), ("edit", "Sửa"), ("stop", "Thôi")))


def _preview_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value == "edit":
        return edited(answers, "meeting", "title", "kind")
    return {"go": value} if value else _preview(turn, answers)


def _done(turn: Turn, answers: Answers) -> Reply:
    if answers["clean"] == "drop" or answers["go"] == "stop":
        gate.forget(turn, FORM.name, answers["file"])
        return handed_in.dropped()
    about, people = going.whom(turn, answers)
    paper = document.keep(
        turn.session,
        turn.here,
        answers["file"],
        answers["name"],
        turn.me,
        answers["title"],
        DocumentClass(answers["kind"]),
        about,
        turn.now,
    )
    return going.out(turn, answers, paper, about, people)


FORM = router.form(
    Form(
        "tep",
        (
            handed_in.CLEAN,
            Step("meeting", _meeting, _meeting_said, lambda t, a: kept(t, a) and bool(_meetings(t))),
            Step("title", _title, _title_said, kept),
            Step("kind", papers.which_kind, papers.kind_said, kept),
            Step("go", _preview, _preview_said, kept),
            late.STEP,
        ),
        _done,
        may=leading,
    )
)

# Wording

LIBRARY = "Thư viện"
FOR_WHAT = "Tài liệu này cho cuộc họp nào?"
USE_THIS = "Dùng tên này"


def what_title(proposed: str) -> str:
    return f"Tên tài liệu: “{proposed}”. Dùng tên này, hoặc xin nhắn tên khác."
