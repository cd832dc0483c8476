"""A stand-in of the Zalo Bot API: real HTTP, with what its documents and its users disagree about as settings.

    with Zalo() as zalo:
        lan = zalo.person("6ede9afa66b88fe6d6a9", "Nguyễn Thị Lan")
        lan.says("xin chào")
        ...                                     # a client with base URL zalo.url polls and answers
        assert "1. Tham dự" in lan.wait("Mời họp").text
        assert zalo.violations == []

The words of refusals are this file's own, but for 408: the real ones are not published. So is what happens to the
fifty-first person, who here is never heard.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.standins.faults import Refused
from tests.standins.process import main
from tests.standins.server import Call, Standin
from tests.standins.webhooks import Hook
from tests.standins.zalo_people import Person, Seen

WORDS = {
    400: "Bad request",
    401: "Unauthorized",
    403: "Internal server error",
    404: "Not found",
    408: "Request timeout",
    429: "Quota exceeded",
}
# Required and optional parameters, as documented; what is not named there is ignored by Zalo and a violation here.
PARAMS: dict[str, tuple[set[str], set[str]]] = {
    "getMe": (set(), set()),
    "getUpdates": (set(), {"timeout"}),
    "sendMessage": ({"chat_id", "text"}, {"parse_mode", "text_styles"}),
    "sendPhoto": ({"chat_id", "photo"}, {"caption"}),
    "sendChatAction": ({"chat_id", "action"}, set()),
    "setWebhook": ({"url", "secret_token"}, set()),
    "deleteWebhook": (set(), set()),
    "getWebhookInfo": (set(), set()),
    "file": ({"path"}, set()),
}
HANOI = timedelta(hours=7)


class Zalo(Standin):
    """Settings, to be changed at any time:

    errors: "http" answers a refusal with its HTTP status and without a code, "body" with 200 and `error_code`.
    replay: a poll that finds nothing new gets the last update again, at once; else updates are handed out once.
    flat: webhook bodies are the bare update, else `{ok, result}`.
    photo_field: "photo_url" or "photo". echo: the bot's own messages come back as updates.
    quota: messages a month (`sent` counts them by "YYYY-MM"). room: people per bot; who comes later is in `turned_away`.
    """

    FILES = "/media/{path:path}"
    SECRET_HEADER = "X-Bot-Api-Secret-Token"
    TOKEN = "7000000002:stand-in-secret-of-the-handbook"

    def __init__(self, token: str = "", *, port: int = 0, clock: Callable[[], float] = time.time) -> None:
        super().__init__(token, port=port, clock=clock)
        self.errors: Literal["http", "body"] = "http"
        self.replay = False
        self.flat = True
        self.echo = False
        self.photo_field: Literal["photo_url", "photo"] = "photo_url"
        self.quota, self.room = 3_000, 50
        self.sent: Counter[str] = Counter()
        self.turned_away: list[str] = []
        self.media: dict[str, bytes] = {}
        self.people: dict[str, Person] = {}
        self.me = {"id": self.token.split(":")[0], "account_name": "bot.sotay", "account_type": "BASIC"}
        self.me |= {"can_join_groups": False, "display_name": "Bot Sổ tay"}
        self._numbers = count(1)
        self._last: dict[str, Any] | None = None
        self.methods = {
            "getme": lambda p: self.me,
            "sendmessage": self._send_message,
            "sendphoto": self._send_photo,
            "sendchataction": self._send_chat_action,
            "setwebhook": self._set_webhook,
            "deletewebhook": self._delete_webhook,
            "getwebhookinfo": self._get_webhook_info,
            "file": self._download,
        }

    # What a test does.

    def person(self, chat_id: str, name: str) -> Person:
        """The person with this id; the bot can write to them once they wrote."""
        with self.changed:
            return self.people.setdefault(chat_id, Person(self, chat_id, name))

    def raw(self, update: dict[str, Any]) -> None:
        """Any update as it is."""
        with self.changed:
            self.pending.append(update)
        self.stir()

    # What persons need.

    def has_room(self) -> bool:
        return sum(person.known for person in self.people.values()) < self.room

    def event(
        self, name: str, sender: dict[str, Any], chat_id: str, message_id: str = "", **content: Any
    ) -> str:
        head = {"from": sender, "chat": {"id": chat_id, "chat_type": "PRIVATE"}, "date": self.now}
        message = head | {"message_id": message_id or self._new_id()} | content
        self.raw({"event_name": name, "message": message})
        return message["message_id"]

    def keep(self, data: bytes, suffix: str) -> str:
        """The URL at which these bytes can be fetched."""
        path = self._new_id() + suffix
        self.media[path] = data
        return f"{self.url}/media/{path}"

    @property
    def now(self) -> int:
        """In milliseconds."""
        return int(self.clock() * 1000)

    def _new_id(self) -> str:
        return hashlib.sha256(b"%d" % next(self._numbers)).hexdigest()[:20]

    # The methods.

    def _send_message(self, p: dict[str, Any]) -> dict[str, Any]:
        return self._send(p, _within(p.get("text"), "text"))

    def _send_photo(self, p: dict[str, Any]) -> dict[str, Any]:
        if not re.match("https?://", str(p.get("photo"))):
            raise Refused(400, "Bad request: photo must be a URL")
        return self._send(p, _within(p["caption"], "caption") if "caption" in p else "", p["photo"])

    def _send(self, p: dict[str, Any], text: str, photo: str | None = None) -> dict[str, Any]:
        person, month = self._reach(p), f"{datetime.fromtimestamp(self.clock(), UTC) + HANOI:%Y-%m}"
        if self.sent[month] >= self.quota:
            raise Refused(429, WORDS[429])
        self.sent[month] += 1
        seen = Seen(self._new_id(), text, next(self.steps), photo)
        person.showing.append(seen)
        self.show(person.id, seen)
        if self.echo:
            own = {"id": self.me["id"], "display_name": self.me["display_name"], "is_bot": True}
            self.event("message.text.received", own, person.id, seen.message_id, text=text)
        return {"message_id": seen.message_id, "date": self.now}

    def _send_chat_action(self, p: dict[str, Any]) -> None:
        self._reach(p)
        if p.get("action") != "typing":
            raise Refused(400, "Bad request: action")

    def _reach(self, p: dict[str, Any]) -> Person:
        person = self.people.get(p.get("chat_id", ""))
        if person is None or not person.known:
            raise Refused(400, "Bad request: chat not found")
        return person

    def _set_webhook(self, p: dict[str, Any]) -> dict[str, Any]:
        if not re.match(r"https://|http://127\.0\.0\.1[:/]", str(p.get("url"))):
            raise Refused(400, "Bad request: url must be https")
        if not 8 <= len(p.get("secret_token", "")) <= 256:
            raise Refused(400, "Bad request: secret_token must have 8 to 256 characters")
        self.set_hook(Hook(p["url"], p["secret_token"], self.now))
        self.stir()
        return self._get_webhook_info(p)

    def _delete_webhook(self, p: dict[str, Any]) -> dict[str, Any]:
        self.set_hook(None)
        return {"url": "", "updated_at": self.now}

    def _get_webhook_info(self, p: dict[str, Any]) -> dict[str, Any]:
        if self.hook is None:
            raise Refused(404, WORDS[404])
        return {"url": self.hook.url, "updated_at": self.hook.updated_at}

    def _download(self, p: dict[str, Any]) -> Response:
        data = self.media.get(p["path"])
        return Response(data or b"", 404 if data is None else 200)

    async def get_updates(self, params: dict[str, Any], request: Request) -> dict[str, Any]:
        if self.hook:
            raise Refused(400, "Bad request: a webhook is set")
        end = time.monotonic() + float(params.get("timeout", 30))
        while True:
            gone = await request.is_disconnected()  # who has hung up must not swallow the next update
            with self.changed:
                if self.pending and not gone and self.listening:
                    self._last = self.pending.pop(0)
                    return self._last
                if self.replay and self._last:
                    return self._last
                if gone or time.monotonic() >= end or not self.listening:
                    raise Refused(408, WORDS[408])
            await self.news(end - time.monotonic())

    # How this API talks.

    def admit(self, token: str, method: str) -> None:
        if token != self.token:
            raise Refused(401, WORDS[401])
        if method not in PARAMS:
            self.violations.append(f"no such method: {method}")
            raise Refused(400, WORDS[400])

    def decoded(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        required, optional = PARAMS[method]
        self.violations += [f"{method}: unknown {name}" for name in params.keys() - required - optional]
        self.violations += [f"{method}: {name} is missing" for name in required - params.keys()]
        self.violations += [
            f"{method}.{name}: no string: {params[name]!r}"
            for name in sorted(required & params.keys())
            if not isinstance(params[name], str)
        ]
        return params

    def answer(self, call: Call, result: Any) -> Response:
        if isinstance(result, Response):
            return result
        return JSONResponse({"ok": True} | ({} if result is None else {"result": result}))

    def error(self, code: int, description: str, **parameters: Any) -> Response:
        body = {"ok": False, "description": description}
        if self.errors == "http":
            return JSONResponse(body, code)
        return JSONResponse(body | {"error_code": code})

    def words(self, code: int, parameters: dict[str, Any]) -> str:
        return WORDS.get(code, "Internal server error")

    def hook_body(self, update: dict[str, Any]) -> dict[str, Any]:
        return update if self.flat else {"ok": True, "result": update}


def _within(text: Any, name: str) -> str:
    """Zalo's 2,000 characters, counted in UTF-16 units to be on the strict side."""
    if not isinstance(text, str) or not 1 <= len(text.encode("utf-16-le")) // 2 <= 2000:
        raise Refused(400, f"Bad request: {name} must have 1 to 2000 characters")
    return text


if __name__ == "__main__":
    main(Zalo)
