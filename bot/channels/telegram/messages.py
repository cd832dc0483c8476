"""What a Telegram message says, in no messenger's own terms."""

from typing import Any

from telegram import Message

from handlers.kit.incoming import FileSaid, Incoming, Kind


def said(message: Message, about: dict[str, Any]) -> Incoming:
    """What a message says; `about` tells who said it, and where."""
    text = message.text or message.caption or ""
    if message.text is not None:
        return Incoming(kind=Kind.TEXT, text=text, **about)
    if message.contact is not None:
        own = message.from_user is not None and message.contact.user_id == message.from_user.id
        return Incoming(kind=Kind.CONTACT, contact=message.contact.phone_number if own else None, **about)
    if message.document is not None:
        sent = message.document
        file = FileSaid(sent.file_id, sent.file_name or "", sent.file_size or 0)
        return Incoming(kind=Kind.FILE, text=text, file=file, **about)
    if message.photo:
        largest = message.photo[-1]
        file = FileSaid(largest.file_id, "", largest.file_size or 0)
        return Incoming(kind=Kind.PHOTO, text=text, file=file, **about)
    if message.voice or message.audio or message.video_note:
        return Incoming(kind=Kind.VOICE, text=text, **about)
    if message.sticker:
        return Incoming(kind=Kind.STICKER, **about)
    return Incoming(kind=Kind.OTHER, text=text, **about)
