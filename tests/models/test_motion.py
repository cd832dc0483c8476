"""Consultations: who is asked, one voice each, and a count that agrees with counting by hand."""

from collections import Counter
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import motion
from models.database import Session
from models.member import Member, MemberCircumstance, Membership
from models.motion import (
    Choice,
    Closed,
    Motion,
    NobodyToAsk,
    NotAsked,
    Past,
    Probationary,
    SaidAlready,
    Tally,
)
from models.sealing import Keys
from models.terms import Circumstance, Standing, Tie
from models.until import due
from tests.cast import ZONE, Branch, plant
from tests.database import fresh

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)
END = NOW + timedelta(hours=10)
OFFICIAL_HERE = {"tú", "hòa", "thái", "lan", "hùng", "hùng em", "ba", "sáu"}
EVERYBODY = sorted(OFFICIAL_HERE | {"minh", "bảy", "tuấn"})


def who(session: Session, branch: Branch, name: str) -> Member:
    return session.get_one(Member, branch.names[name])


def opened(session: Session) -> tuple[Branch, motion.Motion]:
    branch = plant(session, Keys(b"k"), NOW)
    made = motion.consult(session, branch.place, who(session, branch, "tú"), "Họp sớm hơn?", END, NOW)
    return branch, made


def test_official_members_of_the_branch_are_asked() -> None:
    with fresh() as session:
        branch, made = opened(session)
        assert set(session.exec(motion.asked(made, NOW))) == {branch.names[name] for name in OFFICIAL_HERE}
        left_out = motion.left_out(session, branch.place, NOW)
        assert left_out == {Circumstance.EXEMPT: 1, Circumstance.ELSEWHERE: 1, Standing.PROBATIONARY: 1}


def test_a_guest_for_a_time_is_not_asked_and_not_counted() -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"k"), NOW)
        guest = Member(name="Lý Thị Mơ", folded="ly thi mo", standing=Standing.OFFICIAL)
        session.add(guest)
        session.flush()
        session.add(
            Membership(
                member_id=guest.id,
                organisation_id=branch.place.id,
                tie=Tie.TEMPORARY,
                since=NOW - timedelta(1),
            )
        )
        session.flush()
        made = motion.consult(session, branch.place, who(session, branch, "tú"), "Họp sớm hơn?", END, NOW)
        assert motion.tally(session, made).asked == len(OFFICIAL_HERE)
        assert motion.left_out(session, branch.place, NOW)[Circumstance.HERE] == 1
        with pytest.raises(NotAsked):
            motion.vote(session, made, guest, Choice.APPROVE, NOW)


def test_the_electorate_is_frozen_at_opening() -> None:
    with fresh() as session:
        branch, made = opened(session)
        minh, lan = who(session, branch, "minh"), who(session, branch, "lan")
        minh.standing = Standing.OFFICIAL
        session.add(MemberCircumstance(member_id=lan.id, kind=Circumstance.ELSEWHERE, since=NOW))
        session.flush()
        with pytest.raises(NotAsked):
            motion.vote(session, made, minh, Choice.APPROVE, NOW)
        motion.vote(session, made, lan, Choice.APPROVE, NOW)
        assert motion.tally(session, made) == Tally(1, 0, 0, 7)


def test_who_is_suspended_later_neither_answers_nor_is_told_but_stays_in_the_count() -> None:
    with fresh() as session:
        branch, made = opened(session)
        lan = who(session, branch, "lan")
        motion.vote(session, made, lan, Choice.OTHER, NOW)
        ends = NOW + timedelta(hours=2)
        session.add(MemberCircumstance(member_id=lan.id, kind=Circumstance.SUSPENDED, since=NOW, until=ends))
        session.flush()
        with pytest.raises(NotAsked):
            motion.vote(session, made, lan, Choice.APPROVE, NOW, change=True)
        with pytest.raises(NotAsked):
            motion.explained(session, made, lan, "tùy mùa", NOW)
        assert lan.id not in set(session.exec(motion.asked(made, NOW)))
        assert motion.tally(session, made) == Tally(0, 0, 1, 7)
        motion.vote(session, made, lan, Choice.APPROVE, ends, change=True)


def test_who_has_died_is_not_told_but_stays_in_the_count() -> None:
    with fresh() as session:
        branch, made = opened(session)
        lan = who(session, branch, "lan")
        session.add(MemberCircumstance(member_id=lan.id, kind=Circumstance.DECEASED, since=NOW))
        session.flush()
        assert lan.id not in set(session.exec(motion.asked(made, NOW)))
        assert motion.tally(session, made).asked == len(OFFICIAL_HERE)


def test_refusals_say_why() -> None:
    with fresh() as session:
        branch, made = opened(session)
        lan, minh, bay = (who(session, branch, name) for name in ("lan", "minh", "bảy"))
        with pytest.raises(Probationary):
            motion.vote(session, made, minh, Choice.APPROVE, NOW)
        with pytest.raises(NotAsked):
            motion.vote(session, made, bay, Choice.APPROVE, NOW)
        motion.vote(session, made, lan, Choice.APPROVE, NOW)
        with pytest.raises(SaidAlready):
            motion.vote(session, made, lan, Choice.AGAINST, NOW)
        with pytest.raises(Closed):
            motion.vote(session, made, lan, Choice.AGAINST, END, change=True)
        assert motion.tally(session, made) == Tally(1, 0, 0, 7)
        with pytest.raises(Past):
            motion.consult(session, branch.place, lan, "Muộn?", NOW, NOW)
        with pytest.raises(ValueError, match="empty"):
            motion.consult(session, branch.place, lan, "", END, NOW)


def test_nobody_to_ask() -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"k"), NOW)
        for name in EVERYBODY:
            who(session, branch, name).standing = Standing.PROBATIONARY
        session.flush()
        with pytest.raises(NobodyToAsk):
            motion.consult(session, branch.place, who(session, branch, "tú"), "Ai?", END, NOW)


def test_words_belong_to_another_opinion_alone() -> None:
    with fresh() as session:
        branch, made = opened(session)
        lan = who(session, branch, "lan")
        assert not motion.explained(session, made, lan, "tùy mùa", NOW)
        motion.vote(session, made, lan, Choice.OTHER, NOW)
        assert motion.explained(session, made, lan, "tùy mùa", NOW)
        motion.vote(session, made, lan, Choice.AGAINST, NOW, change=True)
        ballot = motion.ballot_of(session, made, lan)
        assert ballot is not None and ballot.words is None
        assert not motion.explained(session, made, lan, "tùy mùa", NOW)


def test_it_closes_once_and_at_its_time() -> None:
    with fresh() as session:
        branch, made = opened(session)
        assert due(session, Motion, END - timedelta(seconds=1)) == []
        assert due(session, Motion, END) == [made]
        motion.close(session, made, None, END + timedelta(hours=9))
        assert made.closed_at == END
        assert due(session, Motion, END) == []
        with pytest.raises(Closed):
            motion.close(session, made, who(session, branch, "tú"), END)


VOICE = st.tuples(
    st.sampled_from(EVERYBODY),
    st.sampled_from(list(Choice)),
    st.booleans(),
    st.integers(0, 12),
)


@settings(max_examples=60)
@given(st.lists(VOICE, max_size=40), st.one_of(st.none(), st.integers(0, 12)))
def test_the_count_agrees_with_counting_by_hand(
    said: list[tuple[str, Choice, bool, int]], hand: int | None
) -> None:
    """Each is said some hours after opening; the motion ends after ten, or earlier by hand."""
    ends = 10 if hand is None else min(hand, 10)
    by_hand: dict[str, Choice] = {}
    with fresh() as session:
        branch, made = opened(session)
        closed = False
        for name, choice, change, hour in sorted(said, key=lambda one: one[3]):
            at = NOW + timedelta(hours=hour)
            if hand is not None and hour >= hand and not closed:
                motion.close(session, made, None, NOW + timedelta(hours=hand))
                closed = True
            allowed = name in OFFICIAL_HERE and hour < ends and (change or name not in by_hand)
            try:
                motion.vote(session, made, who(session, branch, name), choice, at, change=change)
                assert allowed
            except (Closed, Probationary, NotAsked, SaidAlready):
                assert not allowed
            if allowed:
                by_hand[name] = choice
        counted = Counter(by_hand.values())
        parts = [counted[choice] for choice in Choice]
        assert list(motion.tally(session, made)) == [*parts, len(OFFICIAL_HERE) - len(by_hand)]


@given(st.lists(st.sampled_from(list(Choice)), max_size=200), st.integers(0, 300))
def test_shares_are_rounded_as_on_paper(said: list[Choice], silent: int) -> None:
    tally = motion.count(said, len(said) + silent)
    assert tally.asked == len(said) + silent
    for part in tally:
        if not tally.asked:
            assert tally.share(part) == 0
            continue
        exact = Decimal(part) * 1000 / Decimal(tally.asked)
        assert tally.share(part) == exact.quantize(Decimal(1), ROUND_HALF_UP)


def test_more_voices_than_people_are_refused() -> None:
    with pytest.raises(ValueError, match="voices"):
        motion.count([Choice.APPROVE, Choice.APPROVE], 1)
