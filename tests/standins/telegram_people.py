"""Who sits before Telegram: persons, groups, and what their chats show."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.standins.people import PIXEL, Watcher

if TYPE_CHECKING:
    from tests.standins.telegram import Telegram

BLOCKED = "Forbidden: bot was blocked by the user"
KICKED = "Forbidden: bot was kicked from the group chat"


@dataclass(frozen=True)
class File:
    """A file on the messenger's servers; `path` is where it is downloaded."""

    file_id: str
    path: str
    name: str
    data: bytes
    mime: str

    def json(self, **more: Any) -> dict[str, Any]:
        unique = hashlib.sha256(self.data).hexdigest()[:16]
        return {"file_id": self.file_id, "file_unique_id": unique, "file_size": len(self.data), **more}

    def document(self) -> dict[str, Any]:
        return self.json(file_name=self.name, mime_type=self.mime)

    def photo(self) -> list[dict[str, Any]]:
        png = self.data[:4] == b"\x89PNG"
        width, height = (int.from_bytes(self.data[at : at + 4]) for at in (16, 20)) if png else (1280, 960)
        return [self.json(width=width, height=height)]


@dataclass
class Seen:
    """A message of the bot as its chat shows it now. `text` is without tags, and the caption where there is a file;
    `buttons` are the labels under it, `keyboard` those in place of the person's keyboard."""

    message_id: int
    text: str
    source: tuple[str, str | None]
    markup: dict[str, Any] | None
    date: int
    step: int
    document: File | None = None
    photo: File | None = None
    protect_content: bool = False
    edited: bool = False

    def _labels(self, kind: str) -> list[dict[str, Any]]:
        rows = (self.markup or {}).get(kind, [])
        return [button if isinstance(button, dict) else {"text": button} for row in rows for button in row]

    @property
    def buttons(self) -> list[str]:
        return [button["text"] for button in self._labels("inline_keyboard")]

    @property
    def keyboard(self) -> list[str]:
        return [button["text"] for button in self._labels("keyboard")]

    @property
    def choices(self) -> list[str]:
        return self.buttons + self.keyboard

    def pressed(self, label: str) -> dict[str, Any]:
        return next(button for button in self._labels("inline_keyboard") if button["text"] == label)


@dataclass
class Tap:
    """A pressed button: `answered` once the bot called answerCallbackQuery, `toast` is what it showed by that."""

    id: str
    data: str
    answered: bool = False
    toast: str = ""


@dataclass
class Chat:
    """`known`: somebody wrote there, or the bot was added; `refusal`: why the bot may not write any more."""

    info: dict[str, Any]
    known: bool = False
    refusal: str | None = None
    showing: list[Seen] = field(default_factory=list)

    @property
    def id(self) -> int:
        return self.info["id"]


class Person(Watcher[Seen]):
    """Somebody in a chat: alone with the bot, or as a member of a group. The verbs return the message's id."""

    standin: Telegram

    def __init__(self, telegram: Telegram, user: dict[str, Any], chat: Chat) -> None:
        super().__init__(telegram, chat.showing)
        self.user, self.chat = user, chat

    def says(self, text: str) -> int:
        command = (
            {"type": "bot_command", "offset": 0, "length": len(text.split()[0])}
            if text.startswith("/")
            else None
        )
        return self._sends(text=text, **({"entities": [command]} if command else {}))

    def taps(self, label: str) -> Tap:
        """Press the inline button with exactly this label on the newest message that has it."""
        with self.standin.changed:
            message = next((shown for shown in reversed(self.chat.showing) if label in shown.buttons), None)
            assert message, f"no button {label!r}; there are {[shown.buttons for shown in self.chat.showing]}"
            button = message.pressed(label)
            assert "callback_data" in button, f"{label!r} is a link: {button}"
            self._acts()
            tap = Tap(self.standin.new_id(), button["callback_data"])
            self.standin.taps[tap.id] = tap
            query = {"id": tap.id, "from": self.user, "chat_instance": str(self.chat.id), "data": tap.data}
            self.standin.update(callback_query=query | {"message": self.standin.message(self.chat, message)})
            return tap

    def sends_file(
        self, name: str, data: bytes, caption: str = "", mime: str = "application/octet-stream"
    ) -> int:
        return self._sends(document=self.standin.keep(name, data, mime).document(), **_caption(caption))

    def sends_photo(self, data: bytes = PIXEL, caption: str = "") -> int:
        return self._sends(
            photo=self.standin.keep("photo.png", data, "image/png").photo(), **_caption(caption)
        )

    def sends_voice(self, data: bytes = b"OggS", seconds: int = 3) -> int:
        voice = self.standin.keep("voice.oga", data, "audio/ogg")
        return self._sends(voice=voice.json(duration=seconds, mime_type=voice.mime))

    def sends_sticker(self, emoji: str = "👍") -> int:
        sticker = self.standin.keep("sticker.webp", b"RIFF", "image/webp").json(
            width=512, height=512, emoji=emoji
        )
        return self._sends(sticker=sticker | {"type": "regular", "is_animated": False, "is_video": False})

    def sends_place(self) -> int:
        """A point on the map, which the handbook has no use for."""
        return self._sends(location={"latitude": 21.03, "longitude": 105.85})

    def shares_contact(self, phone: str, own: bool = True) -> int:
        """One's own card, as the keyboard's button sends it, or somebody else's from the address book."""
        card = (
            {"first_name": self.user["first_name"], "user_id": self.user["id"]}
            if own
            else {"first_name": "Ai đó"}
        )
        return self._sends(contact={"phone_number": phone, **card})

    def blocks(self) -> None:
        """Further sends are refused until this person writes again."""
        self.standin.bot_becomes("kicked", self.chat, self.user, BLOCKED)

    def _sends(self, **content: Any) -> int:
        with self.standin.changed:
            if self.chat.refusal == BLOCKED:
                self.standin.bot_becomes("member", self.chat, self.user, None)
            self._acts()
            self.chat.known = True
            message_id = next(self.standin.message_ids)
            head = {
                "message_id": message_id,
                "date": self.standin.now,
                "chat": self.chat.info,
                "from": self.user,
            }
            self.standin.update(message=head | content)
            return message_id

    def _acts(self) -> None:
        self.acted = next(self.standin.steps)


class Group(Watcher[Seen]):
    """A group with the bot in it, which sees everything said there."""

    standin: Telegram

    def __init__(self, telegram: Telegram, chat: Chat) -> None:
        super().__init__(telegram, chat.showing)
        self.chat = chat
        self.people = 58
        """How many are in it beside the bot."""

    def member(self, person: Person) -> Person:
        """The same person, speaking and tapping here."""
        return Person(self.standin, person.user, self.chat)

    def throws_bot_out(self, by: Person) -> None:
        self.standin.bot_becomes("kicked", self.chat, by.user, KICKED)


def _caption(text: str) -> dict[str, str]:
    return {"caption": text} if text else {}
