"""A survey begins and ends: who is asked, what stands in its lists."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import member as members
from models.audit import note
from models.member import Member
from models.organisation import Organisation
from models.survey import boxes
from models.survey.tables import (
    CHOSEN,
    Asked,
    Closed,
    NobodyToAsk,
    Past,
    Survey,
    SurveyAnswer,
    SurveyInvited,
    SurveyQuestion,
)
from models.until import Until, ends, lasting, stands, withdraw

QUESTIONS_USUAL = 5
"""More lose people in the middle (people 28): whoever puts them out is warned."""
QUESTIONS_AT_MOST = 15
"""More is no survey for a chat."""


def put_out(
    session: Session,
    branch: Organisation,
    author: Member,
    title: str,
    questions: Sequence[Asked],
    until: Until,
    now: datetime,
    *,
    nameless: bool = False,
) -> Survey:
    """Opens a survey and freezes who is asked: those called (decision 24). Raises Past, NobodyToAsk; ValueError for no questions,
    too many, a single option, or options that do not go with the kind; without names also boxes.NotHere, NotWithoutNames, TooFew."""
    if not 1 <= len(questions) <= QUESTIONS_AT_MOST or not all(map(_can_be_asked, questions)):
        raise ValueError("not a survey")
    if ends(until) <= now:
        raise Past
    called = session.exec(members.called(branch, now)).all()
    if not called:
        raise NobodyToAsk
    if nameless:
        boxes.can_be_asked(session, questions, called)
    made = Survey(
        organisation_id=branch.id, author_id=author.id, title=title, opened_at=now, nameless=nameless
    )
    made.lasts(until)
    session.add(made)
    session.flush()
    put = [
        SurveyQuestion(
            survey_id=made.id, place=place, kind=asked.kind, text=asked.text, options=list(asked.options)
        )
        for place, asked in enumerate(questions, 1)
    ]
    session.add_all(put)
    session.add_all(SurveyInvited(survey_id=made.id, member_id=member_id) for member_id in called)
    session.flush()
    if nameless:
        boxes.set_up(session, put, called)
    note(session, now, author.id, "survey.open", f"survey:{made.id}")
    return made


def _can_be_asked(asked: Asked) -> bool:
    return bool(asked.text) and len(asked.options) != 1 and (asked.kind in CHOSEN) == bool(asked.options)


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


def asked_of(session: Session, survey: Survey) -> list[int]:
    """Ids of all who were asked, whatever became of them."""
    return list(session.exec(select(SurveyInvited.member_id).where(SurveyInvited.survey_id == survey.id)))


def open_for(session: Session, member: Member, now: datetime) -> list[Survey]:
    """The open surveys that ask the member, soonest closing first, answered or not."""
    mine = select(SurveyInvited.survey_id).where(SurveyInvited.member_id == member.id)
    rows = select(Survey).where(col(Survey.id).in_(mine), lasting(Survey, now))
    return sorted(session.exec(rows), key=lambda survey: (survey.ends, survey.id))


def all_open(session: Session, now: datetime) -> list[Survey]:
    """Every survey that is open, of any branch."""
    return list(session.exec(select(Survey).where(lasting(Survey, now))))


def put_to(session: Session, member: Member) -> list[Survey]:
    """All surveys that asked the member, newest first."""
    mine = select(SurveyInvited.survey_id).where(SurveyInvited.member_id == member.id)
    rows = select(Survey).where(col(Survey.id).in_(mine), stands(Survey))
    return list(session.exec(rows.order_by(col(Survey.id).desc())))


def of_branch(session: Session, branch: Organisation) -> list[Survey]:
    """All surveys of a branch but those taken back, newest first."""
    rows = select(Survey).where(Survey.organisation_id == branch.id, stands(Survey))
    return list(session.exec(rows.order_by(col(Survey.id).desc())))


def close(session: Session, survey: Survey, closer: Member | None, now: datetime) -> None:
    """Ends it, by hand before its time or by the clock at it. Raises Closed when it was ended already."""
    if survey.closed_at is not None:
        raise Closed
    if survey.nameless:
        boxes.empty_out(session, questions(session, survey), count=True)
    survey.closed_at = min(now, survey.ends)
    note(session, now, closer.id if closer else None, "survey.close", f"survey:{survey.id}")
    session.flush()


def take_back(session: Session, survey: Survey, author: Member, now: datetime) -> None:
    """See `until.withdraw`. What was said without a name is then thrown away."""
    if survey.nameless:
        of = questions(session, survey)
        answered = any(boxes.filled(session, question) for question in of)
        boxes.empty_out(session, of, count=False)
    else:
        asked = select(SurveyQuestion.id).where(SurveyQuestion.survey_id == survey.id)
        said = select(SurveyAnswer.id).where(col(SurveyAnswer.question_id).in_(asked))
        answered = session.exec(said).first() is not None
    withdraw(session, survey, answered, author, now)
