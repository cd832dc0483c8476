"""The pages' tests stand in one house; each test gets its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.pages.house import Browser, House, standing


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with standing(tmp_path) as up:
        yield up


@pytest.fixture
async def lan(house: House) -> Browser:
    """Lan's browser, joined by code and agreed to everything."""
    browser = house.browser()
    await browser.join(await house.code("Lan"))
    await browser.known()
    async with browser.stream() as events:
        asked = await events.next()
        await browser.tap(asked.buttons["Đồng ý"])
        await events.saying("ĐỒNG Ý")
        await house.quiet()
    await browser.open()
    return browser
