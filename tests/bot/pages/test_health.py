"""Health and figures: for who watches the server, and saying nothing of anybody."""

import pytest
from sqlalchemy import text

from bot.pages.health import metrics_token
from tests.bot.pages.house import KEYS, Browser, House


async def test_alive_and_ready(house: House) -> None:
    browser = house.browser()
    assert (await browser.open("/health/live")).text == "ok"
    assert (await browser.open("/health/ready")).text == "ok"


async def test_not_ready_without_a_database(house: House) -> None:
    browser = house.browser()
    await house.store.write(lambda s: s.connection().execute(text("ALTER TABLE bot_account RENAME TO gone")))
    assert (await browser.open("/health/live")).status_code == 200
    assert (await browser.open("/health/ready")).status_code == 503
    await house.store.write(lambda s: s.connection().execute(text("ALTER TABLE gone RENAME TO bot_account")))


async def test_figures(house: House, lan: Browser) -> None:
    await house.tell("Lan", {"text": "Tin riêng"}, "k1")
    await house.tell("Hùng", {"text": "Không đến được"}, "k2")
    page = (await lan.open("/metrics")).text
    assert 'sotay_owed{channel="web"} 1.0' in page
    assert 'sotay_sent_total{channel="web"} 3.0' in page
    assert 'sotay_turns{state="handled"} 2.0' in page
    assert "sotay_oldest_owed_seconds" in page
    assert "Lan" not in page


@pytest.mark.parametrize(
    "headers", [{"x-forwarded-for": "1.2.3.4"}, {"host": "sotay.example.vn"}, {"authorization": "Bearer x"}]
)
async def test_figures_are_for_this_machine_or_with_the_token(house: House, headers: dict[str, str]) -> None:
    browser = house.browser()
    away = {"x-forwarded-for": "1.2.3.4"} | headers
    assert (await browser.http.get("/metrics", headers=away)).status_code == 404
    token = {"authorization": f"Bearer {metrics_token(KEYS)}"}
    assert (await browser.http.get("/metrics", headers=away | token)).status_code == 200
