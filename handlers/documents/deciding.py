"""What becomes of a file: may it be kept, of which meeting, under what title, of which class; shown before it goes."""

from pathlib import PurePath

from handlers.documents import going, wording
from handlers.kit import classes, gate, late
from handlers.kit.form import Answers, Form, Step, edited, leading
from handlers.kit.message import Message, Reply, choices
from handlers.kit.occasions import matter
from handlers.kit.router import router
from handlers.kit.turn import Turn
from models import document, meeting
from models.document import File
from models.folding import tidy
from models.meeting import Meeting
from models.terms import DocumentClass

MEETINGS_AT_MOST = 8
TITLE_AT_MOST = 150


def _clean(turn: Turn, answers: Answers) -> Message:
    fault = turn.session.get_one(File, answers["file"]).fault or ""
    return Message(cannot_read(fault), choices(("yes", NO_MARK), ("drop", MARKED)))


def _clean_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"clean": value} if value else _clean(turn, answers)


def _kept(turn: Turn, answers: Answers) -> bool:
    return bool(answers.get("clean") == "yes")


def _meeting(turn: Turn, answers: Answers) -> Message:
    pairs = [(str(m.id), matter(m, turn.now).capitalize()) for m in _meetings(turn)]
    return Message(FOR_WHAT, choices(*pairs, ("0", wording.LIBRARY)))


def _meetings(turn: Turn) -> list[Meeting]:
    return meeting.open_meetings(turn.session, turn.here, turn.now)[:MEETINGS_AT_MOST]


def _meeting_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"meeting": value} if value else _meeting(turn, answers)


def _title(turn: Turn, answers: Answers) -> Message:
    return Message(what_title(_proposed(answers)), choices(("this", USE_THIS)))


def _title_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    title = _proposed(answers) if value else " ".join(tidy(text).split())
    if not any(c.isalnum() for c in title):
        return _title(turn, answers)
    return {"title": title[:TITLE_AT_MOST]}


def _proposed(answers: Answers) -> str:
    """The file's name as a title; a picture's caption, since its name says nothing."""
    stem = PurePath(answers["name"]).stem
    words = " ".join(tidy(stem.replace("_", " ").replace(".", " ")).split())
    caption = (answers["caption"] or "").partition("\n")[0].strip()
    title = caption if caption and words == PICTURE else words or caption
    return (title[:1].upper() + title[1:])[:TITLE_AT_MOST]


def which_kind(turn: Turn, answers: Answers) -> Message:
    proposed = classes.proposed(f"{answers['title']} {answers['name']}")
    pairs = [(kind.value, label) for kind, label in classes.CLASSES.items()]
    return Message(which_class(classes.CLASSES[proposed]), choices(*pairs))


def kind_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"kind": value} if value else which_kind(turn, answers)


def _preview(turn: Turn, answers: Answers) -> Message:
    return Message(going.preview(turn, answers), choices(("send", "Gửi"), ("edit", "Sửa"), ("stop", "Thôi")))


def _preview_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value == "edit":
        return edited(answers, "meeting", "title", "kind")
    return {"go": value} if value else _preview(turn, answers)


def _done(turn: Turn, answers: Answers) -> Reply:
    if answers["clean"] == "drop" or answers["go"] == "stop":
        gate.forget(turn, FORM.name, answers["file"])
        return dropped()
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
            Step("clean", _clean, _clean_said),
            Step("meeting", _meeting, _meeting_said, lambda t, a: _kept(t, a) and bool(_meetings(t))),
            Step("title", _title, _title_said, _kept),
            Step("kind", which_kind, kind_said, _kept),
            Step("go", _preview, _preview_said, _kept),
            late.STEP,
        ),
        _done,
        may=leading,
    )
)

# Wording

PICTURE = "ảnh"
NO_MARK = "Không có dấu mật, gửi"
MARKED = "Có dấu hoặc không chắc, bỏ"
FOR_WHAT = "Tài liệu này cho cuộc họp nào?"
USE_THIS = "Dùng tên này"
WHY_UNREAD = {
    "locked": "Tệp này có khóa, Sổ tay không mở được.",
    "attachment": "Trong tệp này có tệp khác, Sổ tay không đọc được hết.",
    "garbled": "Chữ trong tệp này dùng phông lạ, Sổ tay không đọc được.",
    "broken": "Tệp này hỏng hoặc không đúng loại, Sổ tay không đọc được.",
    "unknown": "Sổ tay không đọc được chữ trong loại tệp này (ảnh chụp, tệp .doc, .xls, ...).",
    "scan": "Tệp này là bản chụp, Sổ tay không đọc được chữ.",
}


def cannot_read(fault: str) -> str:
    why = WHY_UNREAD.get(fault, "Sổ tay không đọc được tệp này.")
    return f"{why} Xin đồng chí xem kỹ: tài liệu có dấu Mật, Tối mật hay Tuyệt mật không?"


def what_title(proposed: str) -> str:
    return f"Tên tài liệu: “{proposed}”. Dùng tên này, hoặc xin nhắn tên khác."


def which_class(proposed: str) -> str:
    return (
        "Tài liệu này thuộc loại nào?\n"
        "Công khai: tệp đi thẳng vào tin nhắn. Nội bộ: chỉ đọc trên máy chủ của Sổ tay. Đọc tại cuộc họp: chỉ báo tên.\n"
        f"Sổ tay đề nghị: {proposed}."
    )


def dropped() -> Message:
    return Message("Đã bỏ tệp, Sổ tay không giữ lại gì và chưa gửi cho ai.")
