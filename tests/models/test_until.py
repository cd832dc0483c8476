"""What is open until a meeting begins follows the meeting, and the database agrees with the rule."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import draft, meeting, motion, survey
from models.database import Session
from models.draft import Draft
from models.meeting import PUT_OFF_AT_MOST
from models.member import Member
from models.motion import Motion
from models.sealing import Keys
from models.survey import Asked, Survey
from models.terms import MeetingState
from models.until import Lasting, Until, due, until_meeting
from tests.cast import ZONE, Branch, plant
from tests.database import fresh

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)
HOUR = timedelta(hours=1)
STARTS = NOW + 30 * HOUR
LATER = STARTS + 48 * HOUR


def opened(session: Session, branch: Branch, until: Until) -> tuple[Draft, Motion, Survey]:
    author = session.get_one(Member, branch.names["tú"])
    return (
        draft.put_out(session, branch.place, author, "Nghị quyết", until, NOW),
        motion.consult(session, branch.place, author, "Họp sớm hơn?", until, NOW),
        survey.put_out(session, branch.place, author, "Quý 4", [Asked("Đề xuất gì?")], until, NOW),
    )


def open_at(session: Session, branch: Branch, now: datetime) -> list[Lasting]:
    """What takes answers then, as the database says."""
    lan = session.get_one(Member, branch.names["lan"])
    motions = [one for one in motion.of_branch(session, branch.place) if one not in due(session, Motion, now)]
    surveys = survey.open_for(session, lan, now)
    ended = due(session, Survey, now)
    assert not [one for one in surveys if one in ended]
    return [*draft.open_for(session, lan, now), *motions, *surveys]


@given(
    own=st.booleans(),
    state=st.sampled_from(MeetingState),
    moved=st.booleans(),
    later=st.timedeltas(-HOUR, PUT_OFF_AT_MOST + 200 * HOUR),
)
def test_the_database_agrees_with_the_rule(
    own: bool, state: MeetingState, moved: bool, later: timedelta
) -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"k"), NOW)
        author = session.get_one(Member, branch.names["tú"])
        called = meeting.call(session, branch.place, author, STARTS, "nhà văn hóa", NOW)
        things = opened(session, branch, STARTS if own else called)
        if moved:
            meeting.moved(session, called, author, LATER, "nhà văn hóa", NOW)
        called.state = state
        session.flush()
        now, ends = STARTS + later, LATER if moved else STARTS
        if own:
            ends = STARTS
        elif state is MeetingState.POSTPONED:
            ends += PUT_OFF_AT_MOST
        assert {thing.ends for thing in things} == {ends}
        assert open_at(session, branch, now) == ([*things] if now < ends else [])


@pytest.mark.parametrize("own", [True, False])
def test_what_is_closed_before_its_end_follows_no_more(own: bool) -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"k"), NOW)
        author = session.get_one(Member, branch.names["tú"])
        called = meeting.call(session, branch.place, author, STARTS, "nhà văn hóa", NOW)
        text, question, paper = opened(session, branch, STARTS if own else called)
        draft.comment(session, text, author, "Nên rõ hơn.", NOW)
        draft.take_back(session, text, author, NOW + HOUR)
        motion.close(session, question, author, NOW + HOUR)
        survey.close(session, paper, author, NOW + HOUR)
        meeting.postponed(session, called, author, NOW + HOUR)
        assert text.ended_at == question.ended_at == paper.ended_at == NOW + HOUR
        assert not until_meeting(session, Draft, called)
        assert not until_meeting(session, Motion, called)
        assert not until_meeting(session, Survey, called)
