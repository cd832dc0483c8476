"""Forms that are broken off, that break, and numbers that come twice."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from handlers.kit.form import Answers, Form, Step
from handlers.kit.message import Message
from handlers.kit.router import router
from handlers.kit.turn import Turn
from models import form as forms
from models import outbox
from models.address import Address
from models.database import Session
from models.terms import Consent
from scheduler.jobs import run_all
from tests.desk import START, Desk, opened_desk
from tests.player import NIGHT

MEETING = "/moihop 19h30 ngày 6/12 tại nhà văn hóa"
SURVEY = "/khaosat Quý 4\n1. Giờ họp có hợp không?\n- Có\n- Không"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened_desk(tmp_path) as desk:
        await desk.joins("tú", "tú")
        await desk.joins("lan", "lan")
        yield desk


async def put(desk: Desk, command: str) -> None:
    await desk.says("tú", command)
    await desk.taps("tú", "Gửi")


def _breaks(turn: Turn, answers: Answers) -> Message:
    raise IndexError


@pytest.fixture
def broken() -> object:
    form = Form("hong", (Step("one", _breaks, lambda turn, answers, text, value: {}),), lambda t, a: None)
    yield router.form(form)
    del router.forms["hong"]


@pytest.mark.parametrize("name", ["hong", "khong-con"])
@pytest.mark.usefixtures("broken")
async def test_a_form_that_breaks_is_given_up_and_the_chat_goes_on(desk: Desk, name: str) -> None:
    def left_lying(session: Session) -> None:
        where = session.get_one(Address, 2)
        forms.put(session, where, desk.branch.names["lan"], name, "one", {}, desk.clock())

    await desk.store.write(left_lying)
    heard = (await desk.says("lan", "THÔI"))[-1]
    assert "đã thôi" in heard.lower()
    assert (await desk.says("lan", "/lichhop"))[-1] == "Hiện chưa có cuộc họp nào sắp tới."
    await desk.store.write(left_lying)
    assert (await desk.says("lan", "/huy"))[-1].startswith("Đã thôi")


async def test_a_number_sent_twice_does_not_answer_an_older_question(desk: Desk) -> None:
    await put(desk, MEETING)
    await put(desk, SURVEY)
    await desk.hears("lan")
    await desk.taps("lan", "Bắt đầu")
    assert "1. Giờ họp có hợp không? Có" in (await desk.says("lan", "1"))[-1]
    doubt = (await desk.says("lan", "1"))[-1]
    assert "Số 1 này là trả lời họp chi bộ 06/12: Tham dự?" in doubt
    assert (await desk.says("lan", "1"))[-1] == "Đã bỏ qua, chưa ghi gì thêm."
    desk.clock.set(START + timedelta(minutes=3))
    assert "THAM DỰ" in (await desk.says("lan", "1"))[-1]


async def test_an_answer_asked_anew_lives_ten_minutes(desk: Desk) -> None:
    await put(desk, "/layykien Họp sớm hơn?")
    await desk.says("lan", "2")
    await desk.says("lan", "SỬA")
    desk.clock.set(START + timedelta(minutes=11))
    await desk.store.write(lambda session: run_all(session, desk.clock(), NIGHT))
    for late in ("1", "tán thành", "đồng ý"):
        assert (await desk.says("lan", late))[-1].startswith("Đã ghi rồi: đồng chí KHÔNG TÁN THÀNH")


async def test_a_phrase_changes_a_vote_only_right_behind_the_question(desk: Desk) -> None:
    await put(desk, "/layykien Họp sớm hơn?")
    await desk.says("lan", "2")
    await desk.says("lan", "SỬA")
    await desk.says("lan", "cảm ơn")
    assert "Sổ tay chưa hiểu" in (await desk.says("lan", "nhất trí"))[-1]
    assert "TÁN THÀNH" in (await desk.says("lan", "Tán thành"))[-1]


async def test_a_label_changes_a_vote_only_right_behind_the_question_while_something_else_waits(
    desk: Desk,
) -> None:
    await put(desk, "/layykien Họp sớm hơn?")
    await put(desk, MEETING)
    await desk.says("lan", "2")
    await desk.says("lan", "SỬA")
    await desk.says("lan", "/lichhop")
    assert "Sổ tay chưa hiểu" in (await desk.says("lan", "Tán thành"))[-1]
    await desk.says("lan", "SỬA")
    assert (await desk.says("lan", "Tán thành"))[-1].startswith("Đã ghi: đồng chí Lan TÁN THÀNH")


async def test_a_label_of_two_votes_is_asked_about_though_one_of_them_was_to_be_changed_and_left(
    desk: Desk,
) -> None:
    await put(desk, "/layykien Họp sớm hơn?")
    await put(desk, "/layykien Dọn ngõ?")
    await desk.says("lan", "2")
    await desk.says("lan", "SỬA")
    await desk.says("lan", "cảm ơn")
    assert "Sổ tay chưa hiểu" in (await desk.says("lan", "Tán thành"))[-1]
    assert "Dọn ngõ?" in (await desk.says("lan", "4"))[-1]


async def test_what_was_put_anew_has_the_numbers_it_had(desk: Desk) -> None:
    await put(desk, "/layykien Họp sớm hơn?")
    await desk.says("lan", "2")
    assert "\n1. Tán thành" in (await desk.says("lan", "SỬA"))[-1]
    waiting = await desk.store.read(lambda session: outbox.open_offers(session, 2))
    assert {offer.subject for offer in waiting} == {f"1{outbox.ANEW}"}


async def test_a_button_and_a_number_with_a_name_tell_of_the_preview_that_they_end(desk: Desk) -> None:
    desk.shape.meets("lạ")
    number = re.search(r"\d\d", (await desk.says("lạ", "xin chào"))[-1])
    assert number is not None
    await put(desk, MEETING)
    await desk.says("tú", "/moihop 19h30 ngày 7/12 tại nhà văn hóa")
    asked = (await desk.says("tú", f"{number[0]} Sáu"))[-1]
    assert asked.startswith("(Việc đang hỏi dở đã bỏ.)\n\nNgười mang số")
    await desk.says("tú", "2")
    await desk.says("tú", "/moihop 19h30 ngày 7/12 tại nhà văn hóa")
    assert "THAM DỰ" in (await desk.taps("tú", "Tham dự"))[-1]
    assert "Đã gửi" in (await desk.says("tú", "1"))[-2]
    await desk.says("tú", "SỬA")
    await desk.says("tú", "/layykien Họp sớm hơn?")
    receipt, reason = await desk.taps("tú", "Xin vắng mặt")
    assert "XIN VẮNG MẶT" in receipt
    assert reason.startswith("Đã thôi, chưa gửi cho ai.\n\nXin đồng chí cho biết lý do")


@pytest.mark.parametrize(
    ("consent", "heard"), [(Consent.FULL, 1), (Consent.TIMES_ONLY, 1), (Consent.REFUSED, 0)]
)
async def test_a_form_left_for_a_day_is_dropped_with_a_word_only_where_messages_are_agreed_to(
    desk: Desk, consent: Consent, heard: int
) -> None:
    await desk.says("lan", "NGỪNG NHẬN")
    await desk.agrees("lan", consent)
    desk.clock.set(START + timedelta(hours=25))
    await desk.store.write(lambda session: run_all(session, desk.clock(), NIGHT))
    assert len(await desk.hears("lan")) == heard
