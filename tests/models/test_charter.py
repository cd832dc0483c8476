"""The rules of voting against brute force, and at the edges that people argue about."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.charter import MAJORITIES, Majority, NoRule, Subject, majority, not_counted
from models.terms import Circumstance, Standing, Tie

RULES = [rule for rules in MAJORITIES.values() for rule in rules]
BASES = st.integers(1, 2000)


@given(st.sampled_from(RULES), BASES)
def test_what_is_needed_is_the_least_that_passes(rule: Majority, base: int) -> None:
    wanted = Fraction(rule.part, rule.whole)
    enough = [
        approve
        for approve in range(base + 1)
        if (Fraction(approve, base) > wanted if rule.beyond else Fraction(approve, base) >= wanted)
    ]
    assert enough[0] == rule.needed(base)
    assert [rule.passed(approve, base) for approve in range(base + 1)] == [
        approve in enough for approve in range(base + 1)
    ]


@pytest.mark.parametrize(
    ("subject", "approve", "base", "passes"),
    [
        (Subject.RESOLUTION, 20, 40, False),
        (Subject.RESOLUTION, 21, 40, True),
        (Subject.RESOLUTION, 21, 41, True),
        (Subject.RESOLUTION, 20, 41, False),
        (Subject.ADMISSION, 26, 39, True),
        (Subject.ADMISSION, 26, 40, False),
        (Subject.ADMISSION, 27, 40, True),
        (Subject.RECOGNITION, 2, 3, True),
        (Subject.DISCIPLINE, 1, 2, False),
        (Subject.EXPULSION, 1, 2, False),
        (Subject.EXPULSION, 2, 3, True),
        (Subject.RESOLUTION, 0, 0, False),
        (Subject.ADMISSION, 0, 0, False),
    ],
)
def test_examples(subject: Subject, approve: int, base: int, passes: bool) -> None:
    assert majority(subject, date(2026, 12, 6)).passed(approve, base) is passes


def test_an_old_meeting_is_judged_by_the_rule_of_its_day() -> None:
    last, first = date(2025, 5, 25), date(2025, 5, 26)
    assert majority(Subject.RESOLUTION, last) != majority(Subject.RESOLUTION, first)
    with pytest.raises(NoRule):
        majority(Subject.RESOLUTION, date(1999, 1, 1))


def test_no_day_has_two_rules_and_none_between_two_has_no_rule() -> None:
    for rules in MAJORITIES.values():
        assert rules[-1].until is None
        assert all(before.until == after.since for before, after in pairwise(rules))


HELD = st.frozensets(
    st.sampled_from([Circumstance.EXEMPT, Circumstance.ELSEWHERE, Circumstance.SUSPENDED, Circumstance.AWAY])
)


@given(st.sampled_from(Standing), st.sampled_from([Tie.OFFICIAL, Tie.TEMPORARY]), HELD, st.booleans())
def test_who_counts(standing: Standing, tie: Tie, holds: frozenset[Circumstance], present: bool) -> None:
    counts = not_counted(standing, tie, holds, present) is None
    free = holds & {Circumstance.EXEMPT, Circumstance.ELSEWHERE}
    assert counts == (
        standing is Standing.OFFICIAL
        and tie is Tie.OFFICIAL
        and Circumstance.SUSPENDED not in holds
        and (present or not free)
    )


@given(st.sampled_from(Standing), st.sampled_from([Tie.OFFICIAL, Tie.TEMPORARY]), HELD)
def test_being_there_never_takes_a_voice_away(
    standing: Standing, tie: Tie, holds: frozenset[Circumstance]
) -> None:
    if not_counted(standing, tie, holds, present=False) is None:
        assert not_counted(standing, tie, holds, present=True) is None


def test_away_for_a_time_still_counts() -> None:
    """Under three months there is no transfer: he is absent, and counted (people 33)."""
    assert not_counted(Standing.OFFICIAL, Tie.OFFICIAL, {Circumstance.AWAY}, present=False) is None
