"""A real Chromium for the pages' tests: what people see, press and hear. Its fixtures live in the loop in which the browser runs, since it
is started once for a whole file."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser as Chromium
from playwright.async_api import FrameLocator, Page, async_playwright, expect

from tests.bot.pages.house import House, standing

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NO_BROWSER = "no chromium here (Debian: apt-get install chromium); the pages were not tried in a real browser"
PHONE = {"width": 390, "height": 844}
ASKED = {
    "text": "MỜI HỌP CHI BỘ: 19h30 tối Chủ nhật 06/12\nKính mời đồng chí \ue000 dự sinh hoạt chi bộ thường kỳ.",
    "question": {"kind": "test", "subject": "1", "choices": [["yes", "Tham dự"], ["no", "Xin vắng mặt"]]},
}

MARKS = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Chromium]:
    if CHROMIUM is None:
        if os.environ.get("SOTAY_BROWSER_REQUIRED") == "1":
            pytest.fail(NO_BROWSER)
        pytest.skip(NO_BROWSER)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """As everywhere, but in the loop in which the browser runs: it is started once for all."""
    async with standing(tmp_path) as up:
        yield up


@pytest_asyncio.fixture(loop_scope="module")
async def page(chromium: Chromium) -> AsyncIterator[Page]:
    """A phone; nothing may go wrong in its scripts."""
    context = await chromium.new_context(viewport=PHONE, locale="vi-VN")
    opened = await context.new_page()
    trouble: list[str] = []
    opened.on("pageerror", lambda error: trouble.append(str(error)))
    opened.on("console", lambda said: trouble.append(said.text) if "Content Security" in said.text else None)
    yield opened
    await context.close()
    assert trouble == []


async def join(page: Page, house: House, name: str) -> None:
    await page.goto(house.url)
    await page.get_by_label("Mã mời").fill(await house.code(name))
    await page.get_by_role("button", name="Tiếp tục").click()
    await page.get_by_role("button", name="Đồng ý", exact=True).click()
    await expect(page.get_by_text("Đã ghi: đồng chí")).to_be_visible()


async def say(page: Page | FrameLocator, text: str) -> None:
    await page.get_by_label("Tin nhắn").fill(text)
    await page.locator("#say").get_by_role("button", name="Gửi", exact=True).click()
