"""The pages in a real Chromium: what people see, press and hear."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.async_api import Page, Route, expect
from sqlmodel import Session, select

from models import invite, outbox
from models.address import Address
from models.invite import in_threes
from models.outbox import Delivery
from tests.bot.pages import screen
from tests.bot.pages.house import House
from tests.bot.pages.screen import ASKED, PHONE, join, say

SMALLEST = {"width": 320, "height": 640}
BIG_ENOUGH = 48

pytestmark = screen.MARKS
chromium, house, page = screen.chromium, screen.house, screen.page


async def test_joining_and_answering_by_tap(page: Page, house: House) -> None:
    await join(page, house, "Lan")
    log = page.get_by_role("log")
    await expect(log.get_by_role("button")).to_have_count(0)
    receipt = page.locator("article", has_text="Chào đồng chí Nguyễn Thị Lan").locator(".receipt").last
    await expect(receipt).to_contain_text("Đã ghi: đồng chí Lan ĐỒNG Ý")
    await page.reload()
    await expect(receipt).to_contain_text("Đã ghi: đồng chí Lan ĐỒNG Ý")


async def test_a_scanned_code_is_posted_and_leaves_the_address(page: Page, house: House) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    code = await house.code("Lan")
    await page.goto(f"{house.url}/#{code}")
    await expect(page.get_by_text("Chào đồng chí Nguyễn Thị Lan")).to_be_visible()
    assert page.url == f"{house.url}/"
    assert not any(code in url.partition("#")[0] for url in asked)


async def test_a_code_scanned_where_somebody_is_already_is_only_put_into_the_box(
    page: Page, house: House
) -> None:
    await join(page, house, "Lan")
    code = await house.code("Hùng")
    await page.goto(f"{house.url}/#{code}")
    await expect(page.get_by_label("Tin nhắn")).to_have_value(in_threes(code))
    assert page.url == f"{house.url}/"
    await expect(page.locator(".mine")).to_have_count(0)
    await page.locator("#say").get_by_role("button", name="Gửi", exact=True).click()
    await expect(page.get_by_text("Đồng chí Hùng dùng chung?")).to_be_visible()


@pytest.mark.parametrize(
    "behind", ["2%20%20%20%20%20%20%20%20%20%20%20", "1", "123456789013", "100%", "%E0%A4"]
)
async def test_an_address_from_elsewhere_says_nothing_in_the_chat(
    page: Page, house: House, behind: str
) -> None:
    """Anybody can make a link: a number behind its # is no answer to what is asked, and nothing there stops the page."""
    await join(page, house, "Lan")
    await house.tell("Lan", ASKED, "k1")
    await expect(page.get_by_role("button", name="Tham dự")).to_be_visible()
    await page.goto("about:blank")
    await page.goto(f"{house.url}/#{behind}")
    await expect(page.get_by_role("button", name="Tham dự")).to_be_visible()
    await expect(page.locator(".mine")).to_have_count(0)
    await house.tell("Lan", {"text": "Trang vẫn nghe"}, "k2")
    await expect(page.get_by_text("Trang vẫn nghe")).to_be_visible()


async def test_without_a_code_what_stands_in_the_box_is_not_said(page: Page, house: House) -> None:
    await page.goto(house.url)
    await page.get_by_label("Mã mời").fill("123 456 789 016")
    await page.get_by_role("button", name="Chưa có mã").click()
    await expect(page.get_by_role("log")).to_contain_text("Số của quý vị")
    assert await house.store.read(lambda s: invite.wrong_codes(s, None, house.clock())) == 0


async def test_what_is_sent_once_more_is_not_shown_twice(page: Page, house: House) -> None:
    await join(page, house, "Lan")
    await house.tell("Lan", {"text": "Chỉ một lần"}, "k1")
    await expect(page.get_by_text("Chỉ một lần")).to_have_count(1)
    await house.quiet()

    def once_more(session: Session) -> None:
        newest = session.exec(select(Delivery).order_by(Delivery.id.desc())).first()
        outbox.retry(session, newest, house.clock(), "test")

    await house.store.write(once_more)
    await house.quiet()
    await house.tell("Lan", {"text": "Tin sau"}, "k2")
    await expect(page.get_by_text("Tin sau")).to_be_visible()
    await expect(page.get_by_text("Chỉ một lần")).to_have_count(1)


async def test_what_one_types_stands_there_at_once_and_the_answer_follows(page: Page, house: House) -> None:
    await join(page, house, "Lan")
    await say(page, "trợ giúp")
    mine = page.locator(".mine")
    await expect(mine).to_contain_text("trợ giúp")
    await expect(page.get_by_text("Đồng chí có thể nhắn")).to_be_visible()
    await expect(page.get_by_label("Tin nhắn")).to_have_value("")
    await expect(page.get_by_label("Tin nhắn")).to_be_focused()


async def test_a_notice_comes_by_itself_and_its_buttons_go_when_it_is_closed(
    page: Page, house: House
) -> None:
    await join(page, house, "Lan")
    await house.tell("Lan", ASKED, "k1")
    buttons = page.get_by_role("group", name="Các lựa chọn").get_by_role("button")
    await expect(buttons).to_have_text(["Tham dự", "Xin vắng mặt"])
    await expect(page.get_by_text("2. Xin vắng mặt")).to_be_visible()
    await house.store.write(lambda s: outbox.close_question(s, "test", "1", house.clock()))
    await expect(buttons).to_have_count(0)


async def test_of_a_text_that_is_too_long_nothing_is_cut_off_in_silence(page: Page, house: House) -> None:
    await join(page, house, "Lan")
    await page.get_by_label("Tin nhắn").fill("nghị quyết " * 400)
    await page.locator("#say").get_by_role("button", name="Gửi", exact=True).click()
    await expect(page.get_by_text("Tin dài quá, Sổ tay nhận đến 4.000 chữ.")).to_be_visible()


async def test_everything_works_by_keyboard(page: Page, house: House) -> None:
    await page.goto(house.url)
    await page.keyboard.type((await house.code("Lan")).replace(" ", ""))
    await page.keyboard.press("Enter")
    agree = page.get_by_role("button", name="Đồng ý", exact=True)
    await expect(agree).to_be_visible()
    while not await agree.evaluate("node => node === document.activeElement"):
        await page.keyboard.press("Tab")
    ring = await agree.evaluate("node => parseFloat(getComputedStyle(node).outlineWidth)")
    assert ring >= 3
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Đã ghi: đồng chí")).to_be_visible()
    assert await page.evaluate("document.activeElement !== document.body")
    await page.get_by_label("Tin nhắn").focus()
    await page.keyboard.type("trợ giúp")
    await page.keyboard.press("Shift+Enter")
    await expect(page.locator(".mine")).to_have_count(0)
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Đồng chí có thể nhắn")).to_be_visible()


async def test_what_a_bad_line_held_up_is_sent_again_once(page: Page, house: House) -> None:
    await join(page, house, "Lan")
    await page.context.set_offline(True)
    await say(page, "trợ giúp")
    await expect(page.get_by_text("Chưa gửi được.")).to_be_visible()
    await page.context.set_offline(False)
    await page.route(
        "**/gui", lambda route: route.fulfill(status=502, content_type="text/html", body="<h1>Bad")
    )
    await page.get_by_role("button", name="Gửi lại").click()
    await expect(page.get_by_text("Chưa gửi được.")).to_have_count(1)
    await expect(page.get_by_text("Bad")).to_have_count(0)
    await page.unroute_all()
    await page.get_by_role("button", name="Gửi lại").click()
    await expect(page.get_by_text("Đồng chí có thể nhắn")).to_have_count(1)
    await expect(page.get_by_text("Chưa gửi được.")).to_have_count(0)
    await expect(page.locator(".mine")).to_have_count(1)


async def test_files(page: Page, house: House, tmp_path: Path) -> None:
    await join(page, house, "Lan")
    small, empty, large = tmp_path / "Nghị quyết.pdf", tmp_path / "trống.pdf", tmp_path / "lớn.pdf"
    small.write_bytes(b"%PDF-1.4")
    empty.write_bytes(b"")
    large.write_bytes(b"\0" * 25_000_000)
    chosen = page.get_by_label("Gửi tệp")
    async with page.expect_response("**/tep") as answered:
        await chosen.set_input_files(small)
    assert (await answered.value).status == 204
    await expect(page.locator(".mine")).to_have_text("Đồng chí nhắn:Tệp: Nghị quyết.pdf")
    await chosen.set_input_files(empty)
    await expect(page.get_by_text("Tệp này trống")).to_be_visible()
    await chosen.set_input_files(large)
    await expect(page.get_by_text("Tệp 25 MB, Sổ tay nhận đến 20 MB")).to_be_visible()


async def test_of_a_refused_secret_nothing_stays_in_the_browser(
    page: Page, house: House, tmp_path: Path
) -> None:
    secret = tmp_path / "TUYỆT MẬT A2.txt"
    secret.write_text("Kế hoạch")
    await join(page, house, "Lan")
    await say(page, "cảm ơn")
    await say(page, "TUYỆT MẬT: kế hoạch A2 tại cầu Đá")
    await expect(page.get_by_text("Tin có dấu độ mật")).to_be_visible()
    async with page.expect_response("**/tep") as answered:
        await page.get_by_label("Gửi tệp").set_input_files(secret)
    await answered.value
    await expect(page.get_by_text("Tài liệu có dấu độ mật")).to_be_visible()
    for _ in range(2):
        await expect(page.locator(".mine")).to_have_text("Đồng chí nhắn:cảm ơn")
        assert "A2" not in await page.evaluate("JSON.stringify(sessionStorage)")
        await page.reload()


async def test_a_refusal_that_comes_before_the_answer_to_the_post_is_heeded_too(
    page: Page, house: House, tmp_path: Path
) -> None:
    secret = tmp_path / "TUYỆT MẬT A2.txt"
    secret.write_text("Kế hoạch")
    await join(page, house, "Lan")

    async def late(route: Route) -> None:
        answer = await route.fetch()
        await expect(page.get_by_text("có dấu độ mật")).to_be_visible()
        await route.fulfill(response=answer)

    await page.route("**/tep", late)
    async with page.expect_response("**/tep"):
        await page.get_by_label("Gửi tệp").set_input_files(secret)
    await expect(page.locator(".mine")).to_have_count(0)
    await page.evaluate("fetch('/static/page.js')")  # by then the page has heard the answer
    assert "A2" not in await page.evaluate("JSON.stringify(sessionStorage)")


async def test_leaving_is_asked_first(page: Page, house: House) -> None:
    await join(page, house, "Lan")
    await page.get_by_role("button", name="Thoát").click()
    await expect(page.get_by_role("dialog", name="Thoát khỏi máy này?")).to_be_visible()
    await page.get_by_role("button", name="Ở lại").click()
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await page.get_by_role("button", name="Thoát").click()
    await page.get_by_role("button", name="Thoát hẳn").click()
    await expect(page.get_by_label("Mã mời")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, SMALLEST], ids=["phone", "smallest"])
async def test_big_enough_for_weak_eyes_and_old_hands(page: Page, house: House, size: dict[str, int]) -> None:
    await page.set_viewport_size(size)
    await join(page, house, "Lan")
    await house.tell("Lan", ASKED, "k1")
    await expect(page.get_by_role("button", name="Tham dự")).to_be_visible()
    assert await page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 20
    assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    targets = await page.locator("button:visible, textarea:visible, .file:visible").all()
    assert len(targets) >= 6
    for target in targets:
        box = await target.bounding_box()
        assert box["height"] >= BIG_ENOUGH
        assert box["width"] >= BIG_ENOUGH


async def test_in_a_low_window_nothing_covers_the_choice_that_is_focused(page: Page, house: House) -> None:
    """As at 400 % on a small screen: the box for writing stands still only where there is room beside it, and while one writes."""
    await join(page, house, "Lan")
    await house.tell("Lan", ASKED | {"text": "Dự họp?\n" + "dòng\n" * 12}, "k1")
    await page.set_viewport_size({"width": 320, "height": 256})
    for choice in ("Tham dự", "Xin vắng mặt"):
        button = page.get_by_role("button", name=choice)
        await page.evaluate("scrollTo(0, 0)")
        await button.focus()
        seen = """button => {
          const { left, right, top, bottom } = button.getBoundingClientRect();
          return [top + 1, bottom - 1].every((y) => document.elementFromPoint((left + right) / 2, y) === button);
        }"""
        assert await button.evaluate(seen), choice
    await page.get_by_label("Tin nhắn").focus()
    await page.evaluate("scrollTo(0, 0)")
    await expect(page.get_by_label("Tin nhắn")).to_be_in_viewport()


async def test_a_screen_reader_is_told(page: Page, house: House) -> None:
    await join(page, house, "Lan")
    log = page.get_by_role("log")
    assert await log.get_attribute("aria-live") == "polite"
    assert await page.evaluate("document.documentElement.lang") == "vi"
    await expect(page.get_by_label("Tin nhắn")).to_have_count(1)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Sổ tay")
    await say(page, "trợ giúp")
    await expect(page.locator(".mine")).to_contain_text("Đồng chí nhắn:")


async def test_a_server_that_is_away_is_told_of_and_found_again(page: Page, house: House) -> None:
    await join(page, house, "Lan")
    await page.route("**/dong*", lambda route: route.abort())
    await page.reload()
    await house.tell("Lan", {"text": "Trong lúc mất mạng"}, "k1")
    lost = page.get_by_role("status")
    await expect(lost).to_have_text("Mất kết nối. Trang đang tự nối lại…", timeout=15_000)
    await expect(lost).to_be_visible()
    await page.unroute_all()
    await expect(page.get_by_text("Trong lúc mất mạng")).to_have_count(1, timeout=15_000)
    await expect(lost).to_be_hidden()


async def test_two_people_talk_on_the_trial_page(page: Page, house: House) -> None:
    await page.set_viewport_size({"width": 1280, "height": 800})
    await page.goto(house.url)
    await page.get_by_role("link", name="Dùng thử").click()
    tu, lan = (page.frame_locator(f'iframe[title="Người thứ {which}"]') for which in ("nhất", "hai"))
    await tu.get_by_label("Là ai").select_option(label="Trần Văn Tú · bí thư")
    await lan.get_by_label("Là ai").select_option(label="Nguyễn Thị Lan")
    await expect(lan.get_by_label("Tin nhắn")).to_be_visible()
    await say(tu, "/moihop 19h30 ngày 6/12 tại nhà văn hóa")
    await tu.get_by_role("group", name="Các lựa chọn").get_by_role("button", name="Gửi", exact=True).click()
    await lan.get_by_role("button", name="Tham dự").click()
    await expect(lan.get_by_role("log")).to_contain_text("Đã ghi: đồng chí Lan THAM DỰ")


async def test_on_a_phone_one_changes_between_the_two_people(page: Page, house: House) -> None:
    """Side by side there is no room: each fills the page, and the way to the other stands at the top."""
    await page.goto(f"{house.url}/thu")
    which = page.get_by_role("group", name="Xem người nào")
    tu, lan = (page.locator(f'iframe[title="Người thứ {which}"]') for which in ("nhất", "hai"))
    await expect(tu).to_be_visible()
    await expect(lan).to_be_hidden()
    second = which.get_by_text("Người thứ hai")
    await expect(second).to_be_in_viewport(ratio=1)
    assert (await second.bounding_box())["height"] >= BIG_ENOUGH
    await second.click()
    await expect(lan).to_be_visible()
    await expect(tu).to_be_hidden()
    await lan.content_frame.get_by_label("Là ai").select_option(label="Nguyễn Thị Lan")
    await expect(lan.content_frame.get_by_label("Tin nhắn")).to_be_in_viewport(ratio=1)
    await which.get_by_role("radio", name="Người thứ hai").focus()
    await page.keyboard.press("ArrowLeft")
    await expect(tu).to_be_visible()
    await expect(lan).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollHeight <= innerHeight"), "nothing lies below"
    await page.set_viewport_size({"width": 1280, "height": 800})
    await expect(tu).to_be_visible()
    await expect(lan).to_be_visible()
    await expect(which).to_be_hidden()


async def test_a_message_said_anew_stands_in_its_own_place(page: Page, house: House) -> None:
    await join(page, house, "Lan")

    def says(text: str) -> Callable[[Session], None]:
        def work(session: Session) -> None:
            told = outbox.said_as(session, "p")
            if told is not None:
                return outbox.reword(session, told, text, house.clock())
            address = session.exec(select(Address)).one()
            outbox.owe(session, address, None, {"text": text}, key="p", now=house.clock(), kind="progress")
            return None

        return work

    await house.store.write(says("Đã tới 1/3"))
    await expect(page.get_by_text("Đã tới 1/3")).to_be_visible()
    await house.quiet()
    await house.store.write(says("Đã tới 2/3"))
    await expect(page.get_by_text("Đã tới 2/3")).to_be_visible()
    await expect(page.get_by_text("Đã tới")).to_have_count(1)
    await house.quiet()
