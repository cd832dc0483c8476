"""A Telegram group: tied by a leader alone, told what a leader sends, and no place for answers."""

import math
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from scheduler.losses import tell_unposted
from tests.cast import ZONE
from tests.joined import joined
from tests.player import NIGHT
from tests.shapes import OnTelegram
from tests.standins.telegram_people import Group


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[OnTelegram]:
    """Tú and Lan on Telegram, both joined."""
    shape = OnTelegram()
    async with joined(tmp_path, shape, "tú", "lan"):
        yield shape


async def test_a_group(stage: OnTelegram) -> None:
    group = stage.server.group(-1005, "CB9", by=stage.people["tú"])
    lan, tu = group.member(stage.people["lan"]), group.member(stage.people["tú"])
    lan.says("/nhom")
    await stage.settle()
    assert "xin nhắn riêng" in group.seen[-1].text.lower()
    tu.says("/nhom")
    await stage.settle()
    assert "đã gắn với Chi bộ tổ dân phố số 9" in group.seen[-1].text
    stage.says("tú", "/moihop 19h30 ngày 6/12 tại nhà văn hóa")
    await stage.settle()
    stage.taps("tú", "Gửi")
    await stage.settle()
    before = len(group.seen)
    stage.says("tú", "/nhom")
    await stage.settle()
    assert "Gửi vào nhóm “CB9” (58 người)?" in stage.shown("tú")[-1][1]
    assert len(group.seen) == before, "nothing goes before it was seen"
    stage.taps("tú", "Gửi")
    await stage.settle()
    assert "19h30 tối Chủ nhật 06/12, tại nhà văn hóa" in group.seen[-1].text
    assert "Lan" not in group.seen[-1].text
    group.people = 57
    user, chat = stage.people["lan"].user, group.chat.info
    left = {"message_id": 900, "date": 1796000000, "chat": chat, "from": user, "left_chat_member": user}
    stage.server.raw({"message": left})
    before = len(group.seen)
    await stage.settle()
    assert len(group.seen) == before, "who leaves is not spoken to"
    stage.says("tú", "/nhom")
    await stage.settle()
    assert "(57 người)?" in stage.shown("tú")[-1][1]
    lan.says("1")
    await stage.settle()
    assert "xin nhắn riêng" in group.seen[-1].text.lower()
    stage.says("lan", "/lichhop")
    await stage.settle()
    assert "chưa trả lời" in stage.shown("lan")[-1][1], "nothing said in the group is an answer"


async def test_only_what_is_on_goes_to_the_group(stage: OnTelegram) -> None:
    group = stage.server.group(-1005, "CB9", by=stage.people["tú"])
    group.member(stage.people["tú"]).says("/nhom")
    await stage.settle()

    async def tú(said: str, *taps: str) -> str:
        stage.says("tú", said)
        await stage.settle()
        for label in taps:
            stage.taps("tú", label)
            await stage.settle()
        return stage.shown("tú")[-1][1]

    await tú("/moihop 19h30 ngày 6/12 tại nhà văn hóa", "Gửi")
    assert "Gửi vào nhóm" in await tú("/nhom")
    await tú("/doihop tại hội trường phường", "Gửi")
    before = len(group.seen)
    assert "Gửi vào nhóm" in await tú("/nhom")
    stage.clock.set(datetime(2026, 12, 6, 19, 31, tzinfo=ZONE))  # type: ignore[attr-defined]
    stage.taps("tú", "Gửi")
    await stage.settle()
    assert "Hiện chưa có cuộc họp nào để báo vào nhóm." in stage.shown("tú")[-1][1]
    stage.clock.set(datetime(2026, 12, 7, 22, tzinfo=ZONE))  # type: ignore[attr-defined]
    await tú("/moihop 19h30 ngày 9/12 tại nhà văn hóa", "Gửi", "Gửi ngay")
    assert "Giờ này đã khuya" in await tú("/nhom", "Gửi")
    stage.taps("tú", "Để 6h30 sáng mai")
    await stage.settle()
    assert stage.shown("tú")[-1][1] == "Sẽ gửi vào nhóm “CB9” lúc 6h30 sáng mai."
    await tú("/hoanhop", "Chưa định, báo sau", "Gửi", "Gửi ngay")
    assert await tú("/nhom") == "Hiện chưa có cuộc họp nào để báo vào nhóm."
    stage.clock.set(datetime(2026, 12, 8, 7, tzinfo=ZONE))  # type: ignore[attr-defined]
    await stage.settle()
    assert len(group.seen) == before, "what was put off over night is not announced in the morning"


async def test_people_who_talk_among_themselves_are_told_once_an_hour(stage: OnTelegram) -> None:
    group = stage.server.group(-1007, "CB9", by=stage.people["tú"])
    lan = group.member(stage.people["lan"])
    for said in ("chào các bác", "sáng nay chợ đông quá", "bác Tú ơi", "tối nay họp không bác"):
        lan.says(said)
        await stage.settle()
    assert [seen.text[:14] for seen in group.seen].count("Xin nhắn riêng") == 1
    lan.says("1")
    lan.says("/danhsach")
    await stage.settle()
    assert [seen.text[:14] for seen in group.seen].count("Xin nhắn riêng") == 3, "what looks like an answer"
    stage.clock.set(stage.clock() + timedelta(hours=1, minutes=1))  # type: ignore[attr-defined]
    lan.says("chúc các bác ngủ ngon")
    await stage.settle()
    assert [seen.text[:14] for seen in group.seen].count("Xin nhắn riêng") == 4


async def test_who_has_not_agreed_to_all_ties_no_group(stage: OnTelegram) -> None:
    group = stage.server.group(-1006, "CB9", by=stage.people["tú"])
    tu = group.member(stage.people["tú"])
    stage.says("tú", "NGỪNG NHẬN")
    await stage.settle()
    stage.taps("tú", "Chỉ nhận giờ họp")
    await stage.settle()
    tu.says("/nhom")
    await stage.settle()
    assert "CHỈ NHẬN GIỜ HỌP" in stage.shown("tú")[-1][1]
    assert group.seen[-1].text.startswith("Xin nhắn riêng")


async def called(stage: OnTelegram) -> Group:
    """A group tied by Tú, and a meeting that may be posted there."""
    group = stage.server.group(-1005, "CB9", by=stage.people["tú"])
    group.member(stage.people["tú"]).says("/nhom")
    await stage.settle()
    stage.says("tú", "/moihop 19h30 ngày 6/12 tại nhà văn hóa")
    await stage.settle()
    stage.taps("tú", "Gửi")
    await stage.settle()
    return group


async def post(stage: OnTelegram) -> str:
    """Tú posts; what he is told then, also by the clock."""
    stage.says("tú", "/nhom")
    await stage.settle()
    stage.taps("tú", "Gửi")
    await stage.settle()
    for _ in range(2):
        await stage.store.write(lambda session: tell_unposted(session, stage.clock(), NIGHT))  # type: ignore[attr-defined]
        await stage.settle()
    return stage.shown("tú")[-1][1]


async def test_who_posts_to_a_group_that_the_bot_is_not_in_hears_of_it_once(stage: OnTelegram) -> None:
    group = await called(stage)
    group.throws_bot_out(by=stage.people["lan"])
    before = len(stage.shown("tú"))
    told = await post(stage)
    assert told.startswith("Tin chưa vào được nhóm “CB9”: Sổ tay không còn trong nhóm")
    assert "gõ /nhom ngay trong nhóm" in told
    assert len(stage.shown("tú")) == before + 3, "the preview, the receipt, one word of the loss"
    assert stage.shown("lan")[-1][1].startswith("MỜI HỌP"), "nobody else is told"
    stage.says("tú", "/nhom")
    await stage.settle()
    assert stage.shown("tú")[-1][1].startswith("Sổ tay không còn trong nhóm “CB9”")
    group.chat.refusal = None
    group.member(stage.people["tú"]).says("/nhom")
    await stage.settle()
    assert "Đã gửi vào nhóm “CB9”." in await post(stage)
    assert "19h30 tối Chủ nhật 06/12" in group.seen[-1].text


async def test_a_post_that_is_refused_is_told_though_the_chat_is_there(stage: OnTelegram) -> None:
    await called(stage)
    why = "Bad Request: not enough rights to send text messages to the chat"
    stage.server.fault("sendMessage", 400, chat=-1005, description=why)
    assert "hoặc không được viết ở đó" in await post(stage)


@pytest.mark.parametrize("spoken_there", [False, True])
async def test_a_group_that_became_a_supergroup_is_followed(stage: OnTelegram, spoken_there: bool) -> None:
    await called(stage)
    above = stage.server.group(-100_1005, "CB9", by=stage.people["tú"])
    if spoken_there:
        above.member(stage.people["lan"]).says("chào cả nhà")
        await stage.settle()
    why = "Bad Request: group chat was upgraded to a supergroup chat"
    stage.server.fault(
        "sendMessage", 400, math.inf, chat=-1005, description=why, migrate_to_chat_id=-100_1005
    )
    later = stage.clock() + timedelta(minutes=1)  # type: ignore[attr-defined]
    await post(stage)
    stage.clock.set(later)  # type: ignore[attr-defined]
    await stage.settle()
    assert "19h30 tối Chủ nhật 06/12, tại nhà văn hóa" in above.seen[-1].text
    assert stage.shown("tú")[-1][1] == "Đã gửi vào nhóm “CB9”."
    before = len(above.seen)
    assert await post(stage) == "Đã gửi vào nhóm “CB9”."
    assert len(above.seen) == before + 1, "the next post finds it at once"
