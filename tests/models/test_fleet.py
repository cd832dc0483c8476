"""Room and quota of bots: what holds a place, when a month is short, and what its last messages are for."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from models import address, bot_account, invite, outbox
from models.bot_account import BotAccount
from models.fleet import moving, quota, room, sparing
from models.fleet.quota import Stage
from models.member import Member
from models.outbox import Delivery, Priority, Want
from models.sealing import Keys
from models.terms import ChannelName, DeliveryState
from scheduler.parcel import next_parcel
from tests.cast import ZONE, Branch, plant
from tests.database import fresh
from tests.owed import due_at

KEYS = Keys(b"fleet")
NOW = datetime(2026, 12, 10, 9, 20, tzinfo=ZONE)


@pytest.fixture
def session() -> Iterator[Session]:
    with fresh() as opened:
        yield opened


@pytest.fixture
def branch(session: Session) -> Branch:
    return plant(session, KEYS, NOW)


def zalo(session: Session, number: int, people: int | None = None, month: int | None = None) -> BotAccount:
    bot = bot_account.known(session, ChannelName.ZALO, str(number), f"bot_{number}", NOW)
    bot.people_at_most, bot.month_at_most = people, month
    session.flush()
    return bot


def tell(session: Session, branch: Branch, *people: str, key: str, **more: object) -> None:
    content = more.pop("content", {"text": key})
    whom = [branch.names[who] for who in people]
    outbox.tell(session, whom, content, **({"key": key, "kind": "x", "now": NOW} | more))  # type: ignore[arg-type]


def going(session: Session, bot: BotAccount, now: datetime = NOW) -> list[str]:
    """The keys of what the bot would send now, in order; each is sent."""
    found = []
    while due := due_at(session, Want(bot.id), now):
        (delivery,) = outbox.claim(session, [copy.id for copy in due], now)
        outbox.sent(delivery, "1", now)
        session.flush()
        found.append(session.get_one(outbox.Notice, delivery.notice_id).key)
    return found


def test_whoever_wrote_and_every_code_holds_a_place(session: Session, branch: Branch) -> None:
    first, second = zalo(session, 1, people=3), zalo(session, 2)
    branch.joins(session, "lan", first.id, "a", NOW)
    address.at(session, first, "b", "người lạ", NOW)
    seating = room.Seating(session, NOW)
    assert seating.offered(branch.place) == [first]
    assert seating.promise([first]) == first.id
    assert seating.offered(branch.place) == [second], "promised to the one before"
    invite.issue(session, KEYS, session.get_one(Member, branch.names["tú"]), NOW, bot_id=first.id)
    assert room.room(session, first, NOW) == 0
    assert room.room(session, first, NOW + timedelta(days=15)) == 1, "a code that ran out keeps nothing"


def test_the_fifty_first_on_zalo_is_offered_the_next_bot(session: Session, branch: Branch) -> None:
    first, second = zalo(session, 1), zalo(session, 2)
    for number in range(49):
        address.at(session, first, str(number), None, NOW)
    assert room.Seating(session, NOW).offered(branch.place) == [first]
    address.at(session, first, "50", None, NOW)
    assert room.Seating(session, NOW).offered(branch.place) == [second]


def test_a_bot_whose_token_was_taken_out_of_the_settings_is_offered_to_nobody(
    session: Session, branch: Branch
) -> None:
    lost, kept, listed = zalo(session, 1), zalo(session, 2), zalo(session, 3)
    bot_account.entrust(session, KEYS, kept, "2:secret")
    bot_account.without_token(session, {(ChannelName.ZALO, "3")}, room.MESSENGERS, NOW)
    assert room.in_use(session) == [kept, listed]
    assert room.Seating(session, NOW).offered(branch.place) == [kept]
    bot_account.troubled(session, ChannelName.ZALO, "1", None, NOW)
    assert room.in_use(session) == [lost, kept, listed], "connected again"


def test_the_nearest_bot_comes_first_and_none_of_another_branch(session: Session, branch: Branch) -> None:
    zalo(session, 1)
    own, foreign = zalo(session, 2), zalo(session, 3)
    own.organisation_id = branch.place.id
    from models import organisation
    from models.terms import OrganisationKind

    other = organisation.found(session, "Chi bộ khác", OrganisationKind.BRANCH, None, NOW)
    foreign.organisation_id = other.id
    session.flush()
    assert room.Seating(session, NOW).offered(branch.place) == [own]
    moving.end(session, own, NOW)
    assert [bot.name for bot in room.Seating(session, NOW).offered(branch.place)] == ["bot_1"]


@given(st.lists(st.integers(1, 40), max_size=30), st.integers(10, 400))
def test_a_month_goes_through_its_stages_in_order(sends: list[int], at_most: int) -> None:
    with fresh() as opened:
        bot, total, before = zalo(opened, 1, month=at_most), 0, Stage.FREE
        for messages in sends:
            quota.count(opened, {bot.id: messages}, NOW)
            total += messages
            stage = quota.stage(opened, bot.id, NOW)
            assert quota.sent(opened, bot.id, NOW) == total
            assert list(Stage).index(stage) >= list(Stage).index(before)
            assert (stage is Stage.EMPTY) == (total >= at_most)
            assert (stage in (Stage.RESERVE, Stage.EMPTY)) == (
                at_most - total <= int(at_most * quota.RESERVE)
            )
            before = stage


def test_a_month_begins_at_midnight_in_hanoi(session: Session) -> None:
    bot = zalo(session, 1)
    eve = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)
    quota.count(session, {bot.id: 3_000}, eve)
    assert quota.stage(session, bot.id, eve) is Stage.EMPTY
    assert quota.stage(session, bot.id, eve + timedelta(minutes=1)) is Stage.FREE
    assert quota.renewed(eve) == eve + timedelta(minutes=1)


def test_the_reserve_is_for_what_is_urgent_votes_and_answers(session: Session, branch: Branch) -> None:
    bot = zalo(session, 1, month=100)
    branch.joins(session, "lan", bot.id, "a", NOW)
    quota.count(session, {bot.id: 90}, NOW)
    tell(session, branch, "lan", key="ordinary")
    tell(session, branch, "lan", key="background", priority=Priority.BACKGROUND)
    tell(session, branch, "lan", key="vote", kind=quota.VOTES)
    tell(session, branch, "lan", key="urgent", priority=Priority.URGENT)
    lan = session.exec(select(address.Address)).one()
    outbox.owe(session, lan, branch.names["lan"], {"text": "answer"}, key="answer", now=NOW)
    assert going(session, bot) == ["answer", "urgent", "vote"]
    assert going(session, bot, datetime(2027, 1, 1, tzinfo=ZONE)) == ["ordinary", "background"]


def test_what_must_not_eat_the_reserve_goes_elsewhere_or_is_called_in_time(
    session: Session, branch: Branch
) -> None:
    bot, other = zalo(session, 1, month=100), zalo(session, 2)
    for who in ("lan", "hòa"):
        branch.joins(session, who, bot.id, who, NOW)
    branch.joins(session, "lan", other.id, "lan", NOW)
    tell(session, branch, "lan", "hòa", key="lasting")
    tell(session, branch, "hòa", key="soon stale", expires=NOW + timedelta(days=2))
    assert sparing.step_down(session, bot.id, NOW) == 0
    quota.count(session, {bot.id: 90}, NOW)
    assert sparing.step_down(session, bot.id, NOW) == 2
    assert sparing.step_down(session, bot.id, NOW) == 0, "each once"
    assert going(session, other) == ["lasting"]
    assert [loss.notice.key for loss in outbox.losses(session, NOW)] == ["soon stale"]
    left = session.exec(select(Delivery).where(Delivery.state == DeliveryState.QUEUED)).all()
    assert [row.member_id for row in left] == [branch.names["hòa"]], "what lasts waits for the new month"


def test_where_the_month_is_short_notices_gather_for_a_quarter_of_an_hour(
    session: Session, branch: Branch
) -> None:
    bot = zalo(session, 1, month=100)
    branch.joins(session, "lan", bot.id, "a", NOW)
    branch.joins(session, "hòa", bot.id, "b", NOW)
    quota.count(session, {bot.id: 80}, NOW)
    question = {"text": "?", "question": {"kind": "k", "subject": "s", "choices": [["a", "b"]]}}
    tell(session, branch, "lan", key="one")
    tell(session, branch, "lan", key="two")
    tell(session, branch, "hòa", key="another's")
    tell(session, branch, "lan", key="three", content={"text": "3", "document": "file:1"})
    tell(session, branch, "lan", key="asks", content=question)
    assert going(session, bot) == ["asks"]
    later = NOW + timedelta(minutes=10)
    parcel = next_parcel(session, Want(bot.id), later)
    assert parcel is not None
    assert parcel.text == "one\n\ntwo", "not hers with a file, nor another's"
    assert len(parcel.copies) == 2
    assert {session.get_one(outbox.Delivery, copy).state for copy in parcel.copies} == {DeliveryState.SENDING}


def test_in_a_month_that_is_not_short_each_goes_alone(session: Session, branch: Branch) -> None:
    bot = zalo(session, 1, month=100)
    branch.joins(session, "lan", bot.id, "a", NOW)
    tell(session, branch, "lan", key="one")
    tell(session, branch, "lan", key="two")
    parcel = next_parcel(session, Want(bot.id), NOW)
    assert parcel is not None and parcel.text == "one"


def test_a_token_is_kept_until_the_last_word_has_left(session: Session, branch: Branch) -> None:
    bot = zalo(session, 1)
    bot_account.entrust(session, KEYS, bot, "1:secret")
    branch.joins(session, "lan", bot.id, "a", NOW)
    where = session.exec(select(address.Address)).one()
    moving.end(session, bot, NOW)
    outbox.owe(
        session, where, None, {"text": "goodbye"}, key="farewell", now=NOW, expires=NOW + moving.GOODBYE
    )
    moving.forget_tokens(session, NOW)
    assert bot.sealed_token is not None
    assert going(session, bot) == ["farewell"]
    moving.forget_tokens(session, NOW)
    assert bot.sealed_token is None
