"""The monthly rule: its next time, the month's last day, and months that have their meeting."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.reading import read_times
from models import meeting
from models.meeting import Monthly
from models.member import Member
from models.sealing import Keys
from models.terms import Body, MeetingKind
from tests.cast import ZONE, plant
from tests.database import fresh

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)


def rule(said: str, **more: object) -> Monthly:
    times = read_times(said, NOW)
    assert times.rule
    return Monthly(organisation_id=1, rule=times.rule, first=times.moments[0], place="nhà", since=NOW, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "after", "following"),
    [
        ("19h30 ngày 6 hằng tháng", "2026-12-01 08:00", "2026-12-06 19:30"),
        ("19h30 ngày 6 hằng tháng", "2026-12-06 19:30", "2027-01-06 19:30"),
        ("19h30 ngày 31 hằng tháng", "2027-02-01 08:00", "2027-02-28 19:30"),
        ("19h30 ngày 29 hằng tháng", "2027-02-01 08:00", "2027-02-28 19:30"),
        ("19h30 ngày 29 hằng tháng", "2028-02-01 08:00", "2028-02-29 19:30"),
        ("8h sáng chủ nhật đầu tiên hằng tháng", "2027-01-01 08:00", "2027-01-03 08:00"),
    ],
)
def test_the_next_time(said: str, after: str, following: str) -> None:
    at = datetime.fromisoformat(after).replace(tzinfo=ZONE)
    assert rule(said).following(at) == datetime.fromisoformat(following).replace(tzinfo=ZONE)


@given(day=st.integers(1, 31), months=st.integers(0, 60))
def test_every_month_has_its_meeting(day: int, months: int) -> None:
    start, end = meeting.of_month((NOW + timedelta(days=31 * months)).replace(day=1))
    found = rule(f"19h30 ngày {day} hằng tháng").following(start - timedelta(seconds=1))
    assert found is not None
    assert start <= found < end
    assert (found.hour, found.minute) == (19, 30)


def test_a_month_is_met_by_the_whole_branch_alone() -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"x"), NOW)
        author = session.get_one(Member, branch.names["tú"])
        starts = NOW + timedelta(days=5)
        assert [b.id for b in meeting.not_meeting(session, NOW)] == [branch.place.id]
        meeting.call(session, branch.place, author, starts, "nhà", NOW, Body.COMMITTEE)
        meeting.call(session, branch.place, author, starts, "nhà", NOW, kind=MeetingKind.THEMATIC)
        meeting.call(session, branch.place, author, NOW + timedelta(days=35), "nhà", NOW)
        assert meeting.not_meeting(session, NOW), (
            "a chi ủy, a thematic or next month's meeting is not this month's (R17)"
        )
        about = meeting.call(
            session, branch.place, author, starts, "nhà", NOW, Body.EXTENDED, guests="ông An"
        )
        assert not meeting.not_meeting(session, NOW)
        assert meeting.met(session, branch.place.id, Body.BRANCH, None, MeetingKind.REGULAR, NOW) == [about]
        meeting.postponed(session, about, author, NOW)
        assert meeting.not_meeting(session, NOW), "put off without a new time is no meeting"


def test_a_meeting_put_off_into_the_next_month_is_still_of_its_own() -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"x"), NOW)
        author = session.get_one(Member, branch.names["tú"])
        december, january = NOW + timedelta(days=19), NOW + timedelta(days=50)
        about = meeting.call(session, branch.place, author, december, "nhà", NOW)
        for days in (33, 34):
            meeting.moved(session, about, author, NOW + timedelta(days=days), "nhà", NOW)

        def of(month: datetime) -> list[object]:
            return list(meeting.met(session, branch.place.id, Body.BRANCH, None, MeetingKind.REGULAR, month))

        assert of(december) == [about]
        assert of(january) == []
        assert not meeting.not_meeting(session, december)
        assert meeting.not_meeting(session, january), "it does not stand for January's"
        another = meeting.call(session, branch.place, author, january, "nhà", NOW, called_for=december)
        assert of(december) == [about, another]


def test_a_body_has_one_rule() -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"x"), NOW)
        author = session.get_one(Member, branch.names["tú"])
        meeting.keep_monthly(session, rule("19h30 ngày 6 hằng tháng"), author)
        kept = meeting.keep_monthly(session, rule("19h30 ngày 8 hằng tháng"), author)
        chi_uy = meeting.keep_monthly(session, rule("19h30 ngày 4 hằng tháng", body=Body.COMMITTEE), author)
        assert meeting.monthly_rules(session, branch.place) == [kept, chi_uy]
        assert meeting.end_monthly(session, branch.place, Body.BRANCH, None, author, NOW)
        assert not meeting.end_monthly(session, branch.place, Body.BRANCH, None, author, NOW)
        assert meeting.monthly_rules(session) == [chi_uy]
