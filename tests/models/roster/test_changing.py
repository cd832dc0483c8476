"""What a later roster changes: who is back, who leads, what the namesakes are called, and what it may not do."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from models import address as addresses
from models import bot_account, member
from models.member import Member, MemberCircumstance, PostHeld
from models.organisation import Organisation, branches, found
from models.roster import PersonRow, apply, plan
from models.terms import (
    ENDS,
    ChannelName,
    Circumstance,
    Consent,
    JoinedBy,
    OrganisationKind,
    Post,
    Standing,
)
from tests.database import fresh
from tests.models.roster.bringing import LATER, NOW, bring, row, told


def back(name: str, birth: str | None = None, card: str | None = None) -> PersonRow:
    return replace(row(name, birth, card), back=True)


def here(session: Session) -> Organisation:
    (place,) = branches(session)
    return place


@pytest.mark.parametrize("held", [*ENDS, Circumstance.ELSEWHERE, Circumstance.SUSPENDED, Circumstance.AWAY])
def test_the_standing_alone_brings_back(session: Session, held: Circumstance) -> None:
    bring(session, row("Hoàng Anh Tuấn", "1990", "1"))
    bring(session, row("Hoàng Anh Tuấn", "1990", "1", held))
    planned = bring(session, back("Hoàng Anh Tuấn", "1990", "1"), now=LATER)
    assert [fields for _, _, fields in planned.changed] == [{"back": (held,)}]
    tuan = session.exec(select(Member)).one()
    assert member.circumstances(session, tuan, LATER) == []
    assert session.exec(member.called(here(session), LATER)).all() == [tuan.id]
    assert told(bring(session, back("Hoàng Anh Tuấn", "1990", "1"), now=LATER)) == (0, 0, 1, 0)


def test_an_exemption_ends_only_where_the_file_says_so(session: Session) -> None:
    bring(session, row("Ngô Thị Bảy", "1938", "1", Circumstance.EXEMPT))
    planned = bring(session, back("Ngô Thị Bảy", "1938", "1"), now=LATER)
    assert (told(planned), [kinds for _, kinds in planned.kept]) == ((0, 0, 1, 0), [(Circumstance.EXEMPT,)])
    bay = session.exec(select(Member)).one()
    assert [held.kind for held in member.circumstances(session, bay, LATER)] == [Circumstance.EXEMPT]
    no_more = replace(row("Ngô Thị Bảy", "1938", "1"), ended=(Circumstance.EXEMPT,))
    planned = bring(session, no_more, now=LATER)
    assert [fields for _, _, fields in planned.changed] == [{"back": (Circumstance.EXEMPT,)}]
    assert member.circumstances(session, bay, LATER) == []
    assert told(bring(session, no_more, now=LATER)) == (0, 0, 1, 0), "once is enough"


def test_what_ends_on_a_day_of_its_own_is_not_ended_by_an_old_file(session: Session) -> None:
    bring(session, row("Nguyễn Thị Lan", "1948", "1"))
    lan = session.exec(select(Member)).one()
    session.add(
        MemberCircumstance(
            member_id=lan.id, kind=Circumstance.AWAY, since=NOW, until=NOW + timedelta(days=90)
        )
    )
    session.flush()
    assert told(bring(session, back("Nguyễn Thị Lan", "1948", "1"), now=LATER)) == (0, 0, 1, 0)
    away = row("Nguyễn Thị Lan", "1948", "1", Circumstance.AWAY)
    assert told(bring(session, away, now=LATER)) == (0, 0, 1, 0), "known already, and until when"
    assert len(member.circumstances(session, lan, LATER)) == 1
    assert told(bring(session, away, now=NOW + timedelta(days=91))) == (0, 1, 0, 0), "away again"


def test_a_file_that_says_away_agrees_with_what_was_said_in_the_chat(session: Session) -> None:
    bring(session, row("Nguyễn Thị Lan", "1948", "1"))
    lan = session.exec(select(Member)).one()
    ends = NOW + timedelta(days=90)
    away = member.go_away(session, lan, NOW + timedelta(days=30), ends, None, lan, NOW)
    in_file = row("Nguyễn Thị Lan", "1948", "1", Circumstance.AWAY)
    assert told(bring(session, in_file, now=LATER)) == (0, 1, 0, 0)
    assert member.circumstances(session, lan, LATER) == [away], "begun by now"
    assert (away.since, away.until) == (LATER, ends)
    there = member.transferred(session, away, ends, lan, LATER)
    assert told(bring(session, in_file, now=LATER)) == (0, 0, 1, 0)
    assert member.circumstances(session, lan, LATER) == [there], "elsewhere for a time, which is more"


def test_who_belongs_elsewhere_by_the_file_is_away_no_more(session: Session) -> None:
    bring(session, row("Nguyễn Thị Lan", "1948", "1", Circumstance.AWAY))
    bring(session, row("Nguyễn Thị Lan", "1948", "1", Circumstance.ELSEWHERE), now=LATER)
    lan = session.exec(select(Member)).one()
    assert [held.kind for held in member.circumstances(session, lan, LATER)] == [Circumstance.ELSEWHERE]


@pytest.mark.parametrize(
    ("record", "joined", "taken"),
    [
        ("2019-05-20", "2018-05-20", False),
        ("2019-05-20", "2026-06-01", False),
        (None, None, False),
        (None, "2018-05-20", False),
        (None, "2026-06-01", True),
        (None, "2026-06", True),
        (None, "2025-12-01", False),
    ],
)
def test_who_is_official_is_not_probationary_again(
    session: Session, record: str | None, joined: str | None, taken: bool
) -> None:
    bring(session, replace(row("Vũ Minh", "2001", "1"), official=record))
    planned = bring(session, probationary(joined), now=LATER)
    assert told(planned) == ((0, 1, 0, 0) if taken else (0, 0, 0, 1))
    assert [one.column for one in planned.refused] == ([] if taken else ["Tình trạng"])
    minh = session.exec(select(Member)).one()
    assert (minh.standing is Standing.PROBATIONARY) == taken


def test_who_left_and_was_admitted_anew_is_probationary(session: Session) -> None:
    bring(session, replace(row("Vũ Minh", "2001", "1", Circumstance.LEFT), official="2019-05-20"))
    assert told(bring(session, replace(probationary("2026-11-01"), back=True), now=LATER)) == (0, 1, 0, 0)


def probationary(joined: str | None) -> PersonRow:
    return replace(row("Vũ Minh", "2001", "1"), standing=Standing.PROBATIONARY, joined=joined)


def test_who_is_back_takes_a_post_of_the_same_file(session: Session) -> None:
    bring(session, row("Trần Thị Hòa", "1970", None, Circumstance.MOVED))
    bring(session, replace(back("Trần Thị Hòa", "1970"), posts=(Post.DEPUTY,)), now=LATER)
    assert [who.name for who in member.leaders(session, here(session), LATER)] == ["Trần Thị Hòa"]


@pytest.mark.parametrize("end", ENDS)
def test_an_end_ends_posts(session: Session, end: Circumstance) -> None:
    tu = replace(row("Nguyễn Văn Tú", "1964", "1"), posts=(Post.SECRETARY,))
    hoa = replace(row("Trần Thị Hòa", "1970", "2"), posts=(Post.DEPUTY,))
    bring(session, tu, hoa)
    bring(session, replace(tu, circumstances=(end,)), now=LATER)
    assert [who.name for who in member.leaders(session, here(session), LATER)] == ["Trần Thị Hòa"]
    assert not [
        post for post in session.exec(select(PostHeld)) if post.post is Post.SECRETARY and not post.until
    ]
    bring(session, replace(hoa, posts=(Post.SECRETARY,)), now=LATER)
    assert [who.name for who in member.leaders(session, here(session), LATER)] == ["Trần Thị Hòa"]


def test_a_dead_secretary_in_the_file_unseats_nobody(session: Session) -> None:
    bring(session, replace(row("Nguyễn Văn Tú", "1964", "1"), posts=(Post.SECRETARY,)))
    old = replace(row("Đỗ Văn Sáu", "1940", "2", Circumstance.DECEASED), posts=(Post.SECRETARY,))
    assert told(bring(session, old, now=LATER)) == (1, 0, 0, 0)
    assert [who.name for who in member.leaders(session, here(session), LATER)] == ["Nguyễn Văn Tú"]


def test_leaders_are_each_named_once_and_none_of_them_is_gone(session: Session) -> None:
    bring(session, row("Trần Thị Hòa", "1970"), row("Nguyễn Văn Tú", "1964"))
    hoa, tu = session.exec(select(Member).order_by(Member.name.desc())).all()  # type: ignore[attr-defined]
    for who in (hoa, tu):
        for post in (Post.DEPUTY, Post.ACTING, Post.SECRETARY):
            member.appoint(session, who, post, here(session), NOW)
    session.add(MemberCircumstance(member_id=tu.id, kind=Circumstance.DECEASED, since=NOW))
    session.flush()
    assert member.leaders(session, here(session), LATER) == [hoa]


def test_another_man_of_the_secretarys_name_is_another_man(session: Session) -> None:
    bring(
        session,
        replace(row("Nguyễn Văn Hùng", "1951", "1"), posts=(Post.SECRETARY,), cell="2"),
        replace(row("Nguyễn Văn Hùng", "1963", "2"), cell="4"),
    )
    other = replace(row("Nguyễn Văn Hùng", "1963", "2"), posts=(Post.SECRETARY,))
    refused = bring(session, other, now=LATER).refused
    assert [one.column for one in refused] == ["Chức vụ"] and "Nguyễn Văn Hùng (tổ 2)" in refused[0].why
    two = [
        replace(row("Vũ Minh", born, card), posts=(Post.SECRETARY,), branch="Chi bộ 8")
        for born, card in (("1950", "8"), ("1960", "9"))
    ]
    planned = bring(session, *two)
    assert told(planned)[0] == 1
    assert "tệp ghi hai bí thư" in planned.refused[0].why and "Vũ Minh" in planned.refused[0].why
    assert '"Bí thư"' in refused[0].why, "a command to be copied has quotes that a shell knows"


def test_marks_follow_their_members(session: Session) -> None:
    first, second = row("Nguyễn Văn Hùng", "1951", "1"), row("Nguyễn Văn Hùng", "1963", "2")
    bring(session, replace(first, cell="2"), replace(second, cell="4"))
    bring(session, replace(first, cell="4"), replace(second, cell="2"), now=LATER)
    assert [(who.birth, who.mark) for who in session.exec(select(Member))] == [
        ("1951", "tổ 4"),
        ("1963", "tổ 2"),
    ]
    assert [who.birth for who in member.find(session, here(session), "Hùng tổ 2")] == ["1963"]
    bring(session, replace(first, cell="2"), now=LATER)
    assert [who.mark for who in session.exec(select(Member))] == ["1951", "1963"]
    bring(session, replace(second, circumstances=(Circumstance.MOVED,)), now=LATER)
    assert {who.birth: who.known_as for who in session.exec(select(Member))}["1951"] == "Nguyễn Văn Hùng"


HUNGS = st.lists(
    st.tuples(
        st.sampled_from(["1963", "1963-01-05", "1963-05-01", "1951", "1951-07"]),
        st.sampled_from([None, "2", "4"]),
    ),
    min_size=2,
    max_size=4,
    unique=True,
)


@given(HUNGS)
def test_no_two_namesakes_are_known_as_one(people: list[tuple[str, str | None]]) -> None:
    with fresh() as session:
        found(session, "Phường", OrganisationKind.GRASSROOTS, None, NOW)
        rows = [
            replace(row("Nguyễn Văn Hùng", birth, str(card)), cell=cell)
            for card, (birth, cell) in enumerate(people)
        ]
        bring(session, *rows)
        kept = session.exec(select(Member)).all()
        assert len({who.known_as for who in kept}) == len(kept) == len(people)


def test_new_branches_stand_side_by_side() -> None:
    with fresh() as session:
        bring(
            session, row("Vũ Minh", "2001", "1"), replace(row("Đỗ Văn Sáu", "1940", "2"), branch="Chi bộ 8")
        )
        bring(session, replace(row("Lê Thị Lành", "1945", "3"), branch="Chi bộ 7"))
        assert [place.parent_id for place in branches(session)] == [None, None, None]


def test_one_person_in_the_files_of_two_branches_is_asked_about(session: Session) -> None:
    lan = row("Nguyễn Thị Lan", "1948-05-19")
    there = replace(lan, branch="Chi bộ 8")
    assert told(bring(session, lan, there)) == (1, 0, 0, 1), "in one file"
    assert told(bring(session, there, now=LATER)) == (0, 0, 0, 1), "in a later file"
    assert told(bring(session, replace(there, card="7"), now=LATER)) == (1, 0, 0, 0), (
        "a card of her own: another woman"
    )
    year = replace(row("Phạm Văn Hùng", "1944"), branch="Chi bộ 8")
    assert told(bring(session, row("Phạm Văn Hùng", "1944"), year)) == (2, 0, 0, 0), "a year is no day"


def test_a_phone_that_turns_out_a_relatives_ends_what_joined_by_it(session: Session) -> None:
    lan = replace(row("Nguyễn Thị Lan", "1948"), phone="0900000066")
    bring(session, lan)
    who = session.exec(select(Member)).one()
    bot = bot_account.known(session, ChannelName.TELEGRAM, "1", "so", NOW)
    for identity, how in (("a", JoinedBy.CONTACT), ("b", JoinedBy.CODE)):
        bound = addresses.bind(session, addresses.at(session, bot, identity, None, NOW), who, how, NOW)
        addresses.consent(bound, Consent.FULL, "1", NOW)
    bring(session, replace(lan, phone_of_relative=True), now=LATER)
    assert [where.identity for _, where in addresses.of_member(session, who)] == ["b"]


def test_who_leads_for_a_time_changes_no_posts(session: Session) -> None:
    thai = row("Đặng Quốc Thái", "1975")
    hoa = replace(row("Trần Thị Hòa", "1970"), posts=(Post.DEPUTY,))
    bring(session, thai, hoa)
    rows = [
        replace(thai, posts=(Post.DEPUTY,)),
        replace(hoa, circumstances=(Circumstance.DECEASED,)),
        replace(row("Vũ Minh", "2001"), posts=(Post.SECRETARY,)),
    ]
    planned = plan(session, rows, LATER, only=here(session))
    assert (told(planned), [one.name for one in planned.kept_posts]) == (
        (1, 0, 1, 1),
        ["Đặng Quốc Thái", "Vũ Minh"],
    )
    apply(session, planned, LATER)
    assert [who.name for who in member.leaders(session, here(session), LATER)] == ["Trần Thị Hòa"]
