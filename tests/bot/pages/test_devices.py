"""“Máy của tôi”: whoever lost a phone, or joined on somebody else's, ends that browser's session himself (people 34)."""

import re
from datetime import timedelta

from sqlmodel import select

from models.web_session import WebSession
from tests.bot.pages.house import Browser, House


async def second(house: House) -> Browser:
    """Another browser of Lan's."""
    browser = house.browser()
    await browser.join(await house.code("Lan"))
    return browser


def shown(page: str) -> list[tuple[str, str]]:
    """Each browser's heading with its number."""
    return re.findall(r"<h2>([^<]+)</h2>.*?name=\"may\" value=\"(\d+)\"", page, re.S)


def csrf(page: str) -> str:
    return re.search(r'name="csrf" value="(\w+)"', page)[1]


async def test_each_browser_is_listed_with_its_days(house: House, lan: Browser) -> None:
    house.clock.set(house.clock() + timedelta(days=3))
    await second(house)
    page = (await lan.open("/may")).text
    assert [name for name, _ in shown(page)] == ["Máy này", "Máy khác"]
    assert "Vào từ 19h00 ngày 22/11/2026" in page
    assert "Vào từ 19h00 ngày 25/11/2026" in page
    assert '<a href="may">Máy của tôi</a>' in (await lan.open()).text


async def test_another_browser_is_thrown_out(house: House, lan: Browser) -> None:
    lost = await second(house)
    page = (await lan.open("/may")).text
    async with lost.stream() as events:
        await events.next("con")
        answer = await lan.http.post("/may", data={"may": shown(page)[1][1], "csrf": csrf(page)})
        assert (answer.status_code, answer.headers["location"]) == (303, "may")
        await events.next("moi")
    assert "Mã mời" in (await lost.open()).text
    assert [name for name, _ in shown((await lan.open("/may")).text)] == ["Máy này"]
    assert "Tin nhắn" in (await lan.open()).text


async def test_this_one_leaves_too(house: House, lan: Browser) -> None:
    page = (await lan.open("/may")).text
    answer = await lan.http.post("/may", data={"may": shown(page)[0][1], "csrf": csrf(page)})
    assert answer.headers["location"] == "/"
    assert lan.http.cookies.get("phien") is None
    assert "Mã mời" in (await lan.open()).text


async def test_nobody_ends_anothers_session(house: House, lan: Browser) -> None:
    hung = house.browser()
    await hung.join(await house.code("Hùng"))
    page = (await lan.open("/may")).text
    ids = await house.store.read(lambda s: s.exec(select(WebSession.id)).all())
    for brought, said in (
        (csrf(page), str(max(ids))),
        ("0" * 64, str(min(ids))),
        (csrf(page), "x"),
        (csrf(page), "9" * 30),
    ):
        await lan.http.post("/may", data={"may": said, "csrf": brought})
    assert "Tin nhắn" in (await lan.open()).text
    assert "Tin nhắn" in (await hung.open()).text
    stranger = house.browser()
    assert (await stranger.http.get("/may")).status_code == 303
    assert (await stranger.http.post("/may", data={"may": str(min(ids))})).status_code == 303
    assert "Tin nhắn" in (await lan.open()).text
