"""Every story on every messenger."""

from pathlib import Path

import pytest

from tests.player import play
from tests.shapes import SHAPES

STORIES = sorted((Path(__file__).parent / "stories").glob("*.txt"))


def test_there_are_stories() -> None:
    assert STORIES


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.stem)
async def test_story(story: Path, shape: str, tmp_path: Path) -> None:
    await play(story, SHAPES[shape](), tmp_path)
