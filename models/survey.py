"""Surveys with names: a few questions, answered one at a time, each answer stored as it comes and changed until closing (people 28)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import JSON, UniqueConstraint, insert, literal
from sqlalchemy import select as sa_select
from sqlmodel import Field, Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from models import member as members
from models.audit import note
from models.member import Member
from models.organisation import Organisation
from models.table import Row, link, moment, rules, term
from models.until import Lasting, Until, ends, is_open, lasting, stands, withdraw

QUESTIONS_AT_MOST = 5
"""More lose people in the middle (people 28)."""


class SurveyKind(StrEnum):
    """How a question is answered: one of its options, or free words."""

    SINGLE = "single"
    TEXT = "text"


class Survey(Lasting, table=True):
    """A survey of a branch. From its end on it takes no answer, whether or not anybody closed it."""

    __table_args__ = rules()
    title: str


class SurveyQuestion(Row, table=True):
    """A question; `place` counts from 1, `options` are empty for free words."""

    __tablename__ = "survey_question"
    __table_args__ = rules(UniqueConstraint("survey_id", "place"))
    survey_id: int = link("survey.id", index=False)
    place: int
    kind: SurveyKind = term(SurveyKind)
    text: str
    options: list[str] = Field(sa_type=JSON)


class SurveyInvited(Row, table=True):
    """Somebody who was asked, as it stood when the survey was opened."""

    __tablename__ = "survey_invited"
    __table_args__ = rules(UniqueConstraint("survey_id", "member_id"))
    survey_id: int = link("survey.id", index=False)
    member_id: int = link("member.id")


class SurveyAnswer(Row, table=True):
    """A member's answer to one question: an option, counted from 0, or words."""

    __tablename__ = "survey_answer"
    __table_args__ = rules(UniqueConstraint("question_id", "member_id"))
    question_id: int = link("survey_question.id", index=False)
    member_id: int = link("member.id")
    option: int | None = None
    words: str | None = None
    said_at: datetime = moment()


class Asked(NamedTuple):
    """A question as it is put: its text and its options, none for free words."""

    text: str
    options: tuple[str, ...] = ()


@dataclass
class Count:
    """What was answered to one question: how many took each option, or who said what; `silent` have not answered it."""

    question: SurveyQuestion
    options: list[int]
    silent: int
    words: list[tuple[Member, str]] = field(default_factory=list)


class Past(Exception):
    """The moment at which it should end has passed."""


class NobodyToAsk(Exception):
    """Nobody would get it."""


class Closed(Exception):
    """It takes no more answers; nothing was recorded."""


class NotInvited(Exception):
    """The member was not among those asked, or is suspended now."""


def put_out(
    session: Session,
    branch: Organisation,
    author: Member,
    title: str,
    questions: Sequence[Asked],
    until: Until,
    now: datetime,
) -> Survey:
    """Opens a survey and freezes who is asked: those called (decision 24). Raises Past, NobodyToAsk; ValueError for no questions,
    too many, or a single option."""
    if not 1 <= len(questions) <= QUESTIONS_AT_MOST or any(
        len(q.options) == 1 or not q.text for q in questions
    ):
        raise ValueError("not a survey")
    if ends(until) <= now:
        raise Past
    made = Survey(organisation_id=branch.id, author_id=author.id, title=title, opened_at=now)
    made.lasts(until)
    session.add(made)
    session.flush()
    for place, asked in enumerate(questions, 1):
        kind = SurveyKind.SINGLE if asked.options else SurveyKind.TEXT
        question = SurveyQuestion(
            survey_id=made.id, place=place, kind=kind, text=asked.text, options=list(asked.options)
        )
        session.add(question)
    whom = members.called(branch, now).subquery()
    rows = sa_select(literal(made.id), whom.c.member_id)
    done = session.connection().execute(insert(SurveyInvited).from_select(["survey_id", "member_id"], rows))
    if not done.rowcount:
        raise NobodyToAsk
    session.flush()
    note(session, now, author.id, "survey.open", f"survey:{made.id}")
    return made


def invited(survey: Survey, now: datetime) -> SelectOfScalar[int]:
    """Ids of those asked, less those who have since died, moved or left, and those suspended at `now`."""
    return select(SurveyInvited.member_id).where(
        SurveyInvited.survey_id == survey.id,
        col(SurveyInvited.member_id).not_in(members.gone()),
        col(SurveyInvited.member_id).not_in(members.suspended(now)),
    )


def questions(session: Session, survey: Survey) -> list[SurveyQuestion]:
    """Its questions in order."""
    rows = select(SurveyQuestion).where(SurveyQuestion.survey_id == survey.id)
    return list(session.exec(rows.order_by(col(SurveyQuestion.place))))


def answer(
    session: Session, survey: Survey, question: SurveyQuestion, member: Member, said: int | str, now: datetime
) -> SurveyAnswer:
    """Records an option (counted from 0) or words, over what the member said before. Raises Closed, NotInvited; ValueError for
    what is no answer to this question."""
    may_answer(session, survey, member, now)
    if question.survey_id != survey.id or isinstance(said, int) != (question.kind is SurveyKind.SINGLE):
        raise ValueError("no answer to this question")
    if isinstance(said, int) and not 0 <= said < len(question.options):
        raise ValueError("no such option")
    stands = answers_of(session, survey, member).get(question.id)
    if stands is None:
        stands = SurveyAnswer(question_id=question.id, member_id=member.id, said_at=now)
    stands.option, stands.words = (said, None) if isinstance(said, int) else (None, said)
    stands.said_at = now
    session.add(stands)
    session.flush()
    return stands


def may_answer(session: Session, survey: Survey, member: Member, now: datetime) -> None:
    """Raises Closed, NotInvited where an answer would be refused."""
    if not is_open(survey, now):
        raise Closed
    if session.exec(invited(survey, now).where(SurveyInvited.member_id == member.id)).first() is None:
        raise NotInvited


def answers_of(session: Session, survey: Survey, member: Member) -> dict[int, SurveyAnswer]:
    """The member's answers, by the question's id."""
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


def next_question(session: Session, survey: Survey, member: Member) -> SurveyQuestion | None:
    """The first question that the member has not answered; None when all are."""
    answered = answers_of(session, survey, member)
    return next((q for q in questions(session, survey) if q.id not in answered), None)


def open_for(session: Session, member: Member, now: datetime) -> list[Survey]:
    """The open surveys that ask the member, soonest closing first, answered or not."""
    mine = select(SurveyInvited.survey_id).where(SurveyInvited.member_id == member.id)
    rows = select(Survey).where(col(Survey.id).in_(mine), lasting(Survey, now))
    return sorted(session.exec(rows), key=lambda survey: (survey.ends, survey.id))


def put_to(session: Session, member: Member) -> list[Survey]:
    """All surveys that asked the member, newest first."""
    mine = select(SurveyInvited.survey_id).where(SurveyInvited.member_id == member.id)
    return list(
        session.exec(
            select(Survey).where(col(Survey.id).in_(mine), stands(Survey)).order_by(col(Survey.id).desc())
        )
    )


def of_branch(session: Session, branch: Organisation) -> list[Survey]:
    """All surveys of a branch but those taken back, newest first."""
    rows = select(Survey).where(Survey.organisation_id == branch.id, stands(Survey))
    return list(session.exec(rows.order_by(col(Survey.id).desc())))


def counts(session: Session, survey: Survey) -> tuple[int, list[Count]]:
    """How many were asked, and the count of each question as it stands."""
    rows = select(SurveyInvited.member_id).where(SurveyInvited.survey_id == survey.id)
    asked = len(session.exec(rows).all())
    return asked, [_count(session, question, asked) for question in questions(session, survey)]


def finished(session: Session, survey: Survey) -> tuple[int, int]:
    """How many have answered every question, of how many asked."""
    rows = select(SurveyInvited.member_id).where(SurveyInvited.survey_id == survey.id)
    asked = len(session.exec(rows).all())
    answered = (
        select(SurveyAnswer.member_id)
        .join(SurveyQuestion, col(SurveyQuestion.id) == SurveyAnswer.question_id)
        .where(SurveyQuestion.survey_id == survey.id)
        .group_by(col(SurveyAnswer.member_id))
        .having(func.count() == len(questions(session, survey)))
    )
    return len(session.exec(answered).all()), asked


def close(session: Session, survey: Survey, closer: Member | None, now: datetime) -> None:
    """Ends it, by hand before its time or by the clock at it. Raises Closed when it was ended already."""
    if survey.closed_at is not None:
        raise Closed
    survey.closed_at = min(now, survey.ends)
    note(session, now, closer.id if closer else None, "survey.close", f"survey:{survey.id}")
    session.flush()


def take_back(session: Session, survey: Survey, author: Member, now: datetime) -> None:
    """See `until.withdraw`."""
    asked = select(SurveyQuestion.id).where(SurveyQuestion.survey_id == survey.id)
    said = select(SurveyAnswer.id).where(col(SurveyAnswer.question_id).in_(asked))
    withdraw(session, survey, session.exec(said).first() is not None, author, now)


def _count(session: Session, question: SurveyQuestion, asked: int) -> Count:
    rows = select(Member, SurveyAnswer).join(SurveyAnswer, col(SurveyAnswer.member_id) == Member.id)
    said = session.exec(rows.where(SurveyAnswer.question_id == question.id).order_by(Member.folded)).all()
    taken = [answer.option for _, answer in said]
    return Count(
        question,
        [taken.count(option) for option in range(len(question.options))],
        asked - len(said),
        [(who, answer.words) for who, answer in said if answer.words is not None],
    )
