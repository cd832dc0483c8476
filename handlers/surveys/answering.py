"""Answering a survey: an invitation to start, then one question at a time; what was answered stands at once (people 28)."""

from datetime import datetime

from handlers.kit import until
from handlers.kit.as_it_was import stays
from handlers.kit.form import Answers, Form, Step
from handlers.kit.incoming import Kind
from handlers.kit.message import Message, Reply, choices, settled
from handlers.kit.reading import number, polite, short, yes_no
from handlers.kit.router import router
from handlers.kit.turn import Purpose, Turn
from handlers.kit.wording import dropped, too_long
from handlers.surveys import replies, unread, wording
from models import outbox, survey
from models.database import Session
from models.folding import fold
from models.survey import Closed, NotInvited, Said, Survey, SurveyKind, SurveyQuestion, TooLong

KIND = "survey"
FORM = "traloikhaosat"
ALL_CHOSEN = "done"
"""The last choice under a question that takes several."""


def invitation(session: Session, about: Survey, now: datetime, sender: str | None) -> Message:
    """The invitation to start, as it goes to everybody; `sender` is a line that says who puts it out."""
    count = len(survey.questions(session, about))
    text = wording.invitation(about.title, count, about.until, now, sender, nameless=about.nameless)
    return Message(text).asking(KIND, str(about.id), ("start", wording.START), ("later", wording.LATER))


def _read(text: str) -> tuple[str, str] | None:
    labels = {fold(wording.START): "start", fold(wording.LATER): "later"}
    said = labels.get(fold(text.strip(" .,!")))
    return (said, "") if said else None


def _matter(turn: Turn, subject: str) -> str:
    return wording.matter(turn.session.get_one(Survey, int(subject)))


@router.question(KIND, _read, _matter, purpose=Purpose.CONTENT, in_words=wording.IN_WORDS)
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
    question = only or survey.next_question(turn.session, about, turn.me)
    if question is None:
        return Message(done_already(about))
    return _ANSWERING.start(turn, {"survey": about.id, "question": question.id, "changing": only is not None})


def _asked(turn: Turn, answers: Answers) -> tuple[Survey, SurveyQuestion]:
    """The question that was asked in this chat, whatever has been answered in another one since."""
    return (
        turn.session.get_one(Survey, answers["survey"]),
        turn.session.get_one(SurveyQuestion, answers["question"]),
    )


def _ask(turn: Turn, answers: Answers) -> Message:
    about, question = _asked(turn, answers)
    count = len(survey.questions(turn.session, about))
    stands = survey.answers_of(turn.session, about, turn.me).get(question.id)
    now = wording.answered(question, stands) if answers["changing"] else None
    picked = answers.get("picked") or []
    lines = [answers.get("note"), wording.asked(question, count, now, picked, nameless=about.nameless)]
    text = "\n".join(line for line in lines if line)
    if not question.options:
        return Message(text)
    pairs = [(str(place), option) for place, option in enumerate(question.options)]
    more = [(ALL_CHOSEN, wording.DONE)] if question.kind is SurveyKind.SEVERAL else []
    return Message(text, choices(*pairs, *more, about=str(question.id)))


def _take(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if fold(text.strip(" .,!")) == fold(wording.LATER):
        return {"ended": "later"}
    if answers["changing"] and value is None and stays(text):
        return {"ended": "kept"}
    if elsewhere := _elsewhere(turn, answers):
        return elsewhere
    about, question = _asked(turn, answers)
    if wrong := too_long(text):
        return wrong
    if not about.nameless and (several := _several_questions(turn, answers, text)):
        return several
    picked = answers.get("picked") or []
    if value == ALL_CHOSEN:
        return _record(turn, answers, tuple(picked)) if picked else _again(turn, answers, NOTHING_CHOSEN)
    tapped = value is not None and (turn.said.kind is Kind.TAP or number(text) is not None)
    said = (int(value),) if tapped and value else replies.meant(question, text, turn.now)
    if said is None:
        return _again(turn, answers, unread.why(question, text, nameless=about.nameless))
    if question.kind is SurveyKind.SEVERAL and isinstance(said, tuple) and len(said) == 1:
        return {"picked": sorted({*picked} ^ {*said}), "note": None}
    if picked and isinstance(said, tuple):  # beside or instead of what was picked one by one: shown first
        return {"picked": sorted({*picked, *said}), "note": None}
    elsewhere_meant = not about.nameless and unread.of_a_meeting(text)
    if not (isinstance(said, str) and (polite(text) or elsewhere_meant)):
        return _record(turn, answers, said)
    return _again(turn, answers, None) if about.nameless else {"words": said}


def _record(turn: Turn, answers: Answers, said: Said) -> Answers:
    about, question = _asked(turn, answers)
    try:
        stands = survey.answer(turn.session, about, question, turn.me, said, turn.now)
    except Closed:
        return {"ended": "closed"}
    except NotInvited:
        return {"ended": "uninvited"}
    except TooLong:
        return {"note": TOO_LONG}
    if stands is None:
        return _next(turn, answers, None)
    shown = turn.said.kind is Kind.TAP or isinstance(said, str)
    return _next(turn, answers, None if shown else taken(wording.answered(question, stands) or ""))


def _several_questions(turn: Turn, answers: Answers, text: str) -> Answers | None:
    """What a reply such as "1a 2c 3b" answers: what can be read of it is recorded, the rest is asked. A single pair in
    letters of a question answered before changes that one, of one that was not has that one asked; in words, and beside a question for words, every pair must be read, else these are the words."""
    pairs, in_words = replies.pairs(text), False
    if not pairs:
        pairs, in_words = replies.pairs_in_words(text), True
    about, question = _asked(turn, answers)
    if not pairs or answers["changing"]:
        return None
    by_place = {each.place: each for each in survey.questions(turn.session, about)}
    if len(pairs) == 1 and pairs[0][0] != question.place:
        other = by_place.get(pairs[0][0])
        if in_words or other is None or not replies.fits(other, pairs[0][1], turn.now):
            return None
        if other.id not in survey.answered(turn.session, about, turn.me):
            ask = {"question": other.id, "note": None, "picked": None}
            return None if question.kind is SurveyKind.TEXT else ask
    read: list[tuple[SurveyQuestion, Said]] = []
    for place, said in pairs:
        one = by_place.get(place)
        if one is not None and (meant := replies.fits(one, said, turn.now)):
            read.append((one, meant))
    all_of_them = in_words or question.kind is SurveyKind.TEXT
    if not read or (all_of_them and len(read) < len(pairs)):
        return None
    if in_words and question.kind is SurveyKind.TEXT and len(read) < 2:
        return None
    try:
        for each, said_of_it in read:
            survey.answer(turn.session, about, each, turn.me, said_of_it, turn.now)
    except Closed:
        return {"ended": "closed"}
    except NotInvited:
        return {"ended": "uninvited"}
    stands = survey.answers_of(turn.session, about, turn.me)
    told = [one_taken(each, wording.answered(each, stands.get(each.id)) or "") for each, _ in read]
    unread = sorted({place for place, _ in pairs} - {each.place for each, _ in read})
    note = taken_of_several(told, unread)
    return _next(turn, answers, note, at_end=note if unread else None)


def begun_with(turn: Turn, about: Survey, text: str) -> Reply:
    """Begins with the answers to several questions that were said before anything was asked."""
    first = survey.questions(turn.session, about)[0]
    answers: Answers = {"survey": about.id, "question": first.id, "changing": False}
    taken = _several_questions(turn, answers, text)
    return _ANSWERING.start(turn, answers | taken) if taken else None


def _elsewhere(turn: Turn, answers: Answers) -> Answers | None:
    """Where to go on when the question asked here was answered in another chat meanwhile; nothing is then written over."""
    about, question = _asked(turn, answers)
    if answers["changing"] or question.id not in survey.answered(turn.session, about, turn.me):
        return None
    stands = survey.answers_of(turn.session, about, turn.me).get(question.id)
    note = said_elsewhere(wording.answered(question, stands))
    return _next(turn, answers, note, at_end=note)


def _next(turn: Turn, answers: Answers, note: str | None, at_end: str | None = None) -> Answers:
    about, _ = _asked(turn, answers)
    following = None if answers["changing"] else survey.next_question(turn.session, about, turn.me)
    if following is None:
        return {"ended": "done", "note": at_end}
    return {"question": following.id, "note": note, "picked": None}


def _sure(turn: Turn, answers: Answers) -> Message:
    return Message(really(answers["words"]), choices(("yes", "Phải"), ("no", "Không")))


def _sure_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if fold(text.strip(" .,!")) == fold(wording.LATER):
        return {"words": None, "ended": "later"}
    said = {"yes": True, "no": False}.get(value or "", yes_no(text))
    if said:
        return {"words": None, **(_elsewhere(turn, answers) or _record(turn, answers, answers["words"]))}
    if said is None and polite(text):
        return _sure(turn, answers)
    meant = _take(turn, answers, text, None) if said is None else {"note": None}
    return {"words": None, **meant} if isinstance(meant, dict) else meant


def _again(turn: Turn, answers: Answers, why: str | None) -> Message:
    asked = _ask(turn, answers | {"note": None})
    return Message(f"{why or unread.UNCLEAR}\n{asked.text}", asked.question)


def _ended(turn: Turn, answers: Answers) -> Reply:
    about = turn.session.get_one(Survey, answers["survey"])
    if answers["ended"] == "later":
        return Message(for_later(about, turn))
    if answers["ended"] == "kept":
        return dropped()
    if answers["ended"] in ("closed", "uninvited"):
        return Message(refused(turn, about, Closed() if answers["ended"] == "closed" else NotInvited()))
    questions = survey.questions(turn.session, about)
    done = len(survey.answered(turn.session, about, turn.me))
    if done == len(questions):
        outbox.close_question(turn.session, KIND, str(about.id), turn.now, turn.me.id)
    said = survey.answers_of(turn.session, about, turn.me)
    what = WITHOUT_A_NAME if about.nameless else wording.summary(questions, said)
    whose = None if about.nameless else turn.me.given
    text = recorded(whose, about, what, done, len(questions))
    return Message(f"{answers['note']}\n{text}" if answers["note"] else text)


_ANSWERING = router.form(
    Form(
        FORM,
        (
            Step("sure", _sure, _sure_said, lambda turn, answers: bool(answers.get("words"))),
            Step("ended", _ask, _take),
        ),
        _ended,
        left=lambda: Message(LEFT),
        quiet=lambda turn, answers: _asked(turn, answers)[0].nameless,
    )
)


def refused(turn: Turn, about: Survey, why: Closed | NotInvited) -> str:
    """Why an answer was not recorded, in words."""
    if isinstance(why, NotInvited):
        return NOT_INVITED
    return closed(about, turn, bool(survey.answered(turn.session, about, turn.me)))


# Wording

NOTHING_CHOSEN = "Đồng chí chưa chọn ý nào. Xin chọn rồi nhắn Xong, hoặc nhắn ĐỂ SAU."
LEFT = "Đã dừng khảo sát. Những câu đã trả lời vẫn được ghi; nhắn KHẢO SÁT để trả lời tiếp."
NOT_INVITED = "Khảo sát này không hỏi đồng chí, hoặc hiện đồng chí không sinh hoạt, nên chưa ghi. Cần hỏi, xin nhắn GỌI."


def taken(said: str) -> str:
    return f"Đã ghi: {said}."


def one_taken(question: SurveyQuestion, said: str) -> str:
    return f"câu {question.place}: {said}"


def taken_of_several(told: list[str], unread: list[int]) -> str:
    """'Đã ghi câu 1: Có; câu 3: Thứ bảy. Chưa rõ câu 2.'"""
    said = f"Đã ghi {'; '.join(told)}."
    return f"{said} Chưa rõ câu {', '.join(map(str, unread))}." if unread else said


def said_elsewhere(said: str | None) -> str:
    what = f": {said}" if said else ""
    return f"Câu vừa rồi đồng chí đã trả lời ở máy khác{what}. Muốn đổi, nhắn SỬA."


def really(words: str) -> str:
    return f"Ghi “{words}” là câu trả lời?"


def for_later(about: Survey, turn: Turn) -> str:
    then = until.said(about.until, turn.now)
    return f"Để sau: {wording.matter(about)}, nhận đến {then}. Khi nào tiện, đồng chí nhắn KHẢO SÁT."


def done_already(about: Survey) -> str:
    return f"Đã ghi rồi: đồng chí trả lời đủ {wording.matter(about)}. Muốn đổi, nhắn SỬA."


WITHOUT_A_NAME = "Phiếu không mang tên ai, nên Sổ tay không nhắc lại đã trả lời gì."
TOO_LONG = "Câu trả lời dài quá, xin rút còn khoảng 500 chữ cái."


def recorded(given: str | None, about: Survey, summary: str, answered: int, asked: int) -> str:
    thanks = (
        "Cảm ơn đồng chí" if answered == asked else "Còn câu chưa trả lời: nhắn KHẢO SÁT. Cảm ơn đồng chí"
    )
    whose = "không ghi tên" if given is None else f"của đồng chí {given}"
    head = f"Đã ghi {answered}/{asked} câu {whose}, {wording.matter(about)}."
    return f"{head}\n{summary}\n{thanks}. Nếu nhầm, nhắn SỬA."


def closed(about: Survey, turn: Turn, some: bool) -> str:
    if about.taken_back:
        return "Khảo sát này bí thư đã thôi hỏi, nên không ghi."
    kept = " Những câu đã trả lời vẫn được tính." if some else ""
    return f"Khảo sát này kết thúc lúc {short(about.ended_at, turn.now)}, không ghi thêm được.{kept}"
