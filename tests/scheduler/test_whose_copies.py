"""What is in flight belongs to who claimed it: another process gives none of it back, what comes too late says nothing of it, and nothing
stays claimed through a long pause."""

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from bot.store import Store
from models import address as addresses
from models import bot_account, lane, outbox
from models.fleet import quota
from models.folding import fold
from models.member import Member
from models.outbox import Delivery, Notice, Want
from models.terms import ChannelName, Consent, DeliveryState, JoinedBy, Standing
from scheduler.deliver import Lane
from scheduler.idling import Idling
from scheduler.ledger import Ledger
from scheduler.outcome import Outcome, Result
from scheduler.pace import Pace
from scheduler.parcel import Parcel
from scheduler.together import Together
from tests.database import ready

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


class Office:
    """A bot with one person, to whom a notice is owed; the clock goes on."""

    def __init__(self, url: str) -> None:
        self.store, self.since = Store(url), time.monotonic()
        self.bot_id = self.joins("1001")

    def joins(self, chat: str) -> int:
        with self.store.unit() as session:
            bot = bot_account.known(session, ChannelName.TELEGRAM, "1", "b", NOW)
            who = Member(name="Lan", folded=fold("Lan"), standing=Standing.OFFICIAL)
            session.add(who)
            session.flush()
            where = addresses.at(session, bot, chat, None, NOW)
            bound = addresses.bind(session, where, who, JoinedBy.CODE, NOW)
            addresses.consent(bound, Consent.FULL, "1", NOW)
            outbox.tell(session, [who.id], {"text": "Mời họp"}, key=chat, kind="notice", now=NOW)
            return bot.id

    def now(self) -> datetime:
        return NOW + timedelta(seconds=time.monotonic() - self.since)

    def lane(self, sender: Any, pace: Pace | None = None) -> Lane:
        ledger = Ledger(self.store, self.now)
        return Lane(
            ledger, Idling(self.store, self.now), self.bot_id, sender, pace or Pace(100, time.monotonic)
        )

    def copy(self) -> Delivery:
        with self.store.unit() as session:
            return session.exec(select(Delivery)).one()


class Keeps:
    """A messenger that took a message and says so only when it may."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.may = asyncio.Event()

    async def send(self, parcel: Parcel) -> Outcome:
        self.seen.append(parcel.text)
        await self.may.wait()
        return Outcome(Result.SENT, "9")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(ready(tmp_path))
    yield office
    office.store.close()


async def test_a_process_gives_back_only_what_is_in_flight_at_its_own_lanes(office: Office) -> None:
    sending = lane.sending(office.bot_id)
    with office.store.unit() as session:
        lane.take(session, "here", {sending})
    here, elsewhere = (Ledger(office.store, office.now, owner) for owner in ("here", "elsewhere"))
    assert await here.claim(Want(office.bot_id))
    await elsewhere.give_back(office.bot_id, set())
    await elsewhere.recover(office.bot_id)
    assert office.copy().state is DeliveryState.SENDING
    await here.give_back(office.bot_id, set())
    assert office.copy().state is DeliveryState.QUEUED


@pytest.mark.parametrize(
    "end",
    [
        Outcome(Result.SENT, "9", parts=2),
        Outcome(Result.SENT, "9", moved_to="1002", parts=2),
        Outcome(Result.UNKNOWN, trouble="TimedOut", parts=2),
    ],
)
async def test_an_end_that_is_said_again_is_counted_once(office: Office, end: Outcome) -> None:
    """The database had written it down, and its answer was lost."""
    ledger = Ledger(office.store, office.now)
    (parcel,) = await ledger.claim(Want(office.bot_id))
    for _ in range(2):
        await ledger.record(office.bot_id, parcel, end)
    with office.store.unit() as session:
        assert quota.sent(session, office.bot_id, NOW) == 2


async def test_a_repeat_is_counted_too(office: Office) -> None:
    ledger = Ledger(office.store, office.now)
    (parcel,) = await ledger.claim(Want(office.bot_id))
    await ledger.record(office.bot_id, parcel, Outcome(Result.UNKNOWN, trouble="TimedOut"))
    office.since -= 60
    (again,) = await ledger.claim(Want(office.bot_id))
    assert again.repeated
    await ledger.record(office.bot_id, again, Outcome(Result.SENT, "9"))
    with office.store.unit() as session:
        assert quota.sent(session, office.bot_id, NOW) == 2


@pytest.mark.parametrize("claimed_anew", [False, True])
async def test_what_was_spent_counts_though_the_copy_has_gone_on(office: Office, claimed_anew: bool) -> None:
    """The lane was taken over while the answer was on its way."""
    ledger = Ledger(office.store, office.now)
    (parcel,) = await ledger.claim(Want(office.bot_id))
    await ledger.recover(office.bot_id)
    if claimed_anew:
        assert await ledger.claim(Want(office.bot_id))
    await ledger.record(office.bot_id, parcel, Outcome(Result.UNKNOWN, trouble="TimedOut"))
    with office.store.unit() as session:
        assert quota.sent(session, office.bot_id, NOW) == 1


@pytest.mark.parametrize("moved_to", [None, "1002"])
async def test_two_sends_of_which_the_messenger_gave_no_id_are_two(
    office: Office, moved_to: str | None
) -> None:
    """The lane was taken over while the answer was on its way, and the copy sent again."""
    ledger = Ledger(office.store, office.now)
    (first,) = await ledger.claim(Want(office.bot_id))
    await ledger.recover(office.bot_id)
    (again,) = await ledger.claim(Want(office.bot_id))
    for parcel in (again, first):
        await ledger.record(office.bot_id, parcel, Outcome(Result.SENT, "", moved_to=moved_to))
    with office.store.unit() as session:
        assert quota.sent(session, office.bot_id, NOW) == 2


@pytest.mark.parametrize("last", [Want(1), Want(1, at_most=2)])
async def test_two_who_want_at_once_get_nothing_twice(office: Office, last: Want) -> None:
    office.joins("1002")
    ledger = Ledger(office.store, office.now)
    got = await asyncio.gather(*(ledger.claim(want) for want in (Want(1), Want(1), last)))
    copies = [copy for parcels in got for parcel in parcels for copy in parcel.copies]
    with office.store.unit() as session:
        marked = session.exec(select(Delivery.id).where(Delivery.state == DeliveryState.SENDING)).all()
    assert sorted(copies) == sorted(marked) != []


async def test_an_end_that_is_said_again_says_nothing_of_a_later_try(office: Office) -> None:
    """The database had written it down, and its answer was lost."""
    ledger = Ledger(office.store, office.now)
    (first,) = await ledger.claim(Want(office.bot_id))
    late = Outcome(Result.NOT_SENT, trouble="NotSent")
    await ledger.record(office.bot_id, first, late)
    office.since -= 60
    (again,) = await ledger.claim(Want(office.bot_id))
    await ledger.record(office.bot_id, first, late)
    assert office.copy().state is DeliveryState.SENDING
    await ledger.record(office.bot_id, again, Outcome(Result.SENT, "9"))
    await ledger.record(office.bot_id, first, late)
    assert office.copy().state is DeliveryState.SENT


async def test_what_waits_for_the_end_of_a_pause_may_be_taken_back(office: Office) -> None:
    pace, sender = Pace(100, time.monotonic), Keeps()
    running = asyncio.create_task(office.lane(sender, pace).run())
    pace.refused(timedelta(seconds=3), "77")
    for _ in range(100):
        await asyncio.sleep(0.02)
        if office.copy().tries == 0 and pace.wait() < 2.5:
            break
    with office.store.unit() as session:
        assert outbox.cancel(session, session.exec(select(Notice)).one().id) == 1
    await asyncio.sleep(max(0.0, pace.wait()) + 0.2)
    running.cancel()
    assert sender.seen == []


async def test_where_the_database_is_away_all_that_wait_are_told_at_once(office: Office) -> None:
    """Else each would wait until a connection of its own had failed, one after the other."""
    tries = 0

    def away(session: Any, what: Any) -> list[None]:
        nonlocal tries
        tries += 1
        raise OperationalError("", {}, Exception())

    books: Together[int, None] = Together(office.store, away)
    told = await asyncio.gather(*(books.write(n) for n in range(9)), return_exceptions=True)
    assert [type(each) for each in told] == [OperationalError] * 9
    assert tries <= 2
