"""Our Zalo client over real HTTP: whatever form the platform takes, an update is answered once and a send's end is told apart."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import pytest

from bot.channels.zalo import Refused, Zalo
from handlers.kit.incoming import Incoming, Kind
from models.document import LARGEST
from scheduler.outcome import Result
from scheduler.parcel import Option, Parcel
from tests.standins.people import PIXEL
from tests.standins.zalo import Zalo as Server
from tests.standins.zalo_people import Person

LAN = "6ede9afa66b88fe6d6a9"
NO_ONE = "0" * 20


class Inbox:
    """What came in, each update once, as the inbox keeps it."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[str, dict[str, Any]]] = {}

    async def receive(self, key: str, chat: str, raw: dict[str, Any]) -> bool:
        new = key not in self.rows
        self.rows.setdefault(key, (chat, raw))
        return new


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as standin:
        yield standin
        assert standin.violations == []


@pytest.fixture
async def client(server: Server) -> AsyncIterator[Zalo]:
    client = Zalo(server.token, server.url)
    await client.who()
    yield client
    await client.close()


@pytest.fixture
def lan(server: Server) -> Person:
    person = server.person(LAN, "Nguyễn Thị Lan")
    person.says("xin chào")
    return person


async def heard(client: Zalo) -> list[Incoming]:
    """All that people have said, read."""
    inbox = Inbox()
    while await client.poll(inbox.receive, 0):
        pass
    return [said for _, raw in inbox.rows.values() if (said := client.read(raw)) is not None]


def parcel(text: str = "Mời họp", *labels: str, chat: str = LAN) -> Parcel:
    return Parcel(1, chat, text, tuple(Option(n, label, n) for n, label in enumerate(labels, 1)))


@pytest.mark.parametrize("errors", ["http", "body"])
async def test_an_idle_poll_is_no_trouble_in_either_form(server: Server, client: Zalo, errors: Any) -> None:
    server.errors = errors
    assert await client.poll(Inbox().receive, 0) is False


@pytest.mark.parametrize("errors", ["http", "body"])
async def test_a_refused_poll_raises_in_either_form(server: Server, client: Zalo, errors: Any) -> None:
    server.errors = errors
    server.fault("getUpdates", 401)
    with pytest.raises(Refused) as refused:
        await client.poll(Inbox().receive, 0)
    assert refused.value.code == 401
    server.fault("getUpdates", 502)
    with pytest.raises(Refused) as bare:
        await client.poll(Inbox().receive, 0)
    assert (bare.value.code, bare.value.own) == (502, False)


async def test_a_replayed_update_comes_in_once(server: Server, client: Zalo, lan: Person) -> None:
    server.replay = True
    inbox = Inbox()
    assert await client.poll(inbox.receive, 0)
    for _ in range(3):
        assert await client.poll(inbox.receive, 0) is False, "a hot loop if it counted as new"
    lan.says("1")
    assert await client.poll(inbox.receive, 0)
    assert [client.read(raw) for _, raw in inbox.rows.values()] == [
        Incoming(LAN, Kind.TEXT, "xin chào", name="Nguyễn Thị Lan"),
        Incoming(LAN, Kind.TEXT, "1", name="Nguyễn Thị Lan"),
    ]


async def test_an_update_without_an_id_is_still_known_again(client: Zalo) -> None:
    inbox = Inbox()
    message = {"from": {"id": LAN}, "chat": {"id": LAN}, "text": "1", "date": 1}
    for update, new in ((message, True), (message, False), (message | {"date": 2}, True)):
        raw = {"event_name": "message.text.received", "message": update}
        assert await client.take(raw, inbox.receive) is new


async def test_what_a_poll_brought_outlives_a_database_in_trouble(
    server: Server, client: Zalo, lan: Person
) -> None:
    """Zalo hands an update out once."""
    inbox, troubles = Inbox(), [OSError, OSError]
    lan.says("1")

    async def receive(key: str, chat: str, raw: dict[str, Any]) -> bool:
        if troubles:
            raise troubles.pop()
        return await inbox.receive(key, chat, raw)

    while await client.poll(receive, 0):
        pass
    assert [raw["message"]["text"] for _, raw in inbox.rows.values()] == ["xin chào", "1"]


async def test_what_a_poll_brought_is_written_down_even_if_it_is_told_to_stop(
    server: Server, client: Zalo, lan: Person
) -> None:
    """As when the database is gone for so long that this process must give up listening."""
    inbox, failed, works = Inbox(), asyncio.Event(), asyncio.Event()

    async def receive(key: str, chat: str, raw: dict[str, Any]) -> bool:
        if not works.is_set():
            failed.set()
            raise OSError
        return await inbox.receive(key, chat, raw)

    listening = asyncio.create_task(client.listen(receive))
    await failed.wait()
    listening.cancel()
    await asyncio.wait([listening])
    works.set()
    async with asyncio.timeout(10):
        while not inbox.rows:  # noqa: ASYNC110 (the stand-in for the inbox has no bell)
            await asyncio.sleep(0.01)
    assert [raw["message"]["text"] for _, raw in inbox.rows.values()] == ["xin chào"]


async def test_its_own_words_are_not_heard(server: Server, client: Zalo, lan: Person) -> None:
    server.echo = True
    assert (await client.send(parcel())).result is Result.SENT
    assert [said.text for said in await heard(client)] == ["xin chào"]
    unmarked = {"message_id": "1", "from": {"id": server.me["id"]}, "chat": {"id": LAN}, "text": "Mời họp"}
    assert client.read({"event_name": "message.text.received", "message": unmarked}) is None


async def test_what_people_send_is_told_apart(server: Server, client: Zalo, lan: Person) -> None:
    for act in (lan.sends_voice, lan.sends_sticker, lan.sends_link, lan.sends_file):
        act()
    server.raw({"event_name": "message.dance.received", "message": {"message_id": "9", "chat": {"id": LAN}}})
    kinds = [said.kind for said in await heard(client)]
    assert kinds == [Kind.TEXT, Kind.VOICE, Kind.STICKER, Kind.TEXT, Kind.FILE, Kind.OTHER]


@pytest.mark.parametrize("field", ["photo", "photo_url"])
async def test_a_picture_comes_in_either_field(server: Server, client: Zalo, lan: Person, field: Any) -> None:
    server.photo_field = field
    lan.sends_photo(PIXEL, caption="biên bản")
    said = (await heard(client))[-1]
    assert (said.kind, said.text) == (Kind.PHOTO, "biên bản")
    assert said.file is not None
    assert await client.fetch(said.file.source) == PIXEL


async def test_a_picture_without_end_is_not_read_to_its_end(
    server: Server, client: Zalo, lan: Person
) -> None:
    lan.sends_photo(bytes(LARGEST + 5_000_000))
    said = (await heard(client))[-1]
    assert said.file is not None
    assert LARGEST < len(await client.fetch(said.file.source)) < LARGEST + 1_000_000


@pytest.mark.parametrize("flat", [True, False])
async def test_a_webhook_comes_flat_or_enveloped(
    server: Server, client: Zalo, lan: Person, flat: bool
) -> None:
    server.flat = flat
    inbox = Inbox()
    for new in (True, False):
        assert await client.take(server.hook_body(server.pending[0]), inbox.receive) is new
    ((chat, raw),) = inbox.rows.values()
    assert (chat, client.read(raw)) == (LAN, Incoming(LAN, Kind.TEXT, "xin chào", name="Nguyễn Thị Lan"))


async def test_polling_takes_a_webhook_back_first(server: Server, client: Zalo, lan: Person) -> None:
    """The two exclude each other: a public address taken out of the settings must not leave the bot deaf."""
    await client.hook("http://127.0.0.1:9/hook", "a-secret-of-ours")
    inbox = Inbox()
    listening = asyncio.create_task(client.listen(inbox.receive))
    await asyncio.to_thread(server.until, lambda: inbox.rows)
    listening.cancel()


@pytest.mark.parametrize("kind", [400, 404, 502, "drop-before"])
async def test_it_listens_all_the_same_where_a_webhook_cannot_be_taken_back(
    server: Server, client: Zalo, lan: Person, kind: Any
) -> None:
    server.fault("deleteWebhook", kind)
    inbox = Inbox()
    listening = asyncio.create_task(client.listen(inbox.receive))
    await asyncio.to_thread(server.until, lambda: inbox.rows)
    listening.cancel()


ENDS = [
    (429, Result.SLOW_DOWN, False),
    (400, Result.REFUSED, False),
    (404, Result.REFUSED, False),
    (403, Result.REFUSED_FOR_NOW, False),
    (500, Result.REFUSED_FOR_NOW, False),
    (408, Result.UNKNOWN, False),
    (502, Result.UNKNOWN, False),
    (503, Result.UNKNOWN, False),
    ("drop-before", Result.UNKNOWN, False),
    ("drop-after", Result.UNKNOWN, True),
]


@pytest.mark.parametrize("errors", ["http", "body"])
@pytest.mark.parametrize(("kind", "result", "arrived"), ENDS)
async def test_the_end_of_a_send(
    server: Server, client: Zalo, lan: Person, kind: Any, result: Result, arrived: bool, errors: Any
) -> None:
    server.errors = errors
    server.fault("sendMessage", kind)
    outcome = await client.send(parcel())
    assert outcome.result is result
    assert server.token not in outcome.trouble
    assert bool(lan.seen) is arrived
    assert (await client.send(parcel("Lần sau"))).result is Result.SENT


async def test_a_server_that_is_away_has_got_nothing(server: Server, client: Zalo, lan: Person) -> None:
    server.down()
    await asyncio.sleep(0.05)  # the end of a connection is heard of when the loop comes round
    assert (await client.send(parcel())).result is Result.NOT_SENT
    server.up()
    assert (await client.send(parcel())).result is Result.SENT


async def test_a_quota_pauses_longer_and_longer_until_something_goes(
    server: Server, client: Zalo, lan: Person
) -> None:
    server.fault("sendMessage", 429, times=8)
    pauses = [(await client.send(parcel())).pause // timedelta(minutes=1) for _ in range(8)]
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    assert (await client.send(parcel())).result is Result.SENT
    server.fault("sendMessage", 429)
    assert (await client.send(parcel())).pause == timedelta(minutes=1)


async def test_choices_are_lines_and_say_how_to_answer(server: Server, client: Zalo, lan: Person) -> None:
    await client.send(parcel("Mời họp", "Tham dự", "Xin vắng mặt"))
    assert lan.seen[0].text == ("Mời họp\n1. Tham dự\n2. Xin vắng mặt\nXin đồng chí nhắn lại số 1 hoặc số 2.")


async def test_a_second_part_that_fails_leaves_the_whole_in_doubt(
    server: Server, client: Zalo, lan: Person
) -> None:
    """The first part is there: repeated as if nothing were, it would stand twice and unmarked."""
    server.quota = 1
    outcome = await client.send(parcel("\n".join(f"Câu số {n} nói về việc chung." for n in range(100))))
    assert (outcome.result, len(lan.seen)) == (Result.UNKNOWN, 1)


async def test_somebody_who_never_wrote_is_refused(server: Server, client: Zalo) -> None:
    assert (await client.send(parcel(chat=NO_ONE))).result is Result.REFUSED
