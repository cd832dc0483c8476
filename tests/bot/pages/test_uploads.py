"""Handing in a file by a personal link: an empty one is told so and uses nothing up, in the browser and at the server."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from models import address as addresses
from models import bot_account, document, member, organisation
from models.terms import ChannelName, Consent, JoinedBy
from tests.bot.pages import screen
from tests.bot.pages.house import KEYS, House, standing

EMPTY = "Tệp này trống. Xin chọn tệp khác."

pytestmark = screen.MARKS
chromium, page = screen.chromium, screen.page


@pytest_asyncio.fixture(loop_scope="module")
async def house(tmp_path: Path) -> Any:
    """With an address that links can name."""
    async with standing(tmp_path, public_url="https://sotay.example.vn") as up:
        yield up


async def upload_link(house: House) -> str:
    """The path of a link of the secretary's, who has joined on Zalo."""

    def make(session: Any) -> str:
        bot = bot_account.known(session, ChannelName.ZALO, "1", "so", house.clock())
        where = addresses.at(session, bot, "zalo", None, house.clock())
        leader = member.find(session, organisation.branches(session)[0], "Tú")[0]
        bound = addresses.bind(session, where, leader, JoinedBy.CODE, house.clock())
        addresses.consent(bound, Consent.FULL, "x", house.clock())
        link = document.upload_link(session, KEYS, where.id, house.clock())
        return f"/u/{document.token_of(KEYS, link)}"

    return await house.store.write(make)


@pytest.mark.parametrize("name", ["a.pdf", "TUYỆT MẬT.pdf"])
async def test_an_empty_file_leaves_the_link_good(house: House, name: str) -> None:
    link, browser = await upload_link(house), house.browser()
    empty = await browser.http.post(link, content=b"", headers={"x-ten": quote(name)})
    assert (empty.status_code, empty.text) == (400, EMPTY)
    assert (await browser.http.get(link)).status_code == 200
    full = await browser.http.post(link, content="Kế hoạch".encode(), headers={"x-ten": "a.txt"})
    assert full.status_code == 200
    assert (await browser.http.get(link)).status_code == 410


async def test_the_page_sends_no_empty_file(page: Page, house: House, tmp_path: Path) -> None:
    (tmp_path / "rong.pdf").touch()
    posted: list[str] = []
    page.on("request", lambda request: posted.append(request.method))
    await page.goto(house.url + await upload_link(house))
    await page.get_by_label("Chọn tệp").set_input_files(tmp_path / "rong.pdf")
    await expect(page.get_by_role("status")).to_have_text(EMPTY)
    assert "POST" not in posted


@pytest.mark.parametrize("status", [400, 408, 410, 413])
async def test_the_page_says_what_the_server_says(
    page: Page, house: House, tmp_path: Path, status: int
) -> None:
    (tmp_path / "day.txt").write_text("Kế hoạch")
    await page.goto(house.url + await upload_link(house))
    chosen, said = page.get_by_label("Chọn tệp"), page.get_by_role("status")
    await page.route(
        "**/u/*", lambda route: route.fulfill(status=status, content_type="text/plain", body="Nope")
    )
    await chosen.set_input_files(tmp_path / "day.txt")
    await expect(said).to_have_text("Nope")
    await page.unroute_all()
    await chosen.set_input_files(tmp_path / "day.txt")
    await expect(said).to_contain_text("Sổ tay đã nhận tệp.")
