"""A meeting is moved or put off: whom it reaches, who has heard of it, and when it is too late."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from models import meeting, outbox
from models.meeting import LATELY, CalledAlready, Meeting, MeetingPast
from models.member import Member, MemberCircumstance
from models.outbox import Delivery
from models.sealing import Keys
from models.terms import Circumstance, DeliveryState, MeetingKind, MeetingState
from tests.cast import ZONE, Branch, plant
from tests.database import fresh

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)
STARTS = datetime(2026, 12, 6, 19, 30, tzinfo=ZONE)
LATER = STARTS + timedelta(days=14)


class Scene:
    """A branch with one meeting called."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.branch: Branch = plant(session, Keys(b"x"), NOW)
        self.author = session.get_one(Member, self.branch.names["tú"])
        self.about = self.call(STARTS)

    def call(self, starts: datetime, **more: object) -> Meeting:
        return meeting.call(self.session, self.branch.place, self.author, starts, "nhà", NOW, **more)  # type: ignore[arg-type]

    def move(self, starts: datetime, now: datetime = NOW) -> bool:
        return meeting.moved(self.session, self.about, self.author, starts, "nhà", now)

    def circumstance(self, who: str, kind: Circumstance, since: datetime = NOW) -> None:
        row = MemberCircumstance(member_id=self.branch.names[who], kind=kind, since=since)
        self.session.add(row)
        self.session.flush()

    def called(self) -> set[int]:
        return set(self.session.exec(meeting.called_to(self.about)))


@pytest.fixture
def scene() -> Iterator[Scene]:
    with fresh() as session:
        yield Scene(session)


def test_who_is_suspended_or_elsewhere_by_then_is_not_called(scene: Scene) -> None:
    scene.circumstance("lan", Circumstance.SUSPENDED)
    scene.circumstance("hòa", Circumstance.ELSEWHERE)
    scene.circumstance("minh", Circumstance.SUSPENDED, since=STARTS + timedelta(days=1))
    missing = {scene.branch.names["lan"], scene.branch.names["hòa"]}
    assert len(scene.called()) == 7
    assert scene.called().isdisjoint(missing)
    hearing = meeting.hearers(scene.session, scene.about, NOW, STARTS)
    assert meeting.left_out(scene.session, scene.about, NOW, hearing) == {
        Circumstance.EXEMPT: 1,
        Circumstance.ELSEWHERE: 2,
        Circumstance.SUSPENDED: 1,
    }


def test_a_new_time_calls_whom_the_body_has_gained(scene: Scene) -> None:
    back = scene.session.exec(
        select(MemberCircumstance).where(MemberCircumstance.member_id == scene.branch.names["tuấn"])
    ).one()
    back.until = NOW
    scene.session.flush()
    assert scene.branch.names["tuấn"] not in meeting.hearers(scene.session, scene.about, NOW, STARTS)
    assert scene.branch.names["tuấn"] in meeting.hearers(scene.session, scene.about, NOW, LATER)
    assert scene.move(LATER)
    assert scene.branch.names["tuấn"] in scene.called()


def test_who_is_exempt_after_having_been_called_still_hears(scene: Scene) -> None:
    scene.circumstance("lan", Circumstance.EXEMPT)
    hearing = meeting.hearers(scene.session, scene.about, NOW, LATER)
    assert scene.branch.names["lan"] in hearing
    assert meeting.left_out(scene.session, scene.about, NOW, hearing)[Circumstance.EXEMPT] == 1


def test_a_body_does_not_meet_twice_at_one_hour(scene: Scene) -> None:
    scene.call(LATER)
    with pytest.raises(CalledAlready):
        scene.move(LATER)
    assert scene.about.starts == STARTS


def test_a_while_after_its_start_it_may_still_be_put_off(scene: Scene) -> None:
    assert scene.about in meeting.at_hand(scene.session, scene.branch.place, STARTS + timedelta(minutes=3))
    assert scene.about not in meeting.at_hand(scene.session, scene.branch.place, STARTS + LATELY)
    with pytest.raises(MeetingPast):
        scene.move(LATER, STARTS + LATELY)
    with pytest.raises(MeetingPast):
        scene.move(STARTS, STARTS + timedelta(minutes=3))
    meeting.postponed(scene.session, scene.about, scene.author, STARTS + timedelta(minutes=3))
    with pytest.raises(MeetingPast):
        meeting.postponed(scene.session, scene.about, scene.author, STARTS + timedelta(minutes=3))


def test_a_new_call_is_the_new_time_of_the_one_put_off(scene: Scene) -> None:
    about = scene.call(STARTS + timedelta(days=1), kind=MeetingKind.THEMATIC, topic="Môi trường")
    for each in (scene.about, about):
        meeting.postponed(scene.session, each, scene.author, NOW)
    assert scene.call(LATER) is scene.about
    assert (scene.about.state, scene.about.revision, scene.about.starts) == (MeetingState.CALLED, 2, LATER)
    assert len(scene.called()) == 9
    assert scene.call(LATER + timedelta(days=1)) is not scene.about, "nothing is put off any more"
    other = scene.call(LATER + timedelta(days=2), kind=MeetingKind.THEMATIC, topic="Phòng cháy")
    assert other is not about
    assert scene.call(LATER + timedelta(days=3), kind=MeetingKind.THEMATIC, topic="môi trường") is about


def test_the_day_alone_does_not_tell_two_meetings_apart(scene: Scene) -> None:
    assert not meeting.shares_its_day(scene.about, ZONE)
    other = scene.call(STARTS.replace(hour=0, minute=0), kind=MeetingKind.THEMATIC)
    assert meeting.shares_its_day(scene.about, ZONE)
    scene.call(STARTS.replace(hour=0, minute=0) + timedelta(days=1))
    assert meeting.shares_its_day(other, ZONE)
    meeting.moved(scene.session, other, scene.author, LATER, "nhà", NOW)
    assert not meeting.shares_its_day(scene.about, ZONE)


def test_only_what_has_gone_was_heard(scene: Scene) -> None:
    lan, hòa = scene.branch.names["lan"], scene.branch.names["hòa"]
    outbox.tell(scene.session, [lan, hòa], {"text": "x"}, key="meeting:1.1", kind="meeting", now=NOW)
    assert meeting.heard(scene.session, scene.about) == set()
    copies = scene.session.exec(select(Delivery)).all()
    next(copy for copy in copies if copy.member_id == lan).state = DeliveryState.SENT
    scene.session.flush()
    assert meeting.heard(scene.session, scene.about, of_this_time=True) == {lan}
    scene.move(LATER)
    assert meeting.heard(scene.session, scene.about) == {lan}
    assert meeting.heard(scene.session, scene.about, of_this_time=True) == set()
