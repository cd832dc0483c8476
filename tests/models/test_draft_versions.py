"""The next version of a draft: what changed, and what becomes of the one before."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import draft
from models.draft import Closed, Mark, changes, edits
from models.draft.comparing import alike
from tests.database import fresh
from tests.models.test_draft import END, NOW, opened, who

WORDS = st.lists(
    st.sampled_from(["dọn", "ngõ", "lắp", "đèn", "trồng", "cây", "thăm", "nhà", "góp", "sách"]),
    min_size=1,
    max_size=12,
)
POINTS = st.lists(WORDS.map(" ".join), max_size=8)


def text(points: list[str]) -> str:
    return "\n".join(["Nghị quyết", *(f"{n}. {said}" for n, said in enumerate(points, 1))])


@given(POINTS, POINTS)
def test_every_point_is_there_before_or_after_and_none_is_told_twice(old: list[str], new: list[str]) -> None:
    found = changes(text(old), text(new))
    before, after = [c.old for c in found if c.old], [c.new for c in found if c.new]
    assert len(set(before)) == len(before) and len(set(after)) == len(after)
    added, dropped = sum(c.old is None for c in found), sum(c.new is None for c in found)
    assert len(old) - dropped + added == len(new)
    assert (found == []) == (sorted(old) == sorted(new))


@given(WORDS, WORDS)
def test_edits_hold_every_word_that_is_not_in_both(old: list[str], new: list[str]) -> None:
    found = edits(" ".join(old), " ".join(new))
    assert set(new) - set(old) <= {word for edit in found for word in edit.new.split()}
    assert set(old) - set(new) <= {word for edit in found for word in edit.old.split()}
    assert bool(found) == (old != new)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Dự thảo một", "Dự thảo hai", False),
        ("Dự thảo nghị quyết", "DỰ THẢO NGHỊ QUYẾT: 1. Dọn ngõ. 2. Lắp đèn.", True),
        ("Nghị quyết\n1. Dọn ngõ sạch\n2. Lắp đèn", "Nghị quyết sửa\n1. Dọn ngõ sạch\n2. Lắp hai đèn", True),
        ("Nghị quyết\n1. Dọn ngõ sạch\n2. Lắp đèn", "Thư kêu gọi\n1. Góp sách\n2. Trồng cây", False),
    ],
)
def test_versions_of_one_draft_have_its_title_or_its_words(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same


def test_words_changed_are_shown_with_one_beside_them() -> None:
    assert edits("Lắp hai đèn ở ngõ 5 trong tháng", "Lắp ba đèn ở ngõ 5 trong quý") == [
        ("Lắp hai đèn", "Lắp ba đèn"),
        ("trong tháng", "trong quý"),
    ]


def test_the_version_before_takes_no_more_and_keeps_what_was_said() -> None:
    with fresh() as session:
        branch, made = opened(session)
        lan, tú = who(session, branch, "lan"), who(session, branch, "tú")
        said = draft.comment(session, made, lan, "Nên rõ hơn.", NOW)
        later = NOW + timedelta(hours=1)
        assert draft.earlier_version(session, branch.place, "Nghị quyết tháng 12\nDọn.", later) == made
        assert draft.earlier_version(session, branch.place, "Thư kêu gọi\nMua sách", later) is None
        new = draft.put_out(session, branch.place, tú, "Nghị quyết tháng 12\nDọn.", END, later, replaces=made)
        assert (new.version, draft.open_for(session, lan, later)) == (2, [new])
        assert draft.comments(session, made)[0][1] == [said]
        draft.mark(session, said, Mark.TAKEN_UP, "", tú, later)
        assert draft.untold(session, made) == {lan.id: [said]}
        with pytest.raises(Closed):
            draft.put_out(session, branch.place, tú, "Bản ba", END, later, replaces=made)


def test_where_nobody_has_heard_of_the_new_version_the_one_before_is_open_again() -> None:
    with fresh() as session:
        branch, made = opened(session)
        lan, tú = who(session, branch, "lan"), who(session, branch, "tú")
        later = NOW + timedelta(hours=1)
        new = draft.put_out(session, branch.place, tú, "Nghị quyết\nDọn.", END, later, replaces=made)
        draft.take_back(session, new, tú, later)
        assert draft.open_for(session, lan, later) == [made]
        assert draft.successor(session, made) is None
