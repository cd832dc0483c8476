"""Whoever was named for two meetings on one evening chooses between them, as long as he is named; not from a phone that agreed to times alone."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from models.terms import Consent
from tests.cast import ZONE
from tests.desk import Desk, opened_desk

REFUSED = "Việc này do bí thư hoặc phó bí thư làm. Cần giúp, xin nhắn GỌI."


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened_desk(tmp_path) as desk:
        await desk.joins("tú", "tú")
        await desk.joins("lan", "lan")
        for call in ("/moihop 18h ngày 6/12 tại nhà văn hóa", "/moihop tổ đảng 2 19h ngày 6/12 tại nhà Lan"):
            await desk.says("tú", call)
            await desk.taps("tú", "Gửi")
        for number in ("1", "2"):
            await desk.says("tú", "/chutri Lan")
            assert "Nguyễn Thị Lan chủ trì" in (await desk.says("tú", number))[0]
        desk.clock.set(datetime(2026, 12, 6, 18, 10, tzinfo=ZONE))
        await desk.hears("lan")
        yield desk


async def test_the_meeting_is_asked_for_and_its_list_shown(desk: Desk) -> None:
    asked = (await desk.says("lan", "/danhsach"))[-1]
    assert "1. Họp chi bộ 06/12 (đã bắt đầu)\n2. Họp tổ đảng 2 06/12" in asked
    shown = (await desk.says("lan", "2"))[-1]
    assert shown.startswith("Họp tổ đảng 2 06/12, đồng chí Tú mời")
    assert "/ghiho" not in shown


async def test_who_is_no_longer_named_chooses_nothing(desk: Desk) -> None:
    await desk.says("lan", "/danhsach")
    await desk.says("tú", "/chutri thôi")
    await desk.says("tú", "2")
    await desk.hears("lan")
    assert await desk.says("lan", "2") == [REFUSED]
    assert (await desk.says("lan", "/danhsach"))[-1].startswith("Họp chi bộ 06/12, đồng chí Tú mời")


async def test_a_phone_that_agreed_to_times_alone_shows_no_list(desk: Desk) -> None:
    assert "/diemdanh" in (await desk.says("lan", "TRỢ GIÚP"))[-1]
    await desk.agrees("lan", Consent.TIMES_ONLY)
    assert (await desk.says("lan", "/danhsach"))[-1].startswith("Máy này chỉ nhận giờ họp")
    assert "/diemdanh" not in (await desk.says("lan", "TRỢ GIÚP"))[-1]
