"""Days in a text that mean another day when it is read later: "sáng mai" in what goes tomorrow (people 26)."""

from datetime import date, timedelta

from handlers.kit.phrases import EDGES, begins

Found = list[tuple[str, str]]
"""(the words as written, what they mean by then)."""


def by_then(text: str, today: date, read_on: date) -> Found:
    """What of a text, written today, speaks of another day to who reads it on that one."""
    words, at = text.split(), 0
    found: dict[str, str] = {}
    while at < len(words):
        size, meant = _meant(words[at:], today, read_on)
        if meant:
            found.setdefault(" ".join(words[at : at + size]).strip(EDGES), meant)
        at += size
    return list(found.items())


def _meant(words: list[str], today: date, read_on: date) -> tuple[int, str]:
    """How many words speak of a day, and of which by then; "Mai" with a capital letter alone is a name."""
    for phrases, days in DAYS:
        size = begins(words, phrases)
        if size > 1 or (size == 1 and words[0].islower()):
            return size, on_day(read_on + timedelta(days)) if read_on != today else ""
    for phrases, weeks in WEEKS:
        if size := begins(words, phrases):
            monday = read_on - timedelta(read_on.weekday())
            same = monday == today - timedelta(today.weekday())
            return size, "" if same else in_week(monday + timedelta(weeks=weeks))
    return 1, ""


# Wording

_PARTS = ("sáng", "trưa", "chiều", "tối", "đêm", "ngày", "hôm")
DAYS: tuple[tuple[tuple[str, ...], int], ...] = (
    (tuple(f"{part} nay" for part in _PARTS), 0),
    ((*(f"{part} mai" for part in _PARTS), "mai"), 1),
    (tuple(f"{part} {word}" for part in _PARTS for word in ("kia", "mốt")), 2),
    (tuple(f"{part} qua" for part in _PARTS), -1),
)
WEEKS = ((("tuần này",), 0), (("tuần sau", "tuần tới"), 1))


def on_day(day: date) -> str:
    return f"ngày {day:%d/%m}"


def in_week(monday: date) -> str:
    return f"tuần từ {monday:%d/%m}"


def warning(text: str, today: date, read_on: date) -> str:
    """'Tin đến ngày 24/11: “sáng mai” khi ấy là ngày 25/11. Xin sửa lời nếu cần.'; "" where nothing will be misread."""
    said = "; ".join(f"“{words}” khi ấy là {meant}" for words, meant in by_then(text, today, read_on))
    return f"Tin đến ngày {read_on:%d/%m}: {said}. Xin sửa lời nếu cần." if said else ""
