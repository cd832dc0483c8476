"""Whose row it is: by card, else by folded name and birth within the branch; two that look alike are asked about (decision 3).

Who has died, moved or left is recognised too: his row comes back in every later file, and must not make him a new member.
"""

from dataclasses import dataclass
from datetime import datetime

from rapidfuzz import fuzz
from sqlmodel import Session, col, select

from models.folding import fold
from models.member import Member, MemberCircumstance, Membership, PostHeld, gone, in_force
from models.organisation import Organisation
from models.roster.row import PersonRow
from models.terms import ENDS, Circumstance, Post, Tie

WHOLE_DATE = len("1963-07-27")
ALIKE = 90
"""From this likeness of folded names (0-100, and the same birth or none) two are asked about."""


@dataclass(frozen=True)
class Refusal:
    """A row that was not taken: where, which column, why and what to do."""

    row: PersonRow
    column: str
    why: str


@dataclass
class Known:
    """The members of one branch, to recognise rows among. `gone` are those who have died, moved or left; `holding` says until when."""

    place: Organisation | None
    members: list[Member]
    gone: list[Member]
    cells: dict[int, str | None]
    holding: dict[int, dict[Circumstance, datetime | None]]
    posts: dict[int, set[Post]]

    def secretary(self) -> Member | None:
        """Who is secretary today."""
        return next((m for m in self.members if Post.SECRETARY in self.posts.get(m.id, set())), None)


def known_in(session: Session, place: Organisation | None, now: datetime) -> Known:
    """All who belong or belonged to the branch; nobody for a branch that is not there yet."""
    if place is None:
        return Known(None, [], [], {}, {}, {})
    ties = session.exec(
        select(Membership).where(
            Membership.organisation_id == place.id,
            col(Membership.until).is_(None),
            col(Membership.tie).in_([Tie.OFFICIAL, Tie.TEMPORARY]),
        )
    )
    known = Known(place, [], [], {tie.member_id: tie.cell for tie in ties}, {}, {})
    ended = set(session.exec(gone()))
    for member in session.exec(select(Member).where(col(Member.id).in_(known.cells)).order_by(Member.folded)):
        (known.gone if member.id in ended else known.members).append(member)
    for row in session.exec(
        select(MemberCircumstance).where(col(MemberCircumstance.member_id).in_(known.cells), in_force(now))
    ):
        known.holding.setdefault(row.member_id, {})[row.kind] = row.until
    for held in session.exec(
        select(PostHeld).where(PostHeld.organisation_id == place.id, col(PostHeld.until).is_(None))
    ):
        known.posts.setdefault(held.member_id, set()).add(held.post)
    return known


def recognise(
    row: PersonRow, here: Known, by_card: dict[str, Member]
) -> tuple[Member | None, Refusal | None]:
    """The member whose row it is, or why that is not clear; neither for somebody new."""
    said = fold(row.name)
    same = [m for m in (*here.members, *here.gone) if m.folded == said and same_birth(row.birth, m.birth)]
    if row.card and (member := by_card.get(row.card)):
        if all(m.id != member.id for m in (*here.members, *here.gone)):
            return None, Refusal(row, "Chi bộ", OTHER_BRANCH.format(member.name))
        if not _alike(row, member) or (same and all(m.id != member.id for m in same)):
            return None, Refusal(row, "Số thẻ đảng", OTHERS_CARD.format(member.name, member.birth or "?"))
        return member, None
    if len(same) > 1 and not set(row.circumstances) & set(ENDS):
        same = [m for m in same if m in here.members] or same
    if len(same) == 1:
        return same[0], None
    if len(same) > 1:
        return None, Refusal(row, "Họ và tên", SEVERAL.format(row.name))
    if row.card is None:
        for member in here.members:
            alike = fuzz.ratio(member.folded, said) >= ALIKE
            if alike and (member.folded == said or same_birth(row.birth, member.birth)):
                return None, Refusal(row, "Họ và tên", ALIKE_TO.format(member.name, member.birth or "?"))
    return None, None


def twin(row: PersonRow, others: list[PersonRow]) -> Refusal | None:
    """Why a new row may be one of other new rows: a card in common, or name and birth without a card each."""
    for other in others:
        if row.card and other.card:
            same = row.card == other.card
        else:
            same = fold(row.name) == fold(other.name) and same_birth(row.birth, other.birth)
        if same:
            return Refusal(row, "Họ và tên", TWICE.format(row.name, other.row))
    return None


def elsewhere(row: PersonRow, by_birth: dict[tuple[str, str | None], Member]) -> Refusal | None:
    """Why a new row may be a member of another branch: one name and one day of birth, and no card that tells two apart.

    A year of birth alone makes nobody the same: a ward has several of a name and year. Who is here for a time belongs elsewhere.
    """
    other = by_birth.get((fold(row.name), row.birth))
    if other is None or row.card or Circumstance.HERE in row.circumstances:
        return None
    if row.birth is None or len(row.birth) < WHOLE_DATE:
        return None
    return Refusal(row, "Họ và tên", IN_ANOTHER.format(other.name, row.birth))


def same_birth(one: str | None, other: str | None) -> bool:
    """Whether two dates of birth, each as exact as its file, can be the same; a missing one can be anything."""
    return one is None or other is None or one.startswith(other) or other.startswith(one)


def _alike(row: PersonRow, member: Member) -> bool:
    """Whether the name in a row can be the member's, the usual name of either side considered: a card has digits to mistype."""
    pairs = [
        (row.name, member.name),
        (row.name, member.usual_name),
        (row.usual_name, member.name),
    ]
    return any(fuzz.ratio(fold(one), fold(other)) >= ALIKE for one, other in pairs if one and other)


# Wording

OTHER_BRANCH = (
    "Số thẻ này là của {} ở chi bộ khác. Việc chuyển sinh hoạt không làm qua danh sách; xem lại số thẻ."
)
OTHERS_CARD = (
    "Số thẻ này đang ghi cho {} (sinh {}). Xem lại số thẻ; nếu đúng là một người, ghi họ tên như trên, "
    "còn tên khác thì ghi ở cột Tên thường gọi."
)
IN_ANOTHER = (
    "{} (sinh {}) đã có ở chi bộ khác. Nếu là một người: việc chuyển sinh hoạt không làm qua danh sách, xin bỏ dòng này; "
    "nếu là hai người, ghi Số thẻ đảng."
)
SEVERAL = "Chi bộ có nhiều đồng chí tên {}. Ghi Số thẻ đảng hoặc Ngày sinh để phân biệt."
ALIKE_TO = "Gần giống {} (sinh {}) đã có. Nếu là một người, sửa tên và ngày sinh cho khớp; nếu là người khác, ghi Số thẻ đảng."
TWICE = "{} đã có ở dòng {}. Nếu là một người, xóa một dòng; nếu là hai người, ghi Số thẻ đảng cho mỗi người."
