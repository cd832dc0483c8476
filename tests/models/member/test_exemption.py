"""Exempt members who ask to be called (R21, people 33): to which meetings, who is told so, what is on record."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from models import meeting, member
from models.audit import Audit
from models.member import Member, MemberCircumstance, NotExempt
from models.sealing import Keys
from models.terms import Body, Circumstance
from tests.cast import ZONE, Branch, plant
from tests.database import fresh

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)
SOON = NOW + timedelta(days=5)


def people(session: Session, branch: Branch) -> dict[str, Member]:
    return {short: session.get_one(Member, number) for short, number in branch.names.items()}


def test_who_asks_in_is_called_to_his_own_bodies_and_again_to_none() -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"x"), NOW)
        who = people(session, branch)
        bảy, tú = who["bảy"], who["tú"]
        whole = meeting.call(session, branch.place, tú, SOON, "nhà", NOW)
        meeting.call(session, branch.place, tú, SOON + timedelta(days=1), "nhà", NOW, Body.COMMITTEE)
        assert member.ask_in(session, bảy, True, bảy, NOW)
        assert not member.ask_in(session, bảy, True, bảy, NOW)
        assert meeting.call_in(session, branch.place, bảy, NOW) == [whole]
        assert meeting.call_in(session, branch.place, bảy, NOW) == []
        assert bảy.id in session.exec(meeting.called_to(whole)).all()
        everybody = member.called(branch.place, NOW)
        assert member.asking_in(session, everybody, NOW) == 1
        assert Circumstance.EXEMPT not in member.left_out(session, branch.place, NOW, Body.BRANCH, None)

        meeting.answer(session, whole, 1, bảy, True, NOW)
        assert member.ask_in(session, bảy, False, tú, NOW)
        assert meeting.call_out(session, branch.place, bảy, NOW) == [whole]
        assert bảy.id not in session.exec(meeting.called_to(whole)).all()
        assert meeting.answer_of(session, whole, bảy) is None
        assert member.asking_in(session, everybody, NOW) == 0
        acts = [(act.act, act.member_id) for act in session.exec(select(Audit)) if "exemption" in act.act]
        assert acts == [("exemption.ask_in", bảy.id), ("exemption.ask_out", tú.id)]


def test_who_belongs_elsewhere_is_not_called_though_he_asks() -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"x"), NOW)
        bảy = people(session, branch)["bảy"]
        session.add(MemberCircumstance(member_id=bảy.id, kind=Circumstance.ELSEWHERE, since=NOW))
        assert member.ask_in(session, bảy, True, bảy, NOW)
        assert bảy.id not in session.exec(member.called(branch.place, NOW)).all()


def test_only_the_exempt_ask_in() -> None:
    with fresh() as session:
        who = people(session, plant(session, Keys(b"x"), NOW))
        for each in ("lan", "tuấn"):
            with pytest.raises(NotExempt):
                member.ask_in(session, who[each], True, who["tú"], NOW)
