"""What a row of a roster changes about the member whose row it is; empty cells change nothing (decision 3)."""

import unicodedata
from typing import Any

from models.folding import fold
from models.member import Member
from models.roster.recognising import Known
from models.roster.row import PersonRow
from models.terms import ENDS, Circumstance

FIELDS = ("usual_name", "birth", "sex", "card", "joined", "official", "standing", "phone", "residence")
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def compared(row: PersonRow, member: Member, here: Known) -> dict[str, Any]:
    """What the row changes, by field; `back` are the circumstances that it ends.

    Who is gone gets no post: an old file still names him in it.
    """
    given = {name: getattr(row, "address" if name == "residence" else name) for name in FIELDS}
    changes = {
        name: value for name, value in given.items() if value is not None and value != getattr(member, name)
    }
    if _corrected(row.name, member):
        changes = {"name": row.name} | changes
    if "birth" in changes and member.birth and len(member.birth) > len(changes["birth"]):
        del changes["birth"]
    if row.phone is not None and row.phone_of_relative != member.phone_of_relative:
        changes["phone_of_relative"] = row.phone_of_relative
    if row.cell is not None and row.cell != here.cells.get(member.id):
        changes["cell"] = row.cell
    holding = here.holding.get(member.id, set())
    if begun := set(row.circumstances) - {Circumstance.HERE} - holding:
        changes["circumstances"] = tuple(sorted(begun))
    if row.back and holding:
        changes["back"] = tuple(sorted(holding))
    gone = not row.back and bool((holding | set(row.circumstances)) & set(ENDS))
    if not gone and (posts := set(row.posts) - here.posts.get(member.id, set())):
        changes["posts"] = tuple(sorted(posts))
    return changes


def _corrected(name: str, member: Member) -> bool:
    """Whether the roster has the member's name otherwise: not where it calls him as people do, nor where it only lacks the marks."""
    if member.usual_name is not None and fold(name) == fold(member.usual_name):
        return False
    if fold(name) == member.folded and fold(name) == name.lower():
        return False
    return _spelt(name) != _spelt(member.name)


def _spelt(name: str) -> list[str]:
    """The words of a name, whatever vowel the tone stands on (hoà, hòa)."""
    decomposed = unicodedata.normalize("NFD", name.casefold())
    return [
        "".join(c for c in word if c not in _TONES) + "".join(c for c in word if c in _TONES)
        for word in decomposed.split()
    ]
