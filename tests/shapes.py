"""The messengers as a story sees them: somebody says, taps or sends, and reads what the chat shows.

Telegram and Zalo are the real channels against stand-in servers over HTTP; web and console go through the same inbox and outbox and
take their copies as a browser's stream or the terminal does.
"""

import io
import re
import time
from collections.abc import Awaitable, Callable
from contextlib import redirect_stdout
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from bot.channels import web
from bot.channels.console import SPEAKER, Console
from bot.channels.rendering import numbered
from bot.channels.telegram import Telegram
from bot.channels.zalo import Zalo
from bot.papers import Papers
from bot.store import Store
from bot.turns import Turns
from models import address as addresses
from models import bot_account
from models.address import Address
from models.bot_account import BotAccount
from models.database import Session
from models.outbox import Want
from models.sealing import Keys
from models.terms import ChannelName
from scheduler.deliver import Lane
from scheduler.idling import Idling
from scheduler.ledger import Ledger
from scheduler.outcome import Outcome, Result, record
from scheduler.pace import Pace
from scheduler.parcel import Parcel, next_parcel, next_parcels
from tests.papers import made
from tests.standins.telegram import Telegram as TelegramServer
from tests.standins.zalo import Zalo as ZaloServer

FAST = 100_000
FILE = "\n[tệp]"
"""What a chat shows where a file, or on the web a link to it, stands with a message."""


class Shape(Protocol):
    """One messenger with everybody's chat on it."""

    bot_id: int

    async def open(self, store: Store, turns: Turns, now: Callable[[], datetime]) -> None: ...
    def identity(self, who: str) -> str: ...
    def meets(self, who: str) -> None: ...
    def says(self, who: str, text: str) -> None: ...
    def taps(self, who: str, label: str) -> None: ...
    def sends(self, who: str, what: str) -> None: ...
    async def settle(self) -> None: ...
    def shown(self, who: str) -> list[tuple[str, str]]: ...
    async def close(self) -> None: ...


class _OverHttp:
    """What Telegram and Zalo share: a server, a channel, a lane."""

    server: Any
    channel: Any
    public_url: str | None = None
    keys = Keys(b"story")
    at_once: int | None = None

    async def open(self, store: Store, turns: Turns, now: Callable[[], datetime]) -> None:
        self.server.start()
        self.channel = self.connect()
        external_id, name = await self.channel.who()
        account = await store.write(
            lambda s: bot_account.known(s, self.channel.name, external_id, name, now())
        )
        self.bot_id = account.id
        turns.serve(account.id, self.channel)
        self.turns = turns
        self.people: dict[str, Any] = {}
        self.store, self.now = store, now
        self.sender = Papers(self.channel, account.id, store, self.keys, now, self.public_url)
        self.lane = Lane(
            Ledger(store, now), Idling(store, now), account.id, self.sender, Pace(FAST, time.monotonic)
        )

    def connect(self) -> Any: ...

    async def receive(self, external_id: str, chat: str, raw: dict[str, Any]) -> bool:
        return await self.turns.receive(self.bot_id, external_id, chat, raw)

    def says(self, who: str, text: str) -> None:
        self.people[who].says(text)

    def taps(self, who: str, label: str) -> None:
        self.people[who].taps(label)

    async def deliver(self) -> None:
        await self.turns.settle()
        if self.at_once is None:
            await self.lane.settle()
            return
        want = Want(self.bot_id, at_most=self.at_once)
        parcels = await self.store.write(lambda s: next_parcels(s, [want], self.now())[want])
        for parcel in parcels:
            done = await self.sender.send(parcel)
            await self.store.write(lambda s, p=parcel, o=done: record(s, p.delivery_id, o, self.now()))

    async def close(self) -> None:
        await self.channel.close()
        assert self.server.violations == []
        self.server.stop()


class OnTelegram(_OverHttp):
    def __init__(self) -> None:
        self.server = TelegramServer()

    def connect(self) -> Telegram:
        return Telegram(self.server.token, self.server.url)

    def identity(self, who: str) -> str:
        return str(1001 + sum(ord(c) * 31**i for i, c in enumerate(who)) % 1_000_000)

    def meets(self, who: str) -> None:
        self.people[who] = self.server.person(int(self.identity(who)), who)
        self.people[who].says("/start")

    async def forget_hellos(self) -> None:
        async def drop(external_id: str, chat: str, raw: dict[str, Any]) -> bool:
            return False

        await self.channel.poll(drop, 0)

    def sends(self, who: str, what: str) -> None:
        person = self.people[who]
        word, _, rest = what.partition(" ")
        acts: dict[str, Callable[[], Any]] = {
            "voice": person.sends_voice,
            "sticker": person.sends_sticker,
            "photo": person.sends_photo,
            "unknown": person.sends_place,
            "blocks": person.blocks,
            "contact": lambda: person.shares_contact(rest),
            "card": lambda: person.shares_contact(rest, own=False),
            "file": lambda: person.sends_file(*made(what)),
        }
        acts[word]()

    async def settle(self) -> None:
        await self.channel.poll(self.receive, 0)
        await self.deliver()

    def shown(self, who: str) -> list[tuple[str, str]]:
        return [(str(m.message_id), m.text + (FILE if m.document else "")) for m in self.people[who].seen]


class OnZalo(_OverHttp):
    def __init__(self) -> None:
        self.server = ZaloServer()
        self.server.room = 1000

    def connect(self) -> Zalo:
        return Zalo(self.server.token, self.server.url)

    def identity(self, who: str) -> str:
        return who.encode().hex()

    def meets(self, who: str) -> None:
        self.people[who] = self.server.person(self.identity(who), who)
        self.people[who].says("xin chào")

    async def forget_hellos(self) -> None:
        async def drop(external_id: str, chat: str, raw: dict[str, Any]) -> bool:
            return True

        while await self.channel.poll(drop, 0):
            pass

    def sends(self, who: str, what: str) -> None:
        person = self.people[who]
        acts = {
            "voice": person.sends_voice,
            "sticker": person.sends_sticker,
            "photo": person.sends_photo,
            "unknown": person.sends_unknown,
            "file": person.sends_file,
        }
        acts[what.split()[0]]()

    async def settle(self) -> None:
        while await self.channel.poll(self.receive, 0):
            pass
        await self.deliver()

    def shown(self, who: str) -> list[tuple[str, str]]:
        return [(m.message_id, m.text) for m in self.people[who].seen]


class OnWeb:
    """The web chat, with an open stream for everybody who was ever here."""

    def __init__(self) -> None:
        self.channel = web.Web()
        self.said: list[dict[str, Any] | tuple[str, str, bytes]] = []
        self.chats: dict[str, list[tuple[str, str]]] = {}
        self.options: dict[str, list[tuple[str, int]]] = {}
        self.count = 0

    async def open(self, store: Store, turns: Turns, now: Callable[[], datetime]) -> None:
        account = await store.write(lambda s: bot_account.known(s, ChannelName.WEB, "web", "web", now()))
        self.bot_id, self.store, self.turns, self.now = account.id, store, turns, now
        turns.serve(account.id, self.channel)

    def identity(self, who: str) -> str:
        return f"web-{who}"

    def meets(self, who: str) -> None:
        self.chats[self.identity(who)] = []

    async def forget_hellos(self) -> None: ...

    def says(self, who: str, text: str) -> None:
        self.said.append(web.typed(self.identity(who), text))

    def taps(self, who: str, label: str) -> None:
        shown = self.options.get(self.identity(who), [])
        offer = next((o for known, o in reversed(shown) if known == label), None)
        assert offer is not None, f"{who} sees no choice {label!r}"
        self.said.append(web.tapped(self.identity(who), offer))

    def sends(self, who: str, what: str) -> None:
        self.said.append(
            (self.identity(who), *made(what if what.startswith("file ") else f"file {what}.png"))
        )

    async def settle(self) -> None:
        while self.said:
            await self.take_in(1)
            await self.turns.settle()
        await self.deliver()

    async def take_in(self, at_most: int = 1000) -> None:
        """What was said reaches the program."""
        for said in self.said[:at_most]:
            self.count += 1
            if isinstance(said, tuple):
                await self.turns.hand_in(self.bot_id, str(self.count), *said)
            else:
                await self.turns.receive(self.bot_id, str(self.count), said["chat"], said)
        del self.said[:at_most]

    async def deliver(self) -> None:
        while parcel := await self.store.write(lambda s: next_parcel(s, Want(self.bot_id), self.now())):
            self._show(parcel)
            done = Outcome(Result.SENT, str(parcel.delivery_id))
            await self.store.write(lambda s, p=parcel: record(s, p.delivery_id, done, self.now()))

    def _show(self, parcel: Parcel) -> None:
        text = numbered(parcel, tail=False) + (FILE if parcel.document else "")
        self.chats.setdefault(parcel.chat, []).append((str(parcel.delivery_id), text))
        self.options.setdefault(parcel.chat, []).extend((o.label, o.offer_id) for o in parcel.options)

    def shown(self, who: str) -> list[tuple[str, str]]:
        return self.chats[self.identity(who)]

    async def close(self) -> None: ...


class OnConsole:
    """Terminals: everybody at one of their own, reading what it prints. One line is one message, and nothing but lines can be said."""

    def __init__(self) -> None:
        self.screens: dict[str, list[tuple[str, str]]] = {}
        self.consoles: dict[str, Console] = {}
        self.typed: list[tuple[str, str]] = []

    async def open(self, store: Store, turns: Turns, now: Callable[[], datetime]) -> None:
        account = await store.write(
            lambda s: bot_account.known(s, ChannelName.CONSOLE, "console", "console", now())
        )
        self.bot_id, self.store, self.turns, self.now = account.id, store, turns, now

    def identity(self, who: str) -> str:
        return f"console-{who}"

    def meets(self, who: str) -> None:
        self.screens[who] = []

    async def forget_hellos(self) -> None:
        """Nobody says hello here: everybody sits down."""

        def seat(session: Session, who: str) -> Address:
            bot = session.get_one(BotAccount, self.bot_id)
            return addresses.at(session, bot, self.identity(who), who, self.now())

        for who in self.screens:
            address = await self.store.write(partial(seat, who=who))
            self.consoles[who] = Console(self.store, self.turns, address)

    def says(self, who: str, text: str) -> None:
        assert "\n" not in text, "a terminal takes one line at a time"
        self.typed.append((who, text))

    def taps(self, who: str, label: str) -> None:
        """No buttons here: the number beside the label is typed."""
        line = re.compile(rf"^(\d+)\. {re.escape(label)}$", re.M)
        found = [number for _, text in reversed(self.screens[who]) for number in line.findall(text)]
        assert found, f"{who} sees no choice {label!r}"
        self.says(who, found[0])

    def sends(self, who: str, what: str) -> None:
        raise AssertionError("a terminal sends words alone")

    async def settle(self) -> None:
        while self.typed:
            who, text = self.typed.pop(0)
            await self._read(who, self.consoles[who].say(text))
        for who, console in self.consoles.items():
            await self._read(who, console.show())

    async def _read(self, who: str, work: Awaitable[None]) -> None:
        with redirect_stdout(Printed()) as printed:
            await work
        for text in printed.messages:
            self.screens[who].append((str(len(self.screens[who])), text))

    def shown(self, who: str) -> list[tuple[str, str]]:
        return self.screens[who]

    async def close(self) -> None: ...


class Printed(io.StringIO):
    """What a console prints, message by message."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[str] = []

    def write(self, text: str) -> int:
        if text.strip():
            speaker, said = text.split(": ", 1)
            assert speaker == SPEAKER
            self.messages.append(said.strip())
        return len(text)


SHAPES: dict[str, Callable[[], Any]] = {
    "telegram": OnTelegram,
    "zalo": OnZalo,
    "web": OnWeb,
    "console": OnConsole,
}
"""Every story on every messenger that can carry it."""
