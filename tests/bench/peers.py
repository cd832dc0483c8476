"""The peers, each as its own documentation has it: `python tests/bench/peers.py NAME URL COUNT` sends to COUNT chats, then ends.

It runs in an environment of its own (requirements-bench.txt) and imports nothing of ours. Whoever speaks meanwhile gets an answer.
"""

import asyncio
import logging
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress

TOKEN = "7000000001:AAE0stand-in0token0of0the0handbook00"
TEXT = "Mời đồng chí họp chi bộ lúc 19h30 tối Chủ nhật 06/12 tại nhà văn hóa."
FLYING = 50
LINGERS = 3.0
"""Seconds in which the last questions are still answered."""
CHOICES = [("Tham dự", "o:1"), ("Xin vắng mặt", "o:2")]


async def at_once(send: Callable[[int], Awaitable[object]], count: int, flying: int) -> None:
    """So many in flight, until all have gone."""
    chats = iter(range(1, count + 1))

    async def some() -> None:
        for chat in chats:
            with suppress(Exception):
                await send(chat)

    await asyncio.gather(*(some() for _ in range(flying)))


async def ptb(name: str, url: str, count: int) -> None:
    """python-telegram-bot with its AIORateLimiter, as it comes or with three retries; or without any limiter and listener ("bare")."""
    from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
    from telegram.ext import AIORateLimiter, ApplicationBuilder, CommandHandler

    building = (
        ApplicationBuilder().token(TOKEN).base_url(f"{url}/bot").connection_pool_size(64).pool_timeout(600)
    )
    if name != "ptb-bare":
        building = building.rate_limiter(AIORateLimiter(max_retries=3 if name == "ptb-retries" else 0))
    app = building.concurrent_updates(True).build()

    async def answer(update: Update, context: object) -> None:
        await update.message.reply_text("Lịch họp: chưa có.")

    async def send(chat: int) -> object:
        rows = [[InlineKeyboardButton(label, callback_data=data)] for label, data in CHOICES]
        return await app.bot.send_message(chat, TEXT, reply_markup=InlineKeyboardMarkup(rows))

    app.add_handler(CommandHandler("lichhop", answer))
    async with app:
        if name == "ptb-bare":
            await at_once(send, count, FLYING)
            return
        await app.updater.start_polling(timeout=5)
        await app.start()
        await at_once(send, count, count)
        await asyncio.sleep(LINGERS)
        await app.updater.stop()
        await app.stop()


async def aiogram(name: str, url: str, count: int) -> None:
    """aiogram with the broadcaster of its documentation (20 a second, one after the other); or without a pace ("bare")."""
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.exceptions import TelegramRetryAfter
    from aiogram.filters import Command
    from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message

    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    dispatcher = Dispatcher()

    @dispatcher.message(Command("lichhop"))
    async def answer(message: Message) -> None:
        await message.answer("Lịch họp: chưa có.")

    async def send(chat: int) -> object:
        rows = [[InlineKeyboardButton(text=label, callback_data=data)] for label, data in CHOICES]
        try:
            return await bot.send_message(chat, TEXT, reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))
        except TelegramRetryAfter as slow:
            await asyncio.sleep(slow.retry_after)
            return await send(chat)

    if name == "aiogram-bare":
        await at_once(send, count, FLYING)
    else:
        polling = asyncio.create_task(dispatcher.start_polling(bot, polling_timeout=5, handle_signals=False))
        for chat in range(1, count + 1):
            await send(chat)
            await asyncio.sleep(0.05)
        await asyncio.sleep(LINGERS)
        polling.cancel()
    await bot.session.close()


def votes(url: str, port: int, file: str) -> None:
    """python-telegram-bot at its own webhook: each tap is one row, written durably, and an answer."""
    from telegram import Update
    from telegram.ext import ApplicationBuilder, CallbackQueryHandler

    rows = sqlite3.connect(file, isolation_level=None)
    rows.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE vote (who, what)")

    async def take(update: Update, context: object) -> None:
        pressed = update.callback_query
        rows.execute("INSERT INTO vote VALUES (?, ?)", (pressed.from_user.id, pressed.data))
        await pressed.answer()

    app = ApplicationBuilder().token(TOKEN).base_url(f"{url}/bot").concurrent_updates(True).build()
    app.add_handler(CallbackQueryHandler(take))
    app.run_webhook(
        "127.0.0.1", port, "hook", secret_token="bench", webhook_url=f"http://127.0.0.1:{port}/hook"
    )


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    peer, at, *more = sys.argv[1:]
    if peer == "ptb-votes":
        votes(at, int(more[0]), more[1])
    else:
        asyncio.run((ptb if peer.startswith("ptb") else aiogram)(peer, at, int(more[0])))
