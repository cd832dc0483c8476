"""Documents on our own server, over real HTTP: whose a link is, how often and how long it opens, what a page shows and what it hides."""

import html
import io
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fpdf import FPDF
from PIL import Image
from sqlmodel import select

from handlers.kit.hours import Hours
from models import address as addresses
from models import document, meeting, member, organisation, outbox, web_session
from models.address import Address
from models.bot_account import BotAccount
from models.document import Document, File, FileLink, Staged
from models.outbox import Delivery
from models.terms import Circumstance, Consent, DeliveryState, DocumentClass, JoinedBy
from scheduler.expiry import expire
from tests.bot.pages.house import KEYS, Browser, House, standing

WORDS = "Dự thảo nghị quyết tháng 12 của chi bộ"
BYTES = WORDS.encode() + bytes(range(256)) * 4000
"""A megabyte: five parts."""


@pytest.fixture
async def outside(house: House) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that has never been here, as a link from a messenger opens it."""
    async with httpx.AsyncClient(base_url=house.url, timeout=30, follow_redirects=True) as http:
        yield http


async def given(
    house: House,
    kind: DocumentClass,
    name: str = "nghị quyết.docx",
    data: bytes = BYTES,
    text: str | None = WORDS,
    fault: str | None = None,
) -> int:
    """A document of the library, told to everybody."""

    def keep(session: Any) -> int:
        branch = organisation.branches(session)[0]
        leader = member.find(session, branch, "Tú")[0]
        file = document.put(session, data, text, fault if text else "scan", house.clock())
        row = document.keep(
            session, branch, file.id, name, leader, "Nghị quyết tháng 12", kind, None, house.clock()
        )
        told = {"text": f"TÀI LIỆU: {row.title}", "document": f"file:{row.id}"}
        people = member.belonging(branch)
        outbox.tell(session, people, told, key=f"document:{row.id}", kind="document", now=house.clock())
        return row.id

    return await house.store.write(keep)


def phone(session: Any, house: House, who: member.Member) -> Address:
    """A messenger's chat that serves somebody, who agreed to everything."""
    bot = session.get_one(BotAccount, house.bot_id)
    address = addresses.at(session, bot, f"phone-{who.id}", None, house.clock())
    bound = addresses.bind(session, address, who, JoinedBy.CODE, house.clock())
    addresses.consent(bound, Consent.FULL, "x", house.clock())
    return address


async def link(house: House, name: str, paper: int) -> str:
    """The address of somebody's link, as the message to him carries it."""

    def make(session: Any) -> str:
        who = member.find(session, organisation.branches(session)[0], name)[0]
        copy = session.exec(
            select(Delivery).where(Delivery.member_id == who.id).order_by(Delivery.id.desc())
        ).first()
        if copy.address_id is None:
            copy.address_id = phone(session, house, who).id
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
    assert WORDS in (await lan.http.post(mine, follow_redirects=True)).text

    def openings(session: Any) -> dict[int, int]:
        return {row.openings for row in session.exec(select(FileLink))}

    assert await house.store.read(openings) == {0, 1}


async def test_an_unknown_address_says_nothing(house: House, outside: httpx.AsyncClient) -> None:
    address = await link(house, "Mai", await given(house, DocumentClass.INTERNAL))
    for wrong in (f"{address[:-1]}x", "/f/1", "/f/a/noi-dung", "/f/a/doc", "/u/1", f"{address}/noi-dung"):
        assert (await outside.get(wrong)).status_code in (404, 410)
    unopened = await outside.get(f"{address}/doc?k={'0' * 32}")
    assert "Mở tài liệu" in unopened.text
    assert WORDS not in unopened.text
    assert (await outside.post("/f/1")).status_code == 404


async def test_an_internal_document_is_shown_with_its_reader_across_the_page(
    house: House, outside: httpx.AsyncClient
) -> None:
    address = await link(house, "Mai", await given(house, DocumentClass.INTERNAL))
    page = (await outside.post(address)).text
    assert WORDS in page
    assert page.count("Lê Thị Mai") > 20
    assert "noi-dung" not in page, "what has words is shown in words: the file itself carries no name"


async def test_an_internal_scan_is_shown_as_a_picture_with_its_readers_name_in_it(
    house: House, outside: httpx.AsyncClient
) -> None:
    sheet = Image.new("RGB", (800, 1100), "white")
    out = io.BytesIO()
    sheet.save(out, "PNG")
    paper = await given(house, DocumentClass.INTERNAL, "bản chụp.png", out.getvalue(), None)
    address = await link(house, "Mai", paper)
    page = (await outside.post(address)).text
    content = html.unescape(re.search(r'<img src="([^"]+)"', page)[1])
    shown = await outside.get(content)
    assert shown.headers["content-type"] == "image/jpeg"
    seen = Image.open(io.BytesIO(shown.content))
    assert seen.size == (800, 1100)
    darker = sum(count for level, count in enumerate(seen.convert("L").histogram()) if level < 240)
    assert 800 * 1100 / 100 < darker < 800 * 1100 / 3, "a name stands in the picture's own points"
    assert (await outside.get(f"{address}/noi-dung?k={'0' * 32}&trang=0")).status_code == 404
    house.clock.set(house.clock() + timedelta(minutes=11))
    assert (await outside.get(content)).status_code == 404, (
        "an address copied from the page is of no use later"
    )


def scanned(cover: str, sheets: int) -> bytes:
    """A PDF with a typed cover and photographed pages."""
    paper = FPDF()
    paper.add_page()
    paper.set_font("helvetica", size=14)
    paper.text(20, 30, cover)
    photo = io.BytesIO()
    Image.effect_noise((300, 400), 50).save(photo, "JPEG")
    for _ in range(sheets):
        paper.add_page()
        paper.image(photo, x=2, y=2, w=205, h=290)
    return bytes(paper.output())


async def test_a_paper_with_typed_and_scanned_pages_shows_all_of_them(
    house: House, outside: httpx.AsyncClient
) -> None:
    data = scanned("Trang bia", 4)
    paper = await given(house, DocumentClass.INTERNAL, "nghị quyết.pdf", data, "Trang bia", "scan")
    page = (await outside.post(await link(house, "Mai", paper))).text
    assert page.count("Trang bia") == 1
    pictures = [html.unescape(one) for one in re.findall(r'<img src="([^"]+)"', page)]
    assert len(pictures) == 4
    assert "<iframe" not in page
    for one in pictures:
        assert (await outside.get(one)).headers["content-type"] == "image/jpeg"


async def test_what_can_not_be_shown_says_so(house: House, outside: httpx.AsyncClient) -> None:
    old = b"\xd0\xcf\x11\xe0" + BYTES
    page = (
        await outside.post(
            await link(house, "Mai", await given(house, DocumentClass.INTERNAL, "a.doc", old, None))
        )
    ).text
    assert "không hiện được ở đây" in page


async def test_the_file_of_an_internal_paper_is_nobodys_to_fetch(
    house: House, lan: Browser, outside: httpx.AsyncClient
) -> None:
    paper = await given(house, DocumentClass.INTERNAL)
    async with lan.stream() as events:
        told = await events.saying("TÀI LIỆU")
    await house.quiet()
    href = re.search(r'href="(tailieu/\d+)"', told.data["html"])[1]
    for way in (f"/{href}/noi-dung", f"/{href}/noi-dung?trang=0", f"/{href}/noi-dung?trang=-1"):
        assert (await lan.http.get(way)).status_code == 404
    address = await link(house, "Mai", paper)
    opened = await outside.post(address)
    assert (await outside.get(str(opened.url).replace("/doc", "/noi-dung"))).status_code == 404


async def test_loading_an_opened_paper_anew_costs_no_opening(
    house: House, outside: httpx.AsyncClient
) -> None:
    address = await link(house, "Mai", await given(house, DocumentClass.INTERNAL))
    opened = await outside.post(address)
    for _ in range(7):
        assert WORDS in (await outside.get(opened.url)).text
    assert "Còn mở được 4 lần" in (await outside.get(address)).text
    house.clock.set(house.clock() + timedelta(minutes=11))
    assert "Mở tài liệu" in (await outside.get(opened.url)).text


async def test_a_phone_that_was_let_go_opens_nothing_any_more(
    house: House, outside: httpx.AsyncClient
) -> None:
    address = await link(house, "Mai", await given(house, DocumentClass.INTERNAL))
    opened = await outside.post(address)

    def let_go(session: Any) -> None:
        who = member.find(session, organisation.branches(session)[0], "Mai")[0]
        for bound, _ in addresses.of_member(session, who):
            outbox.let_go(session, bound, house.clock())

    await house.store.write(let_go)
    for answer in (await outside.get(address), await outside.post(address), await outside.get(opened.url)):
        assert answer.status_code == 410
        assert WORDS not in answer.text


async def test_a_session_that_became_a_relatives_opens_no_paper(house: House, lan: Browser) -> None:
    await given(house, DocumentClass.INTERNAL)
    async with lan.stream() as events:
        told = await events.saying("TÀI LIỆU")
    href = re.search(r'href="(tailieu/\d+)"', told.data["html"])[1]

    def handed_on(session: Any) -> None:
        who = member.find(session, organisation.branches(session)[0], "Lan")[0]
        for bound, _ in addresses.of_member(session, who):
            addresses.consent(bound, Consent.RELATIVE, "x", house.clock())

    await house.store.write(handed_on)
    assert (await lan.http.get(f"/{href}")).status_code == 410


async def test_a_link_lives_on_with_the_meeting_that_was_moved(
    house: House, outside: httpx.AsyncClient
) -> None:
    starts = house.clock() + timedelta(days=2)

    def call(session: Any) -> tuple[str, int, int]:
        branch = organisation.branches(session)[0]
        tu = member.find(session, branch, "Tú")[0]
        called = meeting.call(session, branch, tu, starts, "nhà văn hóa", house.clock())
        file = document.put(session, BYTES, WORDS, None, house.clock())
        row = document.keep(
            session, branch, file.id, "a.docx", tu, "A", DocumentClass.INTERNAL, called, house.clock()
        )
        phone(session, house, tu)
        told = outbox.tell(
            session,
            [tu.id],
            {"text": "A"},
            key=f"{document.key_of(row.id)}x",
            kind="document",
            now=house.clock(),
            expires=starts,
        )
        copy = session.exec(select(Delivery).where(Delivery.notice_id == told.id)).one()
        row = document.link_for(session, KEYS, row.id, copy, house.clock())
        return f"/f/{document.token_of(KEYS, row)}", called.id, copy.id

    address, called_id, copy_id = await house.store.write(call)

    def move(session: Any) -> None:
        about = session.get_one(meeting.Meeting, called_id)
        tu = member.find(session, organisation.branches(session)[0], "Tú")[0]
        meeting.moved(session, about, tu, starts + timedelta(days=14), "chỗ cũ", house.clock())

    await house.store.write(move)
    house.clock.set(house.clock() + timedelta(days=5))
    await house.store.write(lambda session: expire(session, house.clock(), Hours()))
    copy = await house.store.read(lambda session: session.get_one(Delivery, copy_id))
    assert (copy.state, copy.expires_at) == (DeliveryState.QUEUED, starts + timedelta(days=14))
    assert WORDS in (await outside.post(address)).text
    house.clock.set(starts + timedelta(days=16, hours=5))
    assert (await outside.post(address)).status_code == 410


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


async def test_in_the_trial_a_document_opens_in_its_own_frame(tmp_path: Path) -> None:
    async with standing(tmp_path) as house:
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


async def test_of_a_file_under_a_marked_name_nothing_is_read(house: House, lan: Browser) -> None:
    headers = {
        "x-csrf": lan.csrf,
        "x-ten": "K%E1%BA%BF%20ho%E1%BA%A1ch%20T%E1%BB%90I%20M%E1%BA%ACT.pdf",
        "x-id": "a",
    }
    held = house.turns._intake._held
    answered = await lan.http.post("/tep", content=b"x" * 1_000_000, headers=headers)
    assert answered.status_code == 204
    assert sum(map(len, held.values())) == 0
    async with lan.stream() as events:
        assert "có dấu độ mật" in (await events.next()).words


async def test_who_leaves_a_browser_leaves_no_file_behind(house: House) -> None:
    tu = house.browser()
    await tu.join(await house.code("Tú"))
    async with tu.stream() as events:
        await tu.tap((await events.next()).buttons["Đồng ý"])
        await events.saying("ĐỒNG Ý")
        await tu.http.post("/tep", content=BYTES, headers={"x-csrf": tu.csrf, "x-ten": "a.bin", "x-id": "a"})
        await events.saying("Sổ tay không đọc được chữ")

    def held(session: Any) -> tuple[int, int]:
        return len(session.exec(select(Staged)).all()), len(session.exec(select(File)).all())

    assert await house.store.read(held) == (1, 1)
    await tu.http.post("/thoat", data={"csrf": tu.csrf})
    assert await house.store.read(held) == (0, 0)
