"""Choices named by their labels: as shown, with their number before them, with "tôi" or "ạ" around them."""

import re
from collections.abc import Sequence

from handlers.kit.reading.replies.said import SELF, bare, before_trail, heard
from handlers.kit.wording import EDIT
from models.folding import fold, tidy


def chosen(text: str, offered: Sequence[tuple[str, str]]) -> str | None:
    """The value of the (value, label) whose label the text is; None where it is none, or more than one.

    Of labels that differ by their marks alone, only the one written so is meant. A number and a label that disagree mean nothing.
    """
    alike = [(value, label) for value, label in offered if says(text, label)]
    if not alike and says(text, EDIT):
        alike = [(value, label) for value, label in offered if label.startswith(f"{EDIT} ")]
    written = [value for value, label in alike if tidy(label).lower() == tidy(text).lower()]
    if len(alike) == 1 or len(written) == 1:
        return written[0] if written else alike[0][0]
    said = NUMBER_AND_WORDS.match(text)
    numbered = offered[int(said[1]) - 1 : int(said[1])] if said and not alike else ()
    return next((value for value, label in numbered if said and says(said[2], label)), None)


def says(text: str, label: str) -> bool:
    """Whether the text is this label, marks, politeness and how it is quoted aside; or the name that stands quoted in it."""
    if fold(label) == fold(text.strip(" .,!")) or fold(label) in plain(text):
        return True
    said, named = _unquoted(text), _QUOTED.search(label)
    return named is not None and said in (_unquoted(label[: named.end()]), _unquoted(named[1]))


def _unquoted(text: str) -> str:
    return fold(_QUOTES.sub("", text.strip(" .,!")))


def plain(text: str) -> set[str]:
    """What a short reply may come to without "dạ", "tôi", "xin" and "ạ" around it, folded. "Gửi" alone greets nobody."""
    lines = {before_trail(heard(text).line), bare(text)}
    lines |= {_SPEAKER.sub("", line) for line in lines}
    return {fold(line) for line in lines | {line.removeprefix("xin ") for line in lines}} - {""}


_QUOTED = re.compile("“(.+)”")
_QUOTES = re.compile('["“”„«»]')
_SPEAKER = re.compile(rf"^(?:{SELF}) ")

# Wording

NUMBER_AND_WORDS = re.compile(r"^(?:s[ốo] )?([1-9])[.):,\s-]+(\D.*)$", re.I | re.S)
