"""A question put to many who all tap within seconds: votes a second by webhook, beside a bare PTB handler that writes one row and
answers the tap."""

import asyncio
import json
import sqlite3
import statistics
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from rich.table import Table
from sqlmodel import func, select

from bot.store import Store
from handlers.votes import wording
from models import motion, outbox
from models.member import Member
from models.motion import Ballot, Choice
from models.organisation import Organisation
from models.terms import ChannelName
from tests.bench.peers import TOKEN
from tests.bench.running import NOW, PEERS, branch_of
from tests.bench.standin import Line, Server, fields, myself
from tests.database import ready
from tests.processes.program import ROOT, Program, free_port

SHORT, FULL = 500, 5_000
LINES = 40
"""Webhook posts that the messenger has under way at once (Telegram's own default of max_connections)."""
BOT = TOKEN.split(":")[0]


def measure(full: bool) -> Table:
    """One row a sender; the ratio is ours to it."""
    count = FULL if full else SHORT
    table = Table(
        "who", "votes a second", "tap to answer p50", "p95", "votes kept", "ours to it",
        title=f"{count:,} tap within seconds",
    )  # fmt: skip
    reference = 0.0
    for name, start in {"ours": Ours, "ptb": Ptb}.items():
        if name == "ours" or PEERS.exists():
            with tempfile.TemporaryDirectory() as folder:
                rate, taken, kept = asyncio.run(_tapped(start, Path(folder), count))
            reference = reference or rate
            half, high = statistics.median(taken), statistics.quantiles(taken, n=20)[18]
            table.add_row(
                name, f"{rate:.0f}", f"{half:.2f} s", f"{high:.2f} s", str(kept), f"{reference / rate:.2f}"
            )
    return table


class Voters(Server):
    """A Telegram whose people all tap; `taken` holds the seconds from each tap to its answer."""

    def __init__(self, port: int, ends: str) -> None:
        """`ends`: the method whose call shows a person that his tap was taken."""
        super().__init__(port)
        self.ends, self.hook, self.secret = ends, "", ""
        self.buttons: dict[int, str] = {}
        self.tapped: dict[int, float] = {}
        self.taken: dict[int, float] = {}

    def answer(self, line: Line, bot: int, method: str, body: bytes) -> None:
        if method == "sendMessage":
            said = fields(body)
            self.show(int(said["chat_id"]), said.get("reply_markup"))
        elif method == "setWebhook":
            told = fields(body)
            self.hook, self.secret = told["url"], told["secret_token"]
        elif method == self.ends:
            told = fields(body)
            chat = int(told.get("chat_id") or told["callback_query_id"])
            self.taken.setdefault(chat, monotonic() - self.tapped[chat])
        super().answer(line, bot, method, body)

    def show(self, chat: int, markup: Any) -> None:
        if markup:
            drawn = json.loads(markup) if isinstance(markup, str) else markup
            self.buttons[chat] = drawn["inline_keyboard"][0][0]["callback_data"]

    async def all_tap(self, chats: list[int]) -> None:
        """Posts one tap of each, so many at once; returns when the bot has them all."""
        left = iter(chats)

        async def post() -> None:
            at = urlsplit(self.hook)
            reader, writer = await asyncio.open_connection(at.hostname, at.port)
            for chat in left:
                body = json.dumps(self.tap(chat)).encode()
                self.tapped[chat] = monotonic()
                head = (
                    f"POST {at.path} HTTP/1.1\r\nHost: {at.netloc}\r\nContent-Type: application/json\r\n"
                    f"X-Telegram-Bot-Api-Secret-Token: {self.secret}\r\nContent-Length: {len(body)}\r\n\r\n"
                )
                writer.write(head.encode() + body)
                answered = await reader.readuntil(b"\r\n\r\n")
                assert b" 200 " in answered.split(b"\r\n", 1)[0], answered
                length = next(
                    (int(one[15:]) for one in answered.lower().split(b"\r\n") if one.startswith(b"content-length:")), 0
                )  # fmt: skip
                await reader.readexactly(length)
            writer.close()

        await asyncio.gather(*(post() for _ in range(LINES)))

    def tap(self, chat: int) -> dict[str, Any]:
        who = {"id": chat, "is_bot": False, "first_name": "A"}
        place = {"id": chat, "type": "private", "first_name": "A"}
        shown = {"message_id": chat, "date": 1800000000, "chat": place, "from": myself(int(BOT)), "text": "?"}
        data = self.buttons.get(chat, "o:1")
        pressed = {"id": str(chat), "from": who, "chat_instance": "1", "message": shown, "data": data}
        return {"update_id": chat, "callback_query": pressed}


async def _tapped(start: Callable[..., "Voting"], folder: Path, count: int) -> tuple[float, list[float], int]:
    """Votes a second from the first tap to the last answer, the seconds of each, and how many votes were kept."""
    port = free_port()
    chats = [*range(1, count + 1)]
    voting = start(folder, chats, f"http://127.0.0.1:{port}")
    people = Voters(port, voting.ends)
    await people.listen()
    voting.open()
    try:
        await _until(lambda: bool(people.hook) and (not voting.asks or len(people.buttons) == count))
        await asyncio.sleep(1)
        began = monotonic()
        await people.all_tap(chats)
        await _until(lambda: len(people.taken) == count)
        spent = max(people.tapped[chat] + people.taken[chat] for chat in chats) - began
    finally:
        voting.process.kill()
        voting.process.wait()
        people.door.close()
    return count / spent, list(people.taken.values()), voting.kept()


async def _until(there: Callable[[], bool]) -> None:
    async with asyncio.timeout(600):
        while not there():  # noqa: ASYNC110 (what a stand-in has seen)
            await asyncio.sleep(0.02)


class Voting:
    """Somebody who takes votes, in a process. asks: it sends the question itself before."""

    ends = ""
    asks = False
    process: subprocess.Popen[bytes]

    def open(self) -> None: ...

    def kept(self) -> int: ...


class Ours(Voting):
    """Our program, with a consultation open to all."""

    ends, asks = "editMessageText", True

    def __init__(self, folder: Path, chats: list[int], api: str) -> None:
        self.url = ready(folder)
        now: datetime = NOW.astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
        store = Store(self.url)
        with store.unit() as session:
            branch_id, _, people = branch_of(session, ChannelName.TELEGRAM, BOT, chats)
            place, author = session.get_one(Organisation, branch_id), session.get_one(Member, people[0])
            made = motion.consult(session, place, author, "Họp lúc 19h30?", now + timedelta(days=2), now)
            choices = [list(choice) for choice in wording.CHOICES]
            question = {"kind": wording.KIND, "subject": str(made.id), "choices": choices}
            content = {"text": "Họp lúc 19h30?", "question": question}
            outbox.tell(session, people, content, key=f"motion:{made.id}:question", kind="motion", now=now)
        store.close()
        self.program = Program(
            folder,
            SOTAY_TELEGRAM_TOKEN=TOKEN,
            SOTAY_TELEGRAM_API=api,
            SOTAY_TELEGRAM_PER_SECOND="100000",
            SOTAY_UPDATES="webhook",
        )
        self.program.environment["SOTAY_PUBLIC_URL"] = f"http://127.0.0.1:{self.program.port}"

    def open(self) -> None:
        self.program.start(wait=False)
        assert self.program.process is not None
        self.process = self.program.process

    def kept(self) -> int:
        store = Store(self.url)
        with store.unit() as session:
            first = wording.CHOICES[0][0]
            return session.exec(select(func.count()).where(Ballot.choice == Choice(first))).one()


class Ptb(Voting):
    """python-telegram-bot with its own webhook, one handler and one row."""

    ends = "answerCallbackQuery"

    def __init__(self, folder: Path, chats: list[int], api: str) -> None:
        self.file, self.api = folder / "votes.db", api

    def open(self) -> None:
        self.process = subprocess.Popen(
            [PEERS, ROOT / "tests/bench/peers.py", "ptb-votes", self.api, str(free_port()), self.file],
            stderr=subprocess.DEVNULL,
        )

    def kept(self) -> int:
        with closing(sqlite3.connect(self.file)) as connection:
            return int(connection.execute("SELECT count(*) FROM vote").fetchone()[0])
