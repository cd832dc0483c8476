"""A draft is put out for comment: its text, how far it goes and until when, shown first as its readers will see it (people 13, 26)."""

from dataclasses import replace
from datetime import datetime

from handlers.drafts import answering, versions
from handlers.drafts.showing import shown
from handlers.drafts.wording import called
from handlers.kit import classes, late, until
from handlers.kit.form import WAS, Answers, Form, Step, edited, leading
from handlers.kit.handed_in import title_said
from handlers.kit.message import NAME as READER
from handlers.kit.message import Message, Reply, as_list, choices
from handlers.kit.outgoing import WHAT_TO_EDIT, LeftOut, dropped, first_shown
from handlers.kit.putting_out import PutOut
from handlers.kit.router import Who, router
from handlers.kit.signing import sender
from handlers.kit.turn import Turn
from handlers.kit.wording import shortened, too_long
from models import draft, member, outbox
from models.draft import Draft
from models.folding import tidy
from models.terms import Body, DocumentClass

NAME = "duthao"
"""The command, and the form that it opens."""
KIND = "draft"
"""Of the notice that carries a draft, and of the choice under one that has points."""
ANEW: Answers = {"until": None, "go": None, "hour": None}
"""What is asked again where the end that was shown will not do any more."""

A_SENTENCE = 4
"""Words: with fewer, what is said under a preview is no draft."""


@router.command(
    NAME,
    who=Who.LEADER,
    careful=True,
    help="Đưa dự thảo ra lấy góp ý (kèm nội dung, hoặc gửi tệp)",
)
def put_out(turn: Turn) -> Reply:
    """Puts a draft out for comment."""
    if not turn.rest:
        return start(turn, None)
    return _faulty(turn.rest) or start(turn, tidy(turn.rest))


def start(turn: Turn, text: str | None, kept: Answers | None = None) -> Reply:
    """Opens the form with a text, where that is known; `kept`: what was said in it before of all but the text."""
    known = {"kind": DocumentClass.INTERNAL.value, **until.usual(turn), **(kept or {})}
    return _FORM.start(turn, {**known, "text": text, "go": None})


def _faulty(text: str) -> Message | None:
    return too_long(text) or (None if any(c.isalpha() for c in text) else Message(WHICH_TEXT))


def _text(turn: Turn, answers: Answers) -> Message:
    return Message(WHICH_TEXT)


def _text_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return _faulty(text) or {"text": tidy(text)}


def _kind(turn: Turn, answers: Answers) -> Message:
    return Message(WHICH_CLASS, choices(*((kind.value, label) for kind, label in classes.CLASSES.items())))


def _kind_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"kind": value} if value else _kind(turn, answers)


def _preview(turn: Turn, answers: Answers) -> Message:
    text, kind = answers["text"], DocumentClass(answers["kind"])
    seen = _shown(turn, answers)
    before = versions.replaced(turn, answers)
    answered = len(draft.untold(turn.session, before)) if before else 0
    read = what_was_read(text, kind, len(draft.points_of(text)), answered)
    return first_shown(turn, f"{seen.replace(READER, turn.me.given)}\n\n{read}", *_whom(turn))


def _shown(turn: Turn, answers: Answers) -> str:
    text, kind, before = answers["text"], DocumentClass(answers["kind"]), versions.replaced(turn, answers)
    return shown(text, kind, until.chosen(turn, answers), before, turn.now, sender(turn, turn.me))


def _preview_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    """Where only the title has been said, a sentence under the preview is what stands below it."""
    if value:
        return {"go": value}
    if draft.body_of(answers["text"]) or len(text.split()) < A_SENTENCE:
        return _preview(turn, answers)
    between = "\n" if "\n" in text.strip() else ": "
    whole = f"{answers['text'].rstrip(' :.')}{between}{text}"
    return _faulty(whole) or {"text": tidy(whole)}


def _edit(turn: Turn, answers: Answers) -> Message:
    return Message(WHAT_TO_EDIT, choices(*TO_EDIT))


def _edit_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return edited(answers, value) if value else _edit(turn, answers)


def _title(turn: Turn, answers: Answers) -> Message:
    return Message(which_title(draft.title_of(answers["text"])))


def _title_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    """A colon would end the title, and a number begin a point."""
    title = (title_said(text) or "").replace(": ", " – ").rstrip(":")
    if not title or draft.points_of(title):
        return _title(turn, answers)
    return {"text": f"{title}\n{draft.body_of(answers['text'])}".strip()}


def _retitled(turn: Turn, answers: Answers) -> bool:
    """The title is part of the text: it is asked for only where it alone is to be changed."""
    return "title" in (answers.get(WAS) or {})


def _whom(turn: Turn) -> tuple[outbox.People, LeftOut]:
    left_out = member.left_out(turn.session, turn.here, turn.now, Body.BRANCH, None)
    return member.called(turn.here, turn.now), left_out.items()


def _done(turn: Turn, answers: Answers) -> Reply:
    if answers["go"] == "stop":
        return dropped()
    morning = late.not_before(turn, answers)
    if overtaken := until.overtaken(turn, answers, morning):
        why, anew = overtaken
        return [Message(why), *as_list(_FORM.start(turn, {**answers, **ANEW, **anew}))]
    return _sent(turn, answers, morning)


def _sent(turn: Turn, answers: Answers, not_before: datetime | None) -> Reply:
    kind, message = DocumentClass(answers["kind"]), Message(_shown(turn, answers))
    before = versions.replaced(turn, answers)
    if before is not None:
        answering.tell(turn, before, not_before)
        outbox.close_question(turn.session, KIND, str(before.id), turn.now)
        outbox.supersede(turn.session, KIND, f"{KIND}:{before.id}:")
    then = until.chosen(turn, answers)
    made = draft.put_out(turn.session, turn.here, turn.me, answers["text"], then, turn.now, kind, before)
    people, _ = _whom(turn)
    if draft.points(turn.session, made) and kind is not DocumentClass.AT_MEETING:
        message = message.asking(KIND, str(made.id), ("points", "Góp ý theo điểm"))
    message = replace(message, protected=kind is not DocumentClass.PUBLIC)
    return DRAFTS.tell(turn, made, called(made), people, message, not_before)


_FORM = router.form(
    Form(
        NAME,
        (
            Step("text", _text, _text_said),
            Step("title", _title, _title_said, _retitled),
            versions.STEP,
            Step("kind", _kind, _kind_said),
            *until.STEPS,
            Step("go", _preview, _preview_said),
            Step("edit", _edit, _edit_said, lambda turn, answers: answers.get("go") == "edit"),
            late.STEP,
        ),
        _done,
        left=dropped,
        may=leading,
        renew=until.renewed,
    )
)

# Wording

DRAFTS = PutOut(
    KIND,
    "draft:{}:text",
    Draft,
    draft.take_back,
    taken="góp ý",
    still_open="Dự thảo vẫn nhận góp ý của ai đã nhận; nhắn KẾT QUẢ để xem.",
    question=KIND,
)
WHICH_TEXT = (
    "Xin nhắn nội dung dự thảo, hoặc gửi tệp Word, PDF. Dòng đầu là tên, ví dụ: Dự thảo nghị quyết tháng 12."
)
TO_EDIT = (("text", "Nội dung"), ("until", "Thời hạn"), ("kind", "Loại"), ("title", "Tên"))
WHICH_CLASS = (
    "Dự thảo này thuộc loại nào?\n"
    "Công khai: ai nhận được cũng chuyển tiếp được. Nội bộ: nội dung đi trong tin, xin không chuyển cho người khác. "
    "Đọc tại cuộc họp: chỉ báo tên."
)
BY_POINT = (
    "Sổ tay không thấy điểm nào; muốn góp ý theo điểm thì chọn Sửa, rồi nhắn lại nội dung, "
    "mỗi điểm một dòng có số 1., 2., 3. ở đầu"
)
NO_POINTS = dict.fromkeys(DocumentClass, BY_POINT) | {DocumentClass.AT_MEETING: "Không có điểm đánh số"}
ONLY_A_TITLE = (
    "Mới có tên, chưa có nội dung: xin nhắn tiếp nội dung, mỗi điểm một dòng có số 1., 2., 3. ở đầu"
)
BETTER_READ = "Dự thảo về nhân sự, kiểm tra, kỷ luật nên để đọc tại cuộc họp: chọn Sửa, rồi Loại."


def which_title(title: str) -> str:
    return f"Tên đang là “{shortened(title)}”. Xin nhắn tên mới, nội dung giữ nguyên."


def what_was_read(text: str, kind: DocumentClass, points: int, answered: int) -> str:
    """What stands below the preview, for the leader alone: the class, the points, what had better not go by messenger, and how many
    hear what became of their comments on the version before."""
    found = f"Có {points} điểm, góp ý theo từng điểm được" if points else NO_POINTS[kind]
    if not draft.body_of(text) and kind is not DocumentClass.AT_MEETING:
        found = ONLY_A_TITLE
    lines = [f"Loại: {classes.CLASSES[kind].lower()}. {found}."]
    if (
        kind is not DocumentClass.AT_MEETING
        and classes.proposed(draft.title_of(text)) is DocumentClass.AT_MEETING
    ):
        lines.append(BETTER_READ)
    if answered:
        lines.append(f"Gửi luôn câu trả lời góp ý của bản trước cho {answered} đồng chí chưa được báo.")
    return "\n".join(lines)
