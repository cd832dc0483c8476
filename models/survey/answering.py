"""Answers to a survey: each stored as it comes, changed until closing."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from models.member import Member
from models.survey import boxes
from models.survey.asking import invited, questions
from models.survey.tables import (
    CHOSEN,
    Closed,
    NotInvited,
    Said,
    Survey,
    SurveyAnswer,
    SurveyInvited,
    SurveyKind,
    SurveyQuestion,
)
from models.until import is_open


def answer(
    session: Session, survey: Survey, question: SurveyQuestion, member: Member, said: Said, now: datetime
) -> SurveyAnswer | None:
    """Records an answer over what the member said before; gives it, unless it bears no name. Raises Closed, NotInvited; ValueError for
    what is no answer to this question; without a name also boxes.TooLong."""
    may_answer(session, survey, member, now)
    if question.survey_id != survey.id or not answers(question, said):
        raise ValueError("no answer to this question")
    if survey.nameless:
        boxes.put_in(session, question, member, said)
        return None
    stands = answers_of(session, survey, member).get(question.id)
    if stands is None:
        stands = SurveyAnswer(question_id=question.id, member_id=member.id, chosen=[], said_at=now)
    stands.chosen = sorted(said) if isinstance(said, tuple) else []
    stands.words = None if isinstance(said, tuple) else said.isoformat() if isinstance(said, date) else said
    stands.said_at = now
    session.add(stands)
    session.flush()
    return stands


def answers(question: SurveyQuestion, said: Said) -> bool:
    """Whether an answer is one to a question of this kind."""
    if question.kind is SurveyKind.TEXT:
        return isinstance(said, str)
    if question.kind not in CHOSEN or not isinstance(said, tuple):
        return question.kind is SurveyKind.DATE and isinstance(said, date)
    in_range = all(0 <= option < len(question.options) for option in said)
    several = question.kind is SurveyKind.SEVERAL
    return in_range and bool(said) and len(set(said)) == len(said) and (several or len(said) == 1)


def may_answer(session: Session, survey: Survey, member: Member, now: datetime) -> None:
    """Raises Closed, NotInvited where an answer would be refused."""
    if not is_open(survey, now):
        raise Closed
    if session.exec(invited(survey, now).where(SurveyInvited.member_id == member.id)).first() is None:
        raise NotInvited


def answers_of(session: Session, survey: Survey, member: Member) -> dict[int, SurveyAnswer]:
    """The member's answers, by the question's id; those without a name are never among them."""
    rows = select(SurveyAnswer).join(SurveyQuestion, col(SurveyQuestion.id) == SurveyAnswer.question_id)
    mine = rows.where(SurveyQuestion.survey_id == survey.id, SurveyAnswer.member_id == member.id)
    return {said.question_id: said for said in session.exec(mine)}


def answers_by(session: Session, member: Member) -> list[tuple[Survey, SurveyQuestion, SurveyAnswer]]:
    """All that a member has answered in any survey, the oldest first."""
    rows = (
        select(Survey, SurveyQuestion, SurveyAnswer)
        .join(SurveyQuestion, col(SurveyQuestion.survey_id) == Survey.id)
        .join(SurveyAnswer, col(SurveyAnswer.question_id) == SurveyQuestion.id)
    )
    return list(session.exec(rows.where(SurveyAnswer.member_id == member.id).order_by(col(SurveyAnswer.id))))


def answered(session: Session, survey: Survey, member: Member) -> set[int]:
    """Ids of the questions that the member has answered, with his name or without."""
    if survey.nameless:
        return boxes.filled_by(session, questions(session, survey), member)
    return set(answers_of(session, survey, member))


def next_question(session: Session, survey: Survey, member: Member) -> SurveyQuestion | None:
    """The first question that the member has not answered; None when all are."""
    done = answered(session, survey, member)
    return next((q for q in questions(session, survey) if q.id not in done), None)
