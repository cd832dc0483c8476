"""Documents as they leave: a file once to a bot and by its id from then on, a personal link, or the beginning in words."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlmodel import select

from bot.papers import on_screen
from models import address as addresses
from models import document
from models.member import Member
from models.terms import Consent
from scheduler.outcome import Result
from scheduler.parcel import Parcel
from tests.bot.pages.house import KEYS, House, standing
from tests.cast import plant
from tests.joined import joined
from tests.papers import made, word
from tests.player import play
from tests.shapes import OnTelegram, OnZalo

FOUR = """
@ 2026-12-01 08:00
tú  ~ file lich.txt: Lịch tháng 12
tú  < Tên tài liệu: ...
tú  ! Dùng tên này
tú  < Tài liệu này thuộc loại nào? ...
tú  ! Công khai
tú  < TÀI LIỆU: ...
tú  ! Gửi
tú  < Đã gửi tài liệu số 1: Lich, cho 4 đồng chí. ...
tú  < TÀI LIỆU: Lich ... [tệp]
lan < TÀI LIỆU: Lich ... [tệp]
hùng < TÀI LIỆU: Lich ... [tệp]
minh < TÀI LIỆU: Lich ... [tệp]
lan > TÀI LIỆU 1
lan < TÀI LIỆU: Lich ... [tệp]
"""

LATER = """
@ 2026-12-01 09:00
lan > TÀI LIỆU 1
lan < TÀI LIỆU: Lich ... [tệp]
"""


async def told(story: str, messenger: Any, folder: Path) -> None:
    (folder / "truyen.txt").write_text(story, encoding="utf-8")
    await play(folder / "truyen.txt", messenger, folder)


def documents(messenger: OnTelegram) -> list[Any]:
    """What each sendDocument carried: an upload, or an id."""
    return [c.params["document"] for c in messenger.server.calls if c.method.lower() == "senddocument"]


@pytest.mark.parametrize("kind", [400, 404])
async def test_where_files_are_refused_the_words_go_alone(tmp_path: Path, kind: int) -> None:
    messenger = OnTelegram()
    messenger.server.fault("sendDocument", kind, times=4)
    await told(FOUR.replace("[tệp]", "Bản in có tại nhà văn hóa.", 4), messenger, tmp_path)


async def test_a_file_is_uploaded_once_and_then_sent_by_its_id(tmp_path: Path) -> None:
    messenger = OnTelegram()
    messenger.server.latency = 0.05  # so that several copies are on their way at once
    await told(FOUR, messenger, tmp_path)
    sent = documents(messenger)
    assert len(sent) == 5
    uploads = [one for one in sent if not isinstance(one, str)]
    assert [(one.name, one.data) for one in uploads] == [made("file lich.txt: Lịch tháng 12")]
    (known,) = {one for one in sent if isinstance(one, str)}
    assert messenger.server.files[known].data == uploads[0].data
    assert not any(c.params.get("protect_content") for c in messenger.server.calls), (
        "public papers may be passed on"
    )


async def test_a_file_that_went_while_the_database_was_away_goes_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = [OSError(), OSError()]

    def keep(*given: Any) -> None:
        if gone:
            raise gone.pop()
        kept(*given)

    kept = document.keep_sent
    monkeypatch.setattr(document, "keep_sent", keep)
    messenger = OnTelegram()
    await told(FOUR + LATER, messenger, tmp_path)
    assert [isinstance(one, str) for one in documents(messenger)] == [False, False, False, True, True, True]


async def test_an_id_that_is_not_known_any_more_is_uploaded_anew(tmp_path: Path) -> None:
    class Forgetful(OnTelegram):
        def says(self, who: str, text: str) -> None:
            if text == "TÀI LIỆU 1":
                self.server.files.clear()
            super().says(who, text)

    messenger = Forgetful()
    await told(FOUR, messenger, tmp_path)
    sent = documents(messenger)
    assert [isinstance(one, str) for one in sent].count(False) == 2
    assert isinstance(sent[-2], str)
    assert not isinstance(sent[-1], str)


async def test_an_internal_paper_never_goes_to_a_messenger_as_a_file(tmp_path: Path) -> None:
    messenger = OnTelegram()
    story = FOUR.replace("! Công khai", "! Nội bộ").replace(" [tệp]", "")
    await told(story, messenger, tmp_path)
    assert documents(messenger) == []
    papers = [c for c in messenger.server.calls if "Tài liệu số 1" in str(c.params.get("text"))]
    assert len(papers) == 5
    for call in papers:
        assert call.params["protect_content"] is True
        assert "Lịch tháng 12" not in call.params["text"]


async def test_without_a_public_address_zalo_gets_the_beginning_of_a_public_paper(tmp_path: Path) -> None:
    """Its file came by another messenger: here it is put on the branch's shelf directly."""
    async with branch(tmp_path, OnZalo()) as zalo:
        await zalo.told("Điều 1. " + "Chi bộ họp. " * 300)
        text = "".join(zalo.shown("lan"))
        assert "Điều 1." in text
        assert 1500 < len(text) < 2200
        assert text.endswith("Bản in có tại nhà văn hóa.")
        assert "http" not in text


class Shelf:
    """A branch on a messenger and with its web pages up, both over one database."""

    def __init__(self, house: House, shape: Any) -> None:
        self.house, self.shape = house, shape

    async def open(self, *who: str) -> None:
        self.shape.keys = KEYS
        await self.shape.open(self.house.store, self.house.turns, self.house.clock)
        names = await self.house.store.write(lambda s: plant(s, KEYS, self.house.clock()))
        for name in who:
            self.shape.meets(name)
        await self.shape.forget_hellos()
        for name in who:
            identity = self.shape.identity(name)
            await self.house.store.write(
                lambda s, n=name, i=identity: names.joins(s, n, self.shape.bot_id, i, self.house.clock())
            )
        self.place = names.place.id

    async def told(self, text: str, kind: str = "public") -> None:
        """A document of the library goes to everybody."""
        from models import member, outbox
        from models.member import Member
        from models.organisation import Organisation
        from models.terms import DocumentClass

        def keep(session: Any) -> None:
            now, branch = self.house.clock(), session.get_one(Organisation, self.place)
            file = document.put(session, text.encode(), text, None, now)
            leader = session.get_one(Member, member.leaders(session, branch, now)[0].id)
            row = document.keep(
                session, branch, file.id, "a.txt", leader, "A", DocumentClass(kind), None, now
            )
            content = {"text": "TÀI LIỆU: A", "document": f"file:{row.id}"}
            outbox.tell(session, member.belonging(branch), content, key="d", kind="document", now=now)

        await self.house.store.write(keep)
        await self.shape.deliver()

    def shown(self, who: str) -> list[str]:
        return [text for _, text in self.shape.shown(who)]


class branch:  # noqa: N801
    """A shelf for a while."""

    def __init__(self, folder: Path, shape: Any, **settings: Any) -> None:
        self.house, self.shape = standing(folder, answering=False, **settings), shape

    async def __aenter__(self) -> Shelf:
        house = await self.house.__aenter__()
        if house.settings.public_url:
            self.shape.public_url = house.url
        shelf = Shelf(house, self.shape)
        await shelf.open("tú", "lan")
        return shelf

    async def __aexit__(self, *error: Any) -> None:
        await self.shape.close()
        await self.house.__aexit__(*error)


@pytest.fixture
async def zalo(tmp_path: Path) -> AsyncIterator[Shelf]:
    async with branch(tmp_path, OnZalo(), public_url="http://127.0.0.1:1/") as shelf:
        yield shelf


async def test_with_a_public_address_everybody_gets_a_link_of_his_own(zalo: Shelf) -> None:
    await zalo.told("Dự thảo", kind="internal")
    links = {}
    for who in ("tú", "lan"):
        (text,) = zalo.shown(who)
        links[who] = re.search(r"http://\S+/f/[0-9a-f]{48}", text)[0]
        assert "Dự thảo" not in text
        assert "mở được 5 lần" in text
    assert links["tú"] != links["lan"]
    async with httpx.AsyncClient(follow_redirects=True) as outside:
        page = (await outside.post(links["lan"])).text
    assert "Dự thảo" in page
    assert "Nguyễn Thị Lan" in page


async def test_a_copy_sent_again_carries_the_same_link(zalo: Shelf) -> None:
    zalo.shape.server.fault("sendMessage", "drop-after", times=1)
    await zalo.told("Dự thảo", kind="internal")
    zalo.house.clock.set(zalo.house.clock() + timedelta(minutes=5))
    await zalo.shape.deliver()
    assert sum("(gửi lại)" in text for text in zalo.shown("tú") + zalo.shown("lan")) == 1
    found = re.findall(r"/f/([0-9a-f]{48})", "\n".join(zalo.shown("tú") + zalo.shown("lan")))
    assert len(found) == 3
    assert len(set(found)) == 2


async def test_a_leader_on_zalo_hands_in_a_file_by_a_link(zalo: Shelf) -> None:
    shape = zalo.shape
    shape.sends("tú", "file nghị quyết.docx")
    await shape.settle()
    asked = zalo.shown("tú")[-1]
    assert asked.startswith("Zalo không chuyển được tệp cho Sổ tay.")
    link = re.search(r"http://\S+/u/[0-9a-f]{48}", asked)[0]
    paper = word("Nghị quyết tháng 12")
    headers = {"x-ten": "ngh%E1%BB%8B%20quy%E1%BA%BFt.docx"}
    async with httpx.AsyncClient() as outside:
        assert "Chọn tệp" in (await outside.get(link)).text
        large = await outside.post(link, content=bytes(20_000_001), headers=headers)
        assert large.status_code == 413
        assert "Sổ tay nhận đến 20 MB" in large.text
        taken = await outside.post(link, content=paper, headers=headers)
        assert taken.status_code == 200
        assert "Xin quay lại Zalo" in taken.text
        again = await outside.post(link, content=paper, headers=headers)
        assert again.status_code == 410
        assert (await outside.get(link)).status_code == 410
    await shape.settle()
    assert zalo.shown("tú")[-1].startswith("Tên tài liệu: “Nghị quyết”.")
    assert "http" not in "".join(zalo.shown("lan"))


async def test_a_draft_that_was_asked_for_comes_through_that_link_too(zalo: Shelf) -> None:
    shape = zalo.shape
    shape.says("tú", "/duthao")
    await shape.settle()
    shape.sends("tú", "file nghị quyết.docx")
    await shape.settle()
    link = re.search(r"http://\S+/u/[0-9a-f]{48}", zalo.shown("tú")[-1])[0]
    async with httpx.AsyncClient() as outside:
        paper = word("Dự thảo nghị quyết tháng 12", "# Dọn ngõ", "# Lắp đèn")
        assert (await outside.post(link, content=paper, headers={"x-ten": "a.docx"})).status_code == 200
    await shape.settle()
    shown = zalo.shown("tú")[-1]
    assert shown.startswith("DỰ THẢO XIN GÓP Ý: Dự thảo nghị quyết tháng 12\n")
    assert "1. Dọn ngõ\n2. Lắp đèn" in shown


async def test_a_link_that_was_owed_before_the_address_was_taken_away_is_not_sent(tmp_path: Path) -> None:
    """The program starts again without a public address while the way to hand in a file is still owed."""
    async with standing(tmp_path, answering=False, public_url="http://127.0.0.1:1/") as house:
        shape = OnZalo()  # sends without a public address
        shelf = Shelf(house, shape)
        await shelf.open("tú")
        shape.sends("tú", "file nghị quyết.docx")
        await shape.settle()
        asked = shelf.shown("tú")[-1]
        assert "Xin gửi" not in asked
        assert asked.startswith(
            "Zalo không chuyển được tệp cho Sổ tay. Muốn gửi tài liệu, xin gửi qua Telegram"
        )
        assert "None" not in asked
        await shape.close()


async def test_a_member_who_leads_nobody_gets_no_link_to_hand_in(zalo: Shelf) -> None:
    zalo.shape.sends("lan", "file ảnh.docx")
    await zalo.shape.settle()
    assert zalo.shown("lan")[-1].startswith("Sổ tay chưa nhận tệp ở đây.")


async def test_a_paper_that_cannot_be_made_is_given_up_in_the_end(zalo: Shelf) -> None:
    """And what comes behind it in its chat goes."""
    done = await zalo.shape.sender.send(Parcel(delivery_id=1, chat="1", text="", document="document:999"))
    assert done.result is Result.REFUSED_FOR_NOW


async def test_a_terminal_shows_the_words(zalo: Shelf) -> None:
    await zalo.told("Điều 1. Chi bộ họp.", kind="internal")
    parcel = Parcel(delivery_id=1, chat="", text="TÀI LIỆU: A", document="file:1")
    shown = await zalo.house.store.read(lambda session: on_screen(session, parcel, zalo.house.clock()))
    assert shown.text == "TÀI LIỆU: A\n\nĐiều 1. Chi bộ họp."


def known(session: Any) -> None:
    """Lan's card and home, which no other company is to carry, and a name like a formula."""
    lan = session.exec(select(Member).where(Member.birth == "1948-05-19")).one()
    lan.card, lan.residence, lan.usual_name = "01234567", "tổ 9", "=1+1"


async def test_all_that_is_kept_goes_by_telegram_as_a_file_without_card_and_home(tmp_path: Path) -> None:
    shape = OnTelegram()
    async with joined(tmp_path, shape, "lan") as (store, _):
        await store.write(known)
        for said in ("DỮ LIỆU", "2"):
            shape.says("lan", said)
            await shape.settle()
    (sent,) = documents(shape)
    assert sent.name == "du-lieu-cua-toi.txt"
    lines = sent.data.decode("utf-8-sig").split("\r\n")
    assert lines[0].endswith("Đồng chí Nguyễn Thị Lan lấy lúc 08h00 ngày 01/12/2026. Lưu hành nội bộ.")
    assert "- Tên thường gọi: =1+1" in lines
    assert "01234567" not in "".join(lines) and "tổ 9" not in "".join(lines)
    assert "- Số thẻ đảng: có giữ, không gửi qua tin nhắn; xin xem ở bí thư hoặc trên trang web" in lines


async def test_all_that_is_kept_goes_in_words_where_the_file_is_refused(tmp_path: Path) -> None:
    shape = OnTelegram()
    shape.server.fault("sendDocument", 400)
    async with joined(tmp_path, shape, "lan") as (store, _):
        await store.write(known)
        for said in ("DỮ LIỆU", "2"):
            shape.says("lan", said)
            await shape.settle()
        text = "".join(text for _, text in shape.shown("lan"))
    assert "Đây là mọi điều Sổ tay đang giữ về đồng chí." in text
    assert "- Tên thường gọi: =1+1" in text
    assert "01234567" not in text and "tổ 9" not in text


async def test_all_that_is_kept_goes_to_zalo_by_a_link_of_a_day(zalo: Shelf) -> None:
    await zalo.house.store.write(known)
    for said in ("DỮ LIỆU", "2"):
        zalo.shape.says("lan", said)
        await zalo.shape.settle()
    told = zalo.shown("lan")[-1]
    until = zalo.house.clock() + timedelta(days=1)
    assert f"đến {until:%Hh%M} ngày {until:%d/%m}. Hết hạn, nhắn DỮ LIỆU để nhận lại." in told
    assert "0900000006" not in told
    link = re.search(r"http://\S+/f/[0-9a-f]{48}", told)[0]
    async with httpx.AsyncClient(follow_redirects=True) as outside:
        assert "Còn mở được 5 lần" in (await outside.get(link)).text
        opened = await outside.post(link)
        assert opened.headers["content-type"] == "text/plain; charset=utf-8"
        assert "- Số thẻ đảng: 01234567" in opened.content.decode("utf-8-sig")
        assert (await outside.get(f"{link}/doc")).url.path == httpx.URL(link).path, (
            "it has no page of its own"
        )
        await zalo.house.store.write(lambda s: agrees(s, Consent.TIMES_ONLY))
        assert (await outside.post(link)).status_code == 200, "one's own data needs no consent"
        await zalo.house.store.write(lambda s: agrees(s, Consent.RELATIVE))
        assert (await outside.post(link)).status_code == 410, "a relative's phone sees nothing"
        await zalo.house.store.write(lambda s: agrees(s, Consent.FULL))
        zalo.house.clock.set(zalo.house.clock() + timedelta(hours=25))
        assert (await outside.post(link)).status_code == 410


def agrees(session: Any, consent: Consent) -> None:
    lan = session.exec(select(Member).where(Member.birth == "1948-05-19")).one()
    for binding, _ in addresses.of_member(session, lan):
        binding.consent = consent


async def test_what_is_kept_does_not_go_where_the_phone_is_not_the_members_any_more(tmp_path: Path) -> None:
    """It is cut off between the question and the sending."""
    shape = OnTelegram()
    async with joined(tmp_path, shape, "lan") as (store, _):
        shape.says("lan", "DỮ LIỆU")
        await shape.settle()
        shape.says("lan", "2")
        await shape.channel.poll(shape.receive, 0)
        await shape.turns.settle()
        await store.write(lambda s: agrees(s, Consent.RELATIVE))
        await shape.settle()
        assert shape.shown("lan")[-1][1] == "Máy này không còn là của đồng chí ấy, nên Sổ tay không gửi."
    assert documents(shape) == []
