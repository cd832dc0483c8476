"""What an address may not do that agreed to times of meetings alone, or not yet; and two members on one phone."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.pages import said
from models import address as addresses
from models import motion
from models.address import Address
from models.database import Session
from models.motion import Motion, Tally
from models.organisation import Organisation
from models.terms import Consent
from tests.desk import START, Desk, opened_desk

SURVEY = "/khaosat Quý 4\n1. Giờ họp có hợp không?\n- Có\n- Không\n2. Vì sao?"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened_desk(tmp_path) as desk:
        await desk.joins("tú", "tú")
        await desk.joins("lan", "lan")
        yield desk


async def put(desk: Desk, command: str) -> None:
    """The secretary puts something out."""
    await desk.says("tú", command)
    await desk.taps("tú", "Gửi")


async def tally(desk: Desk) -> Tally:
    return await desk.store.read(lambda s: motion.tally(s, s.get_one(Motion, 1)))


@pytest.mark.parametrize("consent", [Consent.RELATIVE, Consent.TIMES_ONLY])
async def test_such_a_phone_reads_and_changes_nothing_that_was_answered_elsewhere(
    desk: Desk, consent: Consent
) -> None:
    await desk.joins("lan", "con trai", consent)
    await put(desk, "/layykien Đề nghị thay bí thư?")
    await put(desk, SURVEY)
    await desk.taps("lan", "Không tán thành")
    await desk.taps("lan", "Bắt đầu")
    await desk.taps("lan", "Không")
    await desk.says("lan", "vì muộn quá")
    assert await desk.says("con trai", "SỬA") == ["Hiện không có câu trả lời nào đổi được."]
    assert await desk.says("con trai", "đồng ý") == await desk.says("con trai", "xin chào")
    (help_,) = await desk.says("con trai", "TRỢ GIÚP")
    assert "lấy ý kiến" not in help_ and "/bieuquyet" not in help_ and "LỊCH HỌP" in help_
    assert await tally(desk) == Tally(0, 1, 0, 7)


async def test_it_may_change_what_it_may_answer(desk: Desk) -> None:
    await desk.joins("ba", "con trai", Consent.RELATIVE)
    await put(desk, "/moihop 19h30 ngày 6/12 tại nhà văn hóa")
    await desk.hears("con trai")
    await desk.taps("con trai", "Tham dự")
    assert (await desk.says("con trai", "SỬA"))[0].startswith("Đồng chí đang ghi THAM DỰ họp chi bộ")
    assert "XIN VẮNG MẶT" in (await desk.taps("con trai", "Xin vắng mặt"))[-2]
    assert (await desk.says("con trai", "bà ốm"))[-1] == "Đã ghi lý do: bà ốm. Nếu nhầm, nhắn SỬA."


async def test_a_form_that_is_open_takes_nothing_more_once_consent_is_less(desk: Desk) -> None:
    await put(desk, SURVEY)
    await desk.hears("lan")
    await desk.taps("lan", "Bắt đầu")
    await desk.agrees("lan", Consent.TIMES_ONLY)
    assert (await desk.says("lan", "1"))[-1].startswith("Máy này chỉ nhận giờ họp")
    await desk.agrees("lan", Consent.FULL)
    assert (await desk.taps("lan", "Bắt đầu"))[-1].startswith("Câu 1/2")


async def test_whoever_leads_does_not_lead_from_a_relatives_phone(desk: Desk) -> None:
    await desk.joins("tú", "con tú", Consent.RELATIVE)
    assert (await desk.says("con tú", "/moihop 19h30 ngày 6/12"))[-1].startswith("Máy này chỉ nhận giờ họp")
    await put(desk, "/moihop 19h30 ngày 2/12 tại nhà văn hóa")
    desk.clock.set(START + timedelta(days=1, hours=14))
    await desk.says("tú", "/diemdanh")
    await desk.taps("tú", "Đúng")
    assert "điểm danh" not in (await desk.says("con tú", "SỬA"))[0]


async def test_whoever_refuses_hears_that(desk: Desk) -> None:
    await put(desk, "/layykien Họp sớm hơn?")
    await desk.agrees("lan", Consent.REFUSED)
    assert (await desk.says("lan", "1"))[-1].startswith("Đồng chí đã chọn không dùng Sổ tay ở máy này.")


async def test_the_log_of_a_browser_shows_what_may_be_read_there_today(desk: Desk) -> None:
    def lately(session: Session) -> str:
        where = addresses.of_member(session, desk.member(session, "lan"))[0][1]
        return "\n".join(bubble.text for bubble in said.beginning(session, where.id, desk.clock()).bubbles)

    await put(desk, "/layykien Đề nghị thay bí thư?")
    await put(desk, "/moihop 19h30 ngày 6/12 tại nhà văn hóa")
    await desk.says("lan", "1")
    desk.clock.set(START + timedelta(hours=1))
    assert "thay bí thư" in await desk.store.read(lately)
    await desk.agrees("lan", Consent.RELATIVE)
    await desk.taps("lan", "Tham dự")
    log = await desk.store.read(lately)
    assert "thay bí thư" not in log and "TÁN THÀNH" not in log
    assert "MỜI HỌP CHI BỘ" in log and "THAM DỰ họp chi bộ" in log


async def test_the_log_of_a_browser_goes_with_whom_it_serves(desk: Desk) -> None:
    def handed_on(session: Session) -> int:
        binding, where = addresses.of_member(session, desk.member(session, "lan"))[0]
        addresses.unbind(session, binding, desk.clock())
        return where.id

    await put(desk, "/layykien Đề nghị thay bí thư?")
    await desk.says("lan", "1")
    desk.clock.set(START + timedelta(hours=1))
    address_id = await desk.store.write(handed_on)
    await desk.joins("hùng", "lan")
    await desk.says("lan", "xin chào")

    def lately(session: Session) -> str:
        address = session.get_one(Address, address_id)
        return "\n".join(bubble.text for bubble in said.beginning(session, address.id, desk.clock()).bubbles)

    log = await desk.store.read(lately)
    assert "Sổ tay chưa hiểu" in log and "thay bí thư" not in log


async def test_all_that_is_kept_is_told_and_what_answers_for_it(desk: Desk) -> None:
    def known(session: Session) -> None:
        lan = desk.member(session, "lan")
        lan.card, lan.sex, lan.residence, lan.joined, lan.official = (
            "01234567",
            "nữ",
            "tổ 9",
            "1975-05",
            "1976-05-19",
        )
        above = Organisation(kind="grassroots", name="Đảng ủy phường Hoa Sen", folded="", since=START)
        session.add(above)
        session.flush()
        session.get_one(Organisation, desk.branch.place.id).parent_id = above.id

    await desk.store.write(known)
    kept, _ = await desk.says("lan", "/dulieu")
    (asked,) = (await desk.says("lan", "1"))[-1:]
    for line in (
        "Ngày sinh: 19/05/1948",
        "Giới tính: nữ",
        "Số thẻ đảng: 01234567",
        "Ngày vào Đảng: 05/1975",
        "Ngày chính thức: 19/05/1976",
        "Tình trạng: chính thức",
        "Nơi ở: tổ 9",
    ):
        assert line in kept
    assert "Chi bộ tổ dân phố số 9; Đảng ủy phường Hoa Sen chịu trách nhiệm." in asked


async def test_consent_of_the_second_member_blocks_nobody_and_is_nobody_elses(desk: Desk) -> None:
    await put(desk, "/moihop 19h30 ngày 6/12 tại nhà văn hóa")
    await desk.joins("hùng", "lan", Consent.PENDING)
    assert "Lan THAM DỰ" in (await desk.says("lan", "tôi dự được"))[-1]
    assert (await desk.says("lan", "/lichhop"))[-1].endswith("Đồng chí: THAM DỰ.")
    await desk.says("lan", "/dulieu")
    (asked,) = (await desk.says("lan", "1"))[-1:]
    assert "Chào đồng chí Nguyễn Thị Lan" in asked


async def test_two_newcomers_on_one_phone_are_asked_one_after_the_other(desk: Desk) -> None:
    for who in ("hùng", "sáu"):
        await desk.joins(who, "máy chung", Consent.PENDING)
    assert "Chào đồng chí Phạm Văn Hùng." in (await desk.says("máy chung", "xin chào"))[-1]
    first, second = await desk.says("máy chung", "1. Đồng ý ạ")
    assert first.startswith("Đã ghi: đồng chí Hùng ĐỒNG Ý.")
    assert second.startswith("Chào đồng chí Đỗ Văn Sáu.") and "Sáu: Đồng ý" in second
    assert "Sáu: Đồng ý" in (await desk.says("máy chung", "đồng ý"))[-1]
    assert (await desk.says("máy chung", "Sáu: đồng ý"))[-1].startswith("Đã ghi: đồng chí Sáu ĐỒNG Ý.")


async def test_consent_put_once_more_on_a_shared_phone_is_left_as_it_is(desk: Desk) -> None:
    await desk.joins("hùng", "lan")
    await desk.says("lan", "/dulieu")
    await desk.says("lan", "2")
    asked = (await desk.says("lan", "1"))[-1]
    assert asked.startswith("Gửi đ/c HÙNG:") and "4. Không dùng" in asked
    assert await desk.says("lan", "THÔI") == ["Đã thôi, chưa có gì thay đổi."]
    assert "không có câu hỏi nào mang số 4" in (await desk.says("lan", "4"))[-1]


async def test_who_comes_to_lead_later_hears_of_no_call_of_long_ago(desk: Desk) -> None:
    await desk.says("lan", "GỌI")
    desk.clock.set(START + timedelta(days=8))
    await desk.joins("hòa", "hòa", Consent.PENDING)
    await desk.says("hòa", "xin chào")
    assert len(await desk.says("hòa", "1")) == 1
