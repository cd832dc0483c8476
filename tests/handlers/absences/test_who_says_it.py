"""Who may say of whom that he is away, or exempt and to be called: a relative's phone, a lead that is lost meanwhile, the help."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from models import member
from models.database import Session
from models.terms import Circumstance, Consent, Post
from tests.desk import Desk, opened_desk


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened_desk(tmp_path) as desk:
        for who in ("tú", "lan", "bảy"):
            await desk.joins(who, who)
        yield desk


async def test_a_relative_says_it_and_is_named_as_such(desk: Desk) -> None:
    await desk.agrees("lan", Consent.RELATIVE)
    await desk.agrees("bảy", Consent.RELATIVE)
    assert (await desk.says("lan", "/divang đến 15/3"))[-1].startswith("Đã ghi: đồng chí Lan đi vắng")
    assert (await desk.hears("tú"))[-1] == "Đ/c Nguyễn Thị Lan báo đi vắng đến 15/03/2027 (người nhà báo)."
    await desk.says("bảy", "MỜI TÔI")
    assert "xin được mời họp (người nhà báo)." in (await desk.hears("tú"))[-1]


async def test_whoever_leads_no_more_records_no_other_members_absence(desk: Desk) -> None:
    assert "đi vắng đến hết ngày nào" in (await desk.says("tú", "/divang Lan"))[-1]

    def dismissed(session: Session) -> None:
        member.dismiss(session, desk.member(session, "tú"), desk.clock(), Post.SECRETARY)

    await desk.store.write(dismissed)
    assert (await desk.says("tú", "15/3"))[-1].startswith("Việc này do bí thư hoặc phó bí thư làm.")
    assert not await desk.store.read(lambda s: member.circumstances(s, desk.member(s, "lan"), desk.clock()))
    await desk.says("tú", "/divang")
    assert "đi vắng đến 15/03/2027" in (await desk.says("tú", "15/3"))[-1], "his own he may"


async def test_a_member_does_not_end_his_time_elsewhere(desk: Desk) -> None:
    await desk.joins("tuấn", "tuấn")
    assert (await desk.says("tuấn", "VỀ RỒI"))[-1].startswith(
        "Sổ tay đang ghi đồng chí sinh hoạt tạm thời nơi khác"
    )
    assert (await desk.says("tú", "/veroi Tuấn"))[-1] == "Đã ghi: đồng chí Hoàng Anh Tuấn ĐÃ VỀ."

    def holds(session: Session) -> list[Circumstance]:
        return [
            held.kind for held in member.circumstances(session, desk.member(session, "tuấn"), desk.clock())
        ]

    assert await desk.store.read(holds) == []


async def test_only_the_exempt_see_how_they_ask_in(desk: Desk) -> None:
    assert "MỜI TÔI" in (await desk.says("bảy", "TRỢ GIÚP"))[-1]
    for who in ("lan", "tú"):
        assert "MỜI TÔI" not in (await desk.says(who, "TRỢ GIÚP"))[-1]
