"""The tree of organisations, of any depth; a branch is the unit that meets every month."""

from datetime import datetime

from sqlalchemy import literal
from sqlmodel import Session, col, select

from models.folding import fold
from models.table import Row, link, moment, rules, term
from models.terms import OrganisationKind


class Organisation(Row, table=True):
    """A unit of the tree. `folded` is the name for searching."""

    __table_args__ = rules()
    kind: OrganisationKind = term(OrganisationKind)
    name: str
    folded: str
    parent_id: int | None = link("organisation.id", default=None)
    since: datetime = moment()
    until: datetime | None = moment(default=None)


def found(
    session: Session, name: str, kind: OrganisationKind, parent: Organisation | None, now: datetime
) -> Organisation:
    """Adds an organisation to the tree."""
    made = Organisation(
        name=name, folded=fold(name), kind=kind, parent_id=parent.id if parent else None, since=now
    )
    session.add(made)
    session.flush()
    return made


def move(session: Session, place: Organisation, parent: Organisation) -> None:
    """Puts an organisation below another one, which must not stand below it."""
    place.parent_id = parent.id
    session.add(place)
    session.flush()


def named(session: Session, name: str) -> Organisation | None:
    """The living organisation of that name, accents and capitals aside."""
    living = select(Organisation).where(Organisation.folded == fold(name), col(Organisation.until).is_(None))
    return session.exec(living).first()


def root(session: Session) -> Organisation | None:
    """The only root, or None where there is none or several."""
    roots = session.exec(
        select(Organisation).where(col(Organisation.parent_id).is_(None), col(Organisation.until).is_(None))
    ).all()
    return roots[0] if len(roots) == 1 else None


def branches(session: Session) -> list[Organisation]:
    """All living branches, by name."""
    living = select(Organisation).where(
        Organisation.kind == OrganisationKind.BRANCH, col(Organisation.until).is_(None)
    )
    return list(session.exec(living.order_by(Organisation.folded)))


def above(session: Session, place: Organisation) -> list[Organisation]:
    """What stands above, the nearest first."""
    found: list[Organisation] = []
    while place.parent_id is not None and place.parent_id not in [known.id for known in found]:
        place = session.get_one(Organisation, place.parent_id)
        found.append(place)
    return found


def below(session: Session, places: list[int]) -> list[Organisation]:
    """All living organisations below those of these ids, by name."""
    found: dict[int, Organisation] = {}
    level = places
    while level:
        rows = select(Organisation).where(
            col(Organisation.parent_id).in_(level), col(Organisation.until).is_(None)
        )
        new = [child for child in session.exec(rows) if child.id not in found]
        found |= {child.id: child for child in new}
        level = [child.id for child in new]
    return sorted(found.values(), key=lambda child: child.folded)


def mentioned(session: Session, text: str) -> list[Organisation]:
    """The living organisations whose whole name stands in the text, the longest name first."""
    said = f" {fold(text)} "
    rows = select(Organisation).where(
        literal(said).contains(col(Organisation.folded)), col(Organisation.until).is_(None)
    )
    whole = [place for place in session.exec(rows) if f" {place.folded} " in said]
    return sorted(whole, key=lambda place: len(place.folded), reverse=True)
