"""Papers shown as pictures: what takes too long shows what was made of it, and holds up nobody who has his pages already."""

import asyncio
import io
import time
import zipfile

import pytest
from PIL import Image

from bot import showing
from bot.showing import AGAIN, Picture, Showing, Unshown


def png(side: int) -> bytes:
    made = io.BytesIO()
    Image.new("L", (side, side), 255).save(made, "PNG")
    return made.getvalue()


def album(*pictures: bytes) -> bytes:
    """An office file with these pictures in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for number, picture in enumerate(pictures, 100):
            packed.writestr(f"word/media/image{number}.png", picture)
    return made.getvalue()


SMALL = png(400)


class Shelf:
    """A file as it is asked for; `asked` counts how often."""

    def __init__(self, data: bytes) -> None:
        self.data, self.asked = data, 0
        self.called, self.there = asyncio.Event(), asyncio.Event()
        self.there.set()

    async def whole(self) -> bytes:
        self.asked += 1
        self.called.set()
        await self.there.wait()
        return self.data


async def test_a_file_that_takes_too_long_shows_what_was_made_and_is_made_anew_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 0.0
    pages = Showing(lambda: now)
    begun = time.monotonic()
    await pages.items(1, Shelf(album(SMALL)).whole)
    for_the_first = 2 + 3 * (time.monotonic() - begun)
    monkeypatch.setattr(showing, "SECONDS", for_the_first)
    file = Shelf(album(SMALL, *[png(13_000)] * 40))
    shown = await pages.items(2, file.whole)
    assert isinstance(shown[0], Picture)
    assert isinstance(shown[-1], Unshown)
    assert await pages.items(2, file.whole) == shown, "its pictures are fetched one by one"
    assert file.asked == 1
    now += AGAIN
    monkeypatch.undo()
    file.data = album(SMALL, SMALL)
    assert [type(item) for item in await pages.items(2, file.whole)] == [Picture, Picture]
    now += AGAIN
    await pages.items(2, file.whole)
    assert file.asked == 2, "a paper made to its end stays"


async def test_pages_that_are_there_wait_for_nobody() -> None:
    pages, ready, slow = Showing(), Shelf(SMALL), Shelf(album(SMALL, SMALL))
    shown = await pages.items(1, ready.whole)
    slow.there.clear()
    making = asyncio.create_task(pages.items(2, slow.whole))
    again = asyncio.create_task(pages.items(2, slow.whole))
    await slow.called.wait()
    async with asyncio.timeout(10):
        assert await pages.items(1, ready.whole) == shown
    slow.there.set()
    assert len(await making) == len(await again) == 2
    assert slow.asked == 1, "two readers cost one making"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.4", SMALL[:60]])
async def test_of_a_broken_file_is_said_that_it_cannot_be_shown(data: bytes) -> None:
    assert await Showing().items(1, Shelf(data).whole) == [Unshown()]
