"""Every story on every messenger."""

from pathlib import Path

import pytest

from tests.cast import PEOPLE
from tests.player import LINE, LOG, channels, only_where_it_plays, play
from tests.shapes import SHAPES

STORIES = sorted((Path(__file__).parent / "stories").glob("*.txt"))


def test_there_are_stories() -> None:
    assert STORIES


@pytest.mark.parametrize(
    ("story", "shape"),
    [
        pytest.param(story, shape, id=f"{story.stem}-{shape}", marks=only_where_it_plays(story.stem))
        for story in STORIES
        for shape in channels(story)
    ],
)
async def test_story(story: Path, shape: str, tmp_path: Path) -> None:
    messenger = SHAPES[shape]()
    await play(story, messenger, tmp_path)
    nothing_personal((tmp_path / LOG).read_text(encoding="utf-8"), story, messenger)


@pytest.mark.postgresql("SQLite takes them")
async def test_without_names_is_refused_before_anything_is_shown(tmp_path: Path) -> None:
    story = tmp_path / "truyen.txt"
    story.write_text(
        """
@ 2026-12-01 08:00
tú  > /khaosat Quý 4 (không ghi tên) / 1. Đồng chí có đề xuất gì?
tú  < Máy chủ này giữ nhật ký mà Sổ tay không xóa hết được, nên không nhận khảo sát không ghi tên. Xin bỏ chữ ...
""",
        encoding="utf-8",
    )
    await play(story, SHAPES["web"](), tmp_path)


def nothing_personal(log: str, story: Path, messenger: object) -> None:
    """What must never stand in a log (people 30): what was said, names, phones, chats, tokens, file names."""
    forbidden = {
        token for server in [getattr(messenger, "server", None)] if server for token in [server.token]
    }
    for line in story.read_text(encoding="utf-8").splitlines():
        if (found := LINE.match(line)) and found["act"] in ">!~" and len(found["text"]) > 5:
            forbidden.add(found["text"].strip())
    for short, name, birth, *_, phone, _, _ in PEOPLE:
        forbidden |= {
            name,
            name.split()[-1] if len(name.split()[-1]) > 3 else name,
            messenger.identity(short),
        }  # type: ignore[attr-defined]
        forbidden |= {said for said in (birth, phone) if said and len(said) > 4}
    assert len(forbidden) > 20
    for said in forbidden:
        assert said not in log, "the log holds what it must not"


def test_a_log_that_holds_a_name_is_found() -> None:
    story = STORIES[0]
    with pytest.raises(AssertionError):
        nothing_personal("error: Nguyễn Thị Lan", story, SHAPES["web"]())
