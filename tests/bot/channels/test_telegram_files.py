"""A file with its text over real HTTP: where a part of the two has gone, a repeat is marked; where none has, nothing is said twice. And
a message whose words change."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest

from bot.channels.telegram import Telegram
from scheduler.outcome import Result
from scheduler.parcel import Option, Parcel, Settled
from tests.standins.telegram import Telegram as Server
from tests.standins.telegram_people import Person

LONG = "Dòng 8 chưa đọc được. " * 300
SHORT = "Dự thảo nghị quyết"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as standin:
        yield standin
        assert standin.violations == []


@pytest.fixture
def lan(server: Server) -> Person:
    person = server.person(1001, "Nguyễn Thị Lan")
    person.says("/start")
    return person


@pytest.fixture
async def client(server: Server, lan: Person) -> AsyncIterator[Telegram]:
    client = Telegram(server.token, server.url)
    yield client
    await client.close()


def parcel(text: str) -> Parcel:
    return Parcel(1, "1001", text, (Option(1, "Tán thành", 7), Option(2, "Không tán thành", 8)))


@pytest.mark.parametrize("text", [SHORT, LONG])
@pytest.mark.parametrize(("kind", "result"), [(429, Result.SLOW_DOWN), (500, Result.NOT_SENT)])
async def test_a_file_that_could_not_go_has_said_nothing(
    server: Server, client: Telegram, lan: Person, text: str, kind: int, result: Result
) -> None:
    server.fault("sendDocument", kind, **({"retry_after": 1} if kind == 429 else {}))
    outcome, _ = await client.send_file(parcel(text), "a.txt", b"a")
    assert (outcome.result, lan.seen) == (result, [])
    outcome, known = await client.send_file(parcel(text), "a.txt", b"a")
    assert outcome.result is Result.SENT and known
    shown = "".join(seen.text for seen in lan.seen)
    assert shown.count("Dòng 8") == text.count("Dòng 8")
    assert shown.endswith("2. Không tán thành")
    assert [bool(seen.document) for seen in lan.seen] == [True, *(False for _ in lan.seen[1:])]


async def test_a_file_that_is_known_no_more_has_said_nothing(client: Telegram, lan: Person) -> None:
    outcome, _ = await client.send_file(parcel(LONG), "a.txt", "an id of before")
    assert (outcome.result, lan.seen) == (Result.REFUSED, [])


@pytest.mark.parametrize("kind", [400, 429, 500])
async def test_a_text_that_could_not_follow_its_file_leaves_the_whole_uncertain(
    server: Server, client: Telegram, lan: Person, kind: int
) -> None:
    server.fault("sendMessage", kind, **({"retry_after": 7} if kind == 429 else {}))
    outcome, known = await client.send_file(parcel(LONG), "a.txt", b"a")
    assert outcome.result is Result.UNKNOWN and known, "the file went and need not go up again"
    assert outcome.pause == timedelta(seconds=7 if kind == 429 else 0)
    assert len(lan.seen) == 1


async def test_the_buttons_stand_under_the_last_part(client: Telegram, lan: Person) -> None:
    await client.send_file(parcel(LONG), "a.txt", b"a")
    assert [len(seen.buttons) for seen in lan.seen] == [*(0 for _ in lan.seen[1:]), 2]


async def test_a_message_said_anew_is_edited_in_its_place(client: Telegram, lan: Person) -> None:
    first = await client.send(Parcel(1, "1001", "Đã tới 1/3"))
    assert first.external_id is not None
    second = await client.send(Parcel(1, "1001", "Đã tới 2/3", settles=Settled(first.external_id, "")))
    assert (second.result, second.external_id) == (Result.SENT, first.external_id)
    assert [seen.text for seen in lan.seen] == ["Đã tới 2/3"]
    third = await client.send(Parcel(1, "1001", "Đã tới 3/3", settles=Settled("999", "")))
    assert third.result is Result.SENT, "where it is there no more, a new one is"
    assert [seen.text for seen in lan.seen] == ["Đã tới 2/3", "Đã tới 3/3"]
