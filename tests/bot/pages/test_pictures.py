"""A result's picture in the web chat: in its message, with words for who does not see it, and for this chat alone; and for a messenger
that was told its address."""

import re
from datetime import timedelta

from bot.pictures import ticket
from tests.bot.pages.house import KEYS, Browser, House


async def test_a_result_shows_its_bars(house: House, lan: Browser) -> None:
    tu = house.browser()
    await tu.join(await house.code("Tú"))
    async with tu.stream() as events, lan.stream() as hers:
        await tu.tap((await events.next()).buttons["Đồng ý"])
        await events.saying("ĐỒNG Ý")
        await tu.say("/layykien Họp lúc 19h30?")
        await tu.tap((await events.saying("Gửi 2 đồng chí")).buttons["Gửi"])
        await lan.tap((await hers.saying("LẤY Ý KIẾN")).buttons["Tán thành"])
        await hers.saying("TÁN THÀNH")
        await tu.say("/dong")
        await tu.tap((await events.saying("Đóng lấy ý kiến")).buttons["Đóng"])
        told = await hers.saying("KẾT QUẢ LẤY Ý KIẾN")
        await house.quiet()
    assert "Tán thành 1 · " in told.words
    image = re.search(r'<img [^>]*src="(hinh/\d+)" alt="([^"]+)"', told.data["html"])
    assert "chữ" in image[2]
    picture = await lan.http.get(f"/{image[1]}")
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert image[0] in (await lan.open()).text, "the page still shows it when it is loaded anew"
    for other in (tu, house.browser()):
        assert (await other.http.get(f"/{image[1]}")).status_code == 404
    assert (await lan.http.get("/hinh/1")).status_code == 404
    message = int(image[1].removeprefix("hinh/"))
    address = f"/hinh/{message}/{ticket(KEYS, message)}"
    messenger = house.browser()
    assert (await messenger.http.get(address)).content == picture.content
    for wrong in (
        f"/hinh/{message}/{ticket(KEYS, message + 1)}",
        f"/hinh/{message}/é",
        f"/hinh/1/{ticket(KEYS, 1)}",
    ):
        assert (await messenger.http.get(wrong)).status_code == 404
    house.clock.set(house.clock() + timedelta(days=1, minutes=1))
    assert (await messenger.http.get(address)).status_code == 404
