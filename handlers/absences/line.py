"""What stands in a line about an absence: until when, and why: 'đến 15/3, ở với con gái', 'ở với con gái từ 5/1 đến 15/3'."""

import re
from datetime import datetime

from handlers.kit import period
from models.folding import fold, tidy

_DATE = re.compile(r"\d{1,2}[/.-]\d")
_EDGES = " ,.;:-–"


def begins_with_days(text: str) -> bool:
    """Whether a line begins with its days, so that it names nobody."""
    words = tidy(text).split()
    return bool(words) and _first_of_days(words) == 0


def begins_with_length(text: str) -> bool:
    """Whether a line begins with how long it lasts: "sáu tháng" is no comrade Sáu."""
    words = [word.strip(_EDGES) for word in tidy(text).lower().split()]
    count = next((at for at, word in enumerate(words) if not (word.isdigit() or word in NUMBERS)), len(words))
    return 0 < count < len(words) and words[count] in LENGTHS


def split(text: str) -> tuple[str, str]:
    """(the days, the reason) of a line, wherever the days stand in it; either may be empty."""
    words = tidy(text).split()
    begin = end = _first_of_days(words)
    while end < len(words) and (words[end].lower() in _BEGIN or _is_of_days(words[end])):
        end += 1
        if words[end - 1][-1] in ",;":
            break
    return _joined(words[begin:end]), _joined([*words[:begin], *words[end:]])


def read(days: str, now: datetime) -> tuple[datetime, datetime | None]:
    """From when, and the last day, at its first moment (None where it was not said). A day alone is the last."""
    since, last = period.read(days, now)
    if last is None and since > now and fold(days).split()[0] not in FROM:
        return now, period.last_day(days, now, now)
    return since, last


def _first_of_days(words: list[str]) -> int:
    """Where the days begin; behind the end where there are none."""
    for at, word in enumerate(words):
        follows = words[at + 1 : at + 2]
        if _DATE.match(word) or (word.lower() in _BEGIN and follows and _is_of_days(follows[0])):
            return at
    return len(words)


def _is_of_days(word: str) -> bool:
    return word[0].isdigit() or fold(word).strip(_EDGES) in OF_DAYS


def _joined(words: list[str]) -> str:
    return " ".join(words).strip(_EDGES)


# Wording

_BEGIN = ("từ", "tu", "đến", "den", "tới", "toi", "hết", "het")
_NUMBERS = "một hai ba bốn tư năm lăm sáu bảy tám chín mười"
NUMBERS = frozenset([*_NUMBERS.split(), *fold(_NUMBERS).split()])
LENGTHS = frozenset(["ngày", "ngay", "tuần", "tuan", "tháng", "thang"])
FROM = ("tu",)
OF_DAYS = frozenset(
    [
        "",
        "het",
        "ngay",
        "thang",
        "nam",
        "hom",
        "nay",
        "mai",
        "tuan",
        "sau",
        "toi",
        "cuoi",
        "mung",
        "tet",
        "gieng",
        "chap",
        "am",
        "lich",
        "may",
        "vai",
        "nua",
    ]
)
"""Also "đến mấy tháng nữa": no day to be read, and no reason either."""
