"""Leading for a period: only a chi ủy viên, only in that time, named by bí thư, phó bí thư or the committee above."""

from datetime import datetime, timedelta

import pytest

from models import acting, member
from models.member import Member
from models.sealing import Keys
from models.terms import Post
from tests.cast import ZONE, above, plant
from tests.database import fresh

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)
DAY = timedelta(days=1)


def test_a_member_of_chi_uy_leads_for_a_time() -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"x"), NOW)
        people = {short: session.get_one(Member, number) for short, number in branch.names.items()}
        tú, thái, place = people["tú"], people["thái"], branch.place
        with pytest.raises(acting.NotInCommittee):
            acting.name(session, people["lan"], place, NOW, NOW + DAY, tú, NOW)
        with pytest.raises(acting.LeadsAlready):
            acting.name(session, people["hòa"], place, NOW, NOW + DAY, tú, NOW)
        acting.name(session, thái, place, NOW + 4 * DAY, NOW + 20 * DAY, tú, NOW)
        leads = [member.leads(session, thái, place, NOW + n * DAY) for n in (0, 4, 19, 20)]
        assert leads == [False, True, True, False]
        acting.name(session, thái, place, NOW + 10 * DAY, NOW + 12 * DAY, tú, NOW)
        assert not member.leads(session, thái, place, NOW + 5 * DAY), (
            "a new period takes the place of the old"
        )
        assert member.leads(session, thái, place, NOW + 11 * DAY)
        assert acting.end(session, place, tú, NOW + 11 * DAY) == [thái]
        assert not member.leads(session, thái, place, NOW + 11 * DAY)
        assert acting.end(session, place, tú, NOW + 11 * DAY) == []


def test_who_leads_for_a_time_names_nobody() -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"x"), NOW)
        people = {short: session.get_one(Member, number) for short, number in branch.names.items()}
        tú, hòa, thái, lan, place = (*(people[n] for n in ("tú", "hòa", "thái", "lan")), branch.place)
        member.appoint(session, lan, Post.COMMITTEE, place, NOW)
        acting.name(session, thái, place, NOW, NOW + 20 * DAY, tú, NOW)
        for whom in (thái, lan):
            with pytest.raises(acting.NoRight):
                acting.name(session, whom, place, NOW, NOW + 900 * DAY, thái, NOW)
        with pytest.raises(acting.NoRight):
            acting.end(session, place, thái, NOW)
        assert not member.leads(session, thái, place, NOW + 20 * DAY)
        acting.name(session, lan, place, NOW, NOW + DAY, hòa, NOW)
        assert acting.end(session, place, hòa, NOW, lan) == [lan]
        assert member.leads(session, thái, place, NOW), "only the one who was named stops"


def test_periods_apart_stand_beside_each_other() -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"x"), NOW)
        tú, thái = (session.get_one(Member, branch.names[n]) for n in ("tú", "thái"))

        def leads(day: int) -> bool:
            return member.leads(session, thái, branch.place, NOW + day * DAY)

        acting.name(session, thái, branch.place, NOW, NOW + 10 * DAY, tú, NOW)
        acting.name(session, thái, branch.place, NOW + 20 * DAY, NOW + 30 * DAY, tú, NOW)
        assert [leads(day) for day in (0, 9, 10, 20, 29, 30)] == [True, True, False, True, True, False]
        assert acting.crossed(session, thái, branch.place, NOW + 10 * DAY, NOW + 20 * DAY, NOW) == []
        acting.name(session, thái, branch.place, NOW + 8 * DAY, NOW + 15 * DAY, tú, NOW)
        assert [leads(day) for day in (0, 7, 14, 15, 20)] == [True, True, True, False, True], (
            "no gap before it"
        )


def test_the_committee_above_names_below_and_not_beside() -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"x"), NOW)
        above(session, branch, NOW)
        kiên, tú, thái = (session.get_one(Member, branch.names[n]) for n in ("kiên", "tú", "thái"))
        own = member.branch_of(session, kiên)
        assert own is not None
        acting.name(session, thái, branch.place, NOW, NOW + DAY, kiên, NOW)
        assert member.leads(session, thái, branch.place, NOW)
        assert not member.leads(session, kiên, branch.place, NOW), "naming who leads is not leading"
        assert acting.right(session, tú, own, NOW) is None
        member.appoint(session, kiên, Post.COMMITTEE, branch.place, NOW)
        with pytest.raises(acting.Oneself):
            acting.name(session, kiên, branch.place, NOW, NOW + DAY, kiên, NOW)
