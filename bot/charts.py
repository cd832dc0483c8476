"""Pictures of results: bars, drawn from the record when they leave or are looked at, one at a time in a thread, and kept by their
content (decisions 15, 32). What a picture says stands as text in its message, too."""

import asyncio
import io
import textwrap
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from bot.store import Store
from handlers.surveys import wording as surveys
from handlers.votes import wording
from models import motion, survey
from models.database import Session
from models.motion import Motion
from models.survey import Survey

RECIPE = "chart:motion:"
SURVEY = "chart:survey:"
"""`chart:motion:12` is the count of that consultation, `chart:survey:12` of each question of that survey."""
KEPT = 32
WIDTH, TITLE = 60, 160
"""Characters of the question above the bars, in a line and in all; the message has the whole of it."""
FONT = "DejaVu Sans"
"""Comes with matplotlib and has every Vietnamese letter."""
INK, BAR = "#222222", "#b3261e"
LABEL, LABEL_WIDTH = 60, 22
"""Characters of a bar's label, in all and in a line."""
BARS_AT_MOST = 10
ALONE, HEAD, BAR_HEIGHT, LINE = 4.5, 0.8, 0.62, 0.3
"""Inches: a question that stands alone, what is above the bars of one, a bar, a further line of a title."""

_DRAWING = Lock()


@dataclass(frozen=True)
class Bars:
    """The bars of one question."""

    title: str
    bars: tuple[tuple[str, int], ...]


async def drawn(store: Store, recipe: str) -> bytes:
    """The picture of a recipe, as PNG. Raises LookupError for a recipe that nobody wrote."""
    counted = next((made for begins, made in _COUNTED.items() if recipe.startswith(begins)), None)
    if counted is None:
        raise LookupError(recipe)
    number = int(recipe.rpartition(":")[2])
    several = await store.read(lambda session: counted(session, number))
    return await asyncio.to_thread(_picture, *several)


def _motion(session: Session, number: int) -> list[Bars]:
    about = session.get_one(Motion, number)
    return [Bars(about.question, tuple(wording.parts(about, motion.tally(session, about))))]


def _survey(session: Session, number: int) -> list[Bars]:
    _, counts = survey.counts(session, session.get_one(Survey, number))
    return [
        Bars(surveys.numbered(count.question), tuple(surveys.bars(count)[:BARS_AT_MOST])) for count in counts
    ]


_COUNTED = {RECIPE: _motion, SURVEY: _survey}


def _picture(*several: Bars) -> bytes:
    with _DRAWING:  # the library is not made for two threads
        return _png(several)


@lru_cache(KEPT)
def _png(several: tuple[Bars, ...]) -> bytes:
    from matplotlib.figure import Figure  # here: it takes half a second, and most commands draw nothing

    titles = [_filled(bars.title, TITLE, WIDTH) for bars in several]
    heights = [
        title.count("\n") * LINE + max(ALONE if len(several) == 1 else 0, HEAD + BAR_HEIGHT * len(bars.bars))
        for title, bars in zip(titles, several, strict=True)
    ]
    figure = Figure(figsize=(8, sum(heights)), dpi=120, layout="constrained")
    parts = figure.subfigures(len(several), 1, squeeze=False, height_ratios=heights)[:, 0]
    for part, title, bars in zip(parts, titles, several, strict=True):
        axes = part.subplots()
        labels, numbers = [label for label, _ in bars.bars], [number for _, number in bars.bars]
        places = range(len(numbers))
        drawn_bars = axes.barh(places, numbers, color=BAR, height=0.6)
        axes.set_yticks(places, [_filled(label, LABEL, LABEL_WIDTH) for label in labels], parse_math=False)
        axes.bar_label(drawn_bars, padding=6, fontsize=16, fontfamily=FONT, color=INK)
        axes.set_ylim(max(len(numbers), 2) - 0.5, -0.5)
        axes.set_xlim(0, max(*numbers, 1, 1) * 1.15)
        axes.xaxis.set_visible(False)
        axes.tick_params(axis="y", length=0, labelsize=15, labelcolor=INK, labelfontfamily=FONT)
        axes.spines[["top", "right", "bottom"]].set_visible(False)
        part.suptitle(title, x=0.02, ha="left", fontsize=15, fontfamily=FONT, color=INK, parse_math=False)
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _filled(text: str, most: int, width: int) -> str:
    return textwrap.fill(textwrap.shorten(_drawable(text), most, placeholder=" …"), width)


def _drawable(text: str) -> str:
    """Without what the font has no sign for: an emoji would be an empty box and a warning with the text's letter in it."""
    from matplotlib.font_manager import findfont, get_font

    known = get_font(findfont(FONT)).get_charmap()
    return "".join(letter for letter in text if letter.isspace() or ord(letter) in known)
