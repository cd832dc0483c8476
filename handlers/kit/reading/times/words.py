"""The text as tokens: numbers, words, single signs, each with its place in the text."""

import re
from dataclasses import dataclass
from functools import cached_property

from handlers.kit.reading.times.spelling import Vocabulary
from models.folding import fold

_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+|\S")

ONES = {
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
}
AFTER_TEN = ONES | {"mốt": 1, "lăm": 5, "nhăm": 5}
NUMBER_WORDS = frozenset({*AFTER_TEN, "mười", "mươi", "hăm", "linh", "lẻ", "nghìn", "ngàn", "không", "trăm"})


@dataclass(frozen=True)
class Token:
    """One word, number or sign; `start` and `end` are places in the tidied text."""

    text: str
    """Lower case."""
    start: int
    end: int
    glued: bool
    """Nothing stands between it and the token before."""
    capital: bool
    readings: frozenset[str] = frozenset()
    """The words of the grammar that it may stand for."""
    weak: bool = False
    """The readings are a guess that needs a neighbour."""

    @cached_property
    def base(self) -> str:
        return fold(self.text)

    @property
    def is_digits(self) -> bool:
        return self.text.isascii() and self.text.isdigit()

    @property
    def is_sign(self) -> bool:
        return not self.text.isalnum()


def tokens(text: str, vocabulary: Vocabulary) -> list[Token]:
    """The tokens of a tidied text."""
    lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    accented = _is_accented(lower)
    found: list[Token] = []
    for match in _TOKEN.finditer(lower):
        start = match.start()
        for part in vocabulary.split(match[0]) if match[0].isalpha() else [match[0]]:
            unit_alone = part in ("h", "g", "p", "ph") and not (found and found[-1].is_digits)
            known = not part[0].isdigit() and not unit_alone
            readings, weak = vocabulary.readings(part, accented) if known else (frozenset[str](), False)
            glued = bool(found) and found[-1].end == start
            capital = text[start].isupper()
            found.append(Token(part, start, start + len(part), glued, capital, readings, weak))
            start += len(part)
    return found


def _is_accented(lower: str) -> bool:
    """Marks are typed: on words that make half the letters at least, so that "8h sang mai ạ" is still without."""
    words = [word for word in _TOKEN.findall(lower) if word.isalpha()]
    marked = sum(len(word) for word in words if fold(word) != word)
    return marked > 0 and 2 * marked >= sum(len(word) for word in words if len(word) > 1)


def numbers(found: list[Token], at: int) -> list[tuple[int, int]]:
    """Every number that can be read from a place on: pairs (place after it, value), the shortest first."""
    if at >= len(found):
        return []
    if found[at].is_digits:
        return [(at + 1, int(found[at].text))] if len(found[at].text) <= 4 else []
    return _tens(found, at) + _thousands(found, at)


def _one_of(found: list[Token], at: int, values: dict[str, int]) -> int | None:
    """The value of the number word at a place; only bare words can have two, and those are equal."""
    if at >= len(found):
        return None
    return next((values[word] for word in sorted(found[at].readings) if word in values), None)


def _tens(found: list[Token], at: int) -> list[tuple[int, int]]:
    results: list[tuple[int, int]] = []
    one = _one_of(found, at, ONES)
    ten = _one_of(found, at, {"mười": 10, "hăm": 20})
    after = at + 1
    if one is not None:
        results.append((at + 1, one))
        if _one_of(found, at + 1, {"mươi": 10, "mười": 10}) and one > 1:
            ten, after = one * 10, at + 2
            results.append((after, ten))
        elif one in (2, 3) and (rest := _one_of(found, at + 1, {"mốt": 1, "lăm": 5, "nhăm": 5})):
            results.append((at + 2, one * 10 + rest))
    elif ten == 10:
        results.append((after, ten))
    if ten is not None and (rest := _one_of(found, after, AFTER_TEN)):
        results.append((after + 1, ten + rest))
    return results


def _thousands(found: list[Token], at: int) -> list[tuple[int, int]]:
    """Years in words: "hai nghìn không trăm hai mươi sáu"."""
    thousands = _one_of(found, at, ONES)
    if thousands is None or not _one_of(found, at + 1, {"nghìn": 1, "ngàn": 1}):
        return []
    place = at + 2
    hundreds = _one_of(found, place, ONES | {"không": 0})
    if hundreds is not None and _one_of(found, place + 1, {"trăm": 1}):
        place += 2
    else:
        hundreds = 0
    if _one_of(found, place, {"linh": 1, "lẻ": 1}):
        place += 1
    return [(end, thousands * 1000 + hundreds * 100 + rest) for end, rest in _tens(found, place)]
