"""When a survey is remembered: before its end, never in quiet hours, once, and to those alone who have not finished."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from handlers.kit.hours import Hours
from models import survey
from models.member import Member
from models.outbox import Delivery, Notice
from models.sealing import Keys
from models.survey import Asked, Survey
from scheduler.surveys import due_at, remind
from tests.cast import ZONE, plant
from tests.database import fresh
from tests.player import NIGHT

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)


@given(st.integers(3, 24 * 20), st.integers(0, 23))
def test_it_is_due_before_the_end_and_outside_quiet_hours(hours: int, start: int) -> None:
    opened = NOW.replace(hour=start)
    about = Survey(opened_at=opened, closes_at=opened + timedelta(hours=hours))
    at = due_at(about, NOW, NIGHT)
    ahead = about.ends - at
    assert NIGHT.for_the_clock(at) == at
    assert timedelta(hours=2) <= ahead <= timedelta(hours=2 if hours < 48 else 24) + timedelta(hours=10)


def test_it_goes_once_to_those_who_have_not_finished() -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"k"), NOW)
        tu, lan, hoa = (session.get_one(Member, branch.names[name]) for name in ("tú", "lan", "hòa"))
        asked = [Asked("Có hợp?", ("Có", "Không")), Asked("Đề xuất?")]
        made = survey.put_out(session, branch.place, tu, "Quý 4", asked, NOW + timedelta(hours=10), NOW)
        first, second = survey.questions(session, made)
        for who in (lan, hoa):
            survey.answer(session, made, first, who, (0,), NOW)
        survey.answer(session, made, second, lan, "nước chè", NOW)
        for at in (NOW + timedelta(hours=7, minutes=59), NOW + timedelta(hours=8)):
            remind(session, at, Hours())
            told = [notice.key for notice in session.exec(select(Notice))]
            assert told == ([f"survey:{made.id}:reminder"] if at.hour == 16 else [])
        remind(session, NOW + timedelta(hours=9), Hours())
        told_whom = set(session.exec(select(Delivery.member_id)))
        assert hoa.id in told_whom
        assert tu.id in told_whom
        assert lan.id not in told_whom


def test_what_was_just_put_out_is_not_remembered() -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"k"), NOW)
        tu = session.get_one(Member, branch.names["tú"])
        survey.put_out(session, branch.place, tu, "Gấp", [Asked("Đề xuất?")], NOW + timedelta(hours=2), NOW)
        for minutes in range(0, 120, 10):
            remind(session, NOW + timedelta(minutes=minutes), Hours())
        assert session.exec(select(Notice)).all() == []
