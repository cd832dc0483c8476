"""Changing an answer to a survey through SỬA: which question, then that question anew."""

import re
from functools import partial

from handlers.kit.form import Answers, Form, Step
from handlers.kit.message import Message, Reply, choices
from handlers.kit.router import Change, router
from handlers.kit.turn import Purpose, Turn
from handlers.kit.wording import shortened
from handlers.surveys import answering, wording
from models import survey
from models.survey import Survey, SurveyQuestion


@router.changeable(Purpose.CONTENT)
def changes(turn: Turn) -> list[Change]:
    """Answers to surveys that have not ended."""
    found = []
    for about in survey.open_for(turn.session, turn.me, turn.now):
        if survey.answered(turn.session, about, turn.me):
            said = survey.answers_of(turn.session, about, turn.me)
            at = max((answer.said_at for answer in said.values()), default=about.opened_at)
            found.append(Change(at, wording.matter(about), partial(_start, about=about)))
    return found


def _start(turn: Turn, about: Survey) -> Reply:
    return _REDOING.start(turn, {"survey": about.id})


def _which(turn: Turn, answers: Answers) -> Message:
    about = turn.session.get_one(Survey, answers["survey"])
    said = survey.answers_of(turn.session, about, turn.me)
    pairs = (
        (str(q.id), short_of(q, wording.answered(q, said.get(q.id)) or q.text)) for q in _done(turn, about)
    )
    return Message(which(about), choices(*pairs, about=str(about.id)))


def _done(turn: Turn, about: Survey) -> list[SurveyQuestion]:
    """The questions that the speaker has answered."""
    done = survey.answered(turn.session, about, turn.me)
    return [question for question in survey.questions(turn.session, about) if question.id in done]


def _which_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value is None and (tenth := _TWO_DIGITS.fullmatch(text.strip(" ."))):
        about = turn.session.get_one(Survey, answers["survey"])
        offered = _done(turn, about)
        place = int(tenth[1]) - 1
        value = str(offered[place].id) if place < len(offered) else None
    return {"question": value} if value else _which(turn, answers)


def _again(turn: Turn, answers: Answers) -> Reply:
    about = turn.session.get_one(Survey, answers["survey"])
    return answering.started(turn, about, turn.session.get_one(SurveyQuestion, int(answers["question"])))


_REDOING = router.form(Form("suakhaosat", (Step("question", _which, _which_said),), _again))

_TWO_DIGITS = re.compile(r"(1\d)")
"""The tenth question and those that follow: the kit's numbers end at nine."""

# Wording


def which(about: Survey) -> str:
    return f"Đồng chí muốn đổi câu nào trong {wording.matter(about)}?"


def short_of(question: SurveyQuestion, said: str) -> str:
    return f"Câu {question.place}: {shortened(said, 40)}"
