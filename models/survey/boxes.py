"""Answers without names (people 11). Each member has a box for each question, made when the survey opens, and all of one length. What he
says is sealed into his box with the server's key, which no database holds, and is emptied out when the survey ends: what then
stands are counts and sorted words, in no rows that could be put beside anybody. Before that the database, its log and every copy of them
hold boxes that look like chance; afterwards nothing is left to open.

A box says that it is full, and so who has answered; never what. What a question got from fewer than five is thrown away: of so few the
counts alone would tell. On PostgreSQL the raw updates remain in the server's own log and dead rows, so nothing is offered there.
"""

import json
from collections.abc import Sequence
from datetime import date

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, Session, col, func, select

from models.database import leave_no_trace, on_server
from models.folding import fold
from models.member import Member
from models.sealing import Broken, lent
from models.survey.tables import Asked, Said, SurveyKind, SurveyQuestion
from models.table import Row, link, rules

FEWEST = 5
"""From so many answers on they are counted and shown (people 11)."""
SIZE = 2048
"""Bytes of an answer at most; each box has them, used or not."""
PURPOSE = "survey"


class SurveyBox(Row, table=True):
    """A member's box for one question; `sealed` is the same length always, None once the survey has ended."""

    __tablename__ = "survey_box"
    __table_args__ = rules(UniqueConstraint("question_id", "member_id"))
    question_id: int = link("survey_question.id", index=False)
    member_id: int = link("member.id")
    full: bool = False
    sealed: str | None = None


class SurveyTally(Row, table=True):
    """What the boxes of a question held, together: how many answered, how often each option was taken, the words in alphabetical order."""

    __tablename__ = "survey_tally"
    __table_args__ = rules(UniqueConstraint("question_id"))
    question_id: int = link("survey_question.id", index=False)
    answers: int
    taken: list[int] = Field(sa_type=JSON)
    words: list[str] = Field(sa_type=JSON)


class TooFew(Exception):
    """Fewer are asked than must answer for anything to be shown."""


class NotHere(Exception):
    """This database keeps what was typed where nobody can wipe it."""


class NotWithoutNames(Exception):
    """A question of a kind that has to be answered in several steps."""


class TooLong(Exception):
    """The words do not fit into a box; nothing was recorded."""


def can_be_asked(session: Session, questions: Sequence[Asked], people: Sequence[int]) -> None:
    """Raises NotHere, NotWithoutNames, TooFew."""
    if on_server(session):
        raise NotHere
    if any(asked.kind is SurveyKind.SEVERAL for asked in questions):
        raise NotWithoutNames
    if len(people) < FEWEST:
        raise TooFew


def set_up(session: Session, questions: Sequence[SurveyQuestion], people: Sequence[int]) -> None:
    """A box for everybody, filled with nothing."""
    for question in questions:
        for member_id in people:
            box = SurveyBox(question_id=question.id, member_id=member_id)
            box.sealed = lent(session).seal(PURPOSE, _owner(box), b"", SIZE)
            session.add(box)
    session.flush()


def put_in(session: Session, question: SurveyQuestion, member: Member, said: Said) -> None:
    """Seals an answer into the member's box, over what was in it. Raises TooLong."""
    leave_no_trace(session)
    told = said.isoformat() if isinstance(said, date) else said
    data = json.dumps(told, ensure_ascii=False).encode()
    if len(data) > SIZE:
        raise TooLong
    mine = select(SurveyBox).where(SurveyBox.question_id == question.id, SurveyBox.member_id == member.id)
    box = session.exec(mine).one()
    box.full, box.sealed = True, lent(session).seal(PURPOSE, _owner(box), data, SIZE)
    session.flush()


def filled_by(session: Session, questions: Sequence[SurveyQuestion], member: Member) -> set[int]:
    """Ids of the questions that a member has answered."""
    rows = select(SurveyBox.question_id).where(
        col(SurveyBox.question_id).in_([q.id for q in questions]), SurveyBox.member_id == member.id
    )
    return set(session.exec(rows.where(col(SurveyBox.full))))


def filled(session: Session, question: SurveyQuestion) -> int:
    """How many have answered a question."""
    rows = select(func.count()).select_from(SurveyBox)
    return session.exec(rows.where(SurveyBox.question_id == question.id, col(SurveyBox.full))).one()


def empty_out(session: Session, questions: Sequence[SurveyQuestion], *, count: bool) -> None:
    """Counts what is in the boxes, unless nobody shall know it, and leaves nothing in them."""
    leave_no_trace(session)
    for question in questions:
        boxes = session.exec(select(SurveyBox).where(SurveyBox.question_id == question.id)).all()
        said = [told for box in boxes if box.full and (told := _opened(session, box)) is not None]
        if count and len(said) >= FEWEST:
            options = [option for told in said if not isinstance(told, str) for option in told]
            words = sorted((told for told in said if isinstance(told, str)), key=lambda w: (fold(w), w))
            taken = [options.count(place) for place in range(len(question.options))]
            session.add(SurveyTally(question_id=question.id, answers=len(said), taken=taken, words=words))
        for box in boxes:
            box.sealed = None
    session.flush()


def tally(session: Session, question: SurveyQuestion) -> SurveyTally | None:
    """What came of a question; None before the end, and where fewer than five answered."""
    return session.exec(select(SurveyTally).where(SurveyTally.question_id == question.id)).first()


def _opened(session: Session, box: SurveyBox) -> str | list[int] | None:
    """None where the server has another key by now."""
    try:
        raw = lent(session).unseal(PURPOSE, _owner(box), box.sealed or "")
    except Broken:
        return None
    told = json.loads(raw)
    return told if isinstance(told, str | list) else None


def _owner(box: SurveyBox) -> str:
    return f"{box.question_id}:{box.member_id}"
