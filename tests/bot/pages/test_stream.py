"""The live half: what is owed is taken by an open stream, nothing is lost or shown twice, and a stop ends it."""

import asyncio
import re
import subprocess
import sys
from typing import Any

from sqlmodel import select

from bot.config import ROOT
from bot.pages.door import Door
from bot.pages.drawing import Drawing
from bot.pages.site import FRONT
from bot.pages.stream import Stream
from models import outbox
from models.outbox import Delivery
from models.terms import DeliveryState
from tests.bot.pages.house import KEYS, Browser, Events, House

ASKED = {
    "text": "Đồng chí \ue000 dự được không?",
    "question": {"kind": "test", "subject": "1", "choices": [["yes", "Tham dự"], ["no", "Xin vắng mặt"]]},
}


async def last_delivery(house: House) -> Delivery:
    return await house.store.read(lambda s: s.exec(select(Delivery).order_by(Delivery.id.desc())).first())


async def all_of(events: Events, names: str = "tin", seconds: float = 0.6) -> list[str]:
    """Everything that comes until the stream is silent for a while."""
    said = []
    while True:
        try:
            said.append((await events.next(names, seconds)).words)
        except TimeoutError:
            return said


async def test_sent_means_that_a_stream_took_it(house: House, lan: Browser) -> None:
    await house.tell("Lan", {"text": "Tin một"}, "k1")
    assert (await last_delivery(house)).state is DeliveryState.QUEUED
    async with lan.stream() as events:
        assert "Tin một" in (await events.next()).words
        await house.quiet()
    taken = await last_delivery(house)
    assert taken.state is DeliveryState.SENT
    assert taken.external_id == str(taken.id)


async def test_what_another_process_writes_is_there_without_loading_the_page(
    house: House, lan: Browser
) -> None:
    script = """
import sys
from datetime import datetime, timezone
from sqlmodel import select
from bot.store import Store
from bot.pages.door import Door
from bot.pages.drawing import Drawing
from bot.pages.site import FRONT
from bot.pages.stream import Stream
from models import outbox
from models.member import Member
store = Store(sys.argv[1])
with store.unit() as session:
    who = session.exec(select(Member).where(Member.name == "Nguyễn Thị Lan")).one()
    now = datetime(2026, 11, 1, tzinfo=timezone.utc)
    outbox.tell(session, [who.id], {"text": "Từ nơi khác"}, key="other", kind="test", now=now)
store.close()
"""
    async with lan.stream() as events:
        await events.next("con")
        made = await asyncio.create_subprocess_exec(
            sys.executable, "-c", script, house.database, cwd=ROOT, stderr=subprocess.PIPE
        )
        _, trouble = await made.communicate()
        assert made.returncode == 0, trouble.decode()
        assert "Từ nơi khác" in (await events.next()).words


async def test_who_comes_back_gets_what_was_missed_and_nothing_twice(house: House, lan: Browser) -> None:
    async with lan.stream() as events:
        for number in (1, 2, 3):
            await house.tell("Lan", {"text": f"Tin {number}"}, f"k{number}")
        first = await events.next()
        await events.next()
        await events.next()
        await house.quiet()
    await house.tell("Lan", {"text": "Tin 4"}, "k4")
    async with lan.stream(**{"last-event-id": first.id}) as events:
        said = await all_of(events)
    assert re.findall(r"Tin \d", " ".join(said)) == ["Tin 2", "Tin 3", "Tin 4"]


async def test_a_broken_line_in_the_middle_loses_nothing(house: House, lan: Browser) -> None:
    """Streams are torn off one after the other while messages come; at the end each has been shown, and is sent."""
    seen: list[str] = []
    newest = ""
    for number in range(12):
        await house.tell("Lan", {"text": f"Tin {number:02}"}, f"k{number}")
        async with lan.stream(**({"last-event-id": newest} if newest else {})) as events:
            if number % 3 == 2:
                event = await events.next()
                newest = event.id
                seen.append(event.words)
    async with lan.stream(**{"last-event-id": newest}) as events:
        seen += await all_of(events, seconds=3)
    texts = re.findall(r"Tin \d\d", " ".join(seen))
    assert sorted(set(texts)) == [f"Tin {number:02}" for number in range(12)]
    assert (await last_delivery(house)).state is DeliveryState.SENT


async def test_two_windows_of_one_chat_show_the_same(house: House, lan: Browser) -> None:
    async with lan.stream() as one, lan.stream() as other:
        await one.next("con")
        await other.next("con")
        await house.tell("Lan", {"text": "Cho cả hai"}, "k1")
        assert "Cho cả hai" in (await one.next()).words
        assert "Cho cả hai" in (await other.next()).words


async def test_a_question_that_is_closed_loses_its_buttons_at_once(house: House, lan: Browser) -> None:
    await house.tell("Lan", ASKED, "k1")
    async with lan.stream() as events:
        assert (await events.next("con")).data == []
        offers = list((await events.next()).buttons.values())
        assert (await events.next("con")).data == offers
        await house.store.write(lambda s: outbox.close_question(s, "test", "1", house.clock()))
        assert (await events.next("con")).data == []


async def test_the_buttons_of_a_step_that_is_past_go(house: House, lan: Browser) -> None:
    async with lan.stream() as events:
        await lan.say("/ngungnhan")
        asked = await events.next()
        assert set((await events.next("con")).data) == set(asked.buttons.values())
        await lan.say("/huy")
        assert (await events.next("con")).data == []


async def test_a_stranger_cannot_listen(house: House) -> None:
    stranger = house.browser()
    await stranger.open()
    async with stranger.stream() as events:
        assert (await events.next("moi")).data is True


async def test_nobody_is_shown_anothers_chat(house: House, lan: Browser) -> None:
    await house.tell("Lan", {"text": "Riêng Lan"}, "k1")
    async with lan.stream() as events:
        event = await events.next()
    hung = house.browser()
    await hung.join(await house.code("Hùng"))
    async with hung.stream(**{"last-event-id": event.id}) as events:
        said = await all_of(events)
    assert len(said) == 1
    assert "Chào đồng chí Nguyễn Văn Hùng" in said[0]
    assert (await hung.tap(1)).status_code == 204
    async with hung.stream() as events:
        assert "Nút này đã cũ" in (await all_of(events))[-1]


async def test_what_a_stream_carried_when_it_was_torn_off_is_not_sent(house: House, lan: Browser) -> None:
    await house.tell("Lan", {"text": "Tin một"}, "k1")
    door = Door(FRONT, house.store, KEYS, house.clock, house.settings)
    stream = Stream(door, Drawing(house.clock), house.store, house.clock, house.bot_id, asyncio.Event())
    gone = asyncio.Event()
    cookie = f"{FRONT.cookie}={lan.http.cookies[FRONT.cookie]}".encode()
    scope = {
        "type": "http",
        "method": "GET",
        "headers": [(b"cookie", cookie)],
        "query_string": b"vao=1&sau=9",
    }

    async def receive() -> dict[str, str]:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        if "Tin một" in message.get("body", b"").decode():
            gone.set()
            await asyncio.sleep(0.01)

    await stream(scope, receive, send)
    assert gone.is_set()
    assert (await last_delivery(house)).state is DeliveryState.QUEUED
    async with lan.stream() as events:
        said = await events.saying("Tin một")
        assert "gửi lại" not in said.words


async def test_a_stop_ends_open_streams(house: House, lan: Browser) -> None:
    async with lan.stream() as events:
        await events.next("con")
        house.stopping.set()
        async with asyncio.timeout(10):
            rest = [event async for event in events]
    assert rest == []
