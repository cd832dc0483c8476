"""Absences (people 33): one plan at a time, counted from the first day, asked about from three months on (R24)."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from models import meeting, member
from models.audit import Audit
from models.member import ElsewhereAlready, Member, MemberCircumstance
from models.sealing import Keys
from models.terms import Circumstance, Presence
from tests.cast import ZONE, plant
from tests.database import fresh

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)
AWAY = Circumstance.AWAY


def day(month: int, number: int) -> datetime:
    return datetime(2026 if month == 12 else 2027, month, number, tzinfo=ZONE)


def one(session: Session, short: str = "lan") -> Member:
    return session.get_one(Member, plant(session, Keys(b"x"), NOW).names[short])


def plans(session: Session, who: Member) -> list[tuple[datetime, datetime | None]]:
    rows = session.exec(select(MemberCircumstance).where(MemberCircumstance.member_id == who.id))
    return [(r.since, r.until) for r in rows if r.until is None or r.until > r.since]


def test_a_new_word_prolongs_or_shortens_the_absence_that_runs() -> None:
    with fresh() as session:
        lan = one(session)
        member.go_away(session, lan, NOW, day(1, 16), "ở với con", lan, NOW)
        later = NOW + timedelta(days=20)
        for ends in (day(3, 16), day(2, 1)):
            away = member.go_away(session, lan, later, ends, None, lan, later)
            assert plans(session, lan) == [(NOW, ends)]
            assert away.reason == "ở với con"
        assert member.come_home(session, lan, AWAY, lan, later) == [away]
        assert member.come_home(session, lan, AWAY, lan, later) == []
        acts = [act.act for act in session.exec(select(Audit)) if act.act.startswith("absence")]
        assert acts == ["absence.begin"] * 3 + ["absence.end"]


def test_the_last_word_on_what_is_to_come_is_the_plan() -> None:
    with fresh() as session:
        lan = one(session)
        member.go_away(session, lan, day(1, 5), day(3, 16), None, lan, NOW)
        member.go_away(session, lan, day(1, 10), day(2, 1), None, lan, NOW)
        assert plans(session, lan) == [(day(1, 5), day(2, 1))]
        member.go_away(session, lan, NOW, day(12, 20), None, lan, NOW)
        assert plans(session, lan) == [(NOW, day(12, 20))]
        member.go_away(session, lan, day(1, 5), None, None, lan, NOW)
        assert plans(session, lan) == [(NOW, day(12, 20)), (day(1, 5), None)]


def test_who_belongs_elsewhere_is_not_away() -> None:
    with fresh() as session:
        tuấn = one(session, "tuấn")
        with pytest.raises(ElsewhereAlready):
            member.go_away(session, tuấn, NOW, None, None, tuấn, NOW)


@pytest.mark.parametrize(
    ("until", "asked", "long"),
    [
        (day(3, 2), NOW, True),
        (day(3, 1), NOW, False),
        (None, NOW, False),
        (None, day(2, 28), False),
        (None, day(3, 2), True),
        (day(3, 16), day(3, 17), False),
    ],
)
def test_three_months_ask_for_a_transfer_once(until: datetime | None, asked: datetime, long: bool) -> None:
    with fresh() as session:
        lan = one(session)
        away = member.go_away(session, lan, NOW, until, None, lan, NOW)
        assert member.long_absences(session, asked) == ([(away, lan)] if long else [])
        away.transfer_asked = asked
        session.flush()
        assert member.long_absences(session, asked) == []


def test_the_exempt_and_the_gone_need_no_transfer() -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"x"), NOW)
        bảy, lan = (session.get_one(Member, branch.names[who]) for who in ("bảy", "lan"))
        for who in (bảy, lan):
            member.go_away(session, who, NOW, day(6, 1), None, who, NOW)
        session.add(MemberCircumstance(member_id=lan.id, kind=Circumstance.DECEASED, since=NOW))
        session.flush()
        assert member.long_absences(session, NOW) == []


def test_the_transferred_are_neither_called_nor_missed() -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"x"), NOW)
        lan, tú = (session.get_one(Member, branch.names[who]) for who in ("lan", "tú"))
        about = meeting.call(session, branch.place, tú, day(12, 6), "nhà", NOW)
        away = member.go_away(session, lan, NOW, day(3, 16), None, tú, NOW)
        assert meeting.marks(session, about)[lan.id].presence is Presence.EXCUSED
        assert lan.id in session.exec(member.called(branch.place, NOW)).all()
        member.transferred(session, away, day(3, 16), tú, NOW)
        assert lan.id not in meeting.marks(session, about)
        assert lan.id not in session.exec(member.called(branch.place, NOW)).all()
        assert lan.id in session.exec(member.called(branch.place, day(3, 16))).all(), "back by itself"
