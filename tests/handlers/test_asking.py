"""What no story can play: one person at two addresses, buttons of an earlier dialogue, a consent taken back in between."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from models import motion
from models.motion import Motion, Tally
from models.terms import Consent
from tests.desk import START, Desk, opened_desk


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened_desk(tmp_path) as desk:
        for who, identity in (("tú", "tú"), ("lan", "lan"), ("lan", "máy hai"), ("hòa", "hòa")):
            await desk.joins(who, identity)
        yield desk


async def opened(desk: Desk) -> None:
    await desk.says("tú", "/layykien Họp sớm hơn có được không?")
    await desk.taps("tú", "Gửi")


async def tally(desk: Desk) -> Tally:
    return await desk.store.read(lambda s: motion.tally(s, s.get_one(Motion, 1)))


async def test_one_person_has_one_voice_over_two_addresses(desk: Desk) -> None:
    await opened(desk)
    assert len(await desk.hears("lan")) == 1
    assert await desk.hears("máy hai") == []
    shown = await desk.says("máy hai", "/bieuquyet")
    assert "1. Tán thành" in shown[0]
    assert "KHÔNG TÁN THÀNH" in (await desk.says("máy hai", "2"))[0]
    for said in (
        await desk.taps("lan", "Tán thành"),
        await desk.says("lan", "1"),
        await desk.says("lan", "tán thành"),
    ):
        assert said[-1].startswith("Đã ghi rồi: đồng chí KHÔNG TÁN THÀNH")
    assert await tally(desk) == Tally(0, 1, 0, 7)


async def test_a_phrase_at_the_other_address_shows_the_question_first(desk: Desk) -> None:
    await opened(desk)
    shown = await desk.says("máy hai", "tán thành")
    assert shown[0].startswith("LẤY Ý KIẾN (tham khảo")
    assert await tally(desk) == Tally(0, 0, 0, 8)
    await desk.says("máy hai", "tán thành")
    assert await tally(desk) == Tally(1, 0, 0, 7)


async def test_a_voice_is_changed_only_where_that_was_asked_for(desk: Desk) -> None:
    await opened(desk)
    await desk.hears("lan")
    await desk.taps("lan", "Tán thành")
    await desk.says("lan", "SỬA")
    await desk.taps("lan", "Không tán thành")
    assert await tally(desk) == Tally(0, 1, 0, 7)
    assert (await desk.taps("lan", "Tán thành"))[-1].startswith("Đã ghi rồi")
    assert await tally(desk) == Tally(0, 1, 0, 7)


async def test_whoever_takes_back_consent_answers_nothing_there(desk: Desk) -> None:
    await opened(desk)
    await desk.hears("lan")
    await desk.agrees("lan", Consent.TIMES_ONLY)
    assert (await desk.taps("lan", "Tán thành"))[-1].startswith("Máy này chỉ nhận giờ họp")
    assert await tally(desk) == Tally(0, 0, 0, 8)


async def test_the_button_of_an_earlier_preview_sends_nothing(desk: Desk) -> None:
    await desk.says("tú", "/layykien Câu hỏi thứ nhất?")
    first = desk.shape.options[desk.shape.identity("tú")][-3:]
    await desk.says("tú", "/layykien Câu hỏi thứ hai?")
    desk.shape.options[desk.shape.identity("tú")] += first
    assert (await desk.taps("tú", "Gửi")) == ["Câu này đã qua, không ghi gì thêm."]
    assert await desk.hears("lan") == []


async def test_the_button_of_an_earlier_survey_question_answers_nothing(desk: Desk) -> None:
    await desk.says(
        "tú",
        "/khaosat Quý 4\n1. Giờ họp có hợp không?\n- Có\n- Không\n2. Chỗ họp có hợp không?\n- Có\n- Không",
    )
    await desk.taps("tú", "Gửi")
    await desk.hears("hòa")
    await desk.taps("hòa", "Bắt đầu")
    first = desk.shape.options[desk.shape.identity("hòa")][-2:]
    assert "Câu 2/2" in (await desk.taps("hòa", "Có"))[-1]
    desk.shape.options[desk.shape.identity("hòa")] += first
    assert (await desk.taps("hòa", "Không")) == ["Câu này đã qua, không ghi gì thêm."]
    assert "1. Giờ họp có hợp không? Có\n2. Chỗ họp có hợp không? Không" in (await desk.says("hòa", "2"))[-1]


async def test_a_number_for_a_newer_question_does_not_send_a_preview_left_lying(desk: Desk) -> None:
    """The leader's 1 for *Tham dự* must not be the 1 of *Gửi*."""
    await desk.says("tú", "/layykien Họp sớm hơn có được không?")
    desk.clock.set(START + timedelta(minutes=11))
    await desk.says("hòa", "/khaosat Quý 4\n1. Đề xuất gì?")
    await desk.taps("hòa", "Gửi")
    assert "1. Bắt đầu" in (await desk.hears("tú"))[-1]
    assert (await desk.says("tú", "1"))[-1].startswith("Đồng chí đang làm dở việc dưới đây")
    assert not any("LẤY Ý KIẾN" in text for text in await desk.hears("lan"))
    desk.clock.set(START + timedelta(minutes=12))
    await desk.says("tú", "1")
    assert any("LẤY Ý KIẾN" in text for text in await desk.hears("lan"))
