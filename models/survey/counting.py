"""What a survey came to: how many answered, how many took each option, who said what."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from models.member import Member
from models.survey import boxes
from models.survey.asking import asked_of, invited, questions
from models.survey.boxes import SurveyBox
from models.survey.tables import Survey, SurveyAnswer, SurveyInvited, SurveyQuestion


@dataclass
class Count:
    """What was answered to one question: how many took each option, or who said what; `silent` have not answered it.

    hidden: it bears no names, and is not over, or fewer than five answered.
    """

    question: SurveyQuestion
    options: list[int]
    silent: int
    words: list[tuple[Member | None, str]] = field(default_factory=list)
    hidden: bool = False


def counts(session: Session, survey: Survey) -> tuple[int, list[Count]]:
    """How many were asked, and the count of each question as it stands."""
    asked = len(asked_of(session, survey))
    count = _of_boxes if survey.nameless else _count
    return asked, [count(session, question, asked) for question in questions(session, survey)]


def answers_by_member(session: Session, survey: Survey) -> list[tuple[Member, dict[int, SurveyAnswer]]]:
    """Everybody who was asked, by name, with the answers by the question's id."""
    people = select(Member).where(col(Member.id).in_(asked_of(session, survey)))
    rows = select(SurveyAnswer).join(SurveyQuestion, col(SurveyQuestion.id) == SurveyAnswer.question_id)
    said: dict[int, dict[int, SurveyAnswer]] = {}
    for answer in session.exec(rows.where(SurveyQuestion.survey_id == survey.id)):
        said.setdefault(answer.member_id, {})[answer.question_id] = answer
    return [(who, said.get(who.id, {})) for who in session.exec(people.order_by(Member.folded))]


def silent(session: Session, survey: Survey) -> set[int]:
    """Ids of those asked who have answered nothing."""
    of = [question.id for question in questions(session, survey)]
    answer = SurveyBox if survey.nameless else SurveyAnswer
    rows = select(answer.member_id).where(col(answer.question_id).in_(of))
    said = session.exec(rows.where(col(SurveyBox.full)) if survey.nameless else rows)
    return {*asked_of(session, survey)} - {*said}


def finished(session: Session, survey: Survey) -> tuple[int, int]:
    """How many have answered every question, of how many asked."""
    return len(session.exec(_finished(session, survey)).all()), len(asked_of(session, survey))


def unfinished(session: Session, survey: Survey, now: datetime) -> SelectOfScalar[int]:
    """Ids of those asked who have not answered every question."""
    return invited(survey, now).where(col(SurveyInvited.member_id).not_in(_finished(session, survey)))


def _finished(session: Session, survey: Survey) -> SelectOfScalar[int]:
    of = questions(session, survey)
    if survey.nameless:
        full = select(SurveyBox.member_id).where(
            col(SurveyBox.question_id).in_([question.id for question in of]), col(SurveyBox.full)
        )
        return full.group_by(col(SurveyBox.member_id)).having(func.count() == len(of))
    return (
        select(SurveyAnswer.member_id)
        .join(SurveyQuestion, col(SurveyQuestion.id) == SurveyAnswer.question_id)
        .where(SurveyQuestion.survey_id == survey.id)
        .group_by(col(SurveyAnswer.member_id))
        .having(func.count() == len(of))
    )


def _count(session: Session, question: SurveyQuestion, asked: int) -> Count:
    rows = select(Member, SurveyAnswer).join(SurveyAnswer, col(SurveyAnswer.member_id) == Member.id)
    said = session.exec(rows.where(SurveyAnswer.question_id == question.id).order_by(Member.folded)).all()
    taken = [option for _, answer in said for option in answer.chosen]
    return Count(
        question,
        [taken.count(option) for option in range(len(question.options))],
        asked - len(said),
        [(who, answer.words) for who, answer in said if answer.words is not None],
    )


def _of_boxes(session: Session, question: SurveyQuestion, asked: int) -> Count:
    silent, came = asked - boxes.filled(session, question), boxes.tally(session, question)
    if came is None:
        return Count(question, [0] * len(question.options), silent, hidden=True)
    return Count(question, came.taken, silent, [(None, words) for words in came.words])
