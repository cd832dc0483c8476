"""What a database knows of itself: whether it is the sample or a trial, or a restored copy that is still held."""

from sqlmodel import Field, Session, SQLModel

SAMPLE = "sample"
TRIAL = "trial"
HELD = "held"


class Setting(SQLModel, table=True):
    """A named fact about this database."""

    name: str = Field(primary_key=True)
    value: str


def put(session: Session, name: str, value: str) -> None:
    """Writes a fact, over the old one."""
    session.merge(Setting(name=name, value=value))


def drop(session: Session, name: str) -> None:
    """The fact stands no more."""
    known = session.get(Setting, name)
    if known is not None:
        session.delete(known)


def anybody(session: Session) -> bool:
    """Whether one may be anybody here (people 29)."""
    return has(session, SAMPLE) or has(session, TRIAL)


def invented(session: Session) -> bool:
    """Whether its people are the sample's, who are invented; into a trial somebody may have brought real ones."""
    return has(session, SAMPLE)


def has(session: Session, name: str) -> bool:
    """Whether the fact stands."""
    return session.get(Setting, name) is not None
