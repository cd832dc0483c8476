"""Plays a story: a conversation in Vietnamese that a secretary could check, on one messenger's shapes.

    @ 2026-12-01 08:00            the clock stands there, and all that is then due happens
    @ máy nghỉ đến 2026-12-02 07:20   the same, but the program did not run from the last time to this one
    tú  > /moihop 19h30 ngày 6/12 tú writes
    lan ! Tham dự                 lan taps that choice (on Zalo: types its number)
    lan ~ voice                   lan sends a voice note, a sticker, a photo, or something unknown
    lan ~ contact 0900000006      on Telegram: lan shares her own number; `card 09...` is somebody else's; `blocks` shuts the bot out
    tú  ~ file kế hoạch.docx: A / B   tú sends a file with these lines in it (on Zalo: an event without the file)
    lan < Đã ghi: ... THAM DỰ     the next message that lan has not read yet looks so
    lan -                         lan has nothing unread
    # ...                         a remark

In what is expected, `...` stands for anything, ` / ` for a new line, and `{word}` keeps what stands there for later use as `{word}`.
`người lạ: lan` says that lan has not joined yet; her paper code is then `{mã_lan}`.
`bà con: 60` adds so many members who have joined; `bà con 45 > 1` is said by the first 45 of them, `bà con < ...` read by all.
`cấp trên: kiên` plants the committee above the branch, with Kiên as its secretary.
`chi bộ khác: 10` plants so many more branches below that committee, which nobody leads.
`theo dõi chi bộ: kiên` makes somebody of that committee the one who follows the branch.
`địa chỉ công khai: https://...` lets links be sent.
`bot khác: Bot 2` knows of one more bot on the same messenger, where nobody is yet. `số người: 3` and `số tin: 20` limit the story's own
bot: so many chats, so many messages a month.
`kênh bên cạnh: zalo` opens a second messenger, where whoever is named after it sits (`lan zalo`); `chỗ bên ấy: 2` limits its bot.
`nhịp: 40` lets the messenger take so many messages after each line, answers first; the rest wait.
`kênh: telegram, zalo` plays it there alone, where a messenger lacks what it tells of. Otherwise it plays on all; on the console where
nobody sends a file or says more than a line, for there a line is a message.
What nobody has read when the story ends is a failure, unless the story says `và còn lại: tú, lan`.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot import logs
from bot.config import Clock
from bot.store import Store
from bot.turns import Turns
from handlers.kit.hours import Hours
from handlers.kit.router import load
from models import bot_account, heartbeat
from models.bot_account import BotAccount
from models.database import Session
from models.sealing import Keys, lend
from scheduler.jobs import run_all
from tests.beside import Beside
from tests.cast import ZONE, Branch, above, beside, code_for, crowd, follows, plant
from tests.database import ready

NIGHT = Hours(datetime(2000, 1, 1, 21).time(), datetime(2000, 1, 1, 6, 30).time())
START = datetime(2026, 12, 1, 8, tzinfo=ZONE)
KEYS = Keys(b"story")
LOG = "log.txt"
PACE = "nhịp:"
FOLLOWS = "theo dõi chi bộ:"
OTHERS = "chi bộ khác:"
NEXT_BOT, PEOPLE_AT_MOST, MONTH_AT_MOST = "bot khác:", "số người:", "số tin:"
BESIDE, ROOM_BESIDE = "kênh bên cạnh:", "chỗ bên ấy:"
LIMITS = (NEXT_BOT, PEOPLE_AT_MOST, MONTH_AT_MOST, ROOM_BESIDE)
HEADERS = (
    *LIMITS,
    *("địa chỉ công khai:", "người lạ:", "kênh:", "và còn lại:", "bà con:", "cấp trên:"),
    *(PACE, OTHERS, FOLLOWS, BESIDE),
)
CROWD = "bà con"
STOPPED = "máy nghỉ đến"
LINE = re.compile(r"^(?P<who>[\w ]+?)\s*(?P<act>[<>!~-])\s?(?P<text>.*)$")


@dataclass
class Stage:
    """Where a story plays: a database, a clock, a messenger."""

    store: Store
    turns: Turns
    clock: Clock
    shape: Any
    branch: Branch
    read: set[tuple[str, str, str]] = field(default_factory=set)
    kept: dict[str, str] = field(default_factory=dict)

    async def settle(self) -> None:
        await self.shape.settle()

    async def due(self, stopped: bool) -> None:
        """Everything that is due now happens, and all that then goes; the program was alive until now, or stopped."""

        def work(session: Session) -> None:
            if not stopped:
                heartbeat.beat(session, self.clock())
            lend(session, KEYS)
            run_all(session, self.clock(), NIGHT)

        await self.store.write(work)
        await self.settle()

    def those(self, who: str) -> list[str]:
        """Who is meant: one, or so many of the crowd, or all of it."""
        if not who.startswith(CROWD):
            return [who]
        crowd = [name for name in self.branch.names if name.startswith(CROWD)]
        return crowd[: int(who.removeprefix(CROWD) or len(crowd))]

    def unread(self, who: str) -> list[tuple[str, str]]:
        """What somebody has not read yet; a pressed button that only shows itself (→ Gửi) is nothing to read."""
        fresh = [m for m in self.shape.shown(who) if (who, *m) not in self.read]
        return [m for m in fresh if not m[1].splitlines()[-1].startswith("→ ")]


async def play(story: Path, shape: Any, folder: Path) -> None:
    """Plays a story to its end, in the folder's database; its log lies there too. Raises AssertionError with the line that went otherwise."""
    with (folder / LOG).open("w", encoding="utf-8") as log:
        logs.set_up(log)
        try:
            await _play(story, shape, ready(folder, "truyen"))
        finally:
            logs.set_up()


async def _play(story: Path, shape: Any, url: str) -> None:
    load()
    store, clock, keys = Store(url), Clock(ZONE, START), KEYS
    lines = unicodedata.normalize("NFC", story.read_text(encoding="utf-8")).splitlines()
    for other in (line.removeprefix(BESIDE).strip() for line in lines if line.startswith(BESIDE)):
        shape = Beside(shape, other)
    shape.public_url = next(
        (line[18:].strip() for line in lines if line.startswith("địa chỉ công khai:")), None
    )
    shape.at_once = next((int(line.removeprefix(PACE)) for line in lines if line.startswith(PACE)), None)
    turns = Turns(store, keys, clock, NIGHT, links=shape.public_url is not None)
    try:
        await shape.open(store, turns, clock)
        branch = await store.write(lambda session: plant(session, keys, clock()))
        stage = Stage(store, turns, clock, shape, branch)
        size = next((int(line[7:]) for line in lines if line.startswith(f"{CROWD}:")), 0)
        await store.write(lambda session: crowd(session, branch, CROWD, size, clock()))
        if any(line.startswith("cấp trên:") for line in lines):
            await store.write(lambda session: above(session, branch, clock()))
        for count in (int(line.removeprefix(OTHERS)) for line in lines if line.startswith(OTHERS)):
            await store.write(lambda session, count=count: beside(session, branch, count, clock()))
        for who in (line.removeprefix(FOLLOWS).strip() for line in lines if line.startswith(FOLLOWS)):
            await store.write(lambda session, who=who: follows(session, branch, who, clock()))
        await store.write(lambda session: _limit(session, shape, lines, clock()))
        speakers = {
            name
            for line in lines
            if (m := LINE.match(line)) and not line.startswith("#")
            for name in stage.those(m["who"].strip())
        }
        for who in sorted(speakers):
            shape.meets(who)
        await shape.forget_hellos()
        for who in sorted((speakers | _strangers(lines)) & branch.names.keys()):
            if who in _strangers(lines):
                code = await store.write(lambda s, who=who: code_for(s, keys, branch, who, clock()))
                stage.kept["mã_" + who.replace(" ", "_")] = code
            else:
                await store.write(
                    lambda s, who=who: branch.joins(s, who, shape.bot_id, shape.identity(who), clock())
                )
        await _perform(stage, lines, speakers)
    finally:
        turns.close()
        await shape.close()
        store.close()


def _limit(session: Session, shape: Any, lines: list[str], now: datetime) -> None:
    """What the headers say of bots."""
    said = {
        head: line.removeprefix(head).strip() for line in lines for head in LIMITS if line.startswith(head)
    }
    own = session.get_one(BotAccount, shape.bot_id)
    own.people_at_most = int(said[PEOPLE_AT_MOST]) if PEOPLE_AT_MOST in said else None
    own.month_at_most = int(said[MONTH_AT_MOST]) if MONTH_AT_MOST in said else None
    if ROOM_BESIDE in said:
        session.get_one(BotAccount, shape.second.bot_id).people_at_most = int(said[ROOM_BESIDE])
    if NEXT_BOT in said:
        bot_account.known(session, own.channel, "2", said[NEXT_BOT], now)


def _strangers(lines: list[str]) -> set[str]:
    """Names after `người lạ:`: they are of the branch, but have not joined yet."""
    return {n.strip() for line in lines if line.startswith("người lạ:") for n in line[9:].split(",")}


def channels(story: Path) -> list[str]:
    """The messengers on which a story plays."""
    lines = story.read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line.startswith("kênh:"):
            return [name.strip() for name in line[5:].split(",")]
    said = [found for line in lines if (found := LINE.match(line)) and not line.startswith("#")]
    wordless = any(each["act"] == "~" or (each["act"] == ">" and " / " in each["text"]) for each in said)
    return ["telegram", "zalo", "web", *([] if wordless else ["console"])]


def only_where_it_plays(story: str) -> list[pytest.MarkDecorator]:
    """The mark of a story that one of the databases refuses."""
    if not story.startswith("khao_sat_khong_ghi_ten"):
        return []
    return [
        pytest.mark.sqlite("answers without names are refused on PostgreSQL, whose log is not ours to empty")
    ]


async def _perform(stage: Stage, lines: list[str], speakers: set[str]) -> None:
    rest: set[str] = set()
    for place, line in enumerate(lines, 1):
        if line.startswith("và còn lại:"):
            rest = {each for name in line[11:].split(",") for each in stage.those(name.strip())}
        if not line.strip() or line.startswith(("#", *HEADERS)):
            continue
        try:
            await _line(stage, line)
        except AssertionError as wrong:
            raise AssertionError(f"dòng {place}: {line}\n{wrong}") from None
    for who in sorted(speakers - rest):
        assert not stage.unread(who), f"{who} còn tin chưa đọc: {stage.unread(who)}"


async def _line(stage: Stage, line: str) -> None:
    if line.startswith("@"):
        to = line[1:].strip()
        stage.clock.set(datetime.fromisoformat(to.removeprefix(STOPPED).strip()).replace(tzinfo=ZONE))
        await stage.due(stopped=to.startswith(STOPPED))
        return
    found = LINE.match(line)
    assert found, "không đọc được dòng này"
    who, act, text = found["who"].strip(), found["act"], found["text"]
    for name, value in stage.kept.items():
        text = text.replace(f"{{{name}}}", value)
    for each in stage.those(who):
        _act(stage, each, act, text)
    if act in ">!~":
        await stage.settle()


def _act(stage: Stage, who: str, act: str, text: str) -> None:
    match act:
        case ">":
            stage.shape.says(who, text.replace(" / ", "\n"))
        case "!":
            stage.shape.taps(who, text)
        case "~":
            stage.shape.sends(who, text)
        case "-":
            assert not stage.unread(who), f"{who} đã nhận: {stage.unread(who)}"
        case "<":
            unread = stage.unread(who)
            assert unread, f"{who} không nhận được gì"
            message = unread[0]
            stage.read.add((who, *message))
            stage.kept |= _matched(text, message[1])


def _matched(expected: str, shown: str) -> dict[str, str]:
    """What the `{word}`s of the expectation stand for. Raises AssertionError where it does not fit."""
    flat = " ".join(shown.split())
    pattern = ""
    for part in re.split(r"(\.\.\.|\{\w+\}|\s+/\s+|\s+)", expected.strip()):
        if not part:
            continue
        if part == "...":
            pattern += r".*?"
        elif part.startswith("{"):
            pattern += f"(?P<{part[1:-1]}>.+?)"
        elif part.strip() in ("", "/"):
            pattern += r"\s*" if pattern.endswith("?") else r"\s+"
        else:
            pattern += re.escape(part)
    if not expected.strip().endswith("..."):
        pattern += r"(?:\s+(?:Muốn vậy, x|X)in đồng chí nhắn lại .*)?"
    pattern = pattern.replace(r"\s+.*?", r"\s*.*?")
    found = re.fullmatch(pattern, flat, re.S)
    assert found, f"nhận được: {flat}"
    return found.groupdict()
