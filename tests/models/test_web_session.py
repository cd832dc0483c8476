"""Sessions of the web chat: who speaks for an address, and when that ends."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from models import address as addresses
from models import bot_account, outbox, web_session
from models.address import Address
from models.bot_account import BotAccount
from models.folding import fold
from models.member import Member
from models.outbox import Delivery
from models.sealing import Keys
from models.terms import AddressState, ChannelName, Consent, DeliveryState, JoinedBy, Standing
from models.web_session import WebSession
from tests.database import fresh

KEYS = Keys(b"a key for tests")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def session() -> Iterator[Session]:
    with fresh() as made:
        yield made


@pytest.fixture
def bot(session: Session) -> BotAccount:
    return bot_account.known(session, ChannelName.WEB, "web", "web", NOW)


@pytest.fixture
def lan(session: Session) -> Member:
    who = Member(name="Nguyễn Thị Lan", folded=fold("Nguyễn Thị Lan"), standing=Standing.OFFICIAL)
    session.add(who)
    session.flush()
    return who


def entered(session: Session, bot: BotAccount, token: str = "token") -> tuple[Address, WebSession]:
    address = web_session.newcomer(session, bot, NOW)
    return address, web_session.enter(session, KEYS, address, token, NOW)


def test_the_token_is_nowhere_kept(session: Session, bot: BotAccount) -> None:
    _, row = entered(session, bot)
    assert "token" not in row.hashed
    assert web_session.of(session, KEYS, "token", NOW) is row
    assert web_session.of(session, KEYS, row.hashed, NOW) is None
    assert web_session.of(session, Keys(b"another key"), "token", NOW) is None


def test_every_newcomer_has_another_address(session: Session, bot: BotAccount) -> None:
    assert len({web_session.newcomer(session, bot, NOW).identity for _ in range(20)}) == 20


def test_a_session_ends_thirty_days_after_the_last_visit(session: Session, bot: BotAccount) -> None:
    _, row = entered(session, bot)
    assert not web_session.wears(row, NOW + DAY)
    assert web_session.wears(row, NOW + 2 * DAY)
    web_session.renew(row, NOW + 2 * DAY)
    assert web_session.of(session, KEYS, "token", NOW + 31 * DAY) is row
    assert web_session.of(session, KEYS, "token", NOW + 32 * DAY) is None


def test_leaving_closes_the_address_and_hands_on_what_was_owed(
    session: Session, bot: BotAccount, lan: Member
) -> None:
    address, row = entered(session, bot)
    binding = addresses.bind(session, address, lan, JoinedBy.CODE, NOW)
    addresses.consent(binding, Consent.FULL, "1", NOW)
    other = addresses.at(
        session, bot_account.known(session, ChannelName.ZALO, "9", "z", NOW), "z1", None, NOW
    )
    addresses.consent(addresses.bind(session, other, lan, JoinedBy.CODE, NOW), Consent.FULL, "1", NOW)
    outbox.tell(session, [lan.id], {"text": "Tin"}, key="k", kind="test", now=NOW)
    web_session.leave(session, row, NOW)
    session.expire_all()
    assert address.state is AddressState.CLOSED
    assert addresses.people(session, address) == []
    owed = session.exec(select(Delivery.address_id, Delivery.state).order_by(Delivery.id)).all()
    assert owed == [(address.id, DeliveryState.FAILED), (other.id, DeliveryState.QUEUED)]


def test_an_address_with_a_second_browser_stays_open(session: Session, bot: BotAccount, lan: Member) -> None:
    address, row = entered(session, bot)
    addresses.bind(session, address, lan, JoinedBy.CODE, NOW)
    second = web_session.enter(session, KEYS, address, "other", NOW)
    web_session.leave(session, row, NOW)
    assert addresses.people(session, address) == [lan]
    web_session.leave(session, second, NOW)
    assert addresses.people(session, address) == []


def test_what_ran_out_ends_as_if_its_owner_had_left(session: Session, bot: BotAccount, lan: Member) -> None:
    address, row = entered(session, bot)
    addresses.bind(session, address, lan, JoinedBy.CODE, NOW)
    assert web_session.lapse(session, NOW + 29 * DAY) == 0
    assert web_session.lapse(session, NOW + 30 * DAY) == 1
    assert web_session.lapse(session, NOW + 30 * DAY) == 0
    assert row.ended_at == NOW + 30 * DAY
    assert addresses.people(session, address) == []


def test_a_strangers_session_ends_after_a_day(session: Session, bot: BotAccount, lan: Member) -> None:
    stranger, row = entered(session, bot)
    member, stays = entered(session, bot, "other")
    addresses.bind(session, member, lan, JoinedBy.CODE, NOW)
    assert web_session.lapse(session, NOW + DAY - timedelta(minutes=1)) == 0
    assert web_session.lapse(session, NOW + DAY) == 1
    assert (row.ended_at, stays.ended_at) == (NOW + DAY, None)
    assert stranger.state is AddressState.CLOSED


def test_a_member_sees_his_own_browsers_and_no_others(session: Session, bot: BotAccount, lan: Member) -> None:
    hung = Member(name="Nguyễn Văn Hùng", folded=fold("Nguyễn Văn Hùng"), standing=Standing.OFFICIAL)
    session.add(hung)
    session.flush()
    at = {}
    for token, whose, consent in (
        ("home", [lan], Consent.FULL),
        ("phone", [lan], Consent.TIMES_ONLY),
        ("son's", [lan], Consent.RELATIVE),
        ("new", [lan], Consent.PENDING),
        ("shared", [lan, hung], Consent.FULL),
        ("hùng's", [hung], Consent.FULL),
    ):
        at[token], _ = entered(session, bot, token)
        for who in whose:
            addresses.consent(addresses.bind(session, at[token], who, JoinedBy.CODE, NOW), consent, "1", NOW)
    token_of = {web_session.of(session, KEYS, token, NOW).id: token for token in at}

    def seen(token: str) -> set[str]:
        return {token_of[row.id] for row in web_session.beside(session, at[token], NOW)}

    every = {"home", "phone", "son's", "new", "shared"}
    assert seen("home") == seen("phone") == every
    assert [seen(token) for token in ("son's", "new", "shared")] == [{"son's"}, {"new"}, {"shared"}]
    assert seen("hùng's") == {"hùng's", "shared"}
    web_session.leave(session, web_session.of(session, KEYS, "phone", NOW), NOW)
    assert seen("home") == every - {"phone"}


def test_whom_one_plays_gets_the_messages(session: Session, bot: BotAccount, lan: Member) -> None:
    elsewhere, _ = entered(session, bot)
    addresses.consent(addresses.bind(session, elsewhere, lan, JoinedBy.CODE, NOW), Consent.FULL, "1", NOW)
    address = web_session.become(session, bot, lan, NOW)
    outbox.tell(session, [lan.id], {"text": "Tin"}, key="k", kind="test", now=NOW)
    assert session.exec(select(Delivery.address_id)).one() == address.id


def test_in_a_trial_one_person_has_one_address(session: Session, bot: BotAccount, lan: Member) -> None:
    outbox.tell(session, [lan.id], {"text": "Đã chờ"}, key="k", kind="test", now=NOW)
    address = web_session.become(session, bot, lan, NOW)
    assert web_session.become(session, bot, lan, NOW + DAY) is address
    (binding,) = addresses.bindings(session, address)
    assert (binding.joined_by, binding.consent) == (JoinedBy.TRIAL, Consent.FULL)
    session.expire_all()
    owed = session.exec(select(Delivery)).one()
    assert (owed.address_id, owed.state) == (address.id, DeliveryState.QUEUED)


def test_a_couple_of_one_number_plays_at_one_address(session: Session, bot: BotAccount, lan: Member) -> None:
    hung, son = (Member(name=name, folded=name, standing=Standing.OFFICIAL) for name in ("Hùng", "Sơn"))
    session.add_all([hung, son])
    session.flush()
    lan.phone = hung.phone = son.phone = "0900000006"
    son.phone_of_relative = True
    address = web_session.become(session, bot, lan, NOW)
    assert web_session.become(session, bot, hung, NOW) is address
    assert {person.id for person in addresses.people(session, address)} == {lan.id, hung.id}
    assert web_session.become(session, bot, son, NOW) is not address
