"""Making the registry agree with a roster (decision 3).

Empty cells erase nothing; who is absent from the file stays as he is and is listed; a change of branch and a second secretary are
refused, with what to do instead. Planning changes nothing; importing a file twice changes nothing the second time.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from models import address as addresses
from models import invite, outbox
from models.audit import note
from models.folding import fold
from models.member import Member, MemberCircumstance, Membership, appoint
from models.organisation import Organisation, found, named, root
from models.roster.recognising import Known, Refusal, known_in, recognise, twin
from models.roster.row import PersonRow
from models.terms import ENDS, Circumstance, JoinedBy, OrganisationKind, Post, Standing, Tie

FIELDS = ("usual_name", "birth", "sex", "card", "joined", "official", "standing", "phone", "residence")


@dataclass
class Plan:
    """What an import would do. `absent` are members of a branch in the file who are not in the file.

    `branch` is where rows without a branch belong; `only`: all rows belong there, and nowhere else.
    """

    branch: str | None = None
    only: Organisation | None = None
    new: list[PersonRow] = field(default_factory=list)
    changed: list[tuple[PersonRow, Member, dict[str, Any]]] = field(default_factory=list)
    same: list[PersonRow] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    absent: list[Member] = field(default_factory=list)
    new_branches: list[str] = field(default_factory=list)


def plan(
    session: Session,
    rows: list[PersonRow],
    now: datetime,
    *,
    branch: str | None = None,
    only: Organisation | None = None,
) -> Plan:
    """What importing the rows would change; see `Plan` for branch and only."""
    planned = Plan(branch, only)
    known: dict[str, Known] = {}
    added: dict[tuple[str, str], list[PersonRow]] = {}
    by_card = {m.card: m for m in session.exec(select(Member).where(col(Member.card).is_not(None)))}
    seen: set[int] = set()
    secretaries: dict[str, PersonRow] = {}
    for row in rows:
        its = only.name if only else row.branch or branch
        if its is None:
            planned.refused.append(Refusal(row, "Chi bộ", NO_BRANCH))
            continue
        if only and row.branch and fold(row.branch) != only.folded:
            planned.refused.append(Refusal(row, "Chi bộ", NOT_HERE.format(only.name)))
            continue
        key = fold(its)
        if key not in known:
            known[key] = known_in(session, only or named(session, its), now)
            if known[key].place is None:
                planned.new_branches.append(its)
        here = known[key]
        refusal = _second_secretary(row, here, secretaries, key)
        if refusal:
            planned.refused.append(refusal)
            continue
        member, refusal = recognise(row, here, by_card)
        if refusal is None and member is None:
            refusal = twin(row, [other for mark in _marks(row, key) for other in added.get(mark, [])])
        if refusal:
            planned.refused.append(refusal)
        elif member is None:
            if row.standing is None and not row.circumstances:
                planned.refused.append(Refusal(row, "Ngày chính thức", NO_STANDING))
            else:
                planned.new.append(row)
                for mark in _marks(row, key):
                    added.setdefault(mark, []).append(row)
        elif member.id in seen:
            planned.refused.append(Refusal(row, "Họ và tên", NAMED_TWICE.format(row.name)))
        else:
            seen.add(member.id)
            changes = _changes(row, member, here)
            if changes:
                planned.changed.append((row, member, changes))
            else:
                planned.same.append(row)
    for here in known.values():
        planned.absent += [m for m in here.members if m.id not in seen]
    return planned


def apply(session: Session, planned: Plan, now: datetime, by_id: int | None = None) -> None:
    """Does what was planned; the caller's transaction makes it all or nothing. A branch not yet known is made under the only root.

    by_id: the member who did it, where one did.
    """
    for name in planned.new_branches:
        found(session, name, OrganisationKind.BRANCH, root(session), now)
    places: dict[str, Organisation] = {}

    def place_of(row: PersonRow) -> Organisation:
        if planned.only:
            return planned.only
        name = row.branch or planned.branch or ""
        if name not in places:
            known = named(session, name)
            assert known is not None, "planned with a branch that is there"
            places[name] = known
        return places[name]

    for row in planned.new:
        _add(session, row, place_of(row), now)
    for row, member, changes in planned.changed:
        _change(session, row, member, changes, place_of(row), now)
    for place in [planned.only] if planned.only else places.values():
        _mark_namesakes(session, place)
    note(session, now, by_id, "roster.import", f"rows:{len(planned.new) + len(planned.changed)}")
    session.flush()


def _mark_namesakes(session: Session, place: Organisation) -> None:
    """Who shares a full name gets a mark that stands in every list, by tổ đảng where that tells them apart, else by birth (people 21)."""
    ties = session.exec(
        select(Member, Membership)
        .join(Membership, col(Membership.member_id) == Member.id)
        .where(Membership.organisation_id == place.id, col(Membership.until).is_(None))
    ).all()
    groups: dict[str, list[tuple[Member, str | None]]] = {}
    for member, tie in ties:
        groups.setdefault(member.folded, []).append((member, tie.cell))
    for group in groups.values():
        if len(group) < 2:
            continue
        cells = [cell for _, cell in group]
        by_cell = None not in cells and len(set(cells)) == len(cells)
        for member, cell in group:
            if member.mark is None:
                member.mark = CELL.format(cell) if by_cell else (member.birth or "")[:4] or None


def _marks(row: PersonRow, branch: str) -> list[tuple[str, str]]:
    """Under what a new row is remembered: its name in its branch, and its card anywhere."""
    return [(branch, fold(row.name)), *([("", row.card)] if row.card else [])]


def _second_secretary(
    row: PersonRow, here: Known, secretaries: dict[str, PersonRow], key: str
) -> Refusal | None:
    if Post.SECRETARY not in row.posts:
        return None
    stands = here.secretary()
    other = secretaries.get(key)
    if (stands is not None and stands.folded != fold(row.name)) or (
        other is not None and other.name != row.name
    ):
        name = stands.name if stands is not None else other.name if other else ""
        return Refusal(row, "Chức vụ", SECOND_SECRETARY.format(name))
    secretaries[key] = row
    return None


def _changes(row: PersonRow, member: Member, here: Known) -> dict[str, Any]:
    """What the row changes. Who is gone gets no post: an old file still names him in it."""
    given = {name: getattr(row, "address" if name == "residence" else name) for name in FIELDS}
    changes = {
        name: value for name, value in given.items() if value is not None and value != getattr(member, name)
    }
    if "birth" in changes and member.birth and len(member.birth) > len(changes["birth"]):
        del changes["birth"]
    if row.phone is not None and row.phone_of_relative != member.phone_of_relative:
        changes["phone_of_relative"] = row.phone_of_relative
    if row.cell is not None and row.cell != here.cells.get(member.id):
        changes["cell"] = row.cell
    lasting = set(row.circumstances) - {Circumstance.HERE}
    if lasting - here.holding.get(member.id, set()):
        changes["circumstances"] = tuple(sorted(lasting - here.holding.get(member.id, set())))
    if set(row.posts) - here.posts.get(member.id, set()) and member not in here.gone:
        changes["posts"] = tuple(sorted(set(row.posts) - here.posts.get(member.id, set())))
    return changes


def _add(session: Session, row: PersonRow, place: Organisation, now: datetime) -> None:
    member = Member(
        name=row.name,
        folded=fold(row.name),
        usual_name=row.usual_name,
        birth=row.birth,
        sex=row.sex,
        card=row.card,
        joined=row.joined,
        official=row.official,
        standing=row.standing or Standing.OFFICIAL,
        phone=row.phone,
        phone_of_relative=row.phone_of_relative,
        residence=row.address,
    )
    session.add(member)
    session.flush()
    tie = Tie.TEMPORARY if Circumstance.HERE in row.circumstances else Tie.OFFICIAL
    session.add(Membership(member_id=member.id, organisation_id=place.id, tie=tie, cell=row.cell, since=now))
    _give(session, member, place, row.posts, row.circumstances, now)


def _change(
    session: Session,
    row: PersonRow,
    member: Member,
    changes: dict[str, Any],
    place: Organisation,
    now: datetime,
) -> None:
    for name in (*FIELDS, "phone_of_relative"):
        if name in changes:
            setattr(member, name, changes[name])
    if "phone" in changes:
        for binding, _ in addresses.of_member(session, member):
            if binding.joined_by is JoinedBy.CONTACT:
                outbox.let_go(session, binding, now)
    if "cell" in changes:
        tie = session.exec(
            select(Membership).where(
                Membership.member_id == member.id,
                Membership.organisation_id == place.id,
                col(Membership.until).is_(None),
            )
        ).one()
        tie.cell = changes["cell"]
    _give(session, member, place, changes.get("posts", ()), changes.get("circumstances", ()), now)
    session.add(member)


def _give(
    session: Session,
    member: Member,
    place: Organisation,
    posts: tuple[Post, ...],
    circumstances: tuple[Circumstance, ...],
    now: datetime,
) -> None:
    for post in posts:
        appoint(session, member, post, place, now)
    for kind in circumstances:
        if kind is not Circumstance.HERE:
            session.add(MemberCircumstance(member_id=member.id, kind=kind, since=now))
        if kind in ENDS:
            outbox.cancel_for(session, member)
            invite.void(session, member, now)
            for binding, _ in addresses.of_member(session, member):
                outbox.let_go(session, binding, now)


# Wording

CELL = "tổ {}"
NO_BRANCH = "Chưa rõ thuộc chi bộ nào. Ghi cột Chi bộ, hoặc thêm --branch “tên chi bộ”."
NOT_HERE = (
    "ghi chi bộ khác. Qua tin nhắn chỉ nhập được danh sách của {0}; nếu là một chi bộ, xin để trống cột này."
)
NO_STANDING = (
    "Chưa rõ chính thức hay dự bị. Ghi Ngày chính thức, hoặc ghi “chính thức” hay “dự bị” ở cột Tình trạng."
)
SECOND_SECRETARY = (
    "Chi bộ đã có bí thư {}. Nếu thay bí thư, dùng: python -m bot appoint “Họ tên” “Bí thư” “Chi bộ”."
)
NAMED_TWICE = "{} đã có ở một dòng trên của tệp. Nếu là một người, xóa một dòng; nếu là hai người, ghi Số thẻ đảng và Ngày sinh."
