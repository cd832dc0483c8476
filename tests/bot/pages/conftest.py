"""The pages' tests stand in one house; each test gets its own."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.migrate import upgrade
from tests.bot.pages.house import Browser, House, standing


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database at head, made once."""
    file = tmp_path_factory.mktemp("head") / "house.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def folder(tmp_path: Path, empty_database: Path) -> Path:
    shutil.copy(empty_database, tmp_path / "house.db")
    return tmp_path


@pytest.fixture
async def house(folder: Path) -> AsyncIterator[House]:
    async with standing(folder) as up:
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
