"""Which pieces stand in a text: the best cover of its words, and which weak pieces have a neighbour."""

from dataclasses import dataclass

from handlers.kit.reading.times import clock, dates, relative, weekdays
from handlers.kit.reading.times.pattern import Grammar, words_of
from handlers.kit.reading.times.piece import Piece
from handlers.kit.reading.times.spelling import Vocabulary, word_set
from handlers.kit.reading.times.words import Token

_RULES = [*clock.RULES, *dates.RULES, *weekdays.RULES, *relative.RULES]
_GRAMMAR = Grammar(_RULES)
VOCABULARY = Vocabulary(words_of(_RULES))

GLUE = word_set(
    "vao luc hoi khoang tam dung chung ngay hom bua cua trong tuc la nham toi tu den thi buoi va hoac hay nhe giay"
    " cung deu dinh ky lich hop"
)
"""Folded words that may stand between two pieces of one time."""
NEUTRAL = GLUE | word_set(
    "moi sinh hoat chi bo dong cac du a da vang cho doi sang chuyen hoan lai minh ta nhe nha ah oi duoc"
    " thuong xin bao nhac co mat"
)
"""Folded words around a time that say nothing else, so that a weak piece among them is meant."""


@dataclass(frozen=True)
class Slot:
    """The tokens `start` to `end` (exclusive) and what they may mean."""

    start: int
    end: int
    pieces: tuple[Piece, ...]

    @property
    def weak(self) -> bool:
        return all(piece.weak for piece in self.pieces)

    @property
    def tail(self) -> bool:
        return all(piece.tail for piece in self.pieces)

    @property
    def says_day(self) -> bool:
        return any(piece.says_day or piece.tail for piece in self.pieces)

    @property
    def says_hour(self) -> bool:
        return any(piece.says_hour for piece in self.pieces)


def slots(tokens: list[Token]) -> list[Slot]:
    """The pieces in a text, those without support left out."""
    return _supported(_best_cover(tokens), tokens)


def is_glue(token: Token) -> bool:
    return token.is_sign or token.base in GLUE


def _candidates(tokens: list[Token], start: int) -> list[Slot]:
    return [
        Slot(start, end, tuple(p for p in pieces if not p.weak) or tuple(pieces))
        for end, pieces in _GRAMMAR.at(tokens, start).items()
    ]


def _best_cover(tokens: list[Token]) -> list[Slot]:
    """The cover with most words in strong pieces and fewest pieces; weak words count half."""
    best: list[tuple[int, list[Slot]]] = [(0, []), *((-1, []) for _ in tokens)]
    for place in range(len(tokens)):
        score, cover = best[place]
        if score >= best[place + 1][0]:
            best[place + 1] = (score, cover)
        for slot in _candidates(tokens, place):
            total = score + (10 - 5 * slot.weak) * (slot.end - place) - 1
            if total > best[slot.end][0]:
                best[slot.end] = (total, [*cover, slot])
    return best[-1][1]


def _supported(cover: list[Slot], tokens: list[Token]) -> list[Slot]:
    kept: list[Slot] = []
    covered = {place for slot in cover for place in range(slot.start, slot.end)}
    nothing_else = all(
        place in covered or token.is_sign or token.base in NEUTRAL for place, token in enumerate(tokens)
    )
    for found in _chains(cover, tokens):
        chain = _without_lost_tails(found)
        strong = any(not slot.weak for slot in chain)
        pair = sum(not slot.tail for slot in chain) > 1 and any(slot.says_hour for slot in chain)
        if strong or pair or (nothing_else and not _is_only_a_part(chain)):
            kept += chain
    return kept


def _is_only_a_part(chain: list[Slot]) -> bool:
    """Nothing but "tối": no day and no hour."""
    return len(chain) == 1 and all(piece.part and not piece.clock for piece in chain[0].pieces)


def _without_lost_tails(chain: list[Slot]) -> list[Slot]:
    """A month, year or calendar belongs to the day beside it: in "kỳ tháng 12, 19h30 thứ Bảy" it has none."""
    kept = [not slot.tail for slot in chain]
    for _ in chain:
        for place in range(len(chain)):
            beside = [chain[at] for at in (place - 1, place + 1) if 0 <= at < len(chain) and kept[at]]
            kept[place] = kept[place] or any(neighbour.says_day for neighbour in beside)
    return [slot for slot, keep in zip(chain, kept, strict=True) if keep]


def _chains(cover: list[Slot], tokens: list[Token]) -> list[list[Slot]]:
    """Runs of pieces with nothing but glue between them."""
    chains: list[list[Slot]] = []
    for slot in cover:
        if chains and all(is_glue(token) for token in tokens[chains[-1][-1].end : slot.start]):
            chains[-1].append(slot)
        else:
            chains.append([slot])
    return chains
