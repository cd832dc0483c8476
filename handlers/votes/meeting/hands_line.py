"""Reading how many hands there were: "19 tán thành, 1 không, 0 khác", "giơ tay: 19 1 0", "tất cả tán thành"."""

import re

from models.folding import fold
from models.motion import Hands


def read(text: str, able: int) -> Hands | None:
    """The hands of `able` people; None where the line does not plainly say them. A number always belongs to its own word."""
    said = " ".join(fold(text).split())
    if said.strip(" .!") in _NOBODY:
        return Hands()
    if match := _ALL.fullmatch(said.strip(" .!")):
        counts = dict.fromkeys(_ORDER, 0) | {_choice(match["word"]): able}
        return Hands(*(counts[name] for name in _ORDER))
    said = _HEAD.sub("", said).strip(" .!")
    if match := _BARE.fullmatch(said):
        return Hands(*(int(number) for number in match.groups()))
    found: dict[str, int] = {}
    for piece in (one.strip() for one in _BETWEEN.split(said)):
        match = _NUMBER_FIRST.fullmatch(piece) or _WORD_FIRST.fullmatch(piece)
        if match is None or _choice(match["word"]) in found:
            return None
        found[_choice(match["word"])] = int(match["number"])
    return Hands(*(found.get(name, 0) for name in _ORDER)) if found else None


def _choice(word: str) -> str:
    return next(name for name, words in _WORDS.items() if word in words)


# Wording

_ORDER = ("approve", "against", "other")
_WORDS = {
    "against": ("khong tan thanh", "khong dong y", "khong nhat tri", "khong", "phan doi"),
    "other": ("y kien khac", "khac"),
    "approve": ("tan thanh", "dong y", "nhat tri", "thong nhat"),
}
_ANY = "|".join(word for words in _WORDS.values() for word in words)
_HEAD = re.compile(r"^(?:so )?(?:gio tay|phieu|kiem phieu)\s*:?\s*")
_BARE = re.compile(r"(\d{1,4})[\s,;/-]+(\d{1,4})[\s,;/-]+(\d{1,4})")
_BETWEEN = re.compile(r"[,;]|\.\s| va ")
_NUMBER_FIRST = re.compile(rf"(?P<number>\d{{1,4}}) (?:nguoi |dong chi |d/c |phieu |tay )?(?P<word>{_ANY})")
_WORD_FIRST = re.compile(rf"(?P<word>{_ANY})\s*:?\s*(?P<number>\d{{1,4}})(?: nguoi| dong chi| phieu| tay)?")
_ALL = re.compile(rf"(?:tat ca|het|ca|100 ?%)(?: deu)? (?P<word>{_ANY.replace('|khong|', '|')})")
_NOBODY = ("khong ai", "khong co ai", "khong ai gio tay", "khong co ai gio tay", "khong co")
