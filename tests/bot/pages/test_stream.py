"""The live half: what is owed is taken by an open stream, nothing is lost or shown twice, and a stop ends it."""

import asyncio
import re
import socket
import subprocess
import sys
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import select

from bot.config import ROOT
from bot.pages import said
from bot.pages import stream as live
from bot.pages.door import Door
from bot.pages.drawing import Drawing
from bot.pages.lookout import AT_MOST, Lookout
from bot.pages.site import FRONT
from bot.pages.stream import Stream
from models import outbox, setting
from models.outbox import Delivery, Notice
from models.terms import DeliveryState
from tests.bot.pages.house import KEYS, Browser, Events, House

ASKED = {
    "text": "Đồng chí \ue000 dự được không?",
    "question": {"kind": "test", "subject": "1", "choices": [["yes", "Tham dự"], ["no", "Xin vắng mặt"]]},
}


async def last_delivery(house: House) -> Delivery:
    return await house.store.read(lambda s: s.exec(select(Delivery).order_by(Delivery.id.desc())).first())


async def settled(house: House) -> None:
    """Returns once nothing is on its way to a browser any more."""
    flying = select(Delivery.id).where(Delivery.state == DeliveryState.SENDING)
    async with asyncio.timeout(10):
        heard = house.store.bell.rung
        while await house.store.read(lambda s: s.exec(flying).first()):
            await house.store.bell.after(heard, 1)
            heard = house.store.bell.rung


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
    drawing, lookout = Drawing(house.clock), Lookout(house.store, house.clock)
    stream = Stream(door, drawing, house.store, house.clock, house.bot_id, lookout, asyncio.Event())
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


async def test_what_no_page_says_that_it_shows_is_not_sent(house: House, lan: Browser) -> None:
    """A browser's connection that takes everything proves nothing: a phone may be asleep behind it."""
    await house.tell("Lan", {"text": "Tin một"}, "k1")
    async with lan.stream(awake=False) as events:
        assert "Tin một" in (await events.next()).words
        assert (await last_delivery(house)).state is DeliveryState.SENDING
    async with lan.stream() as events:
        said = await events.saying("Tin một")
        assert "gửi lại" not in said.words
        await house.quiet()
    assert (await last_delivery(house)).state is DeliveryState.SENT


async def test_a_page_that_keeps_silent_loses_its_place_and_the_hour_runs_on(
    house: House, lan: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "TAKEN_IN", 0.3)
    await house.tell("Lan", {"text": "Tin một"}, "k1")
    async with lan.stream(awake=False) as events, asyncio.timeout(10):
        assert [event.name async for event in events].count("tin") == 1
    await settled(house)
    an_hour_on = house.clock() + timedelta(hours=1)
    stepped = await house.store.write(
        lambda s: outbox.unseen(s, house.bot_id, an_hour_on - timedelta(minutes=1))
    )
    assert stepped == 1


async def test_a_browser_that_never_reads_gets_nothing_sent(
    house: House, lan: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "TAKEN_IN", 0.5)
    frozen = socket.socket()
    frozen.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    frozen.connect(("127.0.0.1", int(house.url.rpartition(":")[2])))
    cookie = f"{FRONT.cookie}={lan.http.cookies[FRONT.cookie]}"
    frozen.sendall(f"GET /dong?vao=1&sau=0 HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n".encode())
    for number in range(8):
        await house.tell("Lan", {"text": f"Tin {number} " + "dài " * 5000}, f"k{number}")
    await asyncio.sleep(2)
    states = await house.store.read(
        lambda s: s.exec(select(Delivery.state).join(Notice).where(Notice.kind == "test")).all()
    )
    assert len(states) == 8
    assert DeliveryState.SENT not in states
    await house.tell("Lan", {"text": "TIN KHẨN"}, "urgent")
    async with lan.stream() as events:
        assert "TIN KHẨN" in (await events.saying("TIN KHẨN")).words
    frozen.close()


async def test_what_one_window_says_that_it_shows_is_sent_though_another_carried_it(
    house: House, lan: Browser
) -> None:
    async with lan.stream(awake=False) as asleep:
        await asleep.next("con")
        await house.tell("Lan", {"text": "Tin một"}, "k1")
        await asleep.saying("Tin một")
        async with lan.stream() as events:
            await events.saying("Tin một")
            await house.quiet()
    assert (await last_delivery(house)).state is DeliveryState.SENT


async def test_only_ones_own_chat_can_be_said_to_be_shown(house: House, lan: Browser) -> None:
    hung = house.browser()
    await hung.join(await house.code("Hùng"))
    await house.tell("Lan", {"text": "Tin một"}, "k1")
    async with lan.stream(awake=False) as events:
        message = (await events.saying("Tin một")).data["id"]
        for browser, csrf, status in (
            (hung, hung.csrf, 204),
            (lan, "0" * 64, 403),
            (house.browser(), "", 403),
        ):
            answer = await browser.http.post("/nhan", json={"ids": [message]}, headers={"x-csrf": csrf})
            assert answer.status_code == status
        assert (await last_delivery(house)).state is DeliveryState.SENDING
        for ids in ([], ["1"], [0], [1.5], [2**63], list(range(1, 102)), "1", None):
            answer = await lan.http.post("/nhan", json={"ids": ids}, headers={"x-csrf": lan.csrf})
            assert answer.status_code == (204 if ids == [] else 400)


async def test_a_message_for_one_makes_no_other_stream_ask_the_database(house: House, lan: Browser) -> None:
    """Every stream that asks looks its session up by the token; only the one that has something new may."""
    others = [house.browser() for _ in range(2)]
    for browser, name in zip(others, ("Hùng", "Mai"), strict=True):
        await browser.join(await house.code(name))
        await browser.open()
    asked: list[str] = []

    def listen(_c: Any, _k: Any, statement: str, parameters: Any, *_: Any) -> None:
        if "web_session.hashed = " in statement:
            asked.append(next(iter(parameters.values() if isinstance(parameters, dict) else parameters)))

    async with others[0].stream() as one, others[1].stream() as other, lan.stream() as events:
        for opened in (one, other):
            await opened.next()
            await opened.next("con")
        await house.quiet()
        await asyncio.sleep(0.5)
        event.listen(house.store._reader, "before_cursor_execute", listen)
        await house.tell("Lan", {"text": "Cho mình Lan"}, "k1")
        await events.saying("Cho mình Lan")
        await house.quiet()
        await asyncio.sleep(0.5)
    assert set(asked) == {KEYS.hash("web", lan.http.cookies[FRONT.cookie])}


async def test_a_browser_has_few_streams_and_the_newest_keep_theirs(house: House, lan: Browser) -> None:
    async with AsyncExitStack() as windows:
        opened = [await windows.enter_async_context(lan.stream()) for _ in range(AT_MOST)]
        for events in opened:
            await events.next("con")
        newest = await windows.enter_async_context(lan.stream())
        await newest.next("con")
        assert (await opened[0].next("nghi")).data is True
        await house.tell("Lan", {"text": "Tin một"}, "k1")
        for events in (*opened[1:], newest):
            await events.saying("Tin một")


async def test_who_missed_more_than_a_page_shows_loads_it_anew(house: House, lan: Browser) -> None:
    async with lan.stream() as events:
        for number in range(said.SHOWN + 1):
            await house.tell("Lan", {"text": f"Tin {number}"}, f"k{number}")
        await events.saying(f"Tin {said.SHOWN}")
        await house.quiet()
    async with lan.stream() as events:
        assert (await events.next("moi")).data is True


async def test_an_open_stream_renews_the_session(house: House, lan: Browser) -> None:
    for _ in range(3):
        house.clock.set(house.clock() + timedelta(days=20))
        async with lan.stream() as events:
            assert "set-cookie" in events.headers
            await events.next("con")
    async with lan.stream() as events:
        assert "set-cookie" not in events.headers
        await events.next("con")
        house.clock.set(house.clock() + timedelta(days=20))
        await house.store.write(lambda s: setting.put(s, "rings", "1"))
        await asyncio.sleep(0.5)
    house.clock.set(house.clock() + timedelta(days=20))
    assert "Tin nhắn" in (await lan.open()).text


async def test_a_stop_ends_open_streams(house: House, lan: Browser) -> None:
    async with lan.stream() as events:
        await events.next("con")
        house.stopping.set()
        async with asyncio.timeout(10):
            rest = [event async for event in events]
    assert rest == []
