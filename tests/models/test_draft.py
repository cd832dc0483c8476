"""Drafts: who may comment, until when, and what is collected."""

from datetime import datetime, timedelta

import pytest

from models import draft
from models.database import Session
from models.draft import Closed, Mark, NotHere, Past
from models.member import Member, MemberCircumstance, Membership
from models.organisation import Organisation, found
from models.sealing import Keys
from models.terms import Circumstance, OrganisationKind, Standing, Tie
from tests.cast import ZONE, Branch, plant
from tests.database import fresh

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)
END = NOW + timedelta(days=2)


def opened(session: Session) -> tuple[Branch, draft.Draft]:
    branch = plant(session, Keys(b"k"), NOW)
    made = draft.put_out(
        session, branch.place, who(session, branch, "tú"), "Nghị quyết tháng 12\nDọn ngõ.", END, NOW
    )
    return branch, made


def who(session: Session, branch: Branch, name: str) -> Member:
    return session.get_one(Member, branch.names[name])


def outsider(session: Session, place: Organisation, tie: Tie) -> Member:
    person = Member(name="Lý Thị Mơ", folded="ly thi mo", standing=Standing.OFFICIAL)
    session.add(person)
    session.flush()
    session.add(Membership(member_id=person.id, organisation_id=place.id, tie=tie, since=NOW - timedelta(1)))
    session.flush()
    return person


@pytest.mark.parametrize("name", ["lan", "minh", "bảy", "tuấn"])
def test_all_of_the_branch_may_comment(name: str) -> None:
    with fresh() as session:
        branch, made = opened(session)
        draft.comment(session, made, who(session, branch, name), "Nên rõ hơn.", NOW)
        assert len(draft.comments(session, made)) == 1


def test_a_guest_may_comment_a_stranger_to_the_branch_may_not() -> None:
    with fresh() as session:
        branch, made = opened(session)
        other = found(session, "Chi bộ 10", OrganisationKind.BRANCH, None, NOW)
        draft.comment(session, made, outsider(session, branch.place, Tie.TEMPORARY), "Được.", NOW)
        with pytest.raises(NotHere):
            draft.comment(session, made, outsider(session, other, Tie.OFFICIAL), "Được.", NOW)
        assert len(draft.comments(session, made)) == 1


@pytest.mark.parametrize("kind", [Circumstance.SUSPENDED, Circumstance.LEFT, Circumstance.MOVED])
def test_who_takes_no_part_may_not(kind: Circumstance) -> None:
    with fresh() as session:
        branch, made = opened(session)
        lan = who(session, branch, "lan")
        session.add(MemberCircumstance(member_id=lan.id, kind=kind, since=NOW))
        session.flush()
        with pytest.raises(NotHere):
            draft.comment(session, made, lan, "Nên rõ hơn.", NOW)


def test_it_is_open_until_its_moment() -> None:
    with fresh() as session:
        branch, made = opened(session)
        lan = who(session, branch, "lan")
        assert draft.open_for(session, lan, END - timedelta(seconds=1)) == [made]
        assert draft.open_for(session, lan, END) == []
        with pytest.raises(Closed):
            draft.comment(session, made, lan, "Muộn.", END)
        with pytest.raises(Past):
            draft.put_out(session, branch.place, lan, "Muộn", NOW, NOW)
        with pytest.raises(ValueError, match="empty"):
            draft.put_out(session, branch.place, lan, "", END, NOW)


def test_comments_are_collected_by_member_and_stand_once() -> None:
    with fresh() as session:
        branch, made = opened(session)
        lan, minh = who(session, branch, "lan"), who(session, branch, "minh")
        for person, text in ((lan, "a"), (minh, "b"), (lan, "c"), (lan, "a")):
            draft.comment(session, made, person, text, NOW)
        collected = [
            (person.id, [said.text for said in all_]) for person, all_ in draft.comments(session, made)
        ]
        assert collected == [(lan.id, ["a", "c"]), (minh.id, ["b"])]


def test_an_author_hears_of_an_answer_once_and_of_another_one_anew() -> None:
    with fresh() as session:
        branch, made = opened(session)
        lan, tú = who(session, branch, "lan"), who(session, branch, "tú")
        said = draft.comment(session, made, lan, "Nên rõ hơn.", NOW)
        assert draft.unanswered(session, made) == [said]
        for mark, reason, hears in [
            (Mark.TAKEN_UP, "", True),
            (Mark.TAKEN_UP, "", False),
            (Mark.TAKEN_UP, "sẽ sửa", True),
            (Mark.EXPLAINED, "đủ rõ", True),
        ]:
            draft.mark(session, said, mark, reason, tú, NOW)
            assert list(draft.untold(session, made)) == [lan.id] * hears
            draft.told(session, [said], NOW)
        with pytest.raises(ValueError):
            draft.mark(session, said, Mark.OUT_OF_SCOPE, "", tú, NOW)


def test_other_words_have_no_answer_yet_and_what_was_taken_back_gets_none() -> None:
    with fresh() as session:
        branch, made = opened(session)
        lan, tú = who(session, branch, "lan"), who(session, branch, "tú")
        said = draft.comment(session, made, lan, "Nên rõ hơn.", NOW)
        draft.mark(session, said, Mark.TAKEN_UP, "", tú, NOW)
        draft.change(session, said, "Nên bỏ.", NOW)
        assert (draft.unanswered(session, made), draft.untold(session, made)) == ([said], {})
        draft.unsay(session, said, NOW)
        assert (draft.comments(session, made), draft.unanswered(session, made)) == ([], [])
        with pytest.raises(Closed):
            draft.mark(session, said, Mark.TAKEN_UP, "", tú, NOW)
        with pytest.raises(Closed):
            draft.change(session, said, "Thôi.", NOW)


def test_nobody_changes_his_words_after_the_end() -> None:
    with fresh() as session:
        branch, made = opened(session)
        said = draft.comment(session, made, who(session, branch, "lan"), "Nên rõ hơn.", NOW)
        for verb in (draft.unsay, lambda *a: draft.change(*a[:2], "Bỏ.", a[2])):
            with pytest.raises(Closed):
                verb(session, said, END)
        assert said.text == "Nên rõ hơn."
