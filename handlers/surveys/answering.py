"""Answering a survey: an invitation to start, then one question at a time; what was answered stands at once (people 28)."""

from collections.abc import Sequence
from datetime import datetime

from handlers.kit.form import Answers, Form, Step
from handlers.kit.incoming import Kind
from handlers.kit.message import Message, Reply, choices, settled
from handlers.kit.reading import polite, short, yes_no
from handlers.kit.router import router
from handlers.kit.turn import Purpose, Turn
from handlers.kit.wording import too_long
from handlers.surveys import wording
from models import outbox, survey
from models.database import Session
from models.folding import fold, tidy
from models.survey import Closed, NotInvited, Survey, SurveyQuestion

KIND = "survey"
LETTERS = "abcdefghi"


def invitation(session: Session, about: Survey, now: datetime, sender: str | None) -> Message:
    """The invitation to start, as it goes to everybody; `sender` is a line that says who puts it out."""
    count = len(survey.questions(session, about))
    text = wording.invitation(about.title, count, about.closes_at, now, sender)
    return Message(text).asking(KIND, str(about.id), ("start", wording.START), ("later", wording.LATER))


def _read(text: str) -> tuple[str, str] | None:
    labels = {fold(wording.START): "start", fold(wording.LATER): "later"}
    said = labels.get(fold(text.strip(" .,!")))
    return (said, "") if said else None


def _matter(turn: Turn, subject: str) -> str:
    return wording.matter(turn.session.get_one(Survey, int(subject)))


@router.question(KIND, _read, _matter, purpose=Purpose.CONTENT)
def answer(turn: Turn, subject: str, value: str, rest: str) -> Reply:
    """Starts or goes on, or leaves it for later; the button works at any time."""
    about = turn.session.get_one(Survey, int(subject))
    if value == "start":
        return started(turn, about)
    outbox.close_question(turn.session, KIND, subject, turn.now, turn.me.id)
    return settled(for_later(about, turn))


def started(turn: Turn, about: Survey, only: SurveyQuestion | None = None) -> Reply:
    """Asks from the first question that has no answer, or `only` one anew."""
    try:
        survey.may_answer(turn.session, about, turn.me, turn.now)
    except (Closed, NotInvited) as why:
        return Message(refused(turn, about, why))
    if only is None and survey.next_question(turn.session, about, turn.me) is None:
        return Message(done_already(about))
    return _ANSWERING.start(turn, {"survey": about.id, "only": only.id if only else None})


def _current(turn: Turn, answers: Answers) -> SurveyQuestion | None:
    about = turn.session.get_one(Survey, answers["survey"])
    if answers["only"] is not None:
        return turn.session.get_one(SurveyQuestion, answers["only"])
    return survey.next_question(turn.session, about, turn.me)


def _ask(turn: Turn, answers: Answers) -> Message:
    about = turn.session.get_one(Survey, answers["survey"])
    question = _current(turn, answers)
    if question is None:
        return Message(done_already(about))
    count = len(survey.questions(turn.session, about))
    said = survey.answers_of(turn.session, about, turn.me).get(question.id)
    text = wording.asked(question, count, wording.answered(question, said))
    if not question.options:
        return Message(text)
    pairs = ((str(place), option) for place, option in enumerate(question.options))
    return Message(text, choices(*pairs, about=str(question.id)))


def _take(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    about = turn.session.get_one(Survey, answers["survey"])
    question = _current(turn, answers)
    if question is None or fold(text.strip(" .,!")) == fold(wording.LATER):
        return {"ended": "done" if question is None else "later"}
    said = _said(question, text, value)
    if said is None:
        return _again(turn, answers)
    if isinstance(said, str) and (wrong := too_long(said)):
        return wrong
    try:
        survey.answer(turn.session, about, question, turn.me, said, turn.now)
    except Closed:
        return {"ended": "closed"}
    except NotInvited:
        return {"ended": "uninvited"}
    if answers["only"] is not None or survey.next_question(turn.session, about, turn.me) is None:
        return {"ended": "done"}
    following = _ask(turn, answers)
    if isinstance(said, int) and turn.said.kind is not Kind.TAP:
        return Message(f"{taken(question.options[said])}\n{following.text}", following.question)
    return following


def _said(question: SurveyQuestion, text: str, value: str | None) -> int | str | None:
    """The option or the words that a reply means; None: ask again."""
    if not question.options:
        return tidy(text) if any(c.isalnum() for c in text) and not polite(text) else None
    return int(value) if value is not None else _option(question.options, text)


def _option(options: Sequence[str], text: str) -> int | None:
    """The option that a plain reply means: its letter, or a yes or a no where one option says just that (decision 26)."""
    letter = fold(text).strip(" .,)!")
    if len(letter) == 1 and letter in LETTERS[: len(options)]:
        return LETTERS.index(letter)
    meant = yes_no(text)
    alike = [place for place, option in enumerate(options) if meant is not None and yes_no(option) is meant]
    return alike[0] if len(alike) == 1 else None


def _again(turn: Turn, answers: Answers) -> Message:
    asked = _ask(turn, answers)
    return Message(f"{UNCLEAR}\n{asked.text}", asked.question)


def _ended(turn: Turn, answers: Answers) -> Reply:
    about = turn.session.get_one(Survey, answers["survey"])
    if answers["ended"] == "later":
        return Message(for_later(about, turn))
    if answers["ended"] in ("closed", "uninvited"):
        return Message(refused(turn, about, Closed() if answers["ended"] == "closed" else NotInvited()))
    questions = survey.questions(turn.session, about)
    said = survey.answers_of(turn.session, about, turn.me)
    if len(said) == len(questions):
        outbox.close_question(turn.session, KIND, str(about.id), turn.now, turn.me.id)
    return Message(
        recorded(turn.me.given, about, wording.summary(questions, said), len(said), len(questions))
    )


_ANSWERING = router.form(
    Form("traloikhaosat", (Step("ended", _ask, _take),), _ended, left=lambda: Message(LEFT))
)


def refused(turn: Turn, about: Survey, why: Closed | NotInvited) -> str:
    """Why an answer was not recorded, in words."""
    if isinstance(why, NotInvited):
        return NOT_INVITED
    return closed(about, turn, bool(survey.answers_of(turn.session, about, turn.me)))


# Wording

UNCLEAR = "Sổ tay chưa hiểu ý đồng chí. Xin trả lời câu này, hoặc nhắn ĐỂ SAU."
LEFT = "Đã dừng khảo sát. Những câu đã trả lời vẫn được ghi; nhắn KHẢO SÁT để trả lời tiếp."
NOT_INVITED = "Khảo sát này không hỏi đồng chí, nên chưa ghi. Cần hỏi, xin nhắn GỌI."


def taken(option: str) -> str:
    return f"Đã ghi: {option}."


def for_later(about: Survey, turn: Turn) -> str:
    until = short(about.closes_at, turn.now)
    return f"Để sau: {wording.matter(about)}, nhận đến {until}. Khi nào tiện, đồng chí nhắn KHẢO SÁT."


def done_already(about: Survey) -> str:
    return f"Đã ghi rồi: đồng chí trả lời đủ {wording.matter(about)}. Muốn đổi, nhắn SỬA."


def recorded(given: str, about: Survey, summary: str, answered: int, asked: int) -> str:
    thanks = (
        "Cảm ơn đồng chí" if answered == asked else "Còn câu chưa trả lời: nhắn KHẢO SÁT. Cảm ơn đồng chí"
    )
    head = f"Đã ghi {answered}/{asked} câu của đồng chí {given}, {wording.matter(about)}."
    return f"{head}\n{summary}\n{thanks}. Nếu nhầm, nhắn SỬA."


def closed(about: Survey, turn: Turn, some: bool) -> str:
    kept = " Những câu đã trả lời vẫn được tính." if some else ""
    return f"Khảo sát này kết thúc lúc {short(about.ended_at, turn.now)}, không ghi thêm được.{kept}"
