"""Telegram, through python-telegram-bot as a library: Bot, Update and BaseRequest, none of what keeps state (decision 9)."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "1")  # the library warns at each RetryAfter until it is set

from bot.channels.telegram.channel import Telegram

__all__ = ["Telegram"]
