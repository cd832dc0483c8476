"""Leading for a period: only a chi ủy viên, only in that time, and one period for each."""

from datetime import datetime, timedelta

import pytest

from models import acting, member
from models.member import Member
from models.sealing import Keys
from tests.cast import ZONE, plant
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
