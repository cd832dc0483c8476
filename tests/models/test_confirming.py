"""Which phones may say of a joining that it is that person."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlmodel import Session

from models import address as addresses
from models import bot_account, confirming
from models.address import Binding
from models.member import Member
from models.sealing import Keys
from models.terms import ChannelName, Consent, JoinedBy
from tests.cast import ZONE, Branch, plant
from tests.database import fresh

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)


class Scene:
    """A branch in which people join one after the other."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.branch: Branch = plant(session, Keys(b"k"), NOW)
        self.bot = bot_account.known(session, ChannelName.ZALO, "1", "so", NOW)

    def who(self, name: str) -> Member:
        return self.session.get_one(Member, self.branch.names[name])

    def joins(self, name: str, how: JoinedBy, by: str | None = None) -> Binding:
        where = addresses.at(self.session, self.bot, name, name, NOW)
        issuer = self.who(by).id if by else None
        bound = addresses.bind(self.session, where, self.who(name), how, NOW, issuer)
        addresses.consent(bound, Consent.FULL, "1", NOW)
        return bound

    def may_vouch(self, asked: Binding) -> set[int]:
        among = confirming.circles(self.session, self.branch.place, NOW)
        return {phone.id for phone in confirming.vouchers(self.session, among, asked)}


@pytest.fixture
def scene() -> Iterator[Scene]:
    with fresh() as session:
        yield Scene(session)


def test_a_telephone_number_alone_vouches_for_nobody(scene: Scene) -> None:
    hoa = scene.joins("hòa", JoinedBy.CONTACT)
    of_tu, printed = scene.joins("sáu", JoinedBy.CODE, by="tú"), scene.joins("lan", JoinedBy.CODE)
    assert scene.may_vouch(of_tu) == scene.may_vouch(printed) == set()
    confirming.confirm(scene.session, hoa, scene.who("tú"), NOW)
    assert scene.may_vouch(of_tu) == set(), "Tú alone has said that it is Hòa"
    assert scene.may_vouch(printed) == {hoa.id}


def test_a_code_and_a_face_of_the_same_leader_are_one_word(scene: Scene) -> None:
    hoa = scene.joins("hòa", JoinedBy.CODE, by="tú")
    asked = scene.joins("sáu", JoinedBy.CODE, by="tú")
    confirming.confirm(scene.session, hoa, scene.who("tú"), NOW)
    assert scene.may_vouch(asked) == set()
    confirming.confirm(scene.session, hoa, scene.who("thái"), NOW)
    assert scene.may_vouch(asked) == {hoa.id}
