"""The marks that tell members of one name apart, in every list and in every message (people 21)."""

from sqlmodel import Session, col, select

from models.member import Member, Membership, belonging
from models.organisation import Organisation

Mark = str | None


def mark_namesakes(session: Session, place: Organisation) -> None:
    """Gives each who shares a full name a mark of his own, and takes it from who shares it no more.

    By tổ đảng where that tells them apart, else by year of birth, else by the whole date. Made anew at each import: a mark that
    stayed when its member changed tổ would name the other one.
    """
    ties = session.exec(
        select(Member, Membership.cell)
        .join(Membership, Membership.member_id == Member.id)  # type: ignore[arg-type]
        .where(
            Membership.organisation_id == place.id,
            col(Membership.until).is_(None),
            col(Member.id).in_(belonging(place)),
        )
    ).all()
    groups: dict[str, dict[int, tuple[Member, Mark]]] = {}
    for member, cell in ties:
        groups.setdefault(member.folded, {})[member.id] = member, cell
    for group in groups.values():
        people = list(group.values())
        for (member, _), mark in zip(people, _told_apart(people), strict=True):
            member.mark = mark


def _told_apart(people: list[tuple[Member, Mark]]) -> list[Mark]:
    """The first way to tell the people apart that has a word for each, else that misses one, else all that is known of them."""
    if len(people) < 2:
        return [None] * len(people)
    cells = [CELL.format(cell) if cell else None for _, cell in people]
    years = [(member.birth or "")[:4] or None for member, _ in people]
    days = [
        "/".join(str(int(part)) for part in reversed((member.birth or "0").split("-")))
        for member, _ in people
    ]
    births = [None if day == "0" else day for day in days]
    ways = [cells, years, births, _both(cells, years), _both(cells, births)]
    distinct = [way for way in ways if len(set(way)) == len(way)]
    return next((way for way in distinct if None not in way), distinct[0] if distinct else ways[-1])


def _both(one: list[Mark], other: list[Mark]) -> list[Mark]:
    return [", ".join(filter(None, pair)) or None for pair in zip(one, other, strict=True)]


# Wording

CELL = "tổ {}"
