"""A roster against the registry: who is recognised, who is asked about, and that a second import changes nothing."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, func, select

from models import invite, member
from models.folding import fold
from models.member import Member
from models.organisation import Organisation, branches, found
from models.roster import PersonRow, plan
from models.sealing import Keys
from models.terms import (
    ENDS,
    Circumstance,
    OrganisationKind,
)
from tests.database import fresh
from tests.models.roster.bringing import HERE, LATER, NOW, bring, row, told


def people(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Member)).one()


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("card", ["90000001", None])
def test_who_is_gone_is_not_added_again(session: Session, end: Circumstance, card: str | None) -> None:
    living, dead = row("Đỗ Văn Sáu", "1940", card), row("Đỗ Văn Sáu", "1940", card, end)
    bring(session, living)
    assert told(bring(session, dead)) == (0, 1, 0, 0)
    assert told(bring(session, dead, now=LATER)) == (0, 0, 1, 0)
    old_file = bring(session, living, now=LATER)
    assert told(old_file) == (0, 0, 1, 0), "empty cells erase nothing, also an end"
    assert old_file.absent == []
    assert people(session) == 1
    assert member.ended(session, session.exec(select(Member)).one(), LATER)


def test_of_two_namesakes_the_living_one_is_meant(session: Session) -> None:
    bring(session, row("Phạm Văn Hùng", None, "1", Circumstance.DECEASED))
    bring(session, row("Phạm Văn Hùng", "1963", "2"))
    assert told(bring(session, row("Phạm Văn Hùng", "1963"))) == (0, 0, 1, 0)


def test_a_mistyped_card_writes_over_nobody(session: Session) -> None:
    bring(session, row("Nguyễn Thị Lan", "1948", "90000002"), row("Vũ Minh", "2001", "90000003"))
    wrong = replace(row("Vũ Minh", "2001", "90000002"), phone="0900000010")
    planned = bring(session, wrong)
    assert told(planned) == (0, 0, 0, 1)
    assert planned.refused[0].column == "Số thẻ đảng"
    assert "Nguyễn Thị Lan" in planned.refused[0].why
    assert all(who.phone is None for who in session.exec(select(Member)))


def test_a_card_of_somebody_with_nearly_the_same_name_is_refused(session: Session) -> None:
    bring(session, row("Nguyễn Thị Lan", "1948", "90000002"), row("Nguyễn Thị Lam", "1950", "90000003"))
    assert told(bring(session, row("Nguyễn Thị Lam", "1950", "90000002"))) == (0, 0, 0, 1)


def test_a_card_with_a_usual_name_is_the_same_person_by_his_own_name(session: Session) -> None:
    bring(session, replace(row("Lê Thị Lành", "1945", "9"), usual_name="Lê Thị Ba"))
    assert told(bring(session, row("Lê Thị Ba", "1945", "9"))) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        ("Nguyễn Thị Lam", "Nguyễn Thị Lan", "Nguyễn Thị Lan"),
        ("Nguyễn Thị Lan", "Nguyễn Thị Lân", "Nguyễn Thị Lân"),
        ("Nguyễn Thị Lan", "Nguyen Thi Lan", "Nguyễn Thị Lan"),
        ("Trần Thị Hòa", "Trần Thị Hoà", "Trần Thị Hòa"),
    ],
)
def test_a_corrected_name_under_one_card_is_taken(
    session: Session, before: str, after: str, kept: str
) -> None:
    bring(session, row(before, "1948-05-19", "9"))
    changed = bring(session, row(after, "1948-05-19", "9"), now=LATER).changed
    assert [fields for _, _, fields in changed] == ([{"name": after}] if kept != before else [])
    who = session.exec(select(Member)).one()
    assert (who.name, who.folded) == (kept, fold(kept))
    assert told(bring(session, row(after, "1948-05-19", "9"), now=LATER)) == (0, 0, 1, 0)


def test_a_card_of_somebody_gone_from_here_is_no_other_branch(session: Session) -> None:
    bring(session, row("Đỗ Văn Sáu", "1940", "5"), row("Vũ Minh", "2001", "6"))
    bring(session, row("Đỗ Văn Sáu", "1940", "5", Circumstance.DECEASED))
    planned = bring(session, row("Trần Thị Hòa", "1970", "5"))
    assert "chi bộ khác" not in planned.refused[0].why
    elsewhere = replace(row("Vũ Minh", "2001", "6"), branch="Chi bộ 8")
    assert "chi bộ khác" in plan(session, [elsewhere], NOW).refused[0].why


NAMES = st.sampled_from(["Nguyễn Văn Hùng", "nguyễn văn hùng", "Vũ Minh"])
ROWS = st.builds(
    row,
    NAMES,
    st.sampled_from([None, "1963", "1963-07-27", "1950"]),
    st.sampled_from([None, "1", "2"]),
)


@given(st.lists(ROWS, max_size=6))
def test_nobody_stands_twice_and_a_second_import_adds_nobody(rows: list[PersonRow]) -> None:
    with fresh() as session:
        found(session, "Phường", OrganisationKind.GRASSROOTS, None, NOW)
        first = bring(session, *rows)
        kept = session.exec(select(Member)).all()
        for at, one in enumerate(kept):
            for other in kept[:at]:
                assert not (one.card and one.card == other.card)
                assert (one.folded, one.birth, one.card) != (other.folded, other.birth, other.card)
        taken = [*first.new]
        again = bring(session, *taken, now=LATER)
        assert told(again)[0] == 0
        assert people(session) == len(kept)


def test_an_end_voids_the_codes(session: Session) -> None:
    bring(session, row("Đỗ Văn Sáu", "1940"))
    six = session.exec(select(Member)).one()
    invite.issue(session, Keys(b"k"), six, NOW)
    bring(session, row("Đỗ Văn Sáu", "1940", None, Circumstance.DECEASED), now=LATER)
    assert invite.unused(session, six, LATER) == []


def test_the_branch_is_made_once(session: Session) -> None:
    bring(session, row("Vũ Minh", "2001"))
    bring(session, row("Vũ Minh", "2001"))
    assert [place.name for place in branches(session)] == [HERE]
    assert session.exec(select(func.count()).select_from(Organisation)).one() == 2
