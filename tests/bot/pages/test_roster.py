"""A roster handed in on the web chat: the copy with its faults marked opens for its sender alone, and only while it waits."""

import re
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from models import setting
from models.member import Member
from models.setting import Setting
from tests.bot.pages.house import Browser, House

LIST = "Họ và tên,Năm sinh,Tình trạng\nBùi Văn Mới,31/2/1990,chính thức\nCao Thị Thêm,1971,chính thức\n"


@pytest.fixture
async def real(house: House) -> AsyncIterator[House]:
    """The house as one that does not let anybody be anybody."""
    await house.store.write(lambda s: s.delete(s.get(Setting, setting.SAMPLE)))
    yield house


async def arrived(house: House, name: str) -> Browser:
    """Somebody's browser, joined and agreed."""
    browser = house.browser()
    await browser.join(await house.code(name))
    async with browser.stream() as events:
        await browser.tap((await events.next()).buttons["Đồng ý"])
        await events.saying("ĐỒNG Ý")
        await house.quiet()
    await browser.open()
    return browser


async def handed_in(browser: Browser) -> Any:
    answer = await browser.http.post(
        "/tep", content=LIST.encode(), headers={"x-csrf": browser.csrf, "x-ten": "chi_bo.csv"}
    )
    assert answer.status_code == 204


async def names(house: House) -> set[str]:
    return await house.store.read(lambda s: set(s.exec(select(Member.name))))


async def test_the_marked_copy_is_its_senders_alone(real: House) -> None:
    tu, lan = await arrived(real, "Tú"), await arrived(real, "Lan")
    before = await names(real)
    async with tu.stream() as events:
        await handed_in(tu)
        asked = await events.saying("Tệp này có danh sách 2 người")
        await tu.tap(asked.buttons["Nhập vào Sổ tay"])
        shown = await events.saying("NHẬP DANH SÁCH")
    href = "/" + re.search(r'href="(tailieu/\d+)"', shown.data["html"])[1]
    copy = await tu.http.get(href)
    assert copy.headers["content-disposition"].endswith("chi_bo.csv.loi.xlsx")
    cells = load_workbook(BytesIO(copy.content)).worksheets[0]
    assert cells["D2"].value == 'Cột Năm sinh: "31/2/1990" không có trong lịch.'
    assert cells["D3"].value is None
    assert (await lan.http.get(href)).status_code == 404
    assert await names(real) == before
    async with tu.stream() as events:
        await tu.tap(shown.buttons["Ghi các dòng đúng, bỏ dòng lỗi"])
        await events.saying("Đã ghi danh sách: thêm 1, sửa 0")
    assert await names(real) == {*before, "Cao Thị Thêm"}
    assert (await tu.http.get(href)).status_code == 404, "nothing of the file is kept once it was decided"


async def test_nothing_real_enters_the_sample(house: House) -> None:
    tu = await arrived(house, "Tú")
    before = await names(house)
    async with tu.stream() as events:
        await handed_in(tu)
        asked = await events.saying("Tệp này có danh sách")
        await tu.tap(asked.buttons["Nhập vào Sổ tay"])
        await events.saying("Đây là bản dùng thử")
    assert await names(house) == before
