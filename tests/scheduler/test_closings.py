"""The clock closes what is due, once, and tells the result at a decent hour."""

from datetime import datetime, time, timedelta

import pytest
from sqlmodel import select

from handlers.kit.hours import Hours
from models import meeting, motion, survey
from models.charter import Subject
from models.database import Session
from models.member import Member
from models.motion import Ballot, Choice
from models.outbox import Delivery, Notice
from models.sealing import Keys
from models.survey import Asked
from scheduler.closings import close_due
from tests.cast import ZONE, plant
from tests.database import fresh

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)
NIGHT = Hours(time(21), time(6, 30))


def opened(session: Session, ends: datetime) -> None:
    branch = plant(session, Keys(b"k"), NOW)
    author = session.get_one(Member, branch.names["tú"])
    motion.consult(session, branch.place, author, "Họp sớm hơn?", ends, NOW)
    survey.put_out(session, branch.place, author, "Quý 4", [Asked("Đề xuất gì?")], ends, NOW)


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        (NOW.replace(hour=17), NOW.replace(hour=17)),
        (NOW.replace(hour=23, minute=59), NOW.replace(day=2, hour=6, minute=30)),
        (NOW.replace(hour=12), NOW.replace(hour=13, minute=30)),
    ],
)
def test_results_are_told_once_at_a_decent_hour(ends: datetime, told: datetime) -> None:
    with fresh() as session:
        opened(session, ends)
        close_due(session, ends - timedelta(seconds=1), NIGHT)
        assert not session.exec(select(Notice)).all()
        for _ in range(2):
            close_due(session, ends, NIGHT)
        assert sorted(notice.key for notice in session.exec(select(Notice))) == [
            "motion:1:result",
            "survey:1:result",
        ]
        assert {delivery.not_before for delivery in session.exec(select(Delivery))} == {told}


@pytest.mark.parametrize(("tapped", "closes"), [((), False), (("tú", "hòa", "thái", "lan", "hùng"), True)])
def test_a_vote_at_a_meeting_waits_for_its_hands_as_long_as_they_might_decide_it(
    tapped: tuple[str, ...], closes: bool
) -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"k"), NOW)
        author = session.get_one(Member, branch.names["tú"])
        met = meeting.call(session, branch.place, author, NOW, "nhà văn hóa", NOW - timedelta(days=5))
        there = {branch.names[name] for name in ("tú", "hòa", "thái", "lan", "hùng", "sáu")}
        ends = NOW + timedelta(hours=1)
        made = motion.put(session, met, author, Subject.RESOLUTION, "Thông qua?", there, ends, NOW)
        for name in tapped:
            session.add(
                Ballot(motion_id=made.id, member_id=branch.names[name], choice=Choice.APPROVE, said_at=NOW)
            )
        session.flush()
        for later in range(3):
            close_due(session, ends + timedelta(minutes=later), NIGHT)
        assert [notice.key for notice in session.exec(select(Notice))] == ["motion:1:hands"]
        assert made.closed_at is None
        close_due(session, ends + timedelta(hours=12), NIGHT)
        assert made.closed_at == (ends if closes else None)
        told = session.exec(select(Notice).where(Notice.key == "motion:1:result")).first()
        assert (told is not None and "\nTHÔNG QUA" in told.content["text"]) is closes


def test_nobody_is_asked_for_hands_at_night() -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"k"), NOW)
        author, night = session.get_one(Member, branch.names["tú"]), NOW.replace(hour=21, minute=30)
        met = meeting.call(session, branch.place, author, night, "nhà văn hóa", NOW)
        there = {branch.names[name] for name in ("tú", "sáu")}
        made = motion.put(
            session, met, author, Subject.RESOLUTION, "Thông qua?", there, night + timedelta(hours=1), night
        )
        close_due(session, made.ends, NIGHT)
        asked = session.exec(select(Delivery)).all()
        assert {copy.not_before for copy in asked} == {NOW.replace(day=2, hour=6, minute=30)}
