"""The stand-in itself, through plain httpx and through python-telegram-bot."""

import asyncio
import subprocess
import sys
from collections.abc import Callable

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile
from telegram.error import BadRequest

from tests.standins.conftest import Hook
from tests.standins.telegram import Telegram
from tests.standins.telegram_people import Person

ASK = {
    "inline_keyboard": [
        [{"text": "Tham dự", "callback_data": "a"}, {"text": "Xin vắng mặt", "callback_data": "b"}]
    ]
}


async def test_a_conversation(telegram: Telegram, lan: Person, bot: Bot) -> None:
    (start,) = await bot.get_updates()
    assert (start.message.text, start.message.from_user.username) == ("/start", "lan")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Tham dự", callback_data="meeting:1:yes")]])
    asked = await bot.send_message(
        1001, "<b>MỜI HỌP</b> 5 &lt; 6", "HTML", reply_markup=keyboard, protect_content=True
    )
    assert asked.has_protected_content
    assert lan.wait("MỜI HỌP 5 < 6").buttons == ["Tham dự"]

    tap = lan.taps("Tham dự")
    (_, tapped) = await bot.get_updates(offset=start.update_id)
    assert tapped.callback_query.data == tap.data == "meeting:1:yes"
    assert tapped.callback_query.message.message_id == asked.message_id
    await bot.answer_callback_query(tapped.callback_query.id, "Đã ghi")
    await bot.edit_message_text("Đã ghi: THAM DỰ", 1001, asked.message_id)
    shown = lan.wait("Đã ghi")
    assert (shown.text, shown.edited, shown.buttons, shown.protect_content) == (
        "Đã ghi: THAM DỰ",
        True,
        [],
        True,
    )
    assert (tap.answered, tap.toast) == (True, "Đã ghi")
    with pytest.raises(AssertionError, match="no button 'Tham dự'"):
        lan.taps("Tham dự")
    lan.says("Cảm ơn")
    with pytest.raises(AssertionError, match="THAM DỰ"):  # shown before, so no answer to that
        lan.wait("Đã ghi", timeout=0.01)
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_text("Đã ghi: THAM DỰ", 1001, asked.message_id)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("Không", 1001, 999)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query("17")
    assert telegram.violations == []


async def test_files_both_ways(telegram: Telegram, lan: Person, bot: Bot) -> None:
    sent = await bot.send_document(
        1001, InputFile("Nghị quyết".encode(), "Nghị quyết 06.pdf"), caption="Dự thảo"
    )
    again = await bot.send_document(1001, sent.document.file_id)
    assert sent.document.file_name == "Nghị quyết 06.pdf" and again.document.file_id == sent.document.file_id
    assert lan.seen[0].text == "Dự thảo" and lan.seen[1].document.data.decode() == "Nghị quyết"
    lan.sends_file("bảng.csv", b"a,b", caption="danh sách")
    lan.sends_photo()
    lan.sends_voice()
    lan.sends_sticker()
    lan.shares_contact("+84900000001")
    lan.shares_contact("+84900000002", own=False)
    _, file, photo, voice, sticker, own, other = await bot.get_updates()
    assert bytes(await (await bot.get_file(file.message.document.file_id)).download_as_bytearray()) == b"a,b"
    await bot.send_photo(1001, photo.message.photo[0].file_id)
    assert lan.seen[-1].photo.data.startswith(b"\x89PNG") and voice.message.voice and sticker.message.sticker
    assert own.message.contact.user_id == 1001 and other.message.contact.user_id is None
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(1001, b"no picture")
    with pytest.raises(BadRequest, match="Wrong file identifier"):
        await bot.send_document(1001, "gone")
    assert telegram.violations == []


async def test_updates_are_confirmed_only_by_a_higher_offset(
    telegram: Telegram, lan: Person, bot: Bot
) -> None:
    for number in range(120):
        lan.says(str(number))
    first = await bot.get_updates()
    assert len(first) == 100 and first == await bot.get_updates()
    assert len(await bot.get_updates(offset=first[-1].update_id + 1)) == 21
    assert [one.message.text for one in await bot.get_updates(offset=-1)] == ["119"]
    assert len(telegram.pending) == 1

    poll = asyncio.create_task(bot.get_updates(offset=first[-1].update_id + 22, timeout=5))
    await asyncio.to_thread(telegram.until, lambda: len(telegram.called("getUpdates")) == 5)
    lan.says("mới")
    assert [one.message.text for one in await poll] == ["mới"]
    telegram.raw({"strange_new_thing": {"x": 1}})
    assert "strange_new_thing" in (await bot.get_updates(allowed_updates=["message"]))[-1].api_kwargs
    lan.blocks()
    assert len(telegram.pending) == 2  # of the kinds that were asked for


async def test_the_older_of_two_polls_ends(telegram: Telegram) -> None:
    async with httpx.AsyncClient(base_url=f"{telegram.url}/bot{telegram.token}/", trust_env=False) as client:
        first = asyncio.create_task(client.get("getUpdates?timeout=5"))
        await asyncio.to_thread(telegram.until, lambda: telegram.calls)
        assert (await client.get("getUpdates")).status_code == 200
        assert "terminated by other getUpdates" in (await first).json()["description"]


def test_groups(telegram: Telegram, lan: Person, ask: Callable[..., dict]) -> None:
    group = telegram.group(-100200, "Chi bộ", by=lan)
    here = group.member(lan)
    here.says("/nhom")
    assert telegram.pending[-1]["message"]["chat"] == {"id": -100200, "type": "group", "title": "Chi bộ"}
    ask("sendMessage", chat_id=-100200, text="Chào", reply_markup=ASK)
    assert group.wait("Chào").buttons == ["Tham dự", "Xin vắng mặt"] and lan.seen == []
    here.taps("Xin vắng mặt")
    group.throws_bot_out(by=lan)
    assert "kicked" in ask("sendMessage", chat_id=-100200, text="x")["description"]
    assert telegram.violations == []


def test_a_webhook_gets_every_update_until_it_says_200(
    telegram: Telegram, lan: Person, ask: Callable[..., dict], hook: Hook
) -> None:
    telegram.retry_hook_after = 0.01
    hook.statuses = [500]
    assert "HTTPS" in ask("setWebhook", url="http://example.org/")["description"]
    ask("setWebhook", url=hook.url, secret_token="s3cret")
    lan.says("xin chào")
    telegram.until(lambda: not telegram.pending)
    assert [body["message"]["text"] for _, body in hook.got] == ["/start", "/start", "xin chào"]
    assert {headers["X-Telegram-Bot-Api-Secret-Token"] for headers, _ in hook.got} == {"s3cret"}
    assert "webhook is active" in ask("getUpdates")["description"]
    ask("deleteWebhook")
    assert ask("getWebhookInfo")["result"]["url"] == ""
    assert ask("getUpdates")["result"] == []
    assert telegram.violations == []


async def test_the_menu_and_typing(telegram: Telegram, lan: Person, bot: Bot) -> None:
    await bot.set_my_commands([("lichhop", "Các cuộc họp sắp tới")])
    assert list(telegram.commands.values()) == [
        [{"command": "lichhop", "description": "Các cuộc họp sắp tới"}]
    ]
    with pytest.raises(BadRequest):
        await bot.set_my_commands([("Lịch", "x")])
    await bot.send_chat_action(1001, "typing")
    with pytest.raises(BadRequest, match="Wrong parameter action"):
        await bot.send_chat_action(1001, "sleeping")


@pytest.mark.process
def test_as_a_process() -> None:
    command = [sys.executable, "-m", "tests.standins.telegram", "--port", "0"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
    with subprocess.Popen(command, **pipes) as process:
        url = process.stdout.readline().strip()
        with httpx.Client(base_url=f"{url}/bot{Telegram.TOKEN}/", trust_env=False, timeout=20) as client:
            process.stdin.write("1001 > /start\n")
            (start,) = client.get("getUpdates?timeout=10").json()["result"]
            assert start["message"]["text"] == "/start"
            client.post("sendMessage", json={"chat_id": 1001, "text": "Họp?", "reply_markup": ASK})
            assert process.stdout.readline() == "1001 < Họp? / Tham dự / Xin vắng mặt\n"
            process.stdin.write("1001 ! Tham dự\n")
            (tap,) = client.get(f"getUpdates?timeout=10&offset={start['update_id'] + 1}").json()["result"]
            assert tap["callback_query"]["data"] == "a"
        process.terminate()
        assert process.wait(10) == 0
