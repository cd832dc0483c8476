"""A parcel as text: numbered choices, and long texts in parts."""

import re

from scheduler.parcel import Option, Parcel

_ENDS = re.compile(r"(?<=[.!?…])\s+|\n+")


def numbered(parcel: Parcel, *, tail: bool) -> str:
    """The text with its choices as numbered lines. `tail` says in words how to answer: a numbered list alone is read as a list
    (people 19), so it stands where there are no buttons."""
    options = tuple(option for option in parcel.options if option.number is not None)
    if not options:
        return parcel.text
    lines = [parcel.text, *(f"{option.number}. {option.label}" for option in options)]
    if tail:
        lines.append(_how(options))
    return "\n".join(lines)


def settled(parcel: Parcel) -> str:
    """What was asked and, below it, what was recorded; a message that is said anew alone."""
    assert parcel.settles is not None
    return f"{parcel.settles.text}\n\n{parcel.text}".strip()


def split(text: str, limit: int) -> list[str]:
    """The text in parts of at most `limit` characters, cut at the ends of lines or sentences, else at a blank."""
    parts: list[str] = []
    while len(text) > limit:
        head = text[: limit + 1]
        cuts = [m.start() for m in _ENDS.finditer(head) if m.start() > 0]
        cut = cuts[-1] if cuts else head.rfind(" ")
        if cut <= 0:
            cut = limit
        parts.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*parts, text] if text or not parts else parts


# Wording

ANSWER = "Xin đồng chí nhắn lại {}."
IF_WANTED = "Muốn vậy, xin đồng chí nhắn lại {}."
FROM_TO = "Xin đồng chí nhắn lại một số, từ {} đến {}."


def _how(options: tuple[Option, ...]) -> str:
    numbers = [f"số {option.number}" for option in options]
    if len(numbers) == 1:
        return IF_WANTED.format(numbers[0])
    if len(numbers) > 3:
        return FROM_TO.format(options[0].number, options[-1].number)
    *first, last = numbers
    return ANSWER.format(f"{', '.join(first)} hoặc {last}")
