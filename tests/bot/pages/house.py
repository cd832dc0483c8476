"""A small branch with its web pages up, over real HTTP on a free port: the real store, turns and conversation, nothing feigned."""

import asyncio
import contextlib
import html
import json
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import uvicorn
from sqlmodel import col, select

from bot.config import Clock, Settings
from bot.pages.site import site
from bot.store import Store
from bot.turns import Turns
from handlers.kit.router import load
from models import bot_account, invite, member, organisation, outbox, setting
from models.folding import fold
from models.member import Member, Membership
from models.outbox import Delivery, Purpose
from models.sealing import Keys
from models.terms import ChannelName, DeliveryState, OrganisationKind, Post, Standing
from tests.database import ready

KEYS = Keys(b"a key for tests")
START = datetime(2026, 11, 22, 19, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
PEOPLE = ("Trần Văn Tú", "Nguyễn Thị Lan", "Nguyễn Văn Hùng", "Lê Thị Mai")


class _Server(uvicorn.Server):
    """Signals belong to whoever runs the tests."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.up.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Any:
        yield


@dataclass
class House:
    """What a test may hold on to."""

    url: str
    database: str
    store: Store
    clock: Clock
    bot_id: int
    stopping: asyncio.Event
    settings: Settings
    turns: Turns
    channels: dict[tuple[str, str], Any] = field(default_factory=dict)
    browsers: list["Browser"] = field(default_factory=list)

    async def code(self, name: str) -> str:
        """A fresh paper code of somebody."""
        return await self.store.write(
            lambda s: invite.issue(
                s, KEYS, member.find(s, organisation.branches(s)[0], name)[0], self.clock()
            )
        )

    async def tell(self, name: str, content: dict[str, Any], key: str) -> None:
        """Owes a notice to somebody, as another part of the program would."""

        def owe(session: Any) -> None:
            who = member.find(session, organisation.branches(session)[0], name)[0]
            outbox.tell(
                session, [who.id], content, key=key, kind="test", now=self.clock(), purpose=Purpose.TIMES
            )

        await self.store.write(owe)

    async def quiet(self) -> None:
        """Returns once nothing is owed to a browser any more."""
        waits = select(Delivery.id).where(
            Delivery.bot_id == self.bot_id,
            col(Delivery.state).in_([DeliveryState.QUEUED, DeliveryState.SENDING]),
        )
        async with asyncio.timeout(10):
            heard = self.store.bell.rung
            while await self.store.read(lambda s: s.exec(waits).first()):
                await self.store.bell.after(heard, 1)
                heard = self.store.bell.rung

    def browser(self) -> "Browser":
        """A browser that has never been here."""
        self.browsers.append(Browser(httpx.AsyncClient(base_url=self.url, timeout=10)))
        return self.browsers[-1]


class Browser:
    """As much of a browser as the pages need: cookies, the page's token, forms, the stream."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http
        self.page = ""

    async def open(self, path: str = "/") -> httpx.Response:
        answer = await self.http.get(path)
        self.page = answer.text
        return answer

    @property
    def csrf(self) -> str:
        return re.search(r'data-csrf="([0-9a-f]+)"', self.page)[1]

    async def join(self, code: str) -> httpx.Response:
        """Opens the front page and posts a code."""
        await self.open()
        answer = await self.http.post("/vao", data={"ma": code, "csrf": self.csrf})
        await self.open()
        return answer

    async def known(self) -> None:
        """Returns once the page is a member's: on a slow machine the page comes before the code's turn is over."""
        async with asyncio.timeout(30):
            while 'data-bound="1"' not in self.page:
                await asyncio.sleep(0.1)
                await self.open()

    async def say(self, text: str, id: str = "", place: str = "/") -> httpx.Response:
        return await self.post({"id": id or text, "text": text}, place)

    async def tap(self, offer: int, place: str = "/") -> httpx.Response:
        return await self.post({"id": f"tap{offer}", "tap": offer}, place)

    async def post(self, said: Any, place: str = "/") -> httpx.Response:
        return await self.http.post(f"{place}gui", content=json.dumps(said), headers={"x-csrf": self.csrf})

    @asynccontextmanager
    async def stream(self, place: str = "/", awake: bool = True, **headers: str) -> AsyncIterator["Events"]:
        """The live stream; a page that is not awake never says what it shows."""
        bound = re.search(r'data-bound="(\d)"', self.page)[1]
        last = re.search(r'data-last="(\d+)"', self.page)[1]
        url = f"{place}dong?vao={bound}&sau={last}"

        async def shows(message: int) -> None:
            await self.http.post(f"{place}nhan", json={"ids": [message]}, headers={"x-csrf": self.csrf})

        async with self.http.stream("GET", url, headers=headers) as answer:
            events = Events(answer, shows if awake else None)
            reading = asyncio.create_task(events.read())
            try:
                yield events
            finally:
                reading.cancel()
                await asyncio.gather(reading, return_exceptions=True)


@dataclass
class Event:
    name: str
    data: Any
    id: str | None

    @property
    def words(self) -> str:
        """A message's words, as they are shown."""
        return html.unescape(re.sub(r"<[^>]+>", "", self.data["html"])).strip()

    @property
    def buttons(self) -> dict[str, int]:
        """A message's choices: label to offer."""
        found = re.findall(r'data-offer="(\d+)">([^<]+)</button>', self.data["html"])
        return {html.unescape(label): int(offer) for offer, label in found}


class Events:
    """The events of an open stream, one after the other."""

    def __init__(self, answer: httpx.Response, shows: Callable[[int], Awaitable[None]] | None = None) -> None:
        self._lines = answer.aiter_lines()
        self.headers = answer.headers
        self._shows = shows
        self._come: asyncio.Queue[Event | None] = asyncio.Queue()
        self.raw: list[str] = []

    async def read(self) -> None:
        """Takes what comes and says that it is shown, whether the test looks at it or not, as a page does."""
        about: dict[str, str] = {}
        try:
            async for line in self._lines:
                self.raw.append(line)
                if line == "":
                    if "event" in about:
                        made = Event(about["event"], json.loads(about["data"]), about.get("id"))
                        if made.name == "tin" and self._shows is not None:
                            await self._shows(made.data["id"])
                        self._come.put_nowait(made)
                    about = {}
                elif not line.startswith(":"):
                    name, _, value = line.partition(": ")
                    about[name] = value
        finally:
            self._come.put_nowait(None)

    async def __aiter__(self) -> AsyncIterator[Event]:
        while (event := await self._come.get()) is not None:
            yield event

    async def next(self, name: str = "tin", seconds: float = 10) -> Event:
        """The next event of a name."""
        async with asyncio.timeout(seconds):
            async for event in self:
                if event.name == name:
                    return event
        raise AssertionError("the stream ended")

    async def saying(self, words: str) -> Event:
        """The next message with those words in it."""
        while words not in (event := await self.next()).words:
            pass
        return event


def plant(session: Any, now: datetime) -> None:
    """A branch of four: Tú leads it."""
    ward = organisation.found(session, "Đảng bộ phường Thử", OrganisationKind.GRASSROOTS, None, now)
    branch = organisation.found(session, "Chi bộ tổ dân phố số 9", OrganisationKind.BRANCH, ward, now)
    for name in PEOPLE:
        who = Member(name=name, folded=fold(name), standing=Standing.OFFICIAL)
        session.add(who)
        session.flush()
        session.add(Membership(member_id=who.id, organisation_id=branch.id, since=now - timedelta(days=900)))
        if name == PEOPLE[0]:
            member.appoint(session, who, Post.SECRETARY, branch, now)


@asynccontextmanager
async def standing(
    folder: Path, port: int = 0, *, answering: bool = True, **settings: Any
) -> AsyncIterator[House]:
    """The house with everything running in it; not answering: its turns are whoever's who plays a messenger on them."""
    load()
    database = ready(folder, "house")
    store, clock = Store(database), Clock(START.tzinfo, START)
    set_up = Settings(_env_file=None, database_url=database, secret_key="a key for tests", **settings)
    stopping, channels = asyncio.Event(), {}

    def begin(session: Any) -> int:
        if organisation.root(session) is None:
            plant(session, clock())
            setting.put(session, setting.SAMPLE, "1")
        return bot_account.known(session, ChannelName.WEB, "web", "web", clock()).id

    bot_id = await store.write(begin)
    turns = Turns(store, KEYS, clock, links=set_up.public_url is not None)
    app = site(store, turns, KEYS, clock, set_up, bot_id, channels, stopping)
    listening = socket.create_server(("127.0.0.1", port))
    server = _Server(uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=2))
    work = [*([turns.run()] if answering else []), store.watch(), server.serve(sockets=[listening])]
    tasks = [asyncio.create_task(each) for each in work]
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    await server.up.wait()
    house = House(url, database, store, clock, bot_id, stopping, set_up, turns, channels)
    try:
        yield house
    finally:
        for browser in house.browsers:
            await browser.http.aclose()
        stopping.set()
        server.should_exit = True
        await tasks.pop()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        listening.close()
        turns.close()
        store.close()
