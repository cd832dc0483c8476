"""The web chat over real HTTP: joining, saying, answering, leaving."""

import asyncio
import re
from contextlib import closing
from datetime import timedelta
from urllib.parse import quote

import httpx
import pytest
from sqlmodel import func, select

from bot.pages import body as bodies
from bot.pages.body import Places
from bot.pages.said import SHOWN
from models import address as addresses
from models import outbox
from models.address import Address, Binding
from models.inbox import Inbox
from models.outbox import Delivery
from models.terms import AddressState, Consent, DeliveryState, InboxState
from models.web_session import WebSession
from tests.bot.pages.house import Browser, House

ASKED = {
    "text": "Họp 06/12. Đồng chí \ue000 dự được không?",
    "question": {"kind": "test", "subject": "1", "choices": [["yes", "Tham dự"], ["no", "Xin vắng mặt"]]},
}


async def count(house: House, table: type) -> int:
    return await house.store.read(lambda s: s.exec(select(func.count()).select_from(table)).one())


async def test_a_stranger_learns_nothing(house: House) -> None:
    answer = await house.browser().open()
    assert answer.status_code == 200
    assert "Mã mời" in answer.text
    assert not re.search(r"sổ tay|chi bộ|đồng chí|đảng|biểu quyết", answer.text, re.I)


async def test_looking_at_the_page_writes_nothing(house: House) -> None:
    await house.browser().open()
    assert await count(house, WebSession) == 0
    assert await count(house, Address) == 0


async def test_a_page_is_kept_by_nobody_and_runs_only_our_script(house: House) -> None:
    answer = await house.browser().open()
    assert answer.headers["cache-control"] == "no-store"
    assert "noindex" in answer.headers["x-robots-tag"]
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"<script(?! src=)|<style|\sstyle=|\son\w+=", answer.text)


async def test_the_cookie_is_the_browsers_alone(house: House) -> None:
    cookie = (await house.browser().open()).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Max-Age=2592000" in cookie
    assert "Secure" not in cookie


async def test_away_from_loopback_the_cookie_travels_under_tls_only(house: House) -> None:
    answer = await house.browser().http.get("/", headers={"host": "sotay.example.vn"})
    assert "Secure" in answer.headers["set-cookie"]


async def test_joining_by_code(house: House) -> None:
    lan = house.browser()
    answer = await lan.join(await house.code("Lan"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "Tin nhắn" in lan.page
    async with lan.stream() as events:
        asked = await events.next()
        assert "Chào đồng chí Nguyễn Thị Lan" in asked.words
        await lan.tap(asked.buttons["Đồng ý"])
        assert (await events.saying("ĐỒNG Ý")).data["settles"] == asked.data["id"]
    consents = await house.store.read(lambda s: s.exec(select(Binding.consent)).all())
    assert consents == [Consent.FULL]


async def test_what_was_typed_does_not_stay_in_the_inbox(house: House, lan: Browser) -> None:
    rows = await house.store.read(lambda s: s.exec(select(Inbox)).all())
    assert len(rows) == 2
    assert all(row.state is InboxState.HANDLED and row.raw is None for row in rows)


async def test_a_wrong_code_gets_the_strangers_sentence(house: House) -> None:
    stranger = house.browser()
    await stranger.join("123 456 789 013")
    assert "Mã mời" in stranger.page
    assert "Tin nhắn" not in stranger.page
    async with stranger.stream() as events:
        assert "Số này chưa đúng" in (await events.next()).words


async def test_without_a_code_a_stranger_gets_a_number_and_the_page_turns_when_the_leader_says_who(
    house: House,
) -> None:
    stranger, leader = house.browser(), house.browser()
    await leader.join(await house.code("Tú"))
    async with leader.stream() as events:
        await leader.tap((await events.next()).buttons["Đồng ý"])
        await events.saying("ĐỒNG Ý")
    await leader.open()
    await stranger.join("")
    async with stranger.stream() as events:
        number = re.search(r"\d\d", (await events.next()).words)[0]
        async with leader.stream() as heard:
            await leader.say(f"{number} Lan")
            asked = await heard.next()
            while not asked.buttons:
                asked = await heard.next()
            await leader.tap(next(iter(asked.buttons.values())))
            await events.next("moi")
    await stranger.open()
    assert "Tin nhắn" in stranger.page


async def test_a_page_that_is_not_ours_cannot_speak(house: House, lan: Browser) -> None:
    before = await count(house, Inbox)
    for brought in ("", "0" * 64, "mã"):
        for path in ("/gui", "/tep"):
            answer = await lan.http.post(
                path, content='{"id":"1","text":"1"}', headers={"x-csrf": brought.encode()}
            )
            assert answer.status_code == 403
        await lan.http.post("/vao", data={"ma": "1", "csrf": brought})
        await lan.http.post("/thoat", data={"csrf": brought})
    assert await count(house, Inbox) == before
    assert "Tin nhắn" in (await lan.open()).text


async def test_a_browser_that_keeps_no_cookie_is_told_why(house: House) -> None:
    bare = house.browser()
    await bare.open()
    csrf = bare.csrf
    bare.http.cookies.clear()
    answer = await bare.http.post("/vao", data={"ma": await house.code("Lan"), "csrf": csrf})
    assert answer.status_code == 403
    assert "trình duyệt đang chặn cookie" in answer.text
    assert not re.search(r"sổ tay|chi bộ|đồng chí|đảng|biểu quyết", answer.text, re.I)
    bare.page = answer.text
    typed = re.search(r'name="ma" class="code".*?value="([^"]+)"', answer.text, re.S)[1]
    await bare.http.post("/vao", data={"ma": typed, "csrf": bare.csrf})
    assert "Tin nhắn" in (await bare.open()).text


async def test_two_open_pages_of_a_stranger_do_not_disturb_each_other(house: House) -> None:
    stranger = house.browser()
    await stranger.open()
    first = stranger.csrf
    await stranger.open()
    code = await house.code("Lan")
    await stranger.http.post("/vao", data={"ma": code, "csrf": first})
    assert "Tin nhắn" in (await stranger.open()).text


async def test_a_cookie_that_somebody_else_put_there_is_worth_nothing(house: House) -> None:
    """The token changes when a session begins."""
    stranger = house.browser()
    await stranger.open()
    planted = stranger.http.cookies["phien"]
    await stranger.join(await house.code("Lan"))
    assert stranger.http.cookies["phien"] != planted
    async with httpx.AsyncClient(base_url=house.url, cookies={"phien": planted}) as other:
        assert "Mã mời" in (await other.get("/")).text


async def test_who_has_not_joined_cannot_speak(house: House) -> None:
    stranger = house.browser()
    await stranger.open()
    assert (await stranger.say("xin chào")).status_code == 401
    assert (await stranger.post({})).status_code == 401
    file = await stranger.http.post("/tep", content=b"x", headers={"x-csrf": stranger.csrf})
    assert file.status_code == 401
    assert await count(house, Inbox) == 0
    await stranger.join("123 456 789 013")
    assert (await stranger.say("xin chào")).status_code == 401
    assert await count(house, Inbox) == 1


async def test_the_same_words_sent_twice_by_a_bad_line_are_taken_once(house: House, lan: Browser) -> None:
    before = await count(house, Inbox)
    for _ in range(2):
        assert (await lan.say("trợ giúp", id="a")).status_code == 204
    assert await count(house, Inbox) == before + 1


async def test_what_no_page_of_ours_sends_is_refused(house: House, lan: Browser) -> None:
    tap, far = '{"id":"1","tap":"1"}', '{"id":"1","tap":99999999999999999999}'
    for body in ("", "[]", "{", '{"id":"1"}', tap, far, '{"id":"1","tap":1e30}', '{"text":"1"}', "[" * 9000):
        answer = await lan.http.post("/gui", content=body, headers={"x-csrf": lan.csrf})
        assert (answer.status_code, answer.text) == (400, "")


async def test_a_text_without_end_gets_a_sentence(house: House, lan: Browser) -> None:
    for length in (4001, 100_000):
        answer = await lan.say("a" * length)
        assert answer.status_code == 413
        assert "Xin chia làm nhiều tin" in answer.text
    assert (await lan.say("a" * 4000)).status_code == 204


async def test_half_characters_are_dropped(house: House, lan: Browser) -> None:
    async with lan.stream() as events:
        answer = await lan.http.post(
            "/gui",
            content=b'{"id":"1","text":"tr\\u1ee3 gi\\u00fap\\ud800\\u0000"}',
            headers={"x-csrf": lan.csrf},
        )
        assert answer.status_code == 204
        assert "Đồng chí có thể nhắn" in (await events.next()).words


async def test_an_answered_question_loses_its_buttons_and_shows_its_receipt(
    house: House, lan: Browser
) -> None:
    assert lan.page.count("data-offer") == 0
    question, receipt = re.search(r'id="m(\d+)".*?class="receipt" id="m(\d+)"', lan.page, re.S).groups()
    assert question != receipt
    article = lan.page[lan.page.index(f'id="m{question}"') :]
    assert article.index(f'id="m{receipt}"') < article.index("</article>")


async def test_an_open_question_keeps_its_buttons_when_the_page_is_loaded_anew(
    house: House, lan: Browser
) -> None:
    await house.tell("Lan", ASKED, "k1")
    async with lan.stream() as events:
        asked = await events.next()
        await house.quiet()
    assert list(asked.buttons) == ["Tham dự", "Xin vắng mặt"]
    assert "Đồng chí Lan dự được không?\n1. Tham dự\n2. Xin vắng mặt" in asked.words
    await lan.open()
    for offer in asked.buttons.values():
        assert f'data-offer="{offer}"' in lan.page
    assert lan.page.count("Tham dự</button>") == 1
    await house.store.write(lambda s: outbox.close_question(s, "test", "1", house.clock()))
    assert "data-offer" not in (await lan.open()).text


async def test_an_open_question_stands_on_the_page_however_much_came_after_it(
    house: House, lan: Browser
) -> None:
    await house.tell("Lan", ASKED, "asked")
    async with lan.stream() as events:
        asked = await events.next()
        for number in range(SHOWN + 5):
            await house.tell("Lan", {"text": f"Tin {number}."}, f"k{number}")
        await events.saying(f"Tin {SHOWN + 4}.")
        await house.quiet()
    page = (await lan.open()).text
    for offer in asked.buttons.values():
        assert f'data-offer="{offer}"' in page
    assert page.index("dự được không?") < page.index("Tin 5.")
    assert "Tin 4." not in page
    before = re.search(r'data-before="(\d+)"', page)[1]
    older = (await lan.http.get(f"/cu?truoc={before}")).json()
    words = " ".join(message["html"] for message in older["messages"])
    for number in range(5):
        assert f"Tin {number}." in words
    assert "Tin 5." not in words
    assert "dự được không?" in words
    assert older["oldest"] is None
    stranger = house.browser()
    await stranger.join("123 456 789 013")
    assert (await stranger.http.get(f"/cu?truoc={before}")).json()["messages"] == []
    assert (await house.browser().http.get(f"/cu?truoc={before}")).status_code == 403
    assert (await lan.http.get("/cu?truoc=x")).status_code == 403


async def test_text_of_people_is_text(house: House, lan: Browser) -> None:
    await house.tell("Lan", {"text": "<script>alert(1)</script> & <b>"}, "k1")
    async with lan.stream() as events:
        assert "<script" not in (await events.next()).data["html"]
        await house.quiet()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;" in (await lan.open()).text


async def test_leaving(house: House, lan: Browser) -> None:
    await house.tell("Lan", ASKED, "k1")
    async with lan.stream() as events:
        await events.next()
        await lan.http.post("/thoat", data={"csrf": lan.csrf})
        await events.next("moi")
    assert lan.http.cookies.get("phien") is None
    assert "Mã mời" in (await lan.open()).text


async def test_after_leaving_the_old_cookie_is_worth_nothing(house: House, lan: Browser) -> None:
    kept = lan.http.cookies["phien"]
    await lan.http.post("/thoat", data={"csrf": lan.csrf})
    async with httpx.AsyncClient(base_url=house.url, cookies={"phien": kept}) as thief:
        assert "Mã mời" in (await thief.get("/")).text
    address = await house.store.read(lambda s: s.exec(select(Address)).one())
    assert address.state is AddressState.CLOSED
    assert await house.store.read(lambda s: addresses.bindings(s, address)) == []


async def test_what_is_owed_to_who_left_goes_to_the_call_list(house: House, lan: Browser) -> None:
    await house.tell("Lan", ASKED, "k1")
    await lan.http.post("/thoat", data={"csrf": lan.csrf})
    states = await house.store.read(
        lambda s: s.exec(select(Delivery.state).where(Delivery.asks).order_by(Delivery.id)).all()
    )
    assert states[-2:] == [DeliveryState.FAILED, DeliveryState.UNREACHED]


async def test_who_comes_every_week_needs_no_second_code(house: House, lan: Browser) -> None:
    for _ in range(6):
        house.clock.set(house.clock() + timedelta(days=7))
        assert "set-cookie" in (await lan.open()).headers
        assert "Tin nhắn" in lan.page
    assert "set-cookie" not in (await lan.open()).headers


async def test_who_speaks_every_day_is_never_thrown_out(house: House, lan: Browser) -> None:
    """Also where the page is never loaded anew."""
    renewed = 0
    for day in range(70):
        house.clock.set(house.clock() + timedelta(hours=13))
        answer = await lan.say("lịch họp", id=f"d{day}")
        assert answer.status_code == 204
        renewed += "set-cookie" in answer.headers
    assert 30 <= renewed <= 38


async def test_after_thirty_days_away_a_browser_is_a_stranger(house: House, lan: Browser) -> None:
    house.clock.set(house.clock() + timedelta(days=30, minutes=1))
    assert "Mã mời" in (await lan.open()).text


async def test_a_link_on_another_site_does_not_cost_the_session(house: House, lan: Browser) -> None:
    """Such a request comes without the cookie; the page loads itself anew, and then it is there."""
    bare = house.browser()
    answer = await bare.http.get("/", headers={"sec-fetch-site": "cross-site"})
    assert "set-cookie" not in answer.headers
    assert 'src="/static/again.js"' in answer.text
    assert "Tin nhắn" in (await lan.http.get("/", headers={"sec-fetch-site": "cross-site"})).text


async def test_a_joining_that_was_undone_turns_the_page(house: House, lan: Browser) -> None:
    async with lan.stream() as events:
        await house.store.write(lambda s: addresses.unbind(s, s.exec(select(Binding)).one(), house.clock()))
        await events.next("moi")
    assert "Mã mời" in (await lan.open()).text


async def test_a_file_is_said_with_its_name_and_held_in_memory(house: House, lan: Browser) -> None:
    house_rows = await count(house, Inbox)
    answer = await lan.http.post(
        "/tep",
        content=b"\x00\xff" * 700_000,
        headers={"x-csrf": lan.csrf, "x-ten": "Ngh%E1%BB%8B%20quy%E1%BA%BFt.pdf"},
    )
    assert answer.status_code == 204
    assert await count(house, Inbox) == house_rows + 1


async def test_a_files_bytes_are_dropped_when_its_turn_is_over(house: House, lan: Browser) -> None:
    """Nobody reads what a member who leads nobody sends: it is not even kept until then."""
    tu = house.browser()
    await tu.join(await house.code("Tú"))
    held = house.turns._intake._held
    for browser, name in ((tu, "Độ mật: TUYỆT MẬT.pdf"), (lan, "a.pdf")):
        async with browser.stream() as events:
            if browser is tu:
                await tu.tap((await events.next()).buttons["Đồng ý"])
                await events.saying("ĐỒNG Ý")
            for number in range(3):
                answer = await browser.http.post(
                    "/tep",
                    content=b"x" * 3_000_000,
                    headers={"x-csrf": browser.csrf, "x-ten": quote(name), "x-id": f"f{number}"},
                )
                assert answer.status_code == 204
                assert len((await events.next()).words) > 20
            assert held == {}


async def test_the_same_file_sent_twice_by_a_bad_line_is_not_held_for_ever(house: House) -> None:
    tu = house.browser()
    await tu.join(await house.code("Tú"))
    async with tu.stream() as events:
        await tu.tap((await events.next()).buttons["Đồng ý"])
        await events.saying("ĐỒNG Ý")
        for _ in range(2):
            await tu.http.post(
                "/tep",
                content="Kế hoạch".encode(),
                headers={"x-csrf": tu.csrf, "x-ten": "a.txt", "x-id": "f"},
            )
        await events.saying("Tên tài liệu")
    assert house.turns._intake._held == {}


async def test_files_are_read_one_a_chat_and_three_over_all() -> None:
    places, inside, most = Places(), [], []

    async def send(chat: int) -> None:
        async with places.one(chat):
            inside.append(chat)
            most.append(list(inside))
            await asyncio.sleep(0.01)
            inside.remove(chat)

    await asyncio.gather(*(send(chat) for chat in (1, 1, 1, 2, 2, 3, 4, 5, 5, 6)))
    assert max(map(len, most)) == 3
    assert all(len(set(now)) == len(now) for now in most)
    assert places._chats == {}


async def test_a_body_that_does_not_come_is_not_waited_for(
    house: House, lan: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "WORDS_IN", 0.2)

    begun = lan.http.build_request(
        "POST", "/gui", content=b'{"id":', headers={"x-csrf": lan.csrf, "content-length": "100"}
    )
    reading, writing = await asyncio.open_connection(begun.url.host, begun.url.port)
    with closing(writing):
        head = b"".join(b"%b: %b\r\n" % header for header in begun.headers.raw)
        writing.write(b"POST /gui HTTP/1.1\r\n%b\r\n%b" % (head, begun.content))
        assert (await reading.readline()).startswith(b"HTTP/1.1 408 ")


async def test_a_file_too_large_gets_a_sentence(house: House, lan: Browser) -> None:
    async def slowly() -> object:
        for _ in range(21):
            yield b"x" * 1_000_000

    answer = await lan.http.post("/tep", content=slowly(), headers={"x-csrf": lan.csrf})
    assert answer.status_code == 413
    assert "Sổ tay nhận đến 20 MB" in answer.text


async def test_an_empty_file_gets_a_sentence(house: House, lan: Browser) -> None:
    answer = await lan.http.post("/tep", content=b"", headers={"x-csrf": lan.csrf})
    assert (answer.status_code, answer.text) == (400, "Tệp này trống. Xin chọn tệp khác.")


async def test_nothing_else_is_here(house: House) -> None:
    answer = await house.browser().open("/khong-co")
    assert answer.status_code == 404
    assert "Không có trang này" in answer.text
    assert (await house.browser().open("/gui")).status_code == 405
