"""Every trouble of a messenger over real HTTP: nothing is lost, a doubtful copy is repeated marked, a certain one unmarked (decision 12),
and the log says of none more than type, place and ids (people 30)."""

import asyncio
import io
import re
import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import NoResultFound
from sqlmodel import select

from bot import logs
from bot.channels.telegram import Telegram
from bot.channels.zalo import Zalo
from bot.store import Store
from models import address as addresses
from models import bot_account, outbox
from models.folding import fold
from models.member import Member
from models.outbox import Delivery, Want
from models.outbox.sending import UNSURE_AT_MOST
from models.terms import AddressState, Consent, DeliveryState, JoinedBy, Standing
from scheduler import deliver
from scheduler.deliver import Lane
from scheduler.idling import Idling
from scheduler.ledger import Ledger
from scheduler.outcome import FOR_NOW_AT_MOST, Outcome, Result, record
from scheduler.pace import Pace
from scheduler.parcel import Parcel
from tests.database import ready
from tests.standins.faults import Refused
from tests.standins.telegram import Telegram as TelegramServer
from tests.standins.zalo import Zalo as ZaloServer

REPEAT = "(gửi lại)"


class Bench:
    """A lane on a stand-in with one person; its clock jumps over every wait."""

    def __init__(self, store: Store, server: Any, channel: Any, person: Any, chat: str) -> None:
        self.store, self.server, self.channel, self.person, self.chat = store, server, channel, person, chat
        self.now = datetime(2026, 12, 1, 8, tzinfo=UTC)
        self.count = 0

    async def open(self) -> None:
        external_id, name = await self.channel.who()
        with self.store.unit() as session:
            account = bot_account.known(session, self.channel.name, external_id, name, self.now)
            who = Member(name="Nguyễn Thị Lan", folded=fold("Nguyễn Thị Lan"), standing=Standing.OFFICIAL)
            session.add(who)
            session.flush()
            where = addresses.at(session, account, self.chat, None, self.now)
            bound = addresses.bind(session, where, who, JoinedBy.CODE, self.now)
            addresses.consent(bound, Consent.FULL, "1", self.now)
            self.member_id, self.address_id, self.bot_id = who.id, where.id, account.id
        self.pace = Pace(1000, time.monotonic)
        self.sends_from(self.store)

    def sends_from(self, store: Any) -> None:
        ledger, idling = Ledger(store, lambda: self.now), Idling(store, lambda: self.now)
        self.lane = Lane(ledger, idling, self.bot_id, self.channel, self.pace)

    def tell(self, text: str = "Mời họp") -> None:
        self.count += 1
        with self.store.unit() as session:
            outbox.tell(
                session, [self.member_id], {"text": text}, key=str(self.count), kind="notice", now=self.now
            )

    async def go(self, rounds: int = 6) -> None:
        """Sends, and lets time pass until nothing is owed any more."""
        for _ in range(rounds):
            self.pace._resumes = 0.0
            await self.lane.settle()
            self.now += timedelta(hours=2)

    def shown(self) -> list[str]:
        return [message.text for message in self.person.seen]

    def last(self) -> Delivery:
        with self.store.unit() as session:
            return session.exec(select(Delivery).order_by(Delivery.id)).all()[-1]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    written = io.StringIO()
    logs.set_up(written)
    yield written
    logs.set_up()


def says_nothing_of_anybody(log: io.StringIO, bench: Bench) -> None:
    for said in (bench.server.token, bench.server.token.partition(":")[2], bench.chat, "Mời họp", "Lan"):
        assert said not in log.getvalue()


@pytest.fixture
async def telegram(tmp_path: Path, log: io.StringIO) -> AsyncIterator[Bench]:
    store = Store(ready(tmp_path))
    with TelegramServer() as server:
        person = server.person(1001, "Lan")
        person.says("/start")
        bench = Bench(store, server, Telegram(server.token, server.url), person, "1001")
        await bench.open()
        yield bench
        await bench.channel.close()
        says_nothing_of_anybody(log, bench)
        assert server.violations == []
    store.close()


@pytest.fixture
async def zalo(tmp_path: Path, log: io.StringIO) -> AsyncIterator[Bench]:
    store = Store(ready(tmp_path))
    with ZaloServer() as server:
        person = server.person("6ede9afa66b8", "Lan")
        person.says("xin chào")
        bench = Bench(store, server, Zalo(server.token, server.url), person, "6ede9afa66b8")
        await bench.open()
        yield bench
        await bench.channel.close()
        says_nothing_of_anybody(log, bench)
    store.close()


@pytest.mark.parametrize("kind", [400, 502, "drop-after", 0])
async def test_a_send_that_failed_is_one_line_of_ids(telegram: Bench, log: io.StringIO, kind: Any) -> None:
    telegram.server.fault("sendMessage", kind) if kind else telegram.server.down()
    telegram.tell()
    assert await telegram.lane.step()
    await telegram.lane.finish(5)
    (line,) = log.getvalue().splitlines()
    assert re.search(r" event='not_sent' delivery=\d+ result='\w+' why='\w+'$", line)
    if not kind:
        telegram.server.up()


@pytest.mark.parametrize("code", [429, 500])
async def test_telegram_surely_not_delivered_goes_again_unmarked(telegram: Bench, code: int) -> None:
    more = {"retry_after": 1} if code == 429 else {}
    telegram.server.fault("sendMessage", code, **more)
    telegram.tell()
    await telegram.go(2)
    assert telegram.shown() == ["Mời họp"]


@pytest.mark.parametrize("kind", [502, "drop-before", "drop-after"])
async def test_telegram_doubtful_goes_again_marked(telegram: Bench, kind: Any) -> None:
    telegram.server.fault("sendMessage", kind)
    telegram.tell()
    await telegram.go(2)
    shown = telegram.shown()
    assert shown[-1] == f"{REPEAT}\nMời họp"
    assert shown[:-1] == (["Mời họp"] if kind == "drop-after" else [])


async def test_telegram_without_connection_waits(telegram: Bench) -> None:
    telegram.server.down()
    telegram.tell()
    await telegram.go(3)
    telegram.server.up()
    await telegram.go(2)
    assert telegram.shown() == ["Mời họp"]


async def test_telegram_blocked_marks_the_address(telegram: Bench) -> None:
    telegram.person.blocks()
    telegram.tell()
    await telegram.go(1)
    with telegram.store.unit() as session:
        assert session.get_one(addresses.Address, telegram.address_id).state is AddressState.BLOCKED
    assert telegram.last().state is DeliveryState.UNREACHED


async def test_telegram_refused_fails_and_the_rest_goes_on(telegram: Bench) -> None:
    telegram.server.fault("sendMessage", 400)
    telegram.tell("một")
    telegram.tell("hai")
    await telegram.go(2)
    assert telegram.shown() == ["hai"]


@pytest.mark.parametrize("errors", ["http", "body"])
async def test_zalo_quota_pauses_and_nothing_is_lost(zalo: Bench, errors: str) -> None:
    zalo.server.errors = errors
    zalo.server.fault("sendMessage", 429)
    zalo.tell()
    assert await zalo.lane.step()
    await zalo.lane.finish(5)
    assert zalo.pace.wait() > 50, "one minute at least, as 429 names no time"
    await zalo.go(2)
    assert zalo.shown() == ["Mời họp"]


@pytest.mark.parametrize("kind", [502, "drop-after"])
async def test_zalo_doubtful_goes_again_marked(zalo: Bench, kind: Any) -> None:
    zalo.server.fault("sendMessage", kind)
    zalo.tell()
    await zalo.go(2)
    assert zalo.shown()[-1] == f"{REPEAT}\nMời họp"


async def test_zalo_403_unsubscribes_nobody(zalo: Bench) -> None:
    """Zalo lists 403 as "Internal server error"."""
    zalo.server.fault("sendMessage", 403)
    zalo.tell()
    await zalo.go(2)
    assert zalo.shown() == ["Mời họp"]


async def test_zalo_that_takes_a_message_never_is_not_asked_for_ever(zalo: Bench) -> None:
    zalo.server.fault("sendMessage", 403, times=FOR_NOW_AT_MOST)
    zalo.tell("một")
    zalo.tell("hai")
    await zalo.go(FOR_NOW_AT_MOST + 2)
    assert zalo.shown() == ["hai"]
    with zalo.store.unit() as session:
        states = [copy.state for copy in session.exec(select(Delivery).order_by(Delivery.id))]
        assert session.get_one(addresses.Address, zalo.address_id).state is AddressState.WORKING
    assert states == [DeliveryState.FAILED, DeliveryState.SENT, DeliveryState.UNREACHED], "a person must call"


@pytest.mark.parametrize("before", [Result.SLOW_DOWN, Result.NOT_SENT])
async def test_what_ended_otherwise_before_does_not_count_as_a_messengers_own_trouble(
    zalo: Bench, before: Result
) -> None:
    zalo.tell()
    copy = zalo.last().id
    ends = [(before, "429")] * FOR_NOW_AT_MOST + [(Result.REFUSED_FOR_NOW, "500")] * (FOR_NOW_AT_MOST - 1)
    ends.insert(-1, (Result.SLOW_DOWN, "429"))
    with zalo.store.unit() as session:
        for result, trouble in ends:
            assert outbox.claim(session, [copy], zalo.now), "it is still owed"
            record(session, copy, Outcome(result, trouble=trouble), zalo.now)
        assert outbox.claim(session, [copy], zalo.now)
        record(session, copy, Outcome(Result.REFUSED_FOR_NOW, trouble="500"), zalo.now)
        assert session.get_one(Delivery, copy).state is DeliveryState.FAILED


def test_a_copy_is_given_up_after_so_many_doubts_whatever_else_delays_it(telegram: Bench) -> None:
    """A line that is bad for half an hour is no reason to give up; nor is a person to get copies without end."""
    telegram.tell()
    copy, begun = telegram.last().id, telegram.now
    with telegram.store.unit() as session:
        assert outbox.claim(session, [copy], begun)
    with telegram.store.unit() as session:
        outbox.recover(session, [telegram.bot_id])
    ends = [Result.NOT_SENT, Result.SLOW_DOWN, Result.UNKNOWN] * (UNSURE_AT_MOST - 1)
    with telegram.store.unit() as session:
        for result in ends:
            delivery = session.get_one(Delivery, copy)
            assert outbox.claim(session, [delivery.id], telegram.now), "it is still owed"
            telegram.now = max(telegram.now, delivery.not_before)
            record(session, copy, Outcome(result, trouble=result.value), telegram.now)
        assert session.get_one(Delivery, copy).state is DeliveryState.FAILED
    assert telegram.now - begun > timedelta(minutes=20)


async def test_a_copy_whose_claim_was_not_answered_goes_all_the_same(
    telegram: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line to the database breaks after the COMMIT, so nobody has what was claimed."""
    monkeypatch.setattr(deliver, "BLOCKED", 0.01)
    store = Torn(telegram.store)
    telegram.sends_from(store)
    telegram.tell("một")
    telegram.tell("hai")
    running = asyncio.create_task(telegram.lane.run())
    for _ in range(1000):
        if len(telegram.shown()) == 2:
            break
        await asyncio.sleep(0.02)
    running.cancel()
    assert store.broke
    assert telegram.shown() == ["một", "hai"], "in their order, and nothing says that it comes again"


class Torn:
    """A store whose first claim is committed and not answered."""

    def __init__(self, store: Store) -> None:
        self.store, self.broke = store, False
        self.bell, self.read = store.bell, store.read

    async def write(self, work: Any) -> Any:
        done = await self.store.write(work)
        if isinstance(done, list) and any(done) and not self.broke:
            self.broke = True
            raise OSError
        return done


async def test_a_claim_that_may_have_been_written_down_is_not_made_again(telegram: Bench) -> None:
    """Else what it took would stay in flight, and nobody would have it."""
    want = Want(telegram.bot_id)
    telegram.tell("một")
    telegram.tell("hai")
    (first,) = await Ledger(telegram.store, lambda: telegram.now).claim(want)
    ledger = Ledger(Torn(telegram.store), lambda: telegram.now)
    arrived = ledger.record(telegram.bot_id, first, Outcome(Result.SENT, "1"))
    told = await asyncio.gather(arrived, ledger.claim(want), return_exceptions=True)
    assert [type(each) for each in told] == [OSError, OSError], (
        "the lane says it again, and gives back what nobody has"
    )


async def test_a_claim_beside_what_cannot_be_written_down_is_made(telegram: Bench) -> None:
    telegram.tell()
    ledger = Ledger(telegram.store, lambda: telegram.now)
    nothing = Parcel(delivery_id=999, chat="1", text="")
    broken = ledger.record(telegram.bot_id, nothing, Outcome(Result.NOT_SENT))
    recorded, claimed = await asyncio.gather(
        broken, ledger.claim(Want(telegram.bot_id)), return_exceptions=True
    )
    assert isinstance(recorded, NoResultFound)
    assert [parcel.text for parcel in claimed] == ["Mời họp"]


async def test_a_later_part_that_is_refused_is_not_repeated(zalo: Bench) -> None:
    shows = zalo.server.methods["sendmessage"]

    def choosy(said: dict[str, Any]) -> dict[str, Any]:
        if "số 59" in said["text"]:
            raise Refused(400, "Bad request")
        return shows(said)

    zalo.server.methods["sendmessage"] = choosy
    zalo.tell("\n".join(f"Câu số {n} nói về việc chung của chi bộ." for n in range(60)))
    await zalo.go()
    assert len(zalo.shown()) == 1


async def test_zalo_long_texts_come_in_parts_at_sentence_ends(zalo: Bench) -> None:
    zalo.tell("\n".join(f"Câu số {n} nói về việc chung của chi bộ." for n in range(100)))
    await zalo.go(1)
    shown = zalo.shown()
    assert len(shown) > 1
    assert all(len(text) <= 1800 and text.endswith(".") for text in shown)


async def test_a_look_that_finds_nothing_rings_no_bell(telegram: Bench) -> None:
    """Else each lane that rests would wake all the others."""
    rung = telegram.store.bell.rung
    assert not await telegram.lane.step()
    assert telegram.store.bell.rung == rung
