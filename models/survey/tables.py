"""A survey of a branch, its questions, who was asked, as it stood at its opening, and what they answered."""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from models.table import Row, link, moment, rules, term
from models.until import Lasting


class SurveyKind(StrEnum):
    """How a question is answered: one option, several, one step of a scale, free words, a day."""

    SINGLE = "single"
    SEVERAL = "several"
    SCALE = "scale"
    TEXT = "text"
    DATE = "date"


CHOSEN = (SurveyKind.SINGLE, SurveyKind.SEVERAL, SurveyKind.SCALE)
"""Kinds that offer options; a scale's are its steps, the lowest first."""

Said = tuple[int, ...] | str | date
"""An answer: options, counted from 0 (several for SEVERAL alone), words, or a day."""


class Survey(Lasting, table=True):
    """A survey of a branch. From its end on it takes no answer, whether or not anybody closed it. nameless: nobody learns who said what
    (boxes.py)."""

    __table_args__ = rules()
    title: str
    nameless: bool = False


class SurveyQuestion(Row, table=True):
    """A question; `place` counts from 1, `options` are empty for words and days."""

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
    """A member's answer to one question: the options taken, counted from 0, else words; a day as YYYY-MM-DD (decision 5)."""

    __tablename__ = "survey_answer"
    __table_args__ = rules(UniqueConstraint("question_id", "member_id"))
    question_id: int = link("survey_question.id", index=False)
    member_id: int = link("member.id")
    chosen: list[int] = Field(sa_type=JSON)
    words: str | None = None
    said_at: datetime = moment()


class Asked(NamedTuple):
    """A question as it is put: its text, its options, its kind where that is neither of the two that follow from these."""

    text: str
    options: tuple[str, ...] = ()
    said_kind: SurveyKind | None = None

    @property
    def kind(self) -> SurveyKind:
        """How it is answered: by one option where there are some, else by words, unless said otherwise."""
        return self.said_kind or (SurveyKind.SINGLE if self.options else SurveyKind.TEXT)


class Past(Exception):
    """The moment at which it should end has passed."""


class NobodyToAsk(Exception):
    """Nobody would get it."""


class Closed(Exception):
    """It takes no more answers; nothing was recorded."""


class NotInvited(Exception):
    """The member was not among those asked, or is suspended now."""
