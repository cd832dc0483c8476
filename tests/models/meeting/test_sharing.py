"""Chi ủy shares the calls near the start, and while word of a late change goes out; never before, never of others' meetings."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import meeting
from models.meeting import LATELY, SOON
from models.meeting.sharing import shared
from models.member import Member
from models.sealing import Keys
from models.terms import Body, MeetingState
from tests.cast import ZONE, plant
from tests.database import fresh

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)
STARTS = NOW + timedelta(days=5)
lengths = st.integers(-60 * 24 * 6, 60 * 24 * 6).map(lambda m: timedelta(minutes=m))
states = st.sampled_from(list(MeetingState))


@given(at=lengths, late=st.none() | lengths, state=states)
@settings(max_examples=300)
def test_the_calls_are_shared_near_the_start_or_after_a_late_word(
    at: timedelta, late: timedelta | None, state: MeetingState
) -> None:
    about = meeting.Meeting(organisation_id=1, starts=STARTS, place="nhà", state=state, told_at=NOW)
    about.pressed_at = STARTS + late if late is not None else None
    near = state is MeetingState.CALLED and -SOON <= at < LATELY
    lately = late is not None and late <= at < late + LATELY
    living = state in (MeetingState.CALLED, MeetingState.POSTPONED)
    assert shared(about, STARTS + at) == (near or (lately and living))


def test_only_chi_uy_and_only_of_a_meeting_that_they_are_called_to() -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"x"), NOW)
        people = {who: session.get_one(Member, number) for who, number in branch.names.items()}
        soon = STARTS - timedelta(hours=1)
        whole = meeting.call(session, branch.place, people["tú"], STARTS, "nhà", NOW)
        cell = meeting.call(session, branch.place, people["tú"], STARTS, "nhà", NOW, body=Body.CELL, cell="2")
        assert meeting.may_share(session, whole, people["thái"], soon)
        assert not meeting.may_share(session, whole, people["thái"], NOW)
        assert not meeting.may_share(session, whole, people["lan"], soon)
        assert not meeting.may_share(session, cell, people["thái"], soon), (
            "its list is nobody else's (people 17)"
        )
        assert not meeting.may_share(session, cell, people["lan"], soon)


@pytest.mark.parametrize("postponed", [True, False])
def test_what_is_put_off_an_hour_before_is_called_about_although_it_is_far_then(postponed: bool) -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"x"), NOW)
        tú, thái = (session.get_one(Member, branch.names[who]) for who in ("tú", "thái"))
        about = meeting.call(session, branch.place, tú, STARTS, "nhà", NOW)
        late = STARTS - timedelta(hours=1)
        if postponed:
            meeting.postponed(session, about, tú, late)
        else:
            meeting.moved(session, about, tú, STARTS + timedelta(days=7), "nhà", late)
        assert not meeting.may_share(session, about, thái, late)
        meeting.pressed(session, about, late)
        assert meeting.may_share(session, about, thái, late)
        assert not meeting.may_share(session, about, thái, late + LATELY)
