"""Whom people mean: by name, by a mark where two share it, by telephone; and the tổ đảng of a branch."""

from collections.abc import Callable, Collection

from sqlmodel import Session, col, select

from models.folding import fold
from models.member.record import Member, Membership, belonging, gone
from models.organisation import Organisation


def cell_of(session: Session, member: Member, branch: Organisation) -> str | None:
    """The member's tổ đảng in the branch."""
    tie = select(Membership.cell).where(
        Membership.member_id == member.id,
        Membership.organisation_id == branch.id,
        col(Membership.until).is_(None),
    )
    return session.exec(tie).first()


def cells(session: Session, branch: Organisation) -> list[str]:
    """The branch's tổ đảng, in order: "1", "2", "10"."""
    named = session.exec(
        select(Membership.cell).where(col(Membership.member_id).in_(belonging(branch)))
    ).all()
    return sorted({cell for cell in named if cell}, key=lambda cell: (len(cell), cell))


def with_phone(session: Session, phone: str) -> list[Member]:
    """All whose number it is, written in any way ('+84 912...', '0912...')."""
    digits = "".join(c for c in phone if c.isdigit())
    national = "0" + digits[2:] if digits.startswith("84") else digits
    return list(session.exec(select(Member).where(Member.phone == national, col(Member.id).not_in(gone()))))


def _full_names(member: Member) -> set[str]:
    """What names one member alone, folded: the name, with the mark or the year of birth where several share it."""
    extra = [more for more in (*(member.mark or "").split(", "), (member.birth or "")[:4]) if more]
    names = {member.folded, *(f"{member.folded} {fold(more)}" for more in extra)}
    return names | {fold(f"{member.given} {more}") for more in extra} | {fold(member.known_as)}


def find(session: Session, branch: Organisation, words: str, beside: Collection[int] = ()) -> list[Member]:
    """Members of the branch whom the words may mean, best reading only: full name, name with mark, usual or given name, end of name.

    beside: ids of others who may be meant as well.
    """
    said = fold(words)
    meant = col(Member.id).in_(belonging(branch)) | col(Member.id).in_(beside)
    people = session.exec(select(Member).where(meant).order_by(Member.folded)).all()
    readings: tuple[Callable[[Member], bool], ...] = (
        lambda m: said in _full_names(m),
        lambda m: m.usual_name is not None and said == fold(m.usual_name),
        lambda m: said == fold(m.given),
        lambda m: f" {m.folded}".endswith(f" {said}"),
    )
    for means in readings:
        hits = [member for member in people if said and means(member)]
        if hits:
            return hits
    return []
