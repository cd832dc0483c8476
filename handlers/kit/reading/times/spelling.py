"""Which words of the grammar a typed word may stand for.

One place for everything that fingers do: no marks ("toi" is tối, tới or tôi), a mark forgotten ("nhât"), hỏi and
ngã confused ("rưởi"), Telex left as typed ("toois"), words run together ("sangmai"), a letter missing or swapped
("thnag"). The grammar above it is written in plain Vietnamese and knows nothing of this.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA

from models.folding import fold

Marks = Counter[str]


def word_set(words: str) -> frozenset[str]:
    """The words of a line."""
    return frozenset(words.split())


OTHER_WORDS = word_set(
    "tôi tội mới mời mọi bà bá thụ thủ nấm nắm ngây bây sàng sảng chiếu giỗ gió kem khi ở bao nhiều nhất"
)
"""Everyday words that differ from a word of the grammar by a mark only; written in full they are themselves."""

ALIASES = {
    "h": "giờ",
    "g": "giờ",
    "gi": "giờ",
    "p": "phút",
    "ph": "phút",
    "'": "phút",
    "’": "phút",
    "′": "phút",
}
ALIASES |= {
    "hum": "hôm",
    "â": "âm",
    "l": "lịch",
    "dl": "dương",
    "al": "âm",
    "âl": "âm",
    "thg": "tháng",
    "nhg": "ngày",
}

RISKY = word_set("sang ngay thu toi dem mot tu moi bay am")
"""Bare words that, among accented ones, are more often another word: such a reading needs a neighbour."""

TOLERANT = word_set("thứ bảy nhật tháng rưỡi giờ tuần phút chiều khuya trưa")
"""Words long or plain enough to be known even under a wrong mark."""

_SYLLABLE = re.compile(
    r"(?!.*(?:aa|ee|oo))(ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(ng|nh|ch|[cmnpt])?"
)
_TELEX = {"aa": "â", "ee": "ê", "oo": "ô", "aw": "ă", "ow": "ơ", "uw": "ư", "dd": "đ"}
_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0309", "j": "\u0323"}


class Vocabulary:
    """The words that the grammar uses, found again from what was typed."""

    def __init__(self, words: Iterable[str]) -> None:
        self._grammar = frozenset(words)
        self._by_base: dict[str, list[tuple[str, Marks]]] = {}
        for word in sorted(self._grammar | OTHER_WORDS):
            self._by_base.setdefault(fold(word), []).append((word, marks(word)))
        self._long = [base for base in self._by_base if len(base) >= 4]
        self._pieces = frozenset(base for base in self._by_base if len(base) > 1) | {"h", "g"}

    def readings(self, typed: str, accented: bool) -> tuple[frozenset[str], bool]:
        """Words that `typed` (lower case, NFC) may stand for, and whether that is a weak guess.

        `accented`: the text around it is typed with marks, so that a bare word probably has none.
        """
        if typed in ALIASES:
            return frozenset({ALIASES[typed]}), False
        base, typed_marks = fold(typed), marks(typed)
        if base in self._by_base:
            return self._under(base, typed, typed_marks, accented)
        if not base.isascii() or not base.isalpha() or _SYLLABLE.fullmatch(base):
            return frozenset(), False
        base, typed_marks = _telex(typed)
        if base in self._by_base:
            return self._under(base, typed, typed_marks, accented=bool(typed_marks))
        return self._misspelt(fold(typed)), True

    def split(self, typed: str) -> list[str]:
        """The words run together in `typed`, or `typed` alone: "sangmai" is "sang", "mai"."""
        base = fold(typed)
        if base in self._by_base or len(base) != len(typed) or len(base) > 40 or _SYLLABLE.fullmatch(base):
            return [typed]
        parts: dict[int, list[int]] = {0: []}
        for end in range(1, len(base) + 1):
            starts = [s for s in parts if s < end and base[s:end] in self._pieces]
            if starts:
                best = min(starts, key=lambda s: len(parts[s]))
                parts[end] = [*parts[best], end]
        ends = parts.get(len(base), [len(base)])
        return [typed[start:end] for start, end in zip([0, *ends], ends, strict=False)]

    def _under(
        self, base: str, typed: str, typed_marks: Marks, accented: bool
    ) -> tuple[frozenset[str], bool]:
        same_base = self._by_base[base]
        exact = any(word == typed for word, _ in same_base)
        if accented and exact and (typed_marks or base not in RISKY):
            return frozenset({typed}) & self._grammar, False
        if not typed_marks:
            fits = frozenset(word for word, _ in same_base if word != "kìa")
            return fits & self._grammar, accented and base in RISKY
        fits = frozenset(word for word, word_marks in same_base if typed_marks <= word_marks)
        if fits:  # a short word with a mark missing is too often another: răm, tỏi
            return fits & self._grammar, len(base) <= 3 and all(w != typed for w in fits)
        return frozenset(word for word, _ in same_base) & TOLERANT, True

    def _misspelt(self, base: str) -> frozenset[str]:
        if len(base) < 4:
            return frozenset()
        near = [known for known in self._long if OSA.distance(base, known, score_cutoff=1) <= 1]
        return (
            frozenset(w for w, _ in self._by_base[near[0]]) & self._grammar if len(near) == 1 else frozenset()
        )


@lru_cache(maxsize=4096)
def marks(word: str) -> Marks:
    """The marks of a word in any order; hỏi and ngã, which the South does not tell apart, count as one."""
    decomposed = unicodedata.normalize("NFD", word.replace("đ", "d\u0335").replace("\u0303", "\u0309"))
    return Counter(c.replace("\u0303", "\u0309") for c in decomposed if not c.isascii())


def _telex(typed: str) -> tuple[str, Marks]:
    """Base and marks of a word typed in Telex with the keyboard switched off: "thuws" is thứ."""
    word = re.sub(r"u(o)?w", lambda m: "ươ" if m[1] else "ư", typed)
    for keys, letter in _TELEX.items():
        word = word.replace(keys, letter)
    tone = re.search(r"(?<=[aăâeêioôơuưy])(?:ng|nh|ch|[cmnpt])?([sfrxj])", word)
    found = marks(word)
    if tone:
        word = word[: tone.start(1)] + word[tone.end() :]
        found = marks(word) + Counter({_TONES[tone[1]]: 1})
    return fold(word), found
