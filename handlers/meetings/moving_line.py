"""What stands behind /doihop and /hoanhop: which meeting, its new time or how much later, its new place, and why.

A place stands behind a word that leads to one ("tại", "sang"), so that "lùi 30 phút" and "vì bão" are none; what is left over is asked.
"""

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from handlers.kit.form import Answers
from handlers.kit.phrases import EDGES, begins, joined, split_at
from handlers.kit.reading import read_times
from handlers.meetings import line
from models.folding import fold, tidy


class Said(NamedTuple):
    """A line taken apart.

    meeting: body, cell, kind and urgency, as far as they are named. time: the text in which the time stands. shift: how much later
    than it was, or sooner. unread: words that are none of all this.
    """

    meeting: Answers
    time: str
    shift: timedelta | None
    place: str
    reason: str
    unread: str


def read(text: str, now: datetime, later: bool = False) -> Said:
    """Takes a line apart. `later`: a length alone says how much later (/hoanhop 1 tuần)."""
    text, first_of_all = _why_first(tidy(text))
    head, reason = split_at(text.split(), REASON if _marked(text) else ())
    if not read_times(head, now).moments:  # "vì bão đến 19h30 thứ năm"
        head, reason = text, ""
    shift, words = _shift(_onward(head.split()), now, later)
    time = joined(words)
    words = read_times(time, now).rest.split()
    named: Answers = {}
    to_a_place = False
    while words:
        if found := line.meaning(words):
            to_a_place = False
            meant, words = found
            named |= meant
        elif size := begins(words, TO_A_PLACE):
            to_a_place, words = True, words[size:]
        elif size := begins(words, SAYS_NOTHING):
            words = words[size:]
        else:
            break
    if not reason:
        rest, reason = split_at(words, REASON if _marked(text) or begins(words, REASON) else ())
        words = rest.split()
    before, place = ("", joined(words)) if to_a_place else split_at(words, TO_A_PLACE)
    place, before = ("" if _says_nothing(part) else _trimmed(part) for part in (place, before))
    calm = line.without_haste(place), line.without_haste(before)
    reason, pressed = _pressing(first_of_all or _trimmed(reason))
    if pressed or calm != (place, before):
        named["urgent"] = True
    return Said(named, time, shift, calm[0], reason, calm[1])


def _why_first(text: str) -> tuple[str, str]:
    """What stands behind a reason that is said first, and the reason: "vì bão, hoãn đến thứ năm"."""
    words = text.split()
    size = begins(words, REASON)
    why, comma, behind = " ".join(words[size:]).partition(",")
    return (tidy(behind), tidy(why)) if size and comma else (text, "")


def _pressing(reason: str) -> tuple[str, bool]:
    """A reason without the "gấp" behind its last comma, and whether it says that it presses: "vì có việc gấp" keeps its own."""
    why, comma, last = reason.rpartition(",")
    if comma and last and not line.without_haste(last):
        return why, True
    return reason, any(word.strip(EDGES).lower() in line.HASTE for word in reason.split())


def _says_nothing(text: str) -> bool:
    """Whether it is neither a place nor anything to ask about: "tuần khác", "khi hết bão", a number alone."""
    words = text.split()
    return not any(c.isalpha() for c in text) or (len(words) <= 3 and begins(words, LEADS_TO_A_TIME) > 0)


def _marked(text: str) -> bool:
    """Whether it is typed with accents: then "do" is not "đô", nor "sang" "sáng"."""
    return not text.isascii()


def _onward(words: list[str]) -> list[str]:
    """The words without a "sang" that leads to a time: "sang 20h" is not "sáng 20h"."""
    marked = _marked(" ".join(words))
    return [
        word
        for word, behind in zip(words, [*words[1:], ""], strict=False)
        if word.lower() != ONWARD or not (behind[:1].isdigit() or (marked and begins([behind], TIME_WORDS)))
    ]


def _shift(words: list[str], now: datetime, later: bool) -> tuple[timedelta | None, list[str]]:
    """How much later, or sooner, and the words without that."""
    named = words
    while said := line.meaning(named):
        named = said[1]
    if later and (found := _length(named, now)):
        return found[0], words[: -len(named)] + found[1]
    for at in range(len(words)):
        for phrases, sign in ((SOONER, -1), (LATER, 1)):
            if size := begins(words[at:], phrases):
                behind = words[at + size :]
                while filler := begins(behind, FILLERS):
                    behind = behind[filler:]
                if found := _length(behind, now):
                    return sign * found[0], words[:at] + found[1]
    return None, words


def _length(words: list[str], now: datetime) -> tuple[timedelta, list[str]] | None:
    """The length of time at the beginning, and the words behind it; "3 giờ chiều" is none."""
    found = LENGTH.match(fold(" ".join(words)))
    if found is None:
        return None
    behind = words[len(found[0].split()) :]
    count = COUNTS.get(found["count"]) or float(found["count"])
    unit = UNITS[found["unit"]]
    if found["unit"] in OF_THE_CLOCK and (count > 6 or read_times(joined(behind), now).moments):
        return None
    length = unit * (count + 0.5 * bool(found["half"])) + timedelta(minutes=int(found["more"] or 0))
    return length, behind


def _trimmed(text: str) -> str:
    """Without the words at its end that say nothing."""
    words = text.split()
    while words and begins(words[-1:], ENDINGS):
        words = words[:-1]
    return joined(words)


# Wording

ONWARD = "sang"
REASON = ("vì lý do", "vì", "do", "lý do")
TO_A_PLACE = ("địa điểm", "tại", "ở", "sang", "đến", "tới", "về")
SAYS_NOTHING = (
    *(
        "đổi",
        "dời",
        "chuyển",
        "hoãn",
        "lùi",
        "lại",
        "lịch",
        "giờ",
        "ngày",
        "cuộc",
        "buổi",
        "nơi",
        "chỗ",
        "mới",
    ),
    *("thành", "lúc", "vào", "là", "xin", "cho", "thì", "và"),
)
ENDINGS = ("nhé", "ạ", "nha", "giúp", "với", "hoãn", "dời", "lùi", "chuyển", "lúc", *TO_A_PLACE)
LEADS_TO_A_TIME = ("tuần", "tháng", "năm", "ngày", "hôm", "buổi", "giờ", "lúc", "khi", "dịp")
TIME_WORDS = ("thứ", "ngày", "chủ", "mùng", "tuần", "tối", "chiều", "sáng", "trưa", "mai", "hôm")
LATER = ("lùi", "muộn", "chậm", "trễ", "dời lại", "hoãn", "dời")
SOONER = ("đẩy lên", "dời lên", "sớm")
FILLERS = ("hơn", "lại", "thêm", "lên", "lịch", "giờ", "cuộc", "buổi", "họp", "khoảng", "so với", "cũ")
COUNTS = {
    "nua": 0.5,
    "mot": 1.0,
    "hai": 2.0,
    "ba": 3.0,
    "bon": 4.0,
    "nam": 5.0,
    "muoi": 10.0,
    "muoi lam": 15.0,
    "hai muoi": 20.0,
    "ba muoi": 30.0,
}
UNITS = {
    **dict.fromkeys(("phut", "p", "'"), timedelta(minutes=1)),
    **dict.fromkeys(("tieng", "gio", "h"), timedelta(hours=1)),
    **dict.fromkeys(("ngay", "hom"), timedelta(days=1)),
    "tuan": timedelta(weeks=1),
}
OF_THE_CLOCK = ("gio", "h")
LENGTH = re.compile(
    rf"(?P<count>\d{{1,2}}|{'|'.join(sorted(COUNTS, key=len, reverse=True))}) ?"
    r"(?P<unit>phut|p|'|tieng|gio|h|ngay|hom|tuan)(?: ?(?P<half>ruoi))?(?: ?(?P<more>\d{1,2}) ?(?:phut|p|')?)?(?=$|[ ,.;])"
)
