"""Reminders: never in quiet hours, never once the meeting has begun, never twice; over all hours at which a meeting can begin."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from handlers.kit.hours import Hours
from models import bot_account, meeting, outbox
from models.member import Member
from models.outbox import Delivery, Notice
from models.sealing import Keys
from models.terms import ChannelName
from scheduler.reminders import EVENING, REPEAT, Whom, plan, remind
from tests.cast import ZONE, plant
from tests.database import fresh
from tests.owed import due_at

NIGHT = Hours(time(21), time(6, 30))
SPRING = datetime(2026, 12, 1, tzinfo=ZONE)
minutes = st.integers(0, 60 * 24 * 4).map(lambda m: timedelta(minutes=m))
nights = st.sampled_from([NIGHT, Hours(time(20), time(9)), Hours(time(18), time(6)), Hours()])


@given(told=minutes, lead=minutes, hours=nights)
@settings(max_examples=500)
def test_a_reminder_has_its_place(told: timedelta, lead: timedelta, hours: Hours) -> None:
    assume(lead)
    at, starts = SPRING + told, SPRING + told + lead
    for moment in plan(at, starts, hours).values():
        assert hours.for_the_clock(moment) == moment, "in quiet hours"
        assert at + REPEAT <= moment < starts


@given(lead=st.integers(26 * 60, 60 * 24 * 20), at=st.integers(0, 24 * 60 - 1))
def test_with_a_day_left_both_are_reminded(lead: int, at: int) -> None:
    starts = SPRING + timedelta(days=30, minutes=at)
    due = plan(starts - timedelta(minutes=lead), starts, NIGHT)
    assert due.keys() >= {Whom.COMING}
    assert due.keys() == {Whom.COMING, Whom.SILENT}
    if starts.time() < time(9):
        assert due[Whom.COMING].date() == starts.date() - timedelta(days=1)
        assert due[Whom.COMING].time() == EVENING


@pytest.mark.parametrize(
    ("told", "starts", "silent", "coming"),
    [
        ("01 08:00", "06 19:30", "05 19:30", "06 17:30"),
        ("01 08:00", "06 07:30", "05 07:30", "05 19:00"),
        ("01 08:00", "06 14:00", "05 14:00", "06 11:15"),
        ("01 08:00", "06 13:30", "05 13:30", "06 11:15"),
        ("01 08:00", "06 12:00", "05 11:15", "06 10:00"),
        ("01 08:00", "06 23:30", "05 20:45", "06 20:45"),
        ("05 20:00", "06 08:00", "06 06:30", "06 06:30"),
        ("06 08:00", "06 19:30", "06 17:30", "06 17:30"),
        ("06 17:00", "06 19:30", "06 17:45", None),
        ("06 10:50", "06 14:00", "06 13:30", None),
        ("06 18:50", "06 19:30", None, None),
        ("06 20:30", "06 22:00", None, None),
    ],
)
def test_reminders_follow_the_time_left(
    told: str, starts: str, silent: str | None, coming: str | None
) -> None:
    due = plan(_at(told), _at(starts), NIGHT)
    assert due.get(Whom.SILENT) == (_at(silent) if silent else None)
    assert due.get(Whom.COMING) == (_at(coming) if coming else None)


def _at(text: str) -> datetime:
    return datetime.strptime(f"2026-12-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


@given(
    told=st.integers(0, 24 * 60 - 1),
    lead=st.integers(30, 60 * 60),
    beats=st.lists(st.integers(0, 61 * 60), min_size=5, max_size=60),
    answers=st.lists(
        st.tuples(st.integers(0, 60 * 60), st.sampled_from(["lan", "hòa", "tú"]), st.booleans())
    ),
)
@settings(max_examples=40)
def test_whatever_the_clock_does_nobody_is_reminded_twice(
    told: int, lead: int, beats: list[int], answers: list[tuple[int, str, bool]]
) -> None:
    at = SPRING + timedelta(minutes=told)
    with fresh() as session:
        branch = plant(session, Keys(b"x"), SPRING)
        bot = bot_account.known(session, ChannelName.ZALO, "1", "so", SPRING)
        for who in ("lan", "hòa", "tú"):
            branch.joins(session, who, bot.id, who, SPRING)
        author = session.get_one(Member, branch.names["tú"])
        about = meeting.call(session, branch.place, author, at + timedelta(minutes=lead), "nhà văn hóa", at)
        for minute, what in sorted(
            [(b, None) for b in beats] + [(m, (w, c)) for m, w, c in answers], key=lambda one: one[0]
        ):
            now = at + timedelta(minutes=minute)
            if what is None:
                _beat(session, about, now)
            elif now < about.starts:
                meeting.answer(
                    session, about, 1, session.get_one(Member, branch.names[what[0]]), what[1], now
                )
        reminded = session.exec(select(Delivery.member_id, Notice.key).join(Notice)).all()
        assert len(reminded) == len(set(reminded))
        assert {key for _, key in reminded} <= {"reminder:1.1:silent", "reminder:1.1:coming"}


def _beat(session: Session, about: meeting.Meeting, now: datetime) -> None:
    before = len(session.exec(select(Notice)).all())
    remind(session, now, NIGHT)
    if len(session.exec(select(Notice)).all()) > before:
        assert NIGHT.for_the_clock(now) == now, "owed in quiet hours"
        assert now < about.starts
        assert {d.expires_at for d in session.exec(select(Delivery))} == {about.starts}
    if now >= about.starts:
        assert due_at(session, outbox.Want(1), now) == []
