"""Documents on our own server, over real HTTP: whose a link is, how often and how long it opens, what a page shows and what it hides."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlmodel import select

from models import document, member, organisation, outbox, web_session
from models.address import Address
from models.bot_account import BotAccount
from models.document import Document, FileLink
from models.outbox import Delivery
from models.terms import Circumstance, DocumentClass
from tests.bot.pages.house import KEYS, Browser, House, standing

WORDS = "Dự thảo nghị quyết tháng 12 của chi bộ"
BYTES = WORDS.encode() + bytes(range(256)) * 4000
"""A megabyte: five parts."""


@pytest.fixture
async def outside(house: House) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that has never been here, as a link from a messenger opens it."""
    async with httpx.AsyncClient(base_url=house.url, timeout=10) as http:
        yield http


async def given(
    house: House,
    kind: DocumentClass,
    name: str = "nghị quyết.docx",
    data: bytes = BYTES,
    text: str | None = WORDS,
) -> int:
    """A document of the library, told to everybody."""

    def keep(session: Any) -> int:
        branch = organisation.branches(session)[0]
        leader = member.find(session, branch, "Tú")[0]
        file = document.put(session, data, text, None if text else "scan", house.clock())
        row = document.keep(
            session, branch, file.id, name, leader, "Nghị quyết tháng 12", kind, None, house.clock()
        )
        told = {"text": f"TÀI LIỆU: {row.title}", "document": f"file:{row.id}"}
        people = member.belonging(branch)
        outbox.tell(session, people, told, key=f"document:{row.id}", kind="document", now=house.clock())
        return row.id

    return await house.store.write(keep)


async def link(house: House, name: str, paper: int) -> str:
    """The address of somebody's link, as the message to him carries it."""

    def make(session: Any) -> str:
        who = member.find(session, organisation.branches(session)[0], name)[0]
        copy = session.exec(
            select(Delivery).where(Delivery.member_id == who.id).order_by(Delivery.id.desc())
        ).first()
        row = document.link_for(session, KEYS, paper, copy, house.clock())
        return f"/f/{document.token_of(KEYS, row)}"

    return await house.store.write(make)


async def test_a_link_opens_by_its_button_and_hands_over_the_very_bytes(
    house: House, outside: httpx.AsyncClient
) -> None:
    address = await link(house, "Mai", await given(house, DocumentClass.PUBLIC))
    before = await outside.get(address)
    assert before.status_code == 200
    assert "Còn mở được 5 lần" in before.text
    for hidden in ("Nghị quyết", "Mai", WORDS):
        assert hidden not in before.text
    opened = await outside.post(address)
    assert opened.content == BYTES
    assert opened.headers["content-length"] == str(len(BYTES))
    assert opened.headers["content-type"] == "application/octet-stream"
    assert opened.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''ngh%E1%BB%8B%20quy%E1%BA%BFt.docx"
    )
    assert opened.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in opened.headers["content-security-policy"]
    assert "Còn mở được 4 lần" in (await outside.get(address)).text


async def test_five_openings_and_no_more(house: House, outside: httpx.AsyncClient) -> None:
    address = await link(house, "Mai", await given(house, DocumentClass.PUBLIC))
    for _ in range(20):
        assert (await outside.get(address)).status_code == 200, "looking at the button is no opening"
    for _ in range(5):
        assert (await outside.post(address)).status_code == 200
    for spent in (await outside.post(address), await outside.get(address)):
        assert spent.status_code == 410
        assert "Liên kết đã hết hạn. Nhắn TÀI LIỆU để nhận lại." in spent.text


async def test_a_link_ends_after_seven_days(house: House, outside: httpx.AsyncClient) -> None:
    address = await link(house, "Mai", await given(house, DocumentClass.PUBLIC))
    house.clock.set(house.clock() + timedelta(days=7, minutes=-1))
    assert (await outside.post(address)).status_code == 200
    house.clock.set(house.clock() + timedelta(minutes=2))
    assert (await outside.post(address)).status_code == 410
    assert (await outside.get(address)).status_code == 410


async def test_a_link_of_a_meeting_ends_with_the_day_after_it(house: House) -> None:
    from models import meeting

    starts = house.clock() + timedelta(days=20)

    def make(session: Any) -> timedelta:
        branch = organisation.branches(session)[0]
        leader = member.find(session, branch, "Tú")[0]
        called = meeting.call(session, branch, leader, starts, "nhà văn hóa", house.clock())
        file = document.put(session, BYTES, WORDS, None, house.clock())
        row = document.keep(
            session, branch, file.id, "a.docx", leader, "A", DocumentClass.PUBLIC, called, house.clock()
        )
        told = outbox.tell(session, [leader.id], {"text": "A"}, key="a", kind="document", now=house.clock())
        copy = session.exec(select(Delivery).where(Delivery.notice_id == told.id)).one()
        return document.link_for(session, KEYS, row.id, copy, house.clock()).expires_at

    ends = (await house.store.write(make)).astimezone(house.clock().tzinfo)
    assert ends.date() == starts.date() + timedelta(days=2)
    assert (ends.hour, ends.minute) == (0, 0)


async def test_somebody_elses_browser_is_turned_away(house: House, lan: Browser) -> None:
    paper = await given(house, DocumentClass.INTERNAL)
    mine, others = await link(house, "Lan", paper), await link(house, "Mai", paper)
    assert (await lan.http.get(others)).status_code == 403
    refused = await lan.http.post(others)
    assert refused.status_code == 403
    assert "Mỗi liên kết là của một người" in refused.text
    assert WORDS not in refused.text
    assert (await lan.http.post(mine)).status_code == 200

    def openings(session: Any) -> dict[int, int]:
        return {row.openings for row in session.exec(select(FileLink))}

    assert await house.store.read(openings) == {0, 1}


async def test_an_unknown_address_says_nothing(house: House, outside: httpx.AsyncClient) -> None:
    address = await link(house, "Mai", await given(house, DocumentClass.INTERNAL))
    for wrong in (f"{address[:-1]}x", "/f/1", "/f/a/noi-dung", "/u/1", f"{address}/noi-dung"):
        assert (await outside.get(wrong)).status_code in (404, 410)
    assert (await outside.post("/f/1")).status_code == 404


async def test_an_internal_document_is_shown_with_its_reader_across_the_page(
    house: House, outside: httpx.AsyncClient
) -> None:
    address = await link(house, "Mai", await given(house, DocumentClass.INTERNAL))
    page = (await outside.post(address)).text
    assert WORDS in page
    assert page.count("Lê Thị Mai") > 20
    assert "noi-dung" not in page, "what has words is shown in words: the file itself carries no name"


async def test_an_internal_scan_is_shown_inside_its_page_and_only_there(
    house: House, outside: httpx.AsyncClient
) -> None:
    picture = b"\x89PNG" + BYTES
    paper = await given(house, DocumentClass.INTERNAL, "bản chụp.png", picture, None)
    address = await link(house, "Mai", paper)
    page = (await outside.post(address)).text
    content = re.search(r'<img src="([^"]+)"', page)[1]
    shown = await outside.get(content)
    assert shown.content == picture
    assert shown.headers["content-type"] == "image/png"
    assert shown.headers["content-disposition"].startswith("inline")
    assert (await outside.get(f"{address}/noi-dung?k={'0' * 32}")).status_code == 404
    house.clock.set(house.clock() + timedelta(minutes=11))
    assert (await outside.get(content)).status_code == 410, (
        "an address copied from the page is of no use later"
    )


async def test_a_document_to_be_read_at_the_meeting_is_never_shown(
    house: House, outside: httpx.AsyncClient
) -> None:
    address = await link(house, "Mai", await given(house, DocumentClass.AT_MEETING))
    assert (await outside.post(address)).status_code == 410


async def test_who_has_left_opens_nothing(house: House, outside: httpx.AsyncClient) -> None:
    address = await link(house, "Mai", await given(house, DocumentClass.INTERNAL))

    def leave(session: Any) -> None:
        who = member.find(session, organisation.branches(session)[0], "Mai")[0]
        session.add(member.MemberCircumstance(member_id=who.id, kind=Circumstance.LEFT, since=house.clock()))

    await house.store.write(leave)
    assert (await outside.post(address)).status_code == 410


async def test_the_database_alone_opens_nothing(house: House) -> None:
    address = await link(house, "Mai", await given(house, DocumentClass.INTERNAL))

    def hashed(session: Any) -> str:
        return session.exec(select(FileLink.hashed)).one()

    assert (await house.store.read(hashed)) not in address
    held = b"".join(file.read_bytes() for file in Path(house.database[10:]).parent.glob("house.db*"))
    assert address[3:].encode() not in held


async def test_in_the_web_chat_a_document_opens_for_its_own_session(house: House, lan: Browser) -> None:
    await given(house, DocumentClass.INTERNAL)
    async with lan.stream() as events:
        told = await events.saying("TÀI LIỆU: Nghị quyết tháng 12")
    await house.quiet()
    href = re.search(r'href="(tailieu/\d+)"', told.data["html"])[1]
    assert f'href="{href}"' in (await lan.open()).text, "it stands there again when the page is loaded anew"
    page = await lan.http.get(f"/{href}")
    assert page.status_code == 200
    assert WORDS in page.text
    assert page.text.count("Nguyễn Thị Lan") > 20
    stranger = house.browser()
    assert (await stranger.http.get(f"/{href}")).status_code == 404
    hung = house.browser()
    await hung.join(await house.code("Hùng"))
    assert (await hung.http.get(f"/{href}")).status_code == 404


async def test_a_public_document_of_the_web_chat_is_handed_over(house: House, lan: Browser) -> None:
    await given(house, DocumentClass.PUBLIC)
    async with lan.stream() as events:
        told = await events.saying("TÀI LIỆU")
    href = re.search(r'href="(tailieu/\d+)"', told.data["html"])[1]
    assert (await lan.http.get(f"/{href}")).content == BYTES


async def test_in_the_trial_a_document_opens_in_its_own_frame(folder: Path) -> None:
    async with standing(folder) as house:
        await given(house, DocumentClass.INTERNAL)
        browser = house.browser()
        await browser.open("/thu/1/")
        lan = await house.store.read(lambda s: member.find(s, organisation.branches(s)[0], "Lan")[0].id)
        await browser.http.post("/thu/1/la-ai", data={"ai": str(lan), "csrf": browser.csrf})
        await browser.open("/thu/1/")
        async with browser.stream("/thu/1/") as events:
            told = await events.saying("TÀI LIỆU")
        href = re.search(r'href="(tailieu/\d+)"', told.data["html"])[1]
        assert WORDS in (await browser.http.get(f"/thu/1/{href}")).text
        assert (await browser.http.get(f"/{href}")).status_code == 404


async def test_no_two_openings_share_the_last_one(house: House) -> None:
    paper = await given(house, DocumentClass.PUBLIC)
    await link(house, "Mai", paper)

    def open_often(session: Any) -> list[bool]:
        row = session.exec(select(FileLink)).one()
        return [document.count_opening(session, row, house.clock()) for _ in range(7)]

    assert await house.store.write(open_often) == [True] * 5 + [False] * 2


async def test_a_document_knows_its_parts(house: House) -> None:
    paper = await given(house, DocumentClass.PUBLIC)

    def sizes(session: Any) -> list[int]:
        file_id = session.get_one(Document, paper).file_id
        return [len(document.part(session, file_id, n)) for n in range(document.parts(session, file_id))]

    found = await house.store.read(sizes)
    assert found[:-1] == [256 * 1024] * (len(found) - 1)
    assert sum(found) == len(BYTES)


async def test_one_file_comes_by_one_link(house: House) -> None:
    def use_often(session: Any) -> list[bool]:
        where = session.exec(select(Address)).first() or web_session.newcomer(
            session, session.get_one(BotAccount, house.bot_id), house.clock()
        )
        row = document.upload_link(session, KEYS, where.id, house.clock())
        late = document.upload_link(session, KEYS, where.id, house.clock() - timedelta(days=1))
        return [document.use(session, one, house.clock()) for one in (row, row, late)]

    assert await house.store.write(use_often) == [True, False, False]
