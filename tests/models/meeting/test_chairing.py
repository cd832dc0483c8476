"""Who was named for a meeting: when he may take its roll, and when not any more."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from models import meeting
from models.database import Session
from models.meeting import Meeting
from models.member import Member, MemberCircumstance, Membership, branch_of
from models.sealing import Keys
from models.terms import Circumstance, MeetingRole
from tests.cast import ZONE, Branch, plant
from tests.database import fresh

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)
STARTS = datetime(2026, 12, 6, 19, 30, tzinfo=ZONE)
CHAIR, CLERK = MeetingRole.CHAIR, MeetingRole.CLERK


@dataclass
class Named:
    """A meeting that Lan chairs."""

    session: Session
    branch: Branch
    about: Meeting

    def who(self, short: str) -> Member:
        return self.session.get_one(Member, self.branch.names[short])

    def may(self, short: str, at: datetime = STARTS) -> bool:
        charges = meeting.charges(self.session, self.who(short), self.branch.place, at)
        may = self.branch.names[short] in meeting.in_charge(self.session, self.about, at)
        assert may == (self.about in charges)
        return may


@pytest.fixture(scope="module")
def untouched() -> Iterator[Named]:
    yield from _lan_chairs()


@pytest.fixture
def named() -> Iterator[Named]:
    yield from _lan_chairs()


def _lan_chairs() -> Iterator[Named]:
    with fresh() as session:
        branch = plant(session, Keys(b"x"), NOW)
        tú = session.get_one(Member, branch.names["tú"])
        found = Named(session, branch, meeting.call(session, branch.place, tú, STARTS, "nhà", NOW))
        meeting.appoint(session, found.about, CHAIR, found.who("lan"), tú, NOW)
        yield found


@given(minutes=st.integers(-3 * 24 * 60, 3 * 24 * 60))
def test_the_right_lasts_from_an_hour_before_to_the_day_after(untouched: Named, minutes: int) -> None:
    at = STARTS + timedelta(minutes=minutes)
    lasts = STARTS - timedelta(hours=1) <= at < datetime(2026, 12, 8, tzinfo=ZONE)
    assert untouched.may("lan", at) == lasts
    assert not untouched.may("hùng", at)


def test_another_takes_the_place_and_the_place_is_taken_back(named: Named) -> None:
    tú, hùng, lan = named.who("tú"), named.who("hùng"), named.who("lan")
    assert meeting.appoint(named.session, named.about, CLERK, lan, tú, NOW) is None
    assert meeting.appoint(named.session, named.about, CHAIR, hùng, tú, NOW) == lan
    assert named.may("hùng") and named.may("lan"), "Lan is its secretary still"
    assert meeting.take_back(named.session, named.about, CLERK, tú, NOW) == lan
    assert meeting.take_back(named.session, named.about, CLERK, tú, NOW) is None
    assert not named.may("lan")
    assert meeting.appointed(named.session, named.about) == {CHAIR: hùng}


@pytest.mark.parametrize("short", ["bảy", "tuấn"])
def test_only_who_was_called_is_named(named: Named, short: str) -> None:
    with pytest.raises(LookupError):
        meeting.appoint(named.session, named.about, CLERK, named.who(short), named.who("tú"), NOW)
    assert meeting.appointed(named.session, named.about) == {CHAIR: named.who("lan")}


def _holds(kind: Circumstance) -> Callable[[Named], None]:
    def put(named: Named) -> None:
        person = named.branch.names["lan"]
        named.session.add(MemberCircumstance(member_id=person, kind=kind, since=STARTS))

    return put


def _belongs_elsewhere(named: Named) -> None:
    tie = named.session.exec(
        select(Membership).where(Membership.member_id == named.branch.names["lan"])
    ).one()
    tie.until = STARTS
    named.session.flush()
    assert branch_of(named.session, named.who("lan")) is None


@pytest.mark.parametrize(
    "happens",
    [
        *map(_holds, (Circumstance.DECEASED, Circumstance.MOVED, Circumstance.LEFT, Circumstance.SUSPENDED)),
        _belongs_elsewhere,
        lambda named: meeting.postponed(named.session, named.about, named.who("tú"), STARTS),
        lambda named: meeting.not_held(named.session, named.about, named.who("tú"), STARTS),
    ],
)
def test_the_right_is_lost(named: Named, happens: Callable[[Named], None]) -> None:
    at = STARTS + timedelta(minutes=1)
    assert named.may("lan", at)
    happens(named)
    named.session.flush()
    assert not named.may("lan", at)


def test_the_right_goes_with_the_meeting_to_its_new_time(named: Named) -> None:
    later = STARTS + timedelta(days=10)
    meeting.moved(named.session, named.about, named.who("tú"), later, "nhà", NOW)
    assert not named.may("lan", STARTS)
    assert named.may("lan", later)
    with pytest.raises(meeting.TooLate):
        meeting.appoint(
            named.session, named.about, CLERK, named.who("hùng"), named.who("tú"), later + timedelta(days=2)
        )
