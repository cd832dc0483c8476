"""Who was there: filled in from the answers, taken once it has begun, set right later."""

from datetime import datetime, timedelta

import pytest

from models import meeting
from models.meeting import Marked
from models.member import Member, MemberCircumstance
from models.sealing import Keys
from models.terms import Circumstance, MeetingState, Presence
from tests.cast import ZONE, plant
from tests.database import fresh

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)


def test_the_roll_is_filled_in_taken_and_set_right() -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"x"), NOW)
        people = {short: session.get_one(Member, number) for short, number in branch.names.items()}
        tú, starts = people["tú"], NOW + timedelta(days=5)
        about = meeting.call(session, branch.place, tú, starts, "nhà", NOW)
        meeting.answer(session, about, 1, tú, True, NOW)
        meeting.answer(session, about, 1, people["hòa"], False, NOW, reason="ốm")
        meeting.answer(session, about, 1, people["lan"], False, NOW)
        session.add(MemberCircumstance(member_id=people["minh"].id, kind=Circumstance.AWAY, since=NOW))
        session.flush()
        roll = meeting.marks(session, about)
        assert roll[tú.id] == Marked(Presence.PRESENT)
        assert roll[people["hòa"].id] == Marked(Presence.EXCUSED, "ốm")
        assert roll[people["lan"].id] == Marked(Presence.UNEXCUSED)
        assert roll[people["minh"].id] == Marked(Presence.EXCUSED), "away for a time (people 33)"
        assert people["bảy"].id not in roll, "exempt ones are not called"
        assert len(roll) == 9

        with pytest.raises(meeting.NotBegun):
            meeting.held(session, about, roll, tú, NOW)
        meeting.held(session, about, roll | {people["bảy"].id: Marked(Presence.PRESENT)}, tú, starts)
        assert about.state is MeetingState.OVER
        assert meeting.marks(session, about)[people["bảy"].id] == Marked(Presence.PRESENT)
        later = roll | {people["lan"].id: Marked(Presence.PRESENT)}
        meeting.held(session, about, later, people["hòa"], starts + timedelta(1))
        assert meeting.marks(session, about) == later, "who is not in it any more has no mark"
        assert meeting.taken_by(session, about) == (people["hòa"], starts + timedelta(1))


def test_a_meeting_that_nobody_came_to_is_put_off() -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"x"), NOW)
        tú = session.get_one(Member, branch.names["tú"])
        starts = NOW + timedelta(days=5)
        about = meeting.call(session, branch.place, tú, starts, "nhà", NOW)
        with pytest.raises(meeting.NotBegun):
            meeting.not_held(session, about, tú, NOW)
        later = starts + timedelta(hours=12)
        meeting.not_held(session, about, tú, later)
        assert about.state is MeetingState.POSTPONED
        assert meeting.taken_by(session, about) is None
        assert branch.place in meeting.not_meeting(session, later), "the month still lacks its meeting (R12)"
        with pytest.raises(meeting.NotBegun):
            meeting.held(session, about, meeting.marks(session, about), tú, later)
        assert meeting.moved(session, about, tú, later + timedelta(days=3), "nhà", later)
        assert about.revision == 2
