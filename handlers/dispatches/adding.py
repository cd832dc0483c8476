"""The same paper handed in again: that is told, and it may go to the branches below that have not got it (people 16)."""

from handlers.dispatches import going, whom
from handlers.dispatches.wording import moment
from handlers.kit import late
from handlers.kit.form import Answers, Form, Step
from handlers.kit.message import Message, Reply, choices
from handlers.kit.outgoing import dropped
from handlers.kit.router import router
from handlers.kit.turn import Turn
from models import dispatch
from models.dispatch import Dispatch
from models.organisation import Organisation


def offer(turn: Turn, office: Organisation, known: Dispatch) -> Reply:
    """Says when it was sent; while its time runs, asks to which further branches it goes."""
    paper = dispatch.paper_of(turn.session, known)
    answers: Answers = {
        "office": str(office.id),
        "again": known.id,
        "title": paper.title,
        "kind": paper.kind.value,
        "handling": known.handling.value,
        "until": known.ends_at.isoformat(),
        "file": paper.file_id,
    }
    over = known.ends_at <= turn.now or dispatch.superseded(turn.session, known)
    if over or not whom.may_get(turn, answers):
        return Message(already(paper.title, moment(known.sent_at, turn.now)))
    return _FORM.start(turn, answers)


def _more(turn: Turn, answers: Answers) -> Message:
    known = turn.session.get_one(Dispatch, answers["again"])
    told = already(answers["title"], moment(known.sent_at, turn.now))
    return Message(f"{told}\n{without_it(len(whom.may_get(turn, answers)))}", choices(MORE, STOP))


def _more_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"more": value} if value else _more(turn, answers)


def _preview(turn: Turn, answers: Answers) -> Message:
    text, any_branch = going.preview(turn, answers)
    return Message(text, choices(*((SEND, STOP) if any_branch else (STOP,))))


def _preview_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"go": value} if value else _preview(turn, answers)


def _wanted(turn: Turn, answers: Answers) -> bool:
    return answers.get("more") == MORE[0]


def _done(turn: Turn, answers: Answers) -> Reply:
    return going.further(turn, answers) if answers.get("go") == SEND[0] else dropped()


def _may(turn: Turn, answers: Answers) -> bool:
    return dispatch.may_send(turn.session, turn.me, int(answers["office"]), turn.now)


_FORM = router.form(
    Form(
        "vanbanthem",
        (
            Step("more", _more, _more_said),
            Step(whom.STEP.name, whom.STEP.ask, whom.STEP.take, _wanted),
            Step("go", _preview, _preview_said, _wanted),
            late.STEP,
        ),
        _done,
        left=dropped,
        may=_may,
    )
)

# Wording

MORE, SEND, STOP = ("more", "Gửi thêm chi bộ"), ("send", "Gửi"), ("stop", "Thôi")


def already(title: str, at: str) -> str:
    return (
        f"Văn bản này đã gửi lúc {at}: {title}. Sổ tay không gửi lần nữa. "
        "Xem chi bộ nào đã nhận: nhắn PHỔ BIẾN."
    )


def without_it(count: int) -> str:
    return f"Còn {count} chi bộ chưa được gửi."
