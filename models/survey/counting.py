"""What a survey came to: how many answered, how many took each option, who said what."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from models.member import Member
from models.survey.asking import invited, questions
from models.survey.tables import Survey, SurveyAnswer, SurveyInvited, SurveyQuestion


@dataclass
class Count:
    """What was answered to one question: how many took each option, or who said what; `silent` have not answered it."""

    question: SurveyQuestion
    options: list[int]
    silent: int
    words: list[tuple[Member, str]] = field(default_factory=list)


def counts(session: Session, survey: Survey) -> tuple[int, list[Count]]:
    """How many were asked, and the count of each question as it stands."""
    asked = len(asked_of(session, survey))
    return asked, [_count(session, question, asked) for question in questions(session, survey)]


def asked_of(session: Session, survey: Survey) -> list[int]:
    """Ids of all who were asked, whatever became of them."""
    return list(session.exec(select(SurveyInvited.member_id).where(SurveyInvited.survey_id == survey.id)))


def answers_by_member(session: Session, survey: Survey) -> list[tuple[Member, dict[int, SurveyAnswer]]]:
    """Everybody who was asked, by name, with the answers by the question's id."""
    people = select(Member).where(col(Member.id).in_(asked_of(session, survey)))
    rows = select(SurveyAnswer).join(SurveyQuestion, col(SurveyQuestion.id) == SurveyAnswer.question_id)
    said: dict[int, dict[int, SurveyAnswer]] = {}
    for answer in session.exec(rows.where(SurveyQuestion.survey_id == survey.id)):
        said.setdefault(answer.member_id, {})[answer.question_id] = answer
    return [(who, said.get(who.id, {})) for who in session.exec(people.order_by(Member.folded))]


def finished(session: Session, survey: Survey) -> tuple[int, int]:
    """How many have answered every question, of how many asked."""
    return len(session.exec(_finished(session, survey)).all()), len(asked_of(session, survey))


def unfinished(session: Session, survey: Survey, now: datetime) -> SelectOfScalar[int]:
    """Ids of those asked who have not answered every question."""
    return invited(survey, now).where(col(SurveyInvited.member_id).not_in(_finished(session, survey)))


def _finished(session: Session, survey: Survey) -> SelectOfScalar[int]:
    return (
        select(SurveyAnswer.member_id)
        .join(SurveyQuestion, col(SurveyQuestion.id) == SurveyAnswer.question_id)
        .where(SurveyQuestion.survey_id == survey.id)
        .group_by(col(SurveyAnswer.member_id))
        .having(func.count() == len(questions(session, survey)))
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
