"""The bars of a result over real HTTP: drawn once, uploaded once, and never in the way of the words."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.image import imread

from bot import charts
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
    height, width, _ = imread(BytesIO(upload.data), format="png").shape
    assert (width, height) == (960, 540)


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
    bars = charts.Bars(title, tuple(zip("abcd", numbers, strict=True)))
    picture = charts._picture(bars)
    assert picture.startswith(b"\x89PNG")
    assert charts._picture(bars) is picture, "kept by its content"
