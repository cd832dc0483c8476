"""Every story on every messenger."""

from pathlib import Path

import pytest

from tests.player import channels, play
from tests.shapes import SHAPES

STORIES = sorted((Path(__file__).parent / "stories").glob("*.txt"))


def test_there_are_stories() -> None:
    assert STORIES


@pytest.mark.parametrize(
    ("story", "shape"),
    [pytest.param(story, shape, id=f"{story.stem}-{shape}") for story in STORIES for shape in channels(story)],
)
async def test_story(story: Path, shape: str, tmp_path: Path) -> None:
    await play(story, SHAPES[shape](), tmp_path)
