"""Pictures of results: bars, drawn from the record when they leave or are looked at, one at a time in a thread, and kept by their
content (decisions 15, 32). What a picture says stands as text in its message, too."""

import asyncio
import io
import textwrap
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from bot.store import Store
from handlers.votes import wording
from models import motion
from models.database import Session
from models.motion import Motion

RECIPE = "chart:motion:"
"""`chart:motion:12` is the count of that consultation."""
KEPT = 32
WIDTH, TITLE = 60, 160
"""Characters of the question above the bars, in a line and in all; the message has the whole of it."""
FONT = "DejaVu Sans"
"""Comes with matplotlib and has every Vietnamese letter."""
INK, BAR = "#222222", "#b3261e"

_DRAWING = Lock()


@dataclass(frozen=True)
class Bars:
    """What a picture shows."""

    title: str
    bars: tuple[tuple[str, int], ...]


async def drawn(store: Store, recipe: str) -> bytes:
    """The picture of a recipe, as PNG. Raises LookupError for a recipe that nobody wrote."""
    if not recipe.startswith(RECIPE):
        raise LookupError(recipe)
    number = int(recipe.removeprefix(RECIPE))
    bars = await store.read(lambda session: _counted(session, number))
    return await asyncio.to_thread(_picture, bars)


def _counted(session: Session, number: int) -> Bars:
    about = session.get_one(Motion, number)
    return Bars(about.question, tuple(wording.parts(about, motion.tally(session, about))))


def _picture(bars: Bars) -> bytes:
    with _DRAWING:  # the library is not made for two threads
        return _png(bars)


@lru_cache(KEPT)
def _png(bars: Bars) -> bytes:
    from matplotlib.figure import Figure  # here: it takes half a second, and most commands draw nothing

    labels, numbers = [label for label, _ in bars.bars], [number for _, number in bars.bars]
    figure = Figure(figsize=(8, 4.5), dpi=120, layout="constrained")
    axes = figure.subplots()
    drawn_bars = axes.barh(labels, numbers, color=BAR, height=0.6)
    axes.bar_label(drawn_bars, padding=6, fontsize=16, fontfamily=FONT, color=INK)
    axes.invert_yaxis()
    axes.set_xlim(0, max(*numbers, 1) * 1.15)
    axes.xaxis.set_visible(False)
    axes.tick_params(axis="y", length=0, labelsize=15, labelcolor=INK, labelfontfamily=FONT)
    axes.spines[["top", "right", "bottom"]].set_visible(False)
    title = textwrap.fill(textwrap.shorten(_drawable(bars.title), TITLE, placeholder=" …"), WIDTH)
    figure.suptitle(title, x=0.02, ha="left", fontsize=15, fontfamily=FONT, color=INK, parse_math=False)
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _drawable(text: str) -> str:
    """Without what the font has no sign for: an emoji would be an empty box and a warning with the text's letter in it."""
    from matplotlib.font_manager import findfont, get_font

    known = get_font(findfont(FONT)).get_charmap()
    return "".join(letter for letter in text if letter.isspace() or ord(letter) in known)
