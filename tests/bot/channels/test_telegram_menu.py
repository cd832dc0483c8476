"""Telegram's menu of commands beside each chat: a leader's words for whoever leads, a member's for the rest, none for a stranger."""

import asyncio
import gc
import json
import weakref
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.store import Store
from handlers.kit.router import Who, router
from models.member import PostHeld
from tests.cast import Branch
from tests.joined import joined
from tests.player import START
from tests.shapes import OnTelegram


class Menus:
    """What stands beside the chats."""

    def __init__(self, shape: OnTelegram, store: Store, branch: Branch) -> None:
        self.shape, self.store, self.branch = shape, store, branch
        self.asked = 0

    async def after(self, who: str, said: str, asked: int) -> set[str]:
        """The words of somebody's menu after he said something, for which the messenger was asked so often."""
        self.shape.says(who, said)
        await self.shape.settle()
        self.asked += asked
        server = self.shape.server
        await asyncio.to_thread(server.until, lambda: len(server.called("setMyCommands")) >= self.asked)
        assert len(server.called("setMyCommands")) == self.asked
        scope = json.dumps({"chat_id": int(self.shape.identity(who)), "type": "chat"}, sort_keys=True)
        return {command["command"] for command in server.commands.get(scope, [])}


@pytest.fixture
async def menus(tmp_path: Path) -> AsyncIterator[Menus]:
    shape = OnTelegram()
    async with joined(tmp_path, shape, "tú", "lan") as (store, branch):
        yield Menus(shape, store, branch)


async def test_the_menu_shows_what_the_role_may_use(menus: Menus) -> None:
    leads = (Who.LEADER, Who.NAMER, Who.COMMITTEE, Who.VOUCHER)
    leaders = {name for name, command in router.commands.items() if command.who in leads}
    everyone = {name for name, command in router.commands.items() if command.who is Who.MEMBER}
    assert {"moihop", "layykien", "duthao"} <= leaders
    assert {"trogiup", "bieuquyet", "gopy"} <= everyone
    assert await menus.after("tú", "/lichhop", 1) == leaders | everyone
    assert await menus.after("lan", "/lichhop", 1) == everyone
    assert await menus.after("lan", "xin chào", 0) == everyone, "the same menu is asked for once"


async def test_who_leads_no_more_loses_the_leaders_words(menus: Menus) -> None:
    assert "moihop" in await menus.after("tú", "/lichhop", 1)

    def ends(session: Session) -> None:
        mine = select(PostHeld).where(PostHeld.member_id == menus.branch.names["tú"])
        for post in session.exec(mine):
            post.until = START

    await menus.store.write(ends)
    assert "moihop" not in await menus.after("tú", "/lichhop", 1)


async def test_a_stranger_has_no_menu_and_a_group_neither(menus: Menus) -> None:
    menus.shape.meets("khách")
    assert await menus.after("khách", "xin chào", 0) == set()
    group = menus.shape.server.group(-1005, "CB9", by=menus.shape.people["tú"])
    group.member(menus.shape.people["lan"]).says("/nhom")
    await menus.shape.settle()
    assert menus.shape.server.called("setMyCommands") == []


async def test_a_menu_that_is_refused_stops_nothing(menus: Menus) -> None:
    menus.shape.server.fault("setMyCommands", 400)
    assert await menus.after("lan", "/lichhop", 1) == set()
    assert "Hiện chưa có cuộc họp nào" in menus.shape.shown("lan")[-1][1]


async def test_of_a_chats_menu_nothing_is_kept_but_which_it_was(menus: Menus) -> None:
    """There are as many chats as members, and each menu is built of its own."""

    class Word(str):
        pass

    word = Word("lichhop")
    known, channel = weakref.ref(word), menus.shape.channel
    channel.menu("1001", ((word, "giờ họp"),))
    await asyncio.to_thread(menus.shape.server.until, lambda: menus.shape.server.called("setMyCommands"))
    async with asyncio.timeout(10):
        while channel._background:  # noqa: ASYNC110 (no bell tells of it)
            await asyncio.sleep(0.02)
    del word
    gc.collect()
    assert known() is None
