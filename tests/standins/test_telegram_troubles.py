"""What goes wrong with Telegram: refusals, limits, faults on order, and a server that is away."""

import asyncio
from collections.abc import Callable

import httpx
import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from tests.standins.limits import Limit
from tests.standins.telegram import Telegram
from tests.standins.telegram_people import Person
from tests.standins.telegram_rules import api, unlike, visible


def test_refusals_in_the_real_words(telegram: Telegram, lan: Person, ask: Callable[..., dict]) -> None:
    def send(**params: object) -> str:
        return ask("sendMessage", **{"chat_id": 1001, "text": "x"} | params)["description"]

    assert send(chat_id=5) == "Bad Request: chat not found"
    assert send(text="a" * 4097) == "Bad Request: message is too long"
    assert send(text=" ") == "Bad Request: message text is empty"
    assert send(text="a < b", parse_mode="HTML").startswith(
        "Bad Request: can't parse entities: Unsupported start tag"
    )
    assert send(text="é<b>", parse_mode="HTML").endswith('Can\'t find end tag corresponding to start tag "b"')
    assert send(text="é<b></i>", parse_mode="HTML").endswith(
        'at byte offset 5, expected "</b>", found "</i>"'
    )
    long = {"inline_keyboard": [[{"text": "x", "callback_data": "đ" * 33}]]}
    assert send(reply_markup=long) == "Bad Request: BUTTON_DATA_INVALID"
    lan.blocks()
    assert send() == "Forbidden: bot was blocked by the user"
    assert telegram.pending[-1]["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    lan.says("lại đây")
    assert ask("sendMessage", chat_id=1001, text="Chào")["ok"]
    other = f"{telegram.url}/bot123:abc/getMe"
    assert httpx.get(other, trust_env=False).json()["description"] == "Unauthorized"
    gone = httpx.get(f"{telegram.url}/file/bot{telegram.token}/gone", trust_env=False)
    assert gone.status_code == 404
    assert telegram.violations == []


def test_what_the_published_api_does_not_know_is_a_violation(
    telegram: Telegram, lan: Person, ask: Callable[..., dict]
) -> None:
    if api() is None:
        pytest.skip("the published API is not beside this checkout")
    nameless = {"inline_keyboard": [[{"txt": "?"}]]}
    ask("sendMessage", chat_id=1001, text="x", colour="red", reply_markup=nameless)
    ask("sendMessage", chat_id=1001)
    assert set(telegram.violations) == {
        "sendMessage: unknown colour",
        "sendMessage.reply_markup.inline_keyboard[][]: unknown txt",
        "sendMessage.reply_markup.inline_keyboard[][]: text is missing",
        "sendMessage: text is missing",
    }
    assert ask("sendFoo")["description"] == "Not Found: method not found"
    assert unlike({"id": True}, ["User"], "u") == [
        "u: is_bot is missing",
        "u: first_name is missing",
        "u.id: no Integer: True",
    ]


async def test_faults(telegram: Telegram, lan: Person, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else making a RetryAfter warns, here and in the product

    async def send(text: str) -> None:
        await bot.send_message(1001, text, read_timeout=0.2 if text == "hang" else 5)

    expected = [
        (429, RetryAfter, {"retry_after": 3}),
        (403, Forbidden, {}),
        (400, BadRequest, {}),
        (404, InvalidToken, {}),
        (500, NetworkError, {}),
        (502, NetworkError, {}),
        ("drop-before", NetworkError, {}),
        ("drop-after", NetworkError, {}),
        ("hang", TimedOut, {"seconds": 2}),
    ]
    for kind, _, details in expected:
        telegram.fault("sendMessage", kind, **details)
    telegram.fault("sendMessage", 400, chat=2002, description="Bad Request: PEER_ID_INVALID")
    for kind, error, _ in expected:
        with pytest.raises(error) as raised:
            await send(str(kind))
        assert type(raised.value) is error
    await send("ok")
    assert [message.text for message in lan.seen] == ["drop-after", "hang", "ok"]
    statuses = [one.status for one in telegram.called("sendMessage")]
    assert statuses[:8] == [429, 403, 400, 404, 500, 502, None, None]
    with pytest.raises(BadRequest, match="Peer_id_invalid"):
        await bot.send_message(2002, "x")


async def test_down_and_up_on_the_same_port(telegram: Telegram, lan: Person, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(offset=10**10, timeout=20))
    await asyncio.to_thread(telegram.until, lambda: telegram.called("getUpdates"))
    port = telegram.port
    telegram.down()
    with pytest.raises(NetworkError):
        await poll
    with pytest.raises(NetworkError) as raised:
        await bot.send_message(1001, "x")
    assert isinstance(raised.value.__cause__, httpx.ConnectError)
    telegram.up()
    await bot.send_message(1001, "y")
    assert telegram.port == port and [message.text for message in lan.seen] == ["y"]


def test_a_limit(telegram: Telegram, lan: Person, ask: Callable[..., dict]) -> None:
    telegram.limit = Limit(chat_gap=1000)
    assert ask("sendMessage", chat_id=1001, text="x")["ok"]
    refused = ask("sendMessage", chat_id=1001, text="x")
    wait = refused["parameters"]["retry_after"]
    assert wait > 900 and refused["description"] == f"Too Many Requests: retry after {wait}"
    assert len(lan.seen) == 1


@pytest.mark.parametrize(
    ("limit", "passed", "after_two_seconds"),
    [
        (Limit("strict", 3), 3, None),
        (Limit("block", 3), 3, 3),
        (Limit("lenient", 3), 6, 3),
        (Limit(chat_gap=1.5), 1, None),
        (Limit(), 9, None),
    ],
)
def test_the_rules_of_limits(limit: Limit, passed: int, after_two_seconds: int | None) -> None:
    refusals = [limit.refusal(1, 100.0) for _ in range(9)]
    assert refusals[:passed] == [None] * passed and None not in refusals[passed:]
    assert limit.refusal(1, 102.0) == after_two_seconds
    assert limit.refusal(1, 106.0) is None


def test_html_is_read_as_telegram_reads_it() -> None:
    assert visible(' <a href="x">a</a><span class="tg-spoiler">b</span>&amp;&nbsp; ', "HTML") == "ab&&nbsp;"
    assert visible("a < b", None) == "a < b"
