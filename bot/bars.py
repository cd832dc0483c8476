"""Bars as a picture for a phone: in a window 390 points wide its letters are as large as those of a message. A label stands above its
bar over the whole width, so that long Vietnamese options are neither cut nor over one another."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

FONT = "DejaVu Sans"
"""Comes with matplotlib and has every Vietnamese letter."""
INK, BAR, PALE = "#222222", "#b3261e", "#eedcda"
WIDTH, DPI = 360, 192
"""Points of the picture's width, 960 pixels of it."""
MARGIN, BETWEEN, AFTER = 12, 12, 30
"""Points: around all, after a bar, after a question."""
ROOM = WIDTH - 2 * MARGIN
TITLE, LABEL, NUMBER = 16, 15, 16
"""Points of the letters."""
LINE, DIGIT = 1.35, 0.73
"""A line of letters and the height of a digit, in the letters' own size."""
THICK = 18
"""Points of a bar."""
LINES_AT_MOST = 4
"""Of a title and of a label; what is longer ends with a sign for it, and stands whole in the message."""
TALLEST = 2800
"""Points: a messenger takes no higher picture. What would be below is left out, and said to be."""
KEPT = 32

_DRAWING = Lock()


@dataclass(frozen=True)
class Bars:
    """The bars of one question, as (label, how many).

    of: out of how many each is, where every bar is a share of its own whole; else the longest bar is as long as there is room.
    note: what stands below.
    """

    title: str
    bars: tuple[tuple[str, int], ...]
    of: tuple[int, ...] = ()
    note: str = ""


def picture(*several: Bars) -> bytes:
    """The bars, as PNG."""
    with _DRAWING:  # the library is not made for two threads
        return _png(several)


@dataclass(frozen=True)
class _Text:
    """Letters at a place: x from the left, y the line on which they stand, down from the top."""

    x: float
    y: float
    text: str
    size: int
    weight: str = "normal"


@dataclass(frozen=True)
class _Bar:
    y: float
    length: float
    track: float


@lru_cache(KEPT)
def _png(several: tuple[Bars, ...]) -> bytes:
    from matplotlib.figure import Figure  # here: it takes half a second, and most commands draw nothing
    from matplotlib.patches import Rectangle

    pieces, height = _laid_out(several)
    figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=DPI)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    for piece in pieces:
        if isinstance(piece, _Text):
            axes.text(
                piece.x,
                piece.y,
                piece.text,
                size=piece.size,
                weight=piece.weight,
                color=INK,
                family=FONT,
                va="baseline",
                parse_math=False,
            )
            continue
        for length, colour in ((piece.track, PALE), (piece.length, BAR)):
            axes.add_patch(Rectangle((MARGIN, piece.y), length, THICK, color=colour, linewidth=0))
        axes.plot([MARGIN, MARGIN], [piece.y - 1, piece.y + THICK + 1], color=INK, linewidth=1)
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _laid_out(several: tuple[Bars, ...]) -> tuple[list[_Text | _Bar], float]:
    """What is drawn, and the height of it all."""
    pieces: list[_Text | _Bar] = []
    y: float = MARGIN
    for place, question in enumerate(several):
        part, below = _question(question, y)
        if below > TALLEST and pieces:
            more, y = _written(left_out(len(several) - place), y, LABEL)
            return [*pieces, *more], y + MARGIN
        pieces += part
        y = below + AFTER
    return pieces, y - AFTER - BETWEEN + MARGIN


def _question(question: Bars, y: float) -> tuple[list[_Text | _Bar], float]:
    title, y = _written(question.title, y, TITLE, "bold")
    pieces: list[_Text | _Bar] = [*title]
    y += BETWEEN / 2
    numbers = [_number(question, place) for place in range(len(question.bars))]
    beside = max((_wide(number, NUMBER, "bold") for number in numbers), default=0)
    room = ROOM - beside - 6
    longest = max((number for _, number in question.bars), default=0)
    for place, ((label, number), shown) in enumerate(zip(question.bars, numbers, strict=True)):
        written, y = _written(label, y, LABEL)
        whole = question.of[place] if question.of else longest
        length = room * min(number / whole, 1) if whole else 0
        track = room if question.of else 0
        stands = y + (THICK + NUMBER * DIGIT) / 2
        beside_it = _Text(MARGIN + max(length, track) + 6, stands, shown, NUMBER, "bold")
        pieces += [*written, _Bar(y, length, track), beside_it]
        y += THICK + BETWEEN
    note, below = _written(question.note, y, LABEL)
    return [*pieces, *note], below + BETWEEN if note else y


def _written(text: str, y: float, size: int, weight: str = "normal") -> tuple[list[_Text], float]:
    """The text in lines from y on, and where the next thing may stand."""
    lines = _lines(text, size, weight)
    placed = [_Text(MARGIN, y + (at * LINE + 1) * size, line, size, weight) for at, line in enumerate(lines)]
    return placed, y + len(lines) * LINE * size


def _number(question: Bars, place: int) -> str:
    number = str(question.bars[place][1])
    return f"{number}/{question.of[place]}" if question.of else number


def _lines(text: str, size: int, weight: str = "normal") -> list[str]:
    """The text in lines that fit beside one another, broken inside a word only where that is longer than a line."""
    lines: list[str] = []
    for word in _words(_drawable(text), size, weight):
        if lines and _wide(f"{lines[-1]} {word}", size, weight) <= ROOM:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) <= LINES_AT_MOST:
        return lines
    last = lines[LINES_AT_MOST - 1]
    while _wide(f"{last} …", size, weight) > ROOM:
        last = last[:-1]
    return [*lines[: LINES_AT_MOST - 1], f"{last.rstrip()} …"]


def _words(text: str, size: int, weight: str) -> Iterator[str]:
    for word in text.split():
        while _wide(word, size, weight) > ROOM:
            fits = next(n for n in range(len(word), 0, -1) if _wide(word[:n], size, weight) <= ROOM)
            yield word[:fits]
            word = word[fits:]
        yield word


def _wide(text: str, size: int, weight: str = "normal") -> float:
    """Points. Measured large, where no letter is moved onto a pixel."""
    font = _font(weight)
    font.set_size(size, 72 * 64)
    font.set_text(text)
    width, _ = font.get_width_height()
    return float(width) / 64 / 64


def _drawable(text: str) -> str:
    """Without what the font has no sign for: an emoji would be an empty box and a warning with the text's letter in it."""
    known = _font("normal").get_charmap()
    return "".join(letter for letter in text if letter.isspace() or ord(letter) in known)


def _font(weight: str) -> Any:
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return get_font(findfont(FontProperties(family=FONT, weight=weight)))


# Wording


def left_out(count: int) -> str:
    return f"… còn {count} câu, xin xem bằng chữ."
