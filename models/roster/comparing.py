"""What a row of a roster changes about the member whose row it is; empty cells change nothing (decision 3).

An old file must not undo what life never undoes: who is official is not probationary again, and "chính thức" beside a name does not
say that an exemption has ended, which the branch decides (R21), nor an absence whose end is known.
"""

import unicodedata
from datetime import datetime
from typing import Any

from dateutil.relativedelta import relativedelta

from models.folding import fold
from models.member import Member
from models.roster.recognising import Known, Refusal
from models.roster.row import PersonRow
from models.terms import ENDS, Circumstance, Standing

FIELDS = ("usual_name", "birth", "sex", "card", "joined", "official", "standing", "phone", "residence")
PROBATION = relativedelta(months=12)
"""From the admission on (R2)."""
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
    holding = set(here.holding.get(member.id, {}))
    elsewhere = {Circumstance.AWAY} if Circumstance.ELSEWHERE in holding else set()
    if begun := set(row.circumstances) - {Circumstance.HERE} - holding - elsewhere:
        changes["circumstances"] = tuple(sorted(begun))
    ended = holding - set(kept(row, member, here)) if row.back else holding & set(row.ended)
    if ended:
        changes["back"] = tuple(sorted(ended))
    gone = not row.back and bool((holding | set(row.circumstances)) & set(ENDS))
    if not gone and (posts := set(row.posts) - here.posts.get(member.id, set())):
        changes["posts"] = tuple(sorted(posts))
    return changes


def kept(row: PersonRow, member: Member, here: Known) -> tuple[Circumstance, ...]:
    """What goes on holding for a member of whom the row names the standing alone: his exemption, and what ends on a day of its own."""
    holding = here.holding.get(member.id, {})
    lasting = [kind for kind, until in holding.items() if kind is Circumstance.EXEMPT or until is not None]
    return tuple(sorted(lasting)) if row.back else ()


def back_on_probation(row: PersonRow, member: Member, here: Known, now: datetime) -> Refusal | None:
    """Why an official member's row cannot make him probationary.

    It can where he left and was admitted anew, or where the record is plainly wrong: no date of becoming official in it, and by the
    row he was admitted less than twelve months ago.
    """
    if row.standing is not Standing.PROBATIONARY or member.standing is not Standing.OFFICIAL:
        return None
    if Circumstance.LEFT in here.holding.get(member.id, {}):
        return None
    if member.official is not None:
        day = "/".join(reversed(member.official.split("-")))
        return Refusal(row, "Tình trạng", OFFICIAL_SINCE.format(day))
    if row.joined is not None and row.joined > f"{now - PROBATION:%Y-%m-%d}":
        return None
    return Refusal(row, "Tình trạng", OFFICIAL)


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


# Wording

OFFICIAL_SINCE = "đã chính thức từ {}, không trở lại dự bị. Xin để trống ô này, hoặc ghi “chính thức”."
OFFICIAL = (
    "đang ghi chính thức, không trở lại dự bị. Danh sách cũ thì xin để trống ô này, hoặc ghi “chính thức”. Nếu Sổ tay ghi nhầm, xin "
    "ghi thêm Ngày vào Đảng, chưa đủ 12 tháng."
)
