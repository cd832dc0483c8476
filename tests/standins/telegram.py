"""A stand-in of the Telegram Bot API: real HTTP, checked against the published API, refusing in the real server's words.

    with Telegram() as telegram:
        lan = telegram.person(1001, "Nguyễn Thị Lan")
        lan.says("/start")
        ...                                     # a bot with base_url telegram.url answers
        lan.wait("Mời họp")
        lan.taps("Tham dự")
        assert telegram.violations == []

A webhook gets one update at a time (the real server posts for several chats at once). Markdown is not understood.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from itertools import count
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.standins import telegram_messages as messages
from tests.standins import telegram_rules as rules
from tests.standins.faults import Refused
from tests.standins.limits import Limit
from tests.standins.process import main
from tests.standins.server import Call, Standin
from tests.standins.telegram_people import Chat, File, Group, Person, Seen, Tap
from tests.standins.webhooks import Hook

UNASKED = {"chat_member", "message_reaction", "message_reaction_count"}
OTHER_POLL = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
OTHER_HOOK = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
UNTIL = {"kicked": {"until_date": 0}}
WORDS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found: method not found",
    409: OTHER_POLL,
    500: "Internal Server Error",
}


class Telegram(Standin):
    """`limit` is off until set; `files` by id; `commands` by scope; `taps` by callback id."""

    SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
    TOKEN = "7000000001:AAE0stand-in0token0of0the0handbook00"

    def __init__(self, token: str = "", *, port: int = 0, clock: Callable[[], float] = time.time) -> None:
        super().__init__(token, port=port, clock=clock)
        self.me = {
            "id": int(self.token.split(":")[0]),
            "is_bot": True,
            "first_name": "Sổ tay",
            "username": "sotay_thu_bot",
        }
        self.limit: Limit | None = None
        self.chats: dict[Any, Chat] = {}
        self.files: dict[str, File] = {}
        self.taps: dict[str, Tap] = {}
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.message_ids, self._update_ids, self._numbers = count(1), count(900_000_001), count(1)
        self._people: dict[int, Person] = {}
        self._groups: dict[int, Group] = {}
        self._allowed: set[str] | None = None
        self._poll: object = None
        methods = {
            "sendMessage": messages.send_message,
            "sendDocument": messages.send_document,
            "sendPhoto": messages.send_photo,
            "editMessageText": messages.edit_message_text,
            "editMessageCaption": messages.edit_message_caption,
            "editMessageReplyMarkup": messages.edit_message_reply_markup,
            "sendChatAction": messages.send_chat_action,
            "getFile": messages.get_file,
            "file": messages.download,
            "getMe": _get_me,
            "answerCallbackQuery": _answer_callback_query,
            "setMyCommands": _set_my_commands,
            "getChatMemberCount": _get_chat_member_count,
            "setWebhook": _set_webhook,
            "deleteWebhook": _delete_webhook,
            "getWebhookInfo": _get_webhook_info,
        }
        self.methods = {name.lower(): (lambda p, do=do: do(self, p)) for name, do in methods.items()}

    # What a test does.

    def person(self, chat_id: int, name: str, username: str | None = None) -> Person:
        """The person with this id, alone with the bot; the bot can write to them once they did something."""
        user = {"id": int(chat_id), "is_bot": False, "first_name": name, "language_code": "vi"}
        named = {"username": username} if username else {}
        info = {"id": int(chat_id), "type": "private", "first_name": name}
        with self.changed:
            chat = self.chats.setdefault(int(chat_id), Chat(info | named))
            return self._people.setdefault(chat.id, Person(self, user | named, chat))

    def group(self, chat_id: int, title: str, by: Person | None = None) -> Group:
        """A group into which the bot is taken, by this person; `group.member(lan).says(...)` speaks there."""
        with self.changed:
            if chat_id not in self._groups:
                chat = self.chats[chat_id] = Chat({"id": chat_id, "type": "group", "title": title})
                self._groups[chat_id] = Group(self, chat)
                founder = by.user if by else {"id": 1, "is_bot": False, "first_name": title}
                self.bot_becomes("member", chat, founder, None)
                chat.known = True
            return self._groups[chat_id]

    def raw(self, update: dict[str, Any]) -> int:
        """Any update as it is, unchecked; the id is added unless given. Returns the update's id."""
        with self.changed:
            update = {"update_id": next(self._update_ids)} | update
            self.pending.append(update)
        self.stir()
        return update["update_id"]

    # What the methods and the persons need.

    @property
    def now(self) -> int:
        return int(self.clock())

    def new_id(self) -> str:
        return str(4_000_000_000_000 + next(self._numbers))

    def update(self, **content: Any) -> None:
        (kind,) = content
        self.violations += rules.unlike(
            content[kind], rules.kinds_of_update(kind), f"the stand-in's own {kind}"
        )
        if kind in self._allowed if self._allowed else kind not in UNASKED:
            self.raw(content)

    def message(self, chat: Chat, seen: Seen) -> dict[str, Any]:
        """The bot's message as the API shows it."""
        said = {"message_id": seen.message_id, "date": seen.date, "chat": chat.info, "from": self.me}
        if seen.text:
            said["caption" if seen.document or seen.photo else "text"] = seen.text
        if seen.document:
            said["document"] = seen.document.document()
        if seen.photo:
            said["photo"] = seen.photo.photo()
        if seen.buttons:
            said["reply_markup"] = seen.markup
        if seen.protect_content:
            said["has_protected_content"] = True
        return said | ({"edit_date": self.now} if seen.edited else {})

    def keep(self, name: str, data: bytes, mime: str, folder: str = "documents") -> File:
        number = next(self._numbers)
        suffix = re.search(r"\.[A-Za-z0-9]+$", name)
        path = f"{folder}/file_{number}{suffix[0] if suffix else ''}"
        file = File(f"BQACAgUAAxkBAAI{number:06}", path, name, data, mime)
        return self.files.setdefault(file.file_id, file)

    def bot_becomes(self, status: str, chat: Chat, by: dict[str, Any], refusal: str | None) -> None:
        """The bot is taken in, blocked or thrown out; it is told."""
        with self.changed:
            before = "member" if chat.known and not chat.refusal else "kicked" if chat.refusal else "left"
            old, new = ({"status": word, "user": self.me} | UNTIL.get(word, {}) for word in (before, status))
            chat.refusal = refusal
            change = {
                "chat": chat.info,
                "from": by,
                "date": self.now,
                "old_chat_member": old,
                "new_chat_member": new,
            }
            self.update(my_chat_member=change)

    def spend(self, chat: Any) -> None:
        """Raises Refused when the limit is used up."""
        if self.limit and (wait := self.limit.refusal(chat, time.monotonic())):
            raise Refused(429, self.words(429, {"retry_after": wait}), retry_after=wait)

    # How this API talks.

    def admit(self, token: str, method: str) -> None:
        if not re.fullmatch(r"\d+:[\w-]+", token):
            raise Refused(404, "Not Found")
        if token != self.token:
            raise Refused(401, "Unauthorized")
        if method.lower() not in self.methods | {"getupdates": None}:
            self.violations.append(f"not among the stand-in's methods: {method}")
            raise Refused(404, "Not Found: method not found")

    def decoded(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        params = rules.decoded(params)
        if method != "file":
            self.violations += rules.wrong_call(method, params)
        return params

    def answer(self, call: Call, result: Any) -> Response:
        if isinstance(result, Response):
            return result
        if call.method.lower() != "getupdates":  # these were checked one by one, but for the raw ones
            self.violations += rules.wrong_answer(call.method, result)
        return JSONResponse({"ok": True, "result": result})

    def error(self, code: int, description: str, **parameters: Any) -> Response:
        body = {"ok": False, "error_code": code, "description": description}
        return JSONResponse(body | ({"parameters": parameters} if parameters else {}), code)

    def words(self, code: int, parameters: dict[str, Any]) -> str:
        return (
            f"Too Many Requests: retry after {parameters['retry_after']}"
            if code == 429
            else WORDS.get(code, "Error")
        )

    async def get_updates(self, params: dict[str, Any], request: Request) -> list[dict[str, Any]]:
        if self.hook:
            raise Refused(409, OTHER_HOOK)
        with self.changed:
            mine = self._poll = object()
            self.stir()  # the older poll is the one that ends
            self._allow(params)
            offset = params.get("offset", 0)
            kept = (
                self.pending[offset:]
                if offset < 0
                else [one for one in self.pending if one["update_id"] >= offset]
            )
            self.pending[:] = kept
        limit = params.get("limit", 100)
        end = time.monotonic() + min(params.get("timeout", 0), 50)
        while True:
            with self.changed:
                if self.hook:
                    raise Refused(409, "Conflict: terminated by setWebhook request")
                if self._poll is not mine:
                    raise Refused(409, OTHER_POLL)
                if self.pending or time.monotonic() >= end or not self.listening:
                    return self.pending[: limit if 1 <= limit <= 100 else 100]
            await self.news(end - time.monotonic())

    def _allow(self, params: dict[str, Any]) -> None:
        if "allowed_updates" in params:
            self._allowed = set(params["allowed_updates"]) or None


def _get_me(tg: Telegram, p: dict[str, Any]) -> dict[str, Any]:
    return tg.me | {"can_join_groups": True, "can_read_all_group_messages": True}


def _answer_callback_query(tg: Telegram, p: dict[str, Any]) -> bool:
    tap = tg.taps.get(p.get("callback_query_id", ""))
    if tap is None:
        raise Refused(400, TOO_OLD)
    if len(p.get("text", "")) > 200:
        raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")
    tap.answered, tap.toast = True, p.get("text", "")
    return True


def _set_my_commands(tg: Telegram, p: dict[str, Any]) -> bool:
    commands = p.get("commands", [])
    if len(commands) > 100 or not all(re.fullmatch(r"[a-z0-9_]{1,32}", one["command"]) for one in commands):
        raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")
    if not all(1 <= len(one["description"]) <= 256 for one in commands):
        raise Refused(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
    tg.commands[json.dumps(p.get("scope", {"type": "default"}), sort_keys=True)] = commands
    return True


def _get_chat_member_count(tg: Telegram, p: dict[str, Any]) -> int:
    group = tg._groups.get(int(p["chat_id"]))
    if group is None:
        raise Refused(400, "Bad Request: chat not found")
    return group.people + 1


def _set_webhook(tg: Telegram, p: dict[str, Any]) -> bool:
    url, secret = p.get("url", ""), p.get("secret_token")
    if url and not re.match(r"https://|http://(127\.0\.0\.1|localhost)[:/]", url):
        raise Refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
    if secret is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise Refused(400, "Bad Request: secret token contains unallowed characters")
    if p.get("drop_pending_updates"):
        tg.pending.clear()
    tg._allow(p)
    tg.set_hook(Hook(url, secret) if url else None)
    tg.stir()
    return True


def _delete_webhook(tg: Telegram, p: dict[str, Any]) -> bool:
    return _set_webhook(tg, {"drop_pending_updates": p.get("drop_pending_updates")})


def _get_webhook_info(tg: Telegram, p: dict[str, Any]) -> dict[str, Any]:
    hook = tg.hook or Hook("")
    info = {"url": hook.url, "has_custom_certificate": False, "pending_update_count": len(tg.pending)}
    return info | ({"last_error_message": hook.trouble, "last_error_date": tg.now} if hook.trouble else {})


if __name__ == "__main__":
    main(Telegram)
