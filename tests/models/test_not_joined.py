"""Why somebody has not joined: what happened last stands in the way."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from models import address as addresses
from models import bot_account, invite, not_joined
from models.address import Binding
from models.member import Member
from models.not_joined import Missing, Why
from models.sealing import Keys
from models.terms import AddressState, ChannelName, Circumstance, Consent, JoinedBy
from tests.cast import ZONE, Branch, plant
from tests.database import fresh

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)
DAY = timedelta(days=1)
KEYS = Keys(b"k")


class Scene:
    """A branch of which nobody has joined yet."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.branch: Branch = plant(session, KEYS, NOW)
        self.bot = bot_account.known(session, ChannelName.ZALO, "1", "so", NOW)

    def who(self, name: str) -> Member:
        return self.session.get_one(Member, self.branch.names[name])

    def joins(self, name: str, consent: Consent, at: datetime = NOW, phone: str = "") -> Binding:
        where = addresses.at(self.session, self.bot, phone or name, name, at)
        bound = addresses.bind(self.session, where, self.who(name), JoinedBy.CODE, at)
        if consent is not Consent.PENDING:
            addresses.consent(bound, consent, "1", at)
        self.session.flush()
        return bound

    def code(self, name: str, at: datetime = NOW) -> None:
        invite.issue(self.session, KEYS, self.who(name), at)

    def missing(self, now: datetime = NOW) -> dict[str, Missing]:
        names = {number: name for name, number in self.branch.names.items()}
        found = not_joined.standing(self.session, self.branch.place, now)
        assert found.count + len(found.missing) == found.called
        assert sum(found.reasons.values()) == len(found.missing)
        return {names[one.member.id]: one for one in found.missing}

    def why(self, name: str, now: datetime = NOW) -> Why:
        return self.missing(now)[name].why


@pytest.fixture
def scene() -> Iterator[Scene]:
    with fresh() as session:
        yield Scene(session)


def test_who_was_never_invited_is_told_apart_by_how_he_can_be_reached(scene: Scene) -> None:
    assert scene.why("lan") is Why.NOT_INVITED
    assert scene.why("ba") is Why.ONLY_RELATIVE
    assert scene.why("sáu") is Why.NO_PHONE
    found = not_joined.standing(scene.session, scene.branch.place, NOW)
    assert found.not_called == {Circumstance.EXEMPT: 1, Circumstance.ELSEWHERE: 1}
    assert {"bảy", "tuấn"}.isdisjoint(scene.missing())


def test_a_code_waits_then_runs_out_and_a_new_one_waits_again(scene: Scene) -> None:
    scene.code("sáu")
    assert scene.missing()["sáu"] == Missing(scene.who("sáu"), Why.CODE, NOW, NOW + 14 * DAY)
    late = NOW + 14 * DAY
    assert scene.why("sáu", late - DAY) is Why.CODE
    assert scene.why("sáu", late) is Why.RUN_OUT
    scene.code("sáu", late)
    assert scene.why("sáu", late) is Why.CODE


def test_a_code_that_was_ended_is_none(scene: Scene) -> None:
    scene.code("lan")
    invite.void(scene.session, scene.who("lan"), NOW)
    assert scene.why("lan") is Why.NOT_INVITED


@pytest.mark.parametrize(("consent", "why"), [(Consent.PENDING, Why.SILENT), (Consent.REFUSED, Why.REFUSED)])
def test_who_is_at_a_phone_but_has_not_agreed(scene: Scene, consent: Consent, why: Why) -> None:
    scene.code("lan", NOW - DAY)
    scene.joins("lan", consent)
    assert scene.why("lan") is why


def test_a_code_after_a_refusal_counts_more_than_the_refusal(scene: Scene) -> None:
    scene.joins("lan", Consent.REFUSED)
    scene.code("lan", NOW + DAY)
    assert scene.why("lan", NOW + DAY) is Why.CODE


@pytest.mark.parametrize("consent", [Consent.FULL, Consent.TIMES_ONLY, Consent.RELATIVE])
def test_a_phone_that_takes_nothing_or_serves_no_more(scene: Scene, consent: Consent) -> None:
    bound = scene.joins("lan", consent)
    assert "lan" not in scene.missing()
    where = scene.session.get_one(addresses.Address, bound.address_id)
    where.state = AddressState.BLOCKED
    scene.session.flush()
    assert scene.why("lan") is Why.BLOCKED
    addresses.unbind(scene.session, bound, NOW + DAY)
    assert scene.missing()["lan"] == Missing(scene.who("lan"), Why.ENDED, NOW + DAY)


def test_who_agreed_to_times_alone_has_joined_and_is_named_apart(scene: Scene) -> None:
    scene.joins("lan", Consent.TIMES_ONLY)
    scene.joins("ba", Consent.RELATIVE)
    scene.joins("tú", Consent.FULL)
    scene.joins("hòa", Consent.RELATIVE, phone="của con")
    scene.joins("hòa", Consent.FULL)
    found = not_joined.standing(scene.session, scene.branch.place, NOW)
    assert found.count == 4
    assert {(who.given, consent) for who, consent in found.narrow} == {
        ("Lan", Consent.TIMES_ONLY),
        ("Lành", Consent.RELATIVE),
    }
