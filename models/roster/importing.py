"""Making the registry agree with a roster (decision 3).

Empty cells erase nothing; who is absent from the file stays as he is and is listed; a change of branch and a second secretary are
refused, with what to do instead. Planning changes nothing; importing a file twice changes nothing the second time.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from models import address as addresses
from models import invite, outbox
from models.audit import note
from models.folding import fold
from models.member import Member, MemberCircumstance, Membership, begun_by_now, come_back, dismiss, gone
from models.member import replace as appoint
from models.organisation import Organisation, found, named, root
from models.roster.comparing import FIELDS, back_on_probation, compared, kept
from models.roster.namesakes import mark_namesakes
from models.roster.planned import Plan
from models.roster.recognising import WHOLE_DATE, Known, Refusal, elsewhere, known_in, recognise, twin
from models.roster.row import PersonRow
from models.terms import ENDS, Circumstance, JoinedBy, OrganisationKind, Post, Standing, Tie


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
    everybody = session.exec(select(Member)).all()
    by_card = {m.card: m for m in everybody if m.card is not None}
    ended = set(session.exec(gone()))
    by_birth = {(m.folded, m.birth): m for m in everybody if m.id not in ended}
    seen: set[int] = set()
    named_in: set[int] = set()
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
        member, refusal = recognise(row, here, by_card)
        if refusal is None and member is None:
            alike = [other for mark in _marks(row, key) for other in added.get(mark, [])]
            refusal = twin(row, alike) or elsewhere(row, by_birth)
        if refusal is None and not only:
            refusal = _second_secretary(row, member, here, secretaries.get(key))
        if refusal is None and member is not None and member.id in seen:
            refusal = Refusal(row, "Họ và tên", NAMED_TWICE.format(row.name))
        if refusal is None and only and member is not None and set(row.circumstances) & set(ENDS):
            refusal = Refusal(row, "Tình trạng", HOLDS_A_POST) if here.posts.get(member.id) else None
        if refusal is None and member is None and row.standing is None and not row.circumstances:
            refusal = Refusal(row, "Ngày chính thức", NO_STANDING)
        if refusal is None and member is not None:
            refusal = back_on_probation(row, member, here, now)
        if refusal is not None:
            planned.refused.append(refusal)
            named_in.update([member.id] if member is not None else [])
            continue
        if _is_secretary(row):
            secretaries[key] = row
        if member is None:
            for mark in _marks(row, key):
                added.setdefault(mark, []).append(row)
            if only and row.posts:
                planned.kept_posts.append(row)
            planned.new.append(replace(row, posts=()) if only else row)
            continue
        seen.add(member.id)
        changes = compared(row, member, here)
        if lasting := kept(row, member, here):
            planned.kept.append((row, lasting))
        if only and changes.pop("posts", None):
            planned.kept_posts.append(row)
        if changes:
            planned.changed.append((row, member, changes))
        else:
            planned.same.append(row)
    for here in known.values():
        planned.absent += [m for m in here.members if m.id not in seen | named_in]
    return planned


def apply(session: Session, planned: Plan, now: datetime, by_id: int | None = None) -> None:
    """Does what was planned; the caller's transaction makes it all or nothing. A branch not yet known is made under the only root.

    by_id: the member who did it, where one did.
    """
    above = root(session)
    if above is not None and above.kind is OrganisationKind.BRANCH:
        above = None
    for name in planned.new_branches:
        found(session, name, OrganisationKind.BRANCH, above, now)
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
        mark_namesakes(session, place)
    note(session, now, by_id, "roster.import", f"rows:{len(planned.new) + len(planned.changed)}")
    session.flush()


def _marks(row: PersonRow, branch: str) -> list[tuple[str, str]]:
    """Under what a new row is remembered: its name in its branch, its card anywhere, and its name with the day of birth anywhere."""
    marks = [(branch, fold(row.name))]
    if row.card:
        marks.append(("", row.card))
    if row.birth and len(row.birth) == WHOLE_DATE and Circumstance.HERE not in row.circumstances:
        marks.append(("", f"{fold(row.name)} {row.birth}"))
    return marks


def _is_secretary(row: PersonRow) -> bool:
    return Post.SECRETARY in row.posts and not set(row.circumstances) & set(ENDS)


def _second_secretary(
    row: PersonRow, member: Member | None, here: Known, other: PersonRow | None
) -> Refusal | None:
    """Why the row's secretary cannot be: another man is secretary, of whatever name, or another row says so of itself."""
    if not _is_secretary(row):
        return None
    stands = here.secretary()
    if stands is not None and (member is None or stands.id != member.id):
        return Refusal(row, "Chức vụ", SECOND_SECRETARY.format(stands.known_as))
    return Refusal(row, "Chức vụ", TWO_SECRETARIES.format(other.name)) if other else None


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
    for name in ("name", *FIELDS, "phone_of_relative"):
        if name in changes:
            setattr(member, name, changes[name])
    member.folded = fold(member.name)
    if "phone" in changes or changes.get("phone_of_relative"):
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
    come_back(session, member, changes.get("back", ()), now)
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
    for post in posts if not set(circumstances) & set(ENDS) else ():
        appoint(session, member, post, place, now)
    for kind in circumstances:
        if kind is Circumstance.ELSEWHERE:
            come_back(session, member, (Circumstance.AWAY,), now)
        known = kind is Circumstance.AWAY and begun_by_now(session, member, now)
        if kind is not Circumstance.HERE and not known:
            session.add(MemberCircumstance(member_id=member.id, kind=kind, since=now))
        if kind in ENDS:
            outbox.cancel_for(session, member)
            invite.void(session, member, now)
            dismiss(session, member, now)
            for binding, _ in addresses.of_member(session, member):
                outbox.let_go(session, binding, now)


# Wording

NO_BRANCH = 'chưa rõ thuộc chi bộ nào. Ghi cột Chi bộ, hoặc thêm --branch "tên chi bộ".'
NOT_HERE = (
    "ghi chi bộ khác. Qua tin nhắn chỉ nhập được danh sách của {0}; nếu là một chi bộ, xin để trống cột này."
)
NO_STANDING = (
    "chưa rõ chính thức hay dự bị. Ghi Ngày chính thức, hoặc ghi “chính thức” hay “dự bị” ở cột Tình trạng."
)
HOLDS_A_POST = "đang giữ chức vụ trong chi bộ, nên không ghi điều này qua tin nhắn. Xin nhờ quản trị."
SECOND_SECRETARY = 'chưa ghi là bí thư được: chi bộ đã có bí thư {}. Nếu thay bí thư, dùng: python -m bot appoint "Họ tên" "Bí thư" "Chi bộ".'
TWO_SECRETARIES = "chưa ghi là bí thư được: tệp ghi hai bí thư, đồng chí kia là {}. Xin để lại một."

NAMED_TWICE = "{} đã có ở một dòng trên của tệp. Nếu là một người, xóa một dòng; nếu là hai người, ghi Số thẻ đảng và Ngày sinh."
