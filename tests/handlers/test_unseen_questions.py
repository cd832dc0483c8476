"""A question that did not arrive has asked nobody; one that may have arrived makes the next number doubtful; one taken back is over."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.store import Store
from models import meeting
from models.meeting import Meeting
from models.member import Member
from models.motion import Ballot
from models.outbox import Offer
from tests.joined import joined
from tests.player import START
from tests.shapes import OnTelegram

BALLOT = "/layykien Họp lúc 20h có hợp không"
MEETING = "/moihop 19h30 ngày 6/12 tại nhà văn hóa"


def chats(shape: OnTelegram) -> tuple[Callable[..., Awaitable[list[str]]], Callable[[str], list[str]]]:
    """(says, hears): what somebody says, and all that somebody has not read yet."""
    read: dict[str, int] = {}

    def hears(who: str) -> list[str]:
        shown = [text for _, text in shape.shown(who)]
        fresh = shown[read.get(who, 0) :]
        read[who] = len(shown)
        return fresh

    async def says(who: str, *texts: str) -> list[str]:
        for text in texts:
            shape.says(who, text)
            await shape.settle()
        return hears(who)

    return says, hears


async def ballots(store: Store) -> int:
    return len(await store.read(lambda session: session.exec(select(Ballot)).all()))


@pytest.mark.parametrize("trouble", [400, 500])
async def test_a_question_that_did_not_arrive_takes_no_answer(tmp_path: Path, trouble: int) -> None:
    shape = OnTelegram()
    async with joined(tmp_path, shape, "tú", "lan") as (store, _):
        says, hears = chats(shape)
        await says("tú", BALLOT)
        shape.server.fault("sendMessage", trouble, chat=int(shape.identity("lan")))
        await says("tú", "1")
        assert hears("lan") == []
        assert not (await says("lan", "1"))[0].startswith("Đã ghi")
        assert (await says("lan", "Đồng ý"))[-1].startswith("LẤY Ý KIẾN")
        assert await ballots(store) == 0
        assert "TÁN THÀNH" in (await says("lan", "Đồng ý"))[-1]


async def test_a_question_whose_arrival_nobody_knows_of_takes_its_answer(tmp_path: Path) -> None:
    shape = OnTelegram()
    async with joined(tmp_path, shape, "tú", "lan") as _:
        says, hears = chats(shape)
        await says("tú", BALLOT)
        shape.server.fault("sendMessage", "drop-after", chat=int(shape.identity("lan")))
        await says("tú", "1")
        assert hears("lan")[0].startswith("LẤY Ý KIẾN")
        assert "TÁN THÀNH" in (await says("lan", "tán thành"))[0]


async def test_a_number_after_such_a_question_sends_no_preview_left_lying(tmp_path: Path) -> None:
    shape = OnTelegram()
    async with joined(tmp_path, shape, "tú", "hòa", "lan") as _:
        says, hears = chats(shape)
        await says("hòa", "/layykien Mở rộng sân có hợp không")
        shape.clock.set(START + timedelta(minutes=11))
        await says("tú", BALLOT)
        shape.server.fault("sendMessage", "drop-after", chat=int(shape.identity("hòa")))
        await says("tú", "1")
        assert "Họp lúc 20h" in hears("hòa")[0]
        hears("lan")
        assert (await says("hòa", "1"))[-1].startswith("Đồng chí đang làm dở việc dưới đây")
        assert not any("Mở rộng sân" in text for text in hears("lan"))
        assert (await says("hòa", "1"))[0].startswith("Đã gửi")


async def test_what_never_arrived_holds_no_numbers(tmp_path: Path) -> None:
    shape = OnTelegram()
    async with joined(tmp_path, shape, "tú", "lan") as _:
        says, hears = chats(shape)
        for n in range(3):
            await says("tú", f"{BALLOT} {n}")
            shape.server.fault("sendMessage", 400, chat=int(shape.identity("lan")))
            await says("tú", "1")
        assert hears("lan") == []
        await says("tú", MEETING, "1")
        assert "1. Tham dự" in hears("lan")[-1]


@pytest.mark.parametrize("what", [BALLOT, MEETING, "/khaosat Quý 4\n1. Giờ họp có hợp không?\n- Có\n- Không"])
async def test_what_is_stopped_before_it_arrived_is_over(tmp_path: Path, what: str) -> None:
    """The messenger is in trouble, so copies were tried; then the leader stops them."""
    shape = OnTelegram()
    async with joined(tmp_path, shape, "tú", "lan") as (store, _):
        says, hears = chats(shape)
        await says("tú", what)
        shape.server.fault("sendMessage", 500, times=50)
        await says("tú", "1", "THÔI", "1")
        shape.server.faults.clear()
        shape.clock.set(START + timedelta(minutes=1))
        await shape.settle()
        assert hears("tú")[-1].startswith("Đã dừng: 2 tin chưa đi thì thôi, chưa ai nhận.")
        assert hears("lan") == []
        assert await says("lan", "cảm ơn") == ["Sổ tay đã nhận tin của đồng chí."]
        assert (await says("lan", "1"))[-1].startswith("Hiện không có câu hỏi nào mang số 1.")
        assert await says("lan", "GỌI") == ["Đồng chí bí thư sẽ gọi lại."]
        assert "“" not in (await says("tú", "KẾT QUẢ"))[-1]
        offers = await store.read(lambda session: session.exec(select(Offer)).all())
        assert all(offer.closed_at for offer in offers if offer.kind != "form")


async def test_who_answers_an_invitation_that_was_taken_back_hears_so(tmp_path: Path) -> None:
    shape = OnTelegram()
    async with joined(tmp_path, shape, "tú", "lan") as (store, branch):
        says, _ = chats(shape)
        await says("tú", MEETING, "1")
        await store.write(
            lambda s: meeting.called_off(
                s, s.get_one(Meeting, 1), s.get_one(Member, branch.names["tú"]), START
            )
        )
        assert (await says("lan", "1"))[-1].startswith("Giấy mời này đã rút lại")
