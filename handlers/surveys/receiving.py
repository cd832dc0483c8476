"""A survey that a leader sends as a table (.xlsx, .csv): asked what it is for, then shown as any other."""

from handlers.kit.as_document import as_document
from handlers.kit.form import Answers, Form, Step, leading
from handlers.kit.message import Message, Reply, choices
from handlers.kit.router import router
from handlers.kit.turn import Turn
from handlers.surveys import pasted
from handlers.surveys.asking import PUT_OUT, fault
from models import document
from models.form import open_at
from models.terms import Consent

ORDER = 60
"""Behind rosters and before documents: what is a table of questions may be a survey, and a document too."""
AWAITED_BY = ("lamkhaosat", "taokhaosat")
"""Forms in whose middle a table is meant as a survey."""


@router.file(ORDER)
def take(turn: Turn) -> Reply:
    """Asks a leader what a table of questions is for; None for any other file, unless a survey was just being made."""
    file, ready = turn.said.file, turn.said.prepared
    if file is None or ready is None or not turn.speaks_as_leader():
        return None
    if turn.binding is None or turn.binding.consent is not Consent.FULL:
        return None
    form = open_at(turn.session, turn.address)
    awaited = form is not None and form.name in AWAITED_BY
    if ready.survey is None:
        turned_down = (
            awaited and ready.data and file.name.lower().endswith((".xlsx", ".xlsm", ".csv", ".xls"))
        )
        return Message(f"{ready.untabled or NO_QUESTIONS} {OR_WRITE}") if turned_down else None
    if awaited:
        turn.rest = ready.survey
        return PUT_OUT(turn)
    staged = document.stage(
        turn.session, turn.address, file.name, ready.data, ready.text, ready.fault, turn.now
    )
    return _FORM.start(turn, {"file": staged.file_id, "caption": turn.said.text, "text": ready.survey})


def _what(turn: Turn, answers: Answers) -> Message:
    read = pasted.read(answers["text"])
    said = for_what(len(read.questions)) if isinstance(read, pasted.Pasted) else fault(read)
    return Message(said, choices(("survey", SURVEY), ("document", DOCUMENT), ("stop", STOP)))


def _what_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"what": value} if value else _what(turn, answers)


def _done(turn: Turn, answers: Answers) -> Reply:
    if answers["what"] == "document":
        return as_document(turn, answers["caption"])
    if answers["what"] == "stop":
        return Message(NOTHING_KEPT)
    turn.rest = answers["text"]
    return PUT_OUT(turn)


_FORM = router.form(Form("tepkhaosat", (Step("what", _what, _what_said),), _done, may=leading))

# Wording

SURVEY = "Làm khảo sát"
DOCUMENT = "Gửi như tài liệu"
STOP = "Thôi"
NO_QUESTIONS = "Tệp này không có cột “Câu hỏi” ở mười dòng đầu."
OR_WRITE = "Xin sửa rồi gửi lại, hoặc nhắn các câu hỏi bằng chữ."
NOTHING_KEPT = "Đã thôi, Sổ tay không giữ tệp và chưa gửi cho ai."


def for_what(questions: int) -> str:
    return f"Tệp này có {questions} câu hỏi. Đồng chí muốn làm gì?"
