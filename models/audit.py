"""Who did what, in ids alone: every act of a leader shows its author (people 4), every look at personal data is on record."""

from datetime import datetime

from sqlmodel import Session

from models.table import Row, link, moment, rules


class Audit(Row, table=True):
    """One act. `act` is a fixed word, `thing` its object as `table:id`; neither ever holds what somebody typed."""

    __table_args__ = rules()
    at: datetime = moment()
    member_id: int | None = link("member.id", default=None)
    act: str
    thing: str


def note(session: Session, at: datetime, member_id: int | None, act: str, thing: str) -> None:
    """Adds an act to the record. `member_id` None: somebody at the command line."""
    session.add(Audit(at=at, member_id=member_id, act=act, thing=thing))
