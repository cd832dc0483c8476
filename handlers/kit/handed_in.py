"""A leader's file at the door, whatever it is for: why it will do for nothing."""

from handlers.kit import gate
from handlers.kit.message import Message
from handlers.kit.turn import Purpose, Turn
from handlers.kit.wording import not_agreed
from models import document

MEGABYTE = 1_000_000
UNUSABLE = ("empty", "too-big")
"""Faults (of bot.inspection) with which a file is of no use to anybody."""


def unfit(turn: Turn) -> Message | None:
    """Why the file that was said can't be taken; None where it is at hand, whole, and without a mark of secrecy."""
    if not turn.may(Purpose.CONTENT):
        return not_agreed()
    file, ready = turn.said.file, turn.said.prepared
    if file is not None and file.size > document.LARGEST:
        return too_large(file.size)
    if ready is None or ready.fault == "unfetched":
        return not_fetched()
    if ready.hit:
        return gate.refuse(turn, ready.hit)
    if len(ready.data) > document.LARGEST:
        return too_large(len(ready.data))
    if not ready.data or ready.fault in UNUSABLE:
        return unusable(ready.fault or "empty")
    return None


# Wording


def too_large(size: int) -> Message:
    return Message(
        f"Tệp {-(-size // MEGABYTE)} MB, Sổ tay nhận đến 20 MB. Xin gửi bản nhỏ hơn hoặc chia đôi."
    )


def not_fetched() -> Message:
    return Message("Sổ tay chưa lấy được tệp vừa gửi. Xin đồng chí gửi lại sau ít phút.")


def unusable(fault: str) -> Message:
    if fault == "empty":
        return Message("Tệp này trống. Xin gửi tệp khác.")
    return Message("Tệp này mở ra quá lớn, Sổ tay không nhận. Xin gửi bản khác, ví dụ bản PDF.")
