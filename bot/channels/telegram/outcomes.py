"""What became of a send: what each error of the library and of our transport says (decision 12)."""

from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.channels.telegram.transport import NotSent
from scheduler.outcome import Outcome, Result


def outcome(error: TelegramError) -> Outcome:
    """What an error says of a send (decision 12). Mind the order: BadRequest and TimedOut are NetworkErrors."""
    trouble = type(error).__name__
    if isinstance(error, ChatMigrated):
        return Outcome(Result.NOT_SENT, trouble=trouble, moved_to=str(error.new_chat_id))
    if isinstance(error, RetryAfter):
        return Outcome(Result.SLOW_DOWN, trouble=trouble, pause=seconds(error))
    if isinstance(error, Forbidden):
        return Outcome(Result.CHAT_GONE, trouble=trouble)
    if isinstance(error, BadRequest):
        gone = "chat not found" in error.message.lower()
        return Outcome(Result.CHAT_GONE if gone else Result.REFUSED, trouble=trouble)
    if isinstance(error, NotSent):
        return Outcome(Result.NOT_SENT, trouble=trouble)
    if isinstance(error, NetworkError):
        return Outcome(Result.UNKNOWN, trouble=trouble)
    return Outcome(Result.NOT_SENT, trouble=trouble)


def seconds(error: RetryAfter) -> timedelta:
    """How long Telegram wants us to wait."""
    after = error.retry_after
    return after if isinstance(after, timedelta) else timedelta(seconds=after)
