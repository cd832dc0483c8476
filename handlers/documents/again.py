"""A file that the branch has already: sent once more, given another class, or taken out of the library (people 26)."""

from handlers.documents import going
from handlers.kit import late, papers
from handlers.kit.classes import CLASSES
from handlers.kit.form import Answers, Form, Step, leading
from handlers.kit.message import Message, Reply, choices
from handlers.kit.router import router
from handlers.kit.stopping import Stoppable, may_be_stopped
from handlers.kit.turn import Turn
from models import document, outbox
from models.document import Document
from models.outbox import Notice
from models.terms import DocumentClass


def ask(turn: Turn, known: Document) -> Reply:
    """What is to become of a document whose file came again."""
    return _FORM.start(
        turn,
        {
            "paper": known.id,
            "file": known.file_id,
            "name": known.name,
            "title": known.title,
            "meeting": str(known.meeting_id or 0),
            "kind": known.kind.value,
        },
    )


def _paper(turn: Turn, answers: Answers) -> Document:
    return turn.session.get_one(Document, answers["paper"])


def _what(turn: Turn, answers: Answers) -> Message:
    return Message(
        received_already(turn, _paper(turn, answers)),
        choices(("send", "Gửi lại"), ("kind", "Đổi loại"), ("remove", "Gỡ khỏi thư viện"), ("stop", "Thôi")),
    )


def _what_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value == "kind":
        return {"what": value, "kind": None}
    return {"what": value} if value else _what(turn, answers)


def _sends(turn: Turn, answers: Answers) -> bool:
    return answers.get("what") in ("send", "kind")


def _preview(turn: Turn, answers: Answers) -> Message:
    only = [("only", ONLY)] if answers["what"] == "kind" else []
    return Message(going.preview(turn, answers), choices(("send", "Gửi lại"), *only, ("stop", "Thôi")))


def _preview_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"go": value} if value else _preview(turn, answers)


def _done(turn: Turn, answers: Answers) -> Reply:
    paper, what = _paper(turn, answers), answers["what"]
    if what == "stop" or answers.get("go") == "stop":
        return nothing_changed()
    if what == "remove":
        outbox.supersede(turn.session, "document", document.key_of(paper.id))
        document.remove(turn.session, paper, turn.me, turn.now)
        return removed(paper)
    kind = DocumentClass(answers["kind"])
    if kind is not paper.kind:
        document.reclassify(turn.session, paper, kind, turn.me, turn.now)
    about, people = going.whom(turn, answers)
    if answers["go"] == "send":
        return going.out(turn, answers, paper, about, people)
    outbox.supersede(turn.session, "document", document.key_of(paper.id))
    return reclassified(paper)


_FORM = router.form(
    Form(
        "teplai",
        (
            Step("what", _what, _what_said),
            Step("kind", papers.which_kind, papers.kind_said),
            Step("go", _preview, _preview_said, _sends),
            late.STEP,
        ),
        _done,
        may=leading,
    )
)


def _removed(turn: Turn, notice: Notice) -> str:
    """A document that nobody has got is not there; one that was sent before stays."""
    paper = turn.session.get_one(Document, int(notice.key.split(":")[1]))
    if document.went_out(turn.session, paper):
        return ""
    document.remove(turn.session, paper, turn.me, turn.now)
    return NOT_KEPT


may_be_stopped("document", Stoppable(_removed, lambda turn, notice: STILL_THERE))

# Wording

ONLY = "Chỉ đổi loại"
NOT_KEPT = "Tài liệu ấy cũng không còn trong thư viện."
STILL_THERE = "Tài liệu vẫn ở trong thư viện; muốn gỡ, xin gửi lại tệp ấy rồi chọn Gỡ khỏi thư viện."


def received_already(turn: Turn, known: Document) -> str:
    at = known.at.astimezone(turn.now.tzinfo)
    return (
        f"Tài liệu này đã nhận lúc {at:%Hh%M} ngày {at:%d/%m}: {known.title} (số {known.number}, "
        f"{CLASSES[known.kind].lower()}). Đồng chí muốn làm gì?"
    )


def nothing_changed() -> Message:
    return Message("Đã thôi, tài liệu vẫn như cũ.")


def removed(paper: Document) -> Message:
    return Message(
        f"Đã gỡ tài liệu số {paper.number}: {paper.title}. Từ nay không ai mở được; bản đã đi thẳng vào tin nhắn thì không lấy lại được."
    )


def reclassified(paper: Document) -> Message:
    return Message(
        f"Đã đổi tài liệu số {paper.number} sang loại {CLASSES[paper.kind].lower()}; tin chưa đi thì thôi. "
        "Bản đã đi thẳng vào tin nhắn thì không lấy lại được."
    )
