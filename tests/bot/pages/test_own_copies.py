"""All that is kept of a member, in the web chat: a file of his own, which nobody else's browser opens."""

import re

from tests.bot.pages.house import Browser, House


async def test_it_is_opened_from_the_chat_by_him_alone(house: House, lan: Browser) -> None:
    other = house.browser()
    await other.join(await house.code("Mai"))
    async with lan.stream() as events:
        await lan.say("DỮ LIỆU")
        asked = await events.saying("Đồng chí muốn làm gì?")
        await lan.tap(asked.buttons["Nhận bản đầy đủ"])
        told = await events.saying("Đây là mọi điều Sổ tay đang giữ về đồng chí.")
    href = "/" + re.search(r'href="(tailieu/\d+)"', told.data["html"])[1]
    copy = await lan.http.get(href)
    assert copy.headers["content-disposition"] == "attachment; filename*=UTF-8''du-lieu-cua-toi.txt"
    assert "- Họ và tên: " in copy.content.decode("utf-8-sig")
    assert "- Trang web, vào bằng mã" in copy.content.decode("utf-8-sig")
    assert (await other.http.get(href)).status_code == 404
