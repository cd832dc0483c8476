"""Health and figures: for who watches the server, saying nothing of anybody, and cheap however much has gone."""

import re
from typing import Any

import pytest
from sqlalchemy import text

from bot.meters import Counted
from bot.pages.health import metrics_token, waiting
from models.terms import ChannelName
from scheduler.outcome import Outcome, Result
from scheduler.parcel import Parcel
from tests.bot.pages.house import KEYS, Browser, House


async def figure(browser: Browser, name: str) -> float:
    """One figure as it stands; 0 where it was never counted. They are the process's, so what other tests did is in it."""
    page = (await browser.open("/metrics")).text
    found = re.search(rf"^{re.escape(name)} (\S+)$", page, re.M)
    return float(found[1]) if found else 0


async def test_alive_and_ready(house: House) -> None:
    browser = house.browser()
    assert (await browser.open("/health/live")).text == "ok"
    assert (await browser.open("/health/ready")).text == "ok"


@pytest.mark.parametrize(
    ("breaks", "mends"),
    [
        ("ALTER TABLE alembic_version RENAME TO gone", "ALTER TABLE gone RENAME TO alembic_version"),
        ("UPDATE alembic_version SET version_num = '0001'", "UPDATE alembic_version SET version_num = '{}'"),
    ],
)
async def test_not_ready_without_a_database_of_this_program(house: House, breaks: str, mends: str) -> None:
    async def said(sql: str) -> Any:
        return await house.store.write(lambda s: s.connection().execute(text(sql)))

    browser = house.browser()
    head = await house.store.read(lambda s: s.connection().execute(text("SELECT * FROM alembic_version")))
    head = head.scalar()
    await said(breaks)
    assert (await browser.open("/health/live")).status_code == 200
    assert (await browser.open("/health/ready")).status_code == 503
    await said(mends.format(head))
    assert (await browser.open("/health/ready")).status_code == 200


async def test_figures(house: House, lan: Browser) -> None:
    sent = await figure(lan, 'sotay_sent_total{channel="web"}')
    turns = await figure(lan, 'sotay_turn_seconds_count{said="text"}')
    await house.tell("Lan", {"text": "Tin riêng"}, "k1")
    await house.tell("Hùng", {"text": "Không đến được"}, "k2")
    assert await figure(lan, 'sotay_owed{channel="web"}') == 1
    house.clock.set(house.clock().replace(hour=23))
    assert 3 * 3600 < await figure(lan, 'sotay_oldest_owed_seconds{channel="web"}') < 5 * 3600
    await lan.open()
    async with lan.stream() as events:
        await events.saying("Tin riêng")
        await lan.say("TRỢ GIÚP")
        await events.next()
        await house.quiet()
    assert await figure(lan, 'sotay_sent_total{channel="web"}') == sent + 2
    assert await figure(lan, 'sotay_turn_seconds_count{said="text"}') == turns + 1
    assert await figure(lan, 'sotay_owed{channel="web"}') == 0
    assert await figure(lan, 'sotay_oldest_owed_seconds{channel="web"}') == 0
    assert await figure(lan, "sotay_updates_waiting") == 0
    assert "Lan" not in lan.page


class _Messenger:
    """Answers with what it is told to."""

    def __init__(self, *results: Result) -> None:
        self._results = list(results)

    async def send(self, parcel: Parcel) -> Outcome:
        return Outcome(self._results.pop(0))


async def test_sends_are_counted_by_what_became_of_them(house: House) -> None:
    browser = house.browser()
    names = [
        'sotay_sent_total{channel="zalo"}',
        'sotay_429_total{channel="zalo"}',
        'sotay_failed_total{channel="zalo",result="chat_gone"}',
    ]
    before = [await figure(browser, name) for name in names]
    ends = (Result.SENT, Result.SLOW_DOWN, Result.SENT, Result.CHAT_GONE)
    sender = Counted(_Messenger(*ends), ChannelName.ZALO)
    assert [(await sender.send(Parcel(1, "c", "Tin"))).result for _ in ends] == list(ends)
    assert [await figure(browser, name) - was for name, was in zip(names, before, strict=True)] == [2, 1, 1]


@pytest.mark.sqlite("each database tells its plan in its own way")
async def test_what_waits_is_found_by_its_index(house: House) -> None:
    """The rows of what has gone are many, and no scrape may read them all."""
    asked = str(waiting(house.clock()).compile(compile_kwargs={"literal_binds": True}))
    plan = await house.store.read(
        lambda s: [row[3] for row in s.connection().execute(text(f"EXPLAIN QUERY PLAN {asked}"))]
    )
    assert any("ix_delivery_due (bot_id=? AND state=?)" in step for step in plan), plan


@pytest.mark.parametrize(
    "headers", [{"x-forwarded-for": "1.2.3.4"}, {"host": "sotay.example.vn"}, {"authorization": "Bearer x"}]
)
async def test_figures_are_for_this_machine_or_with_the_token(house: House, headers: dict[str, str]) -> None:
    browser = house.browser()
    away = {"x-forwarded-for": "1.2.3.4"} | headers
    assert (await browser.http.get("/metrics", headers=away)).status_code == 404
    token = {"authorization": f"Bearer {metrics_token(KEYS)}"}
    assert (await browser.http.get("/metrics", headers=away | token)).status_code == 200
