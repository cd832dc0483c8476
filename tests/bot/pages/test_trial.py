"""The trial page: anybody may be anybody, but only where nobody real can be in reach (people 29)."""

import re
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from models import setting
from models.setting import Setting
from tests.bot.pages.house import Browser, House, standing

TOKEN = "123:abc"


async def be(browser: Browser, place: str, name: str) -> None:
    """Chooses somebody in a frame."""
    await browser.open(place)
    member = re.search(rf'<option value="(\d+)"[^>]*>{name}', browser.page)[1]
    await browser.http.post(f"{place}la-ai", data={"ai": member, "csrf": browser.csrf})
    await browser.open(place)


async def test_two_people_side_by_side(house: House) -> None:
    browser = house.browser()
    page = (await browser.open("/thu")).text
    assert re.findall(r'<iframe src="([^"]+)"', page) == ["/thu/1/", "/thu/2/"]
    assert "Là ai" in (await browser.open("/thu/1/")).text
    assert "Tin nhắn" not in browser.page
    await be(browser, "/thu/1/", "Trần Văn Tú · bí thư")
    async with browser.stream("/thu/1/") as tu:
        await browser.say("trợ giúp", place="/thu/1/")
        assert "/moihop" in (await tu.next()).words
    await be(browser, "/thu/2/", "Nguyễn Thị Lan")
    async with browser.stream("/thu/2/") as lan:
        await browser.say("trợ giúp", place="/thu/2/")
        said = (await lan.next()).words
        assert "Đồng chí có thể nhắn" in said
        assert "/moihop" not in said


async def test_each_frame_has_a_cookie_of_its_own_path(house: House) -> None:
    browser = house.browser()
    for place in ("/thu/1/", "/thu/2/"):
        assert f"Path={place};" in (await browser.open(place)).headers["set-cookie"]
    assert len({cookie.value for cookie in browser.http.cookies.jar}) == 2


async def test_who_is_chosen_again_finds_the_conversation_as_it_was(house: House) -> None:
    browser = house.browser()
    await be(browser, "/thu/1/", "Nguyễn Thị Lan")
    async with browser.stream("/thu/1/") as lan:
        await browser.say("trợ giúp", place="/thu/1/")
        await lan.next()
    await be(browser, "/thu/1/", "Nguyễn Văn Hùng")
    assert "Đồng chí có thể nhắn" not in browser.page
    await be(browser, "/thu/2/", "Nguyễn Thị Lan")
    assert "Đồng chí có thể nhắn" in browser.page


async def test_who_is_chosen_gets_what_waited(house: House) -> None:
    await house.tell("Lan", {"text": "Đã chờ từ trước"}, "k1")
    browser = house.browser()
    await be(browser, "/thu/1/", "Nguyễn Thị Lan")
    async with browser.stream("/thu/1/") as lan:
        assert "Đã chờ từ trước" in (await lan.next()).words


async def test_choosing_needs_the_pages_token(house: House) -> None:
    browser = house.browser()
    await browser.open("/thu/1/")
    for brought in ("", "0" * 64):
        await browser.http.post("/thu/1/la-ai", data={"ai": "1", "csrf": brought})
        assert "Tin nhắn" not in (await browser.open("/thu/1/")).text
    for said in ("", "999", "9" * 30, "x"):
        await browser.http.post("/thu/1/la-ai", data={"ai": said, "csrf": browser.csrf})
        assert "Tin nhắn" not in (await browser.open("/thu/1/")).text


PATHS = ("/thu", "/thu/1/", "/thu/1/dong")


BETWEEN = [
    {"forwarded": "for=1.2.3.4"},
    {"x-forwarded-for": "1.2.3.4"},
    {"x-forwarded-for": "127.0.0.1"},
    {"x-forwarded-host": "a"},
    {"x-real-ip": "1.2.3.4"},
    {"via": "1.1 a"},
    {"host": "sotay.example.vn"},
    {"host": "127.0.0.1.example.vn:8000"},
]


async def test_not_through_anything_in_between(house: House) -> None:
    browser = house.browser()
    for path in PATHS[:2]:
        assert (await browser.http.get(path)).status_code == 200
    for headers in BETWEEN:
        for path in PATHS:
            assert (await browser.http.get(path, headers=headers)).status_code == 404
        assert "/thu" not in (await browser.http.get("/", headers=headers)).text


@pytest.mark.parametrize(
    "settings",
    [
        {"telegram_token": TOKEN},
        {"zalo_token": TOKEN},
        {"public_url": "https://sotay.example.vn"},
        {"host": "0.0.0.0", "public_url": "https://sotay.example.vn"},
    ],
    ids=lambda settings: next(iter(settings)),
)
async def test_not_where_anybody_real_can_come(tmp_path: Path, settings: dict[str, Any]) -> None:
    async with standing(tmp_path, **settings) as house:
        browser = house.browser()
        for path in PATHS:
            assert (await browser.http.get(path)).status_code == 404
        assert "/thu" not in (await browser.open()).text


async def test_only_in_a_sample_or_a_trial(house: House) -> None:
    browser = house.browser()
    await be(browser, "/thu/1/", "Nguyễn Thị Lan")

    def unmark(session: Any) -> None:
        session.delete(session.exec(select(Setting).where(Setting.name == setting.SAMPLE)).one())

    await house.store.write(unmark)
    for path in PATHS:
        assert (await browser.http.get(path)).status_code == 404
    assert (await browser.say("trợ giúp", place="/thu/1/")).status_code == 404
    await house.store.write(lambda s: setting.put(s, setting.TRIAL, "1"))
    there = await browser.http.get("/thu")
    assert there.status_code == 200
    assert "không có thật" not in there.text + (await house.browser().open()).text, "a roster may be real"
