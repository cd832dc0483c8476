"""Patterns of the grammar, written as Vietnamese: "<h:0-24> giờ kém|thiếu <m:1-59> phút?".

Elements stand between blanks: words with `|` between alternatives, `<name:low-high>` a number in digits or words,
`?` after an element that may be missing, `+` before one that must be glued to what stands before it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from handlers.kit.reading.times.piece import Piece
from handlers.kit.reading.times.words import NUMBER_WORDS, Token, numbers

_NUMBER = re.compile(r"<(\w+):(\d+)-(\d+)>")


@dataclass(frozen=True)
class Match:
    """A pattern found in the text: the numbers by name, and what stands around it."""

    tokens: list[Token]
    start: int
    end: int
    values: dict[str, int]
    typed: dict[str, str]
    """The numbers as typed, "07"; empty for a number in words."""

    def __getitem__(self, name: str) -> int:
        return self.values[name]

    def token(self, place: int) -> Token | None:
        return self.tokens[place] if 0 <= place < len(self.tokens) else None

    @property
    def before(self) -> Token | None:
        return self.token(self.start - 1)

    @property
    def after(self) -> Token | None:
        return self.token(self.end)

    def said(self, *words: str) -> bool:
        """One of the words stands in the match."""
        return any(not t.readings.isdisjoint(words) for t in self.tokens[self.start : self.end])

    def has_sign(self, sign: str) -> bool:
        return any(t.text == sign for t in self.tokens[self.start : self.end])

    @property
    def weak(self) -> bool:
        return any(t.weak for t in self.tokens[self.start : self.end])


Build = Callable[[Match], Piece | None]


def constant(piece: Piece) -> Build:
    """The meaning of a rule that holds wherever it stands."""
    return lambda _: piece


@dataclass(frozen=True)
class Element:
    """One element of a pattern."""

    words: frozenset[str] = frozenset()
    number: str = ""
    low: int = 0
    high: int = 0
    optional: bool = False
    glued: bool = False

    @classmethod
    def of(cls, text: str) -> "Element":
        glued, optional = text.startswith("+"), text.endswith("?")
        text = text.removeprefix("+").removesuffix("?")
        if number := _NUMBER.fullmatch(text):
            name, low, high = number.groups()
            return cls(number=name, low=int(low), high=int(high), optional=optional, glued=glued)
        return cls(words=frozenset(text.split("|")), optional=optional, glued=glued)


@dataclass(frozen=True, eq=False)
class Rule:
    """A pattern and what it means; the meaning may be None when what stands around speaks against it."""

    pattern: str
    build: Build
    elements: tuple[Element, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "elements", tuple(Element.of(text) for text in self.pattern.split()))

    def at(self, tokens: list[Token], start: int) -> Iterator[tuple[int, Piece]]:
        """Every way in which the pattern stands at a place: the place after it, and its meaning."""
        for end, values, typed in _walk(self.elements, tokens, start):
            match = Match(tokens, start, end, values, typed)
            piece = self.build(match)
            if piece is not None and end > start:
                yield end, piece.weakened() if match.weak else piece


class Grammar:
    """Rules, found by the words they can begin with."""

    def __init__(self, rules: list[Rule]) -> None:
        self._by_word: dict[str, list[Rule]] = {}
        self._by_number: list[Rule] = []
        for rule in rules:
            for element in rule.elements:
                for word in element.words:
                    self._by_word.setdefault(word, []).append(rule)
                if element.number:
                    self._by_number.append(rule)
                if not element.optional:
                    break

    def at(self, tokens: list[Token], start: int) -> dict[int, list[Piece]]:
        """What can stand at a place: the pieces by the place after them."""
        token = tokens[start]
        rules = [rule for word in {token.text, *token.readings} for rule in self._by_word.get(word, ())]
        if token.is_digits or not token.readings.isdisjoint(NUMBER_WORDS):
            rules += self._by_number
        found: dict[int, list[Piece]] = {}
        for rule in dict.fromkeys(rules):
            for end, piece in rule.at(tokens, start):
                pieces = found.setdefault(end, [])
                if piece not in pieces:
                    pieces.append(piece)
        return found


def words_of(rules: list[Rule]) -> frozenset[str]:
    """All words that the rules and the numbers use."""
    used = frozenset[str]().union(*(element.words for rule in rules for element in rule.elements))
    return frozenset(word for word in used if word.isalpha()) | NUMBER_WORDS


def _walk(
    elements: tuple[Element, ...], tokens: list[Token], place: int
) -> Iterator[tuple[int, dict[str, int], dict[str, str]]]:
    if not elements:
        yield place, {}, {}
        return
    first, rest = elements[0], elements[1:]
    if place < len(tokens) and (tokens[place].glued or not first.glued):
        token = tokens[place]
        if first.number:
            for end, value in numbers(tokens, place):
                if first.low <= value <= first.high:
                    typed = token.text if token.is_digits else ""
                    for after, values, as_typed in _walk(rest, tokens, end):
                        yield after, {first.number: value, **values}, {first.number: typed, **as_typed}
        elif token.text in first.words or not first.words.isdisjoint(token.readings):
            yield from _walk(rest, tokens, place + 1)
    if first.optional:
        yield from _walk(rest, tokens, place)
