"""What a bad line, a sleeping phone, many windows and a page loaded anew do to the chat, in a real Chromium."""

import asyncio
import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Page, Route, expect
from sqlmodel import select

from models.outbox import Delivery
from models.terms import DeliveryState
from tests.bot.pages import screen
from tests.bot.pages.house import House
from tests.bot.pages.screen import ASKED, join, say

HIDE = """(state) => {
  Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}"""

pytestmark = screen.MARKS
chromium, house, page = screen.chromium, screen.house, screen.page


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """Another site: a folder, and where it is served."""
    served = functools.partial(http.server.SimpleHTTPRequestHandler, directory=tmp_path)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), served)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield tmp_path, f"http://localhost:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("joined", [False, True], ids=["stranger", "member"])
async def test_a_letters_link_on_another_site_opens(
    page: Page, house: House, elsewhere: tuple[Path, str], joined: bool
) -> None:
    """The cookie is withheld from what another site leads to, and with a code behind the # nothing would load anew by itself."""
    folder, site = elsewhere
    if joined:
        await join(page, house, "Lan")
    link = f"{house.url}/#{await house.code('Hùng')}"
    (folder / "index.html").write_text(f"<a href='{link}'>thư mời</a>")
    await page.goto(site)
    await page.get_by_role("link").click()
    if joined:
        await expect(page.get_by_label("Tin nhắn")).not_to_have_value("")
        await expect(page.get_by_text("Đã ghi: đồng chí Lan ĐỒNG Ý")).to_be_visible()
    else:
        await expect(page.get_by_text("Chào đồng chí Nguyễn Văn Hùng")).to_be_visible()
    assert page.url == f"{house.url}/"


async def test_eight_windows_open_and_the_one_that_is_used_gets_its_answer(page: Page, house: House) -> None:
    await join(page, house, "Lan")
    for _ in range(7):
        window = await page.context.new_page()
        await window.goto(house.url, timeout=10_000)
        await expect(window.get_by_label("Tin nhắn")).to_be_visible()
    await say(page, "/lichhop")
    await expect(page.get_by_text("Hiện chưa có cuộc họp nào")).to_be_visible()


async def test_a_page_that_nobody_sees_takes_nothing(page: Page, house: House) -> None:
    await join(page, house, "Lan")
    await page.evaluate(HIDE, "hidden")
    await house.tell("Lan", {"text": "Chưa ai thấy"}, "k1")
    await asyncio.sleep(1)
    states = select(Delivery.state).order_by(Delivery.id.desc())
    assert await house.store.read(lambda s: s.exec(states).first()) is DeliveryState.QUEUED
    await page.evaluate(HIDE, "visible")
    await expect(page.get_by_text("Chưa ai thấy")).to_be_visible()
    await house.quiet()
    assert await house.store.read(lambda s: s.exec(states).first()) is DeliveryState.SENT


async def test_what_one_said_and_what_was_answered_stand_in_order_after_loading_anew(
    page: Page, house: House
) -> None:
    await join(page, house, "Lan")
    await say(page, "/lichhop")
    await expect(page.get_by_text("Hiện chưa có cuộc họp nào")).to_be_visible()
    await house.tell("Lan", {"text": "Tin của chi bộ"}, "k1")
    await expect(page.get_by_text("Tin của chi bộ")).to_be_visible()
    await say(page, "cảm ơn")
    await expect(page.locator("article")).to_have_count(6)
    await page.get_by_label("Tin nhắn").fill("đang viết dở")
    shown = await page.locator("article").all_inner_texts()
    await page.reload()
    await expect(page.locator("article")).to_have_count(6)
    assert await page.locator("article").all_inner_texts() == shown
    await expect(page.get_by_label("Tin nhắn")).to_have_value("đang viết dở")
    await page.get_by_role("button", name="Thoát").click()
    await page.get_by_role("button", name="Thoát hẳn").click()
    await expect(page.get_by_label("Mã mời")).to_be_visible()
    assert await page.evaluate("sessionStorage.length") == 0


async def test_whoever_is_chosen_next_on_the_trial_page_sees_nothing_of_what_was_typed(
    page: Page, house: House
) -> None:
    await page.goto(f"{house.url}/thu/1/")
    await page.get_by_label("Là ai").select_option(label="Nguyễn Thị Lan")
    await say(page, "cảm ơn")
    await expect(page.locator(".mine")).to_have_count(1)
    await page.get_by_label("Là ai").select_option(label="Nguyễn Văn Hùng")
    await expect(page.get_by_label("Là ai")).not_to_have_value("")
    await expect(page.locator(".mine")).to_have_count(0)


async def test_what_did_not_go_is_still_there_after_loading_anew_and_goes_once(
    page: Page, house: House
) -> None:
    await join(page, house, "Lan")
    taken: list[str] = []

    async def torn(route: Route) -> None:
        """It arrives, but its answer is lost."""
        taken.append(route.request.post_data)
        await route.fetch()
        await route.abort()

    await page.route("**/gui", torn)
    await say(page, "/lichhop")
    await expect(page.get_by_text("Chưa gửi được.")).to_be_visible()
    await expect(page.get_by_text("Hiện chưa có cuộc họp nào")).to_have_count(1)
    await page.unroute_all()
    await page.reload()
    await expect(page.locator(".mine")).to_contain_text("/lichhop")
    async with page.expect_response("**/gui") as answered:
        await page.get_by_role("button", name="Gửi lại").click()
    assert (await answered.value).request.post_data == taken[0]
    await expect(page.get_by_text("Chưa gửi được.")).to_have_count(0)
    await house.quiet()
    await expect(page.get_by_text("Hiện chưa có cuộc họp nào")).to_have_count(1)


async def test_a_line_that_hangs_is_told_of(page: Page, house: House) -> None:
    await page.clock.install()
    await join(page, house, "Lan")

    async def hang(route: Route) -> None:
        await asyncio.sleep(60)

    await page.route("**/gui", hang)
    await say(page, "xin vắng")
    await page.clock.run_for(1_000)
    await expect(page.locator(".mine")).to_contain_text("Đang gửi…")
    await page.clock.run_for(10_000)
    await expect(page.locator(".mine")).to_contain_text("Chưa gửi được.")
    await expect(page.locator(".mine")).not_to_contain_text("Đang gửi…")
    await page.unroute_all(behavior="ignoreErrors")


async def test_a_tap_that_did_not_go_can_be_repeated_and_nothing_else_is_said_to_be_lost(
    page: Page, house: House
) -> None:
    await join(page, house, "Lan")
    await say(page, "/ngungnhan")
    await page.route("**/gui", lambda route: route.fulfill(status=502, body="x"))
    keep = page.get_by_role("button", name="Giữ như cũ")
    await keep.click()
    await expect(page.get_by_text("Chưa gửi được.")).to_be_visible()
    await expect(page.locator("#line")).to_be_hidden()
    await page.unroute_all()
    await keep.click()
    await expect(page.get_by_text("Đã giữ như cũ")).to_be_visible()
    await expect(page.get_by_text("Chưa gửi được.")).to_have_count(0)
    await expect(page.locator("#line")).to_be_hidden()


async def test_an_open_question_keeps_its_buttons_and_older_messages_can_be_had(
    page: Page, house: House
) -> None:
    await join(page, house, "Lan")
    await house.tell("Lan", {"text": "Tin đầu."}, "first")
    await house.tell("Lan", ASKED, "asked")
    for number in range(40):
        await house.tell("Lan", {"text": f"Tin {number}."}, f"k{number}")
    await expect(page.get_by_text("Tin 39.")).to_be_visible(timeout=30_000)
    await house.quiet()
    shown = await page.locator("article").all_inner_texts()
    await page.reload()
    await expect(page.get_by_role("button", name="Tham dự")).to_have_count(1)
    await expect(page.get_by_text("Tin đầu.")).to_have_count(0)
    await page.get_by_role("button", name="Xem tin cũ hơn").click()
    await expect(page.get_by_text("Tin đầu.")).to_have_count(1)
    assert await page.locator("article").all_inner_texts() == shown
    await expect(page.get_by_role("button", name="Tham dự")).to_have_count(1)
    await expect(page.get_by_role("button", name="Xem tin cũ hơn")).to_have_count(0)


async def test_a_lost_phone_is_thrown_out_by_hand(page: Page, house: House) -> None:
    lost = await (await page.context.browser.new_context()).new_page()
    await join(lost, house, "Lan")
    await join(page, house, "Lan")
    await page.get_by_role("link", name="Máy của tôi").click()
    await expect(page.get_by_role("heading", level=2)).to_have_text(["Máy này", "Máy khác"])
    other = page.get_by_role("listitem").nth(1)
    await other.get_by_text("Thoát", exact=True).click()
    await other.get_by_role("button", name="Thoát hẳn").click()
    await expect(page.get_by_role("heading", level=2)).to_have_text(["Máy này"])
    await expect(lost.get_by_label("Mã mời")).to_be_visible()
    await page.get_by_role("link", name="Về trò chuyện").click()
    await expect(page.get_by_label("Tin nhắn")).to_be_visible()
    await lost.context.close()
