"""The bars of a result over real HTTP: drawn once, uploaded once, and never in the way of the words."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.image import imread

from bot import bars, charts
from bot.bars import Bars
from tests.player import play
from tests.shapes import OnTelegram, OnZalo

STORY = """
@ 2026-12-01 08:00
tú  > /layykien Họp lúc 19h30 thay cho 20h? Phụ cấp $x^2$ 👍
tú  < LẤY Ý KIẾN ...
tú  > 1
tú  < Đã gửi ...
tú  < LẤY Ý KIẾN ...
lan < LẤY Ý KIẾN ...
hòa < LẤY Ý KIẾN ...
lan > 1
lan < Đã ghi: đồng chí Lan TÁN THÀNH, ...
tú  > /dong
tú  < Đóng lấy ý kiến ...
tú  ! Đóng
tú  < KẾT QUẢ LẤY Ý KIẾN (tham khảo) / ... Tán thành 1 · Không tán thành 0 · ...
lan < KẾT QUẢ LẤY Ý KIẾN (tham khảo) / ... Tán thành 1 · Không tán thành 0 · ...
hòa < KẾT QUẢ LẤY Ý KIẾN (tham khảo) / ... Tán thành 1 · Không tán thành 0 · ...
"""


async def told(messenger: Any, folder: Path, story: str = STORY) -> Any:
    (folder / "truyen.txt").write_text(story, encoding="utf-8")
    await play(folder / "truyen.txt", messenger, folder)
    return messenger.server


def photos(server: Any) -> list[Any]:
    """What each sendPhoto carried: an upload, or an id."""
    return [call.params["photo"] for call in server.called("sendPhoto")]


async def test_telegram_shows_it_uploaded_once_with_the_words_under_it(tmp_path: Path) -> None:
    messenger = OnTelegram()
    messenger.server.latency = 0.05  # so that several copies are on their way at once
    sent = photos(await told(messenger, tmp_path))
    assert len(sent) == 3
    (upload,) = [one for one in sent if not isinstance(one, str)]
    (known,) = {one for one in sent if isinstance(one, str)}
    assert messenger.server.files[known].data == upload.data
    _, width, _ = imread(BytesIO(upload.data), format="png").shape
    assert width == 960


async def test_an_id_that_is_not_known_any_more_is_uploaded_anew(tmp_path: Path) -> None:
    class Forgetful(OnTelegram):
        def says(self, who: str, text: str) -> None:
            if text == "/ketqua":
                self.server.files.clear()
            super().says(who, text)

    story = f"{STORY}lan > /ketqua\nlan < KẾT QUẢ LẤY Ý KIẾN ...\n"
    sent = photos(await told(Forgetful(), tmp_path, story))
    assert [isinstance(one, str) for one in sent[-2:]] == [True, False]


@pytest.mark.parametrize("kind", [400, 404])
async def test_where_pictures_are_refused_the_words_go_alone(tmp_path: Path, kind: int) -> None:
    messenger = OnTelegram()
    messenger.server.fault("sendPhoto", kind, times=3)
    await told(messenger, tmp_path)
    assert not any(seen.photo for person in messenger.people.values() for seen in person.seen)


async def test_a_picture_that_cannot_be_drawn_leaves_the_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(charts, "_COUNTED", {})
    assert photos(await told(OnTelegram(), tmp_path)) == []


async def test_too_many_words_for_one_message_go_without(tmp_path: Path) -> None:
    long = STORY.replace("Phụ cấp", "Phụ cấp " + "và việc khác " * 100)
    assert photos(await told(OnTelegram(), tmp_path, long)) == []


async def test_without_a_public_address_zalo_gets_the_words(tmp_path: Path) -> None:
    assert photos(await told(OnZalo(), tmp_path)) == []


PUBLIC = "địa chỉ công khai: https://sotay.example\n"


async def test_zalo_is_told_where_to_fetch_it(tmp_path: Path) -> None:
    sent = photos(await told(OnZalo(), tmp_path, PUBLIC + STORY))
    assert len(sent) == len(set(sent)) == 3, "an address of each copy"
    assert all(re.fullmatch(r"https://sotay\.example/hinh/\d+/[0-9a-f]{32}", one) for one in sent)


@pytest.mark.parametrize("kind", [400, 403])
async def test_where_zalo_cannot_fetch_it_the_words_go_alone(tmp_path: Path, kind: int) -> None:
    """Zalo lists 403 as "Internal server error"."""
    messenger = OnZalo()
    messenger.server.fault("sendPhoto", kind, times=3)
    await told(messenger, tmp_path, PUBLIC + STORY)
    assert not any(seen.photo for person in messenger.people.values() for seen in person.showing)


@settings(max_examples=15)
@given(st.text(max_size=300), st.lists(st.integers(0, 5000), min_size=4, max_size=4))
def test_any_question_can_be_drawn(title: str, numbers: list[int]) -> None:
    question = Bars(title, tuple(zip("abcd", numbers, strict=True)))
    drawn = bars.picture(question)
    assert drawn.startswith(b"\x89PNG")
    assert bars.picture(question) is drawn, "kept by its content"


LONG = "Đề nghị chuyển giờ sinh hoạt chi bộ sang 19 giờ 30 phút tối Chủ nhật tuần đầu hằng tháng"
WORDS = st.one_of(st.text(max_size=120), st.sampled_from([LONG, LONG.upper(), "W" * 90, "Ề" * 90]))
QUESTIONS = st.builds(
    lambda title, labels, shares: Bars(title, tuple(labels), (7,) * len(labels) if shares else ()),
    WORDS,
    st.lists(st.tuples(WORDS, st.integers(0, 99999)), max_size=10),
    st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(QUESTIONS, min_size=1, max_size=40))
def test_nothing_is_cut_or_over_another_thing(several: list[Bars]) -> None:
    pieces, height = bars._laid_out(tuple(several))
    assert height <= bars.TALLEST + 800, "a messenger takes ten thousand pixels of both sides together"
    below = 0.0
    for piece in pieces:
        if isinstance(piece, bars._Bar):
            assert piece.y >= below and max(piece.length, piece.track) <= bars.ROOM
            below = piece.y + bars.THICK
            continue
        assert piece.x + bars._wide(piece.text, piece.size, piece.weight) <= bars.WIDTH
        beside_its_bar = piece.x > bars.MARGIN
        assert beside_its_bar or piece.y - piece.size >= below
        below = max(below, piece.y)
    assert below < height


def test_of_forty_options_the_others_are_counted_together() -> None:
    drawn = charts.most("Câu 1", [(f"Ý {number}", number) for number in range(40)])
    assert drawn.bars == tuple((f"Ý {number}", number) for number in range(30, 40))
    assert drawn.note == f"30 ý khác, cộng lại {sum(range(30))}."


def test_of_forty_questions_it_says_how_many_are_left_out() -> None:
    several = [Bars(f"Câu {number}", tuple(zip("abcde", range(5), strict=True))) for number in range(40)]
    pieces, _ = bars._laid_out(tuple(several))
    assert isinstance(pieces[-1], bars._Text) and pieces[-1].text.startswith("… còn ")


def test_below_a_question_stands_who_has_not_answered() -> None:
    many = [(f"Ý {number}", 1) for number in range(12)]
    assert charts.most("Câu 1", many[:2], "Chưa trả lời 1.").note == "Chưa trả lời 1."
    assert charts.most("Câu 1", many, "Chưa trả lời 1.").note == "2 ý khác, cộng lại 2. Chưa trả lời 1."
