"""Sending, editing and fetching, as Telegram does it: the methods that change what a chat shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response

from tests.standins.faults import Refused
from tests.standins.telegram_people import Chat, File, Seen
from tests.standins.telegram_rules import length, visible
from tests.standins.wire import Upload

if TYPE_CHECKING:
    from tests.standins.telegram import Telegram

Params = dict[str, Any]
IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")
ACTIONS = (
    "typing",
    "upload_photo",
    "upload_document",
    "upload_video",
    "upload_voice",
    "record_video",
    "record_voice",
)
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


def send_message(tg: Telegram, p: Params) -> Params:
    return _send(tg, p, _text(p, "text", 4096))


def send_document(tg: Telegram, p: Params) -> Params:
    return _send(
        tg, p, _text(p, "caption", 1024), document=_file(tg, p.get("document"), "documents", 50_000_000)
    )


def send_photo(tg: Telegram, p: Params) -> Params:
    photo = _file(tg, p.get("photo"), "photos", 10_000_000)
    if not photo.data.startswith(IMAGES):
        raise Refused(400, "Bad Request: IMAGE_PROCESS_FAILED")
    return _send(tg, p, _text(p, "caption", 1024), photo=photo)


def edit_message_text(tg: Telegram, p: Params) -> Params:
    return _edit(tg, p, _text(p, "text", 4096), with_file=False)


def edit_message_caption(tg: Telegram, p: Params) -> Params:
    return _edit(tg, p, _text(p, "caption", 1024), with_file=True)


def edit_message_reply_markup(tg: Telegram, p: Params) -> Params:
    return _edit(tg, p, None)


def send_chat_action(tg: Telegram, p: Params) -> bool:
    if p.get("action") not in ACTIONS:
        raise Refused(400, "Bad Request: wrong parameter action in request")
    _reach(tg, p)
    return True


def get_file(tg: Telegram, p: Params) -> Params:
    file = _file(tg, p.get("file_id"), "", 20_000_000)
    return file.json(file_path=file.path)


def download(tg: Telegram, p: Params) -> Response:
    file = next((file for file in tg.files.values() if file.path == p["path"]), None)
    if file is None:
        return JSONResponse({"ok": False, "error_code": 404, "description": "Not Found"}, 404)
    return Response(file.data, media_type=file.mime)


def _text(p: Params, name: str, most: int) -> tuple[str, tuple[str, str | None]]:
    """What is shown, and the source by which an edit is recognised as one that changes nothing."""
    source = (p.get(name, ""), p.get("parse_mode"))
    if not isinstance(source[0], str):
        raise Refused(400, "Bad Request: strings must be encoded in UTF-8")
    shown = visible(*source)
    if name == "text" and not shown:
        raise Refused(400, "Bad Request: message text is empty")
    if length(shown) > most:
        raise Refused(400, f"Bad Request: message {'caption ' if name == 'caption' else ''}is too long")
    return shown, source


def _markup(p: Params) -> Params | None:
    markup = p.get("reply_markup")
    for button in (button for row in (markup or {}).get("inline_keyboard", []) for button in row):
        if "text" not in button:
            raise Refused(400, "Bad Request: can't parse inline keyboard button: Can't find field \"text\"")
        if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
            raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    return markup


def _reach(tg: Telegram, p: Params) -> Chat:
    chat = tg.chats.get(p.get("chat_id"))
    if chat is None or not chat.known:
        raise Refused(400, "Bad Request: chat not found")
    if chat.refusal:
        raise Refused(403, chat.refusal)
    return chat


def _file(tg: Telegram, given: Any, folder: str, most: int) -> File:
    if isinstance(given, Upload):
        if len(given.data) > most:
            raise Refused(413, "Request Entity Too Large")
        if not given.data:
            raise Refused(400, "Bad Request: file must be non-empty")
        return tg.keep(given.name, given.data, given.mime, folder)
    if given not in tg.files:
        raise Refused(400, "Bad Request: wrong file identifier/HTTP URL specified")
    if len(tg.files[given].data) > most:
        raise Refused(400, "Bad Request: file is too big")
    return tg.files[given]


def _send(tg: Telegram, p: Params, text: tuple[str, tuple[str, str | None]], **file: File) -> Params:
    tg.spend(p.get("chat_id"))
    chat, markup = _reach(tg, p), _markup(p)
    protected = p.get("protect_content") is True
    seen = Seen(
        next(tg.message_ids), *text, markup, tg.now, next(tg.steps), protect_content=protected, **file
    )
    chat.showing.append(seen)
    tg.show(str(chat.id), seen)
    return tg.message(chat, seen)


def _edit(
    tg: Telegram, p: Params, text: tuple[str, tuple[str, str | None]] | None, *, with_file: bool = False
) -> Params:
    tg.spend(p.get("chat_id"))
    chat, markup = _reach(tg, p), _markup(p)
    seen = next((seen for seen in chat.showing if seen.message_id == p.get("message_id")), None)
    if seen is None:
        raise Refused(400, "Bad Request: message to edit not found")
    if text and with_file != bool(seen.document or seen.photo):
        raise Refused(
            400, f"Bad Request: there is no {'caption' if with_file else 'text'} in the message to edit"
        )
    shown, source = text or (seen.text, seen.source)
    if (source, markup or None) == (seen.source, seen.markup or None):
        raise Refused(400, NOT_MODIFIED)
    seen.text, seen.source, seen.markup, seen.edited, seen.step = shown, source, markup, True, next(tg.steps)
    tg.show(str(chat.id), seen)
    return tg.message(chat, seen)
