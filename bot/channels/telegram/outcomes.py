"""What became of a send: the library's transport, which tells two kinds of 5xx apart, and what each of its errors says (decision 12)."""

from datetime import timedelta
from typing import Any

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from scheduler.deliver import Outcome, Result


class OwnTrouble(NetworkError):
    """A 5xx with the API's own JSON: surely not delivered."""


class BareTrouble(NetworkError):
    """A 5xx of something in between: nobody knows."""


class Wire(HTTPXRequest):
    """The library's transport, telling the two kinds of 5xx apart."""

    async def do_request(self, *parts: Any, **more: Any) -> tuple[int, bytes]:
        code, payload = await super().do_request(*parts, **more)
        if code >= 500:
            raise OwnTrouble(str(code)) if payload.lstrip().startswith(b"{") else BareTrouble(str(code))
        return code, payload


def outcome(error: TelegramError) -> Outcome:
    """What an error says of a send (decision 12). BadRequest is a NetworkError, and all time-outs are TimedOut: the cause tells."""
    trouble = type(error).__name__
    cause = error.__cause__
    if isinstance(error, ChatMigrated):
        return Outcome(Result.NOT_SENT, trouble=trouble, moved_to=str(error.new_chat_id))
    if isinstance(error, RetryAfter):
        return Outcome(Result.SLOW_DOWN, trouble=trouble, pause=seconds(error))
    if isinstance(error, Forbidden):
        return Outcome(Result.CHAT_GONE, trouble=trouble)
    if isinstance(error, BadRequest):
        gone = "chat not found" in error.message.lower()
        return Outcome(Result.CHAT_GONE if gone else Result.REFUSED, trouble=trouble)
    if isinstance(error, TimedOut):
        before = (
            isinstance(cause, httpx.ConnectTimeout | httpx.PoolTimeout) or "pool" in error.message.lower()
        )
        return Outcome(Result.NOT_SENT if before else Result.UNKNOWN, trouble=trouble)
    if isinstance(error, OwnTrouble) or isinstance(cause, httpx.ConnectError):
        return Outcome(Result.NOT_SENT, trouble=trouble)
    if isinstance(error, NetworkError):
        return Outcome(Result.UNKNOWN, trouble=trouble)
    return Outcome(Result.NOT_SENT, trouble=trouble)


def seconds(error: RetryAfter) -> timedelta:
    """How long Telegram wants us to wait."""
    after = error.retry_after
    return after if isinstance(after, timedelta) else timedelta(seconds=after)
