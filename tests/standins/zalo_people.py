"""Who sits before Zalo, and what their chats show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.standins.people import PIXEL, Watcher

if TYPE_CHECKING:
    from tests.standins.zalo import Zalo


@dataclass
class Seen:
    """A message of the bot as its chat shows it; `photo` is a URL and `text` then its caption."""

    message_id: str
    text: str
    step: int
    photo: str | None = None
    choices: tuple[str, ...] = ()  # never any here


class Person(Watcher[Seen]):
    """Somebody alone with the bot. The verbs return the message's id, "" when the bot has no room for one more person."""

    standin: Zalo

    def __init__(self, zalo: Zalo, chat_id: str, name: str) -> None:
        super().__init__(zalo, [])
        self.id, self.name = chat_id, name
        self.known = False

    def says(self, text: str) -> str:
        return self._sends("message.text.received", text=text)

    def taps(self, label: str) -> str:
        """No buttons here: the number beside the label, on the newest message that has it, is typed."""
        line = re.compile(rf"^(\d+)\. {re.escape(label)}$", re.M)
        numbers = [found[1] for message in reversed(self.seen) if (found := line.search(message.text))]
        assert numbers, f"no choice {label!r}; the last message is {[m.text for m in self.seen[-1:]]}"
        return self.says(numbers[0])

    def sends_photo(self, data: bytes = PIXEL, caption: str = "") -> str:
        """Arrives as a link, in `photo` or `photo_url` (Zalo.photo_field)."""
        photo = {self.standin.photo_field: self.standin.keep(data, ".png")}
        return self._sends("message.image.received", **photo, **({"caption": caption} if caption else {}))

    def sends_voice(self, data: bytes = b"\xff\xf1") -> str:
        return self._sends("message.voice.received", voice_url=self.standin.keep(data, ".aac"))

    def sends_sticker(self) -> str:
        return self._sends("message.sticker.received", sticker="38cc", url=self.standin.keep(PIXEL, ".png"))

    def sends_link(self) -> str:
        """Arrives without the link: what real events hold is not documented."""
        return self._sends("message.link.received")

    def sends_file(self) -> str:
        """Arrives as unsupported, with nothing to read; so does what a protected person writes."""
        return self._sends("message.unsupported.received")

    def sends_unknown(self) -> str:
        """Arrives as an event that no document names; the set is open."""
        return self._sends("message.dance.received")

    def _sends(self, event: str, **content: Any) -> str:
        with self.standin.changed:
            self.acted = next(self.standin.steps)
            self.known = self.known or self.standin.has_room()
            if not self.known:
                self.standin.turned_away.append(self.id)
                return ""
            sender = {"id": self.id, "display_name": self.name, "is_bot": False}
            return self.standin.event(event, sender, self.id, **content)
