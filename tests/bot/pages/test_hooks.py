"""Webhooks: the secret first, and 200 only once the update stands in the inbox."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from sqlmodel import select

from bot.channels.telegram import Telegram
from bot.channels.zalo import Zalo
from bot.pages.hooks import secret
from models import bot_account
from models.inbox import Inbox
from models.terms import ChannelName
from tests.bot.pages.house import KEYS, House

NOWHERE = "http://127.0.0.1:9"
TELEGRAM = {
    "update_id": 7,
    "message": {
        "message_id": 1,
        "date": 1700000000,
        "chat": {"id": 1001, "type": "private"},
        "from": {"id": 1001, "is_bot": False, "first_name": "Lan"},
        "text": "xin chào",
    },
}
ZALO = {
    "ok": True,
    "result": {
        "event_name": "message.text.received",
        "message": {
            "message_id": "z7",
            "chat": {"id": "9001", "chat_type": "PRIVATE"},
            "from": {"id": "9001", "display_name": "Lan"},
            "text": "xin chào",
        },
    },
}
CASES = [
    ("telegram", "123", "x-telegram-bot-api-secret-token", TELEGRAM, "7", "1001"),
    ("zalo", "456", "x-bot-api-secret-token", ZALO, "z7", "9001"),
]


@pytest.fixture
async def hooked(house: House) -> AsyncIterator[httpx.AsyncClient]:
    """A house with one bot of each messenger."""
    for name, bot, made in (
        (ChannelName.TELEGRAM, "123", Telegram("123:abc", NOWHERE)),
        (ChannelName.ZALO, "456", Zalo("456:abc", NOWHERE)),
    ):
        await house.store.write(lambda s, n=name, b=bot: bot_account.known(s, n, b, b, house.clock()))
        house.channels[name.value, bot] = made
    async with httpx.AsyncClient(base_url=house.url) as client:
        yield client
    for made in house.channels.values():
        await made.close()


async def rows(house: House) -> list[Any]:
    return list(await house.store.read(lambda s: s.exec(select(Inbox.external_id, Inbox.chat)).all()))


@pytest.mark.parametrize(("channel", "bot", "header", "update", "id", "chat"), CASES)
async def test_an_update_with_the_secret_stands_in_the_inbox(
    house: House,
    hooked: httpx.AsyncClient,
    channel: str,
    bot: str,
    header: str,
    update: Any,
    id: str,
    chat: str,
) -> None:
    for _ in range(2):
        answer = await hooked.post(
            f"/hook/{channel}/{bot}", json=update, headers={header: secret(KEYS, channel, bot)}
        )
        assert answer.status_code == 200
        assert await rows(house) == [(id, chat)]


@pytest.mark.parametrize(("channel", "bot", "header", "update", "id", "chat"), CASES)
async def test_without_the_secret_nothing_is_taken(
    house: House,
    hooked: httpx.AsyncClient,
    channel: str,
    bot: str,
    header: str,
    update: Any,
    id: str,
    chat: str,
) -> None:
    other = secret(KEYS, "zalo" if channel == "telegram" else "telegram", bot)
    for brought in ({}, {header: ""}, {header: "0" * 64}, {header: other}, {header: "mã".encode()}):
        answer = await hooked.post(f"/hook/{channel}/{bot}", json=update, headers=brought)
        assert answer.status_code == 403
    assert await rows(house) == []


async def test_a_bot_that_is_not_here_has_no_hook(house: House, hooked: httpx.AsyncClient) -> None:
    for path in ("/hook/telegram/999", "/hook/zalo/123", "/hook/web/web", "/hook/telegram/"):
        assert (await hooked.post(path, json=TELEGRAM)).status_code == 404


async def test_a_bot_that_comes_later_is_known_at_once(house: House, hooked: httpx.AsyncClient) -> None:
    made = house.channels.pop(("telegram", "123"))
    headers = {"x-telegram-bot-api-secret-token": secret(KEYS, "telegram", "123")}
    assert (await hooked.post("/hook/telegram/123", json=TELEGRAM, headers=headers)).status_code == 404
    house.channels["telegram", "123"] = made
    assert (await hooked.post("/hook/telegram/123", json=TELEGRAM, headers=headers)).status_code == 200


async def test_what_is_no_update_is_refused(house: House, hooked: httpx.AsyncClient) -> None:
    headers = {"x-telegram-bot-api-secret-token": secret(KEYS, "telegram", "123")}
    for body, status in ((b"", 400), (b"[1]", 400), (b"{", 400), (b'"' + b"x" * 1_000_000, 413)):
        answer = await hooked.post("/hook/telegram/123", content=body, headers=headers)
        assert answer.status_code == status
    assert await rows(house) == []
