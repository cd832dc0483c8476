"""Dates of people, as exactly as they are known: text `YYYY[-MM[-DD]]` (decisions, 5)."""

import calendar
import re
from datetime import datetime, timedelta

from handlers.roster import wording
from handlers.roster.cells.value import Broken, Value, Wrong, is_blank, text_of
from models.folding import fold

YEAR_TYPED = 1905
"""A year typed into a cell that is formatted as a date becomes a day of 1905 (1962 is 15/5/1905)."""

_ZERO = datetime(1899, 12, 30)
_FIRST, _LAST = 1900, 2100
SINCE = 1920
"""The first year that two digits can mean: nobody born before it is on a roster now."""

_DATE = r"(?<![\d/.])(?:[\d?.…_]{1,4}\s*[/.\-]\s*){1,2}\d{2,4}(?![\d/])|(?<!\d)\d{4}(?!\d)"
_SEVERAL = re.compile(_DATE)
_WORDS = re.compile(
    r"\b(?:ngay|mung|sinh|nam sinh|sn|sinh nam|sinh ngay|db|ct|du bi|chinh thuc|kn|ket nap)\b\s*[:.]?"
)
_UNKNOWN = re.compile(r"^[?_x0]+$")


def date_of(value: Value, since: int = SINCE) -> str | Wrong | None:
    """One date: text, a date of Excel, its serial number, or only a year or a month.

    `since`: two digits are a year of the hundred that begin with it.
    """
    if is_blank(value) or value is None:
        return None
    if isinstance(value, Broken):
        return Wrong(value.why)
    if isinstance(value, datetime):
        return _from_excel(value)
    if isinstance(value, int | float):
        return _from_number(value)
    return _from_text(value, since)


def dates_of(value: Value, since: int = SINCE) -> list[str] | Wrong:
    """The dates of a cell in their order: two stand where one was asked ('5/3/1990; 5/3/1991')."""
    if not isinstance(value, str):
        one = date_of(value)
        return one if isinstance(one, Wrong) else [one] if one else []
    one = date_of(value, since)
    if one is None:
        return []
    if not isinstance(one, Wrong):
        return [one]
    parts = [part.group() for part in _SEVERAL.finditer(value)]
    if len(parts) < 2:
        return one
    found: list[str] = []
    for part in parts:
        read = date_of(part, since)
        if isinstance(read, Wrong):
            return read
        if read is not None:
            found.append(read)
    return found


def earlier(one: str, other: str) -> bool:
    """Whether a date is before another, as far as both are known."""
    known = min(len(one), len(other))
    return one[:known] < other[:known]


def _from_excel(value: datetime) -> str | Wrong:
    if value.year == YEAR_TYPED:
        return str((value - _ZERO).days)
    return _date(value.year, value.month, value.day)


def _from_number(value: int | float) -> str | Wrong:
    if value != value or abs(value) > 99_999_999:
        return Wrong(wording.DATE_UNCLEAR)
    if not float(value).is_integer() and 1 <= value < 13:
        month, year = f"{value:.4f}".split(".")
        if year.startswith(("19", "20")):
            return _date(int(year), int(month))
    whole = int(value)
    if _FIRST <= whole <= _LAST:
        return str(whole)
    if 3653 <= whole <= 73050:
        day = _ZERO + timedelta(days=whole)
        return _date(day.year, day.month, day.day)
    if whole >= 1_000_000:
        return _from_digits(f"{whole:08d}")
    return Wrong(wording.DATE_UNCLEAR)


def _from_digits(digits: str) -> str | Wrong:
    """Eight digits without separators: day first, or year first where only that can be."""
    readings = {
        _date(int(digits[4:]), int(digits[2:4]), int(digits[:2])),
        _date(int(digits[:4]), int(digits[4:6]), int(digits[6:])),
    }
    dates = [one for one in readings if isinstance(one, str)]
    return dates[0] if len(dates) == 1 else Wrong(wording.DATE_UNCLEAR)


def _from_text(value: str, since: int) -> str | Wrong | None:
    said = fold(value)
    said = re.sub(r"[\sT]0{1,2}:00(?::00(?:\.0+)?)?\s*(?:am)?$", "", said)
    said = re.sub(r"\s*\b(?:thang|nam)\b\s*", "/", _WORDS.sub(" ", said))
    said = re.sub(r"…|\.{2,}", "?", said).rstrip(" /,;:().").lstrip(" /,;:()?_-")
    if not said:
        return Wrong(wording.DATE_UNCLEAR)
    if said.isascii() and re.fullmatch(r"\d+(?:\.0+)?", said):
        digits = said.split(".")[0]
        return _from_digits(digits) if len(digits) == 8 else _from_number(int(digits[:12]))
    parts = [part for part in re.split(r"[\s/\-,.\\]+", said) if part]
    if re.search(r"[a-wyz]", said) or not 2 <= len(parts) <= 3:
        return Wrong(wording.DATE_UNCLEAR)
    return _from_parts(parts, since)


def _from_parts(parts: list[str], since: int) -> str | Wrong:
    if len(parts) == 3 and re.fullmatch(r"[12]\d{3}", parts[0]):
        parts = parts[::-1]
    *before, year = parts
    if len(parts) == 2 and re.fullmatch(r"\d{1,2}", year):
        return Wrong(wording.DATE_YEAR_MISSING)
    if not re.fullmatch(r"\d{4}|\d{2}", year):
        return Wrong(wording.DATE_YEAR_ODD if re.fullmatch(r"\d+", year) else wording.DATE_UNCLEAR)
    numbers: list[int] = []
    for part in before:
        if not re.fullmatch(r"\d{1,2}", part) and not _UNKNOWN.match(part):
            return Wrong(wording.DATE_UNCLEAR)
        numbers.append(0 if _UNKNOWN.match(part) else int(part))
    day, month = [0] * (2 - len(numbers)) + numbers
    if day and not month:
        return Wrong(wording.DATE_IMPOSSIBLE)
    full = int(year) if len(year) == 4 else since + (int(year) - since) % 100
    return _date(full, month, day)


def _date(year: int, month: int = 0, day: int = 0) -> str | Wrong:
    """The date as text; 0 for what is not known."""
    if not 0 <= month <= 12 or day < 0 or (month and day > 31):
        return Wrong(wording.DATE_IMPOSSIBLE)
    if not _FIRST <= year <= _LAST:
        return Wrong(wording.DATE_YEAR_ODD)
    if day and day > calendar.monthrange(year, month)[1]:
        return Wrong(wording.DATE_IMPOSSIBLE)
    return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if day else "")


def shown(date: str) -> str:
    """'1990-03-05' as '5/3/1990', '1990-03' as '3/1990'."""
    return "/".join(part.lstrip("0") for part in reversed(date.split("-")))


def day_past_twelve(value: Value) -> bool | None:
    """Whether a date's day can be no month; None where the cell has no day (for the check on days and months)."""
    if isinstance(value, datetime):
        return value.day > 12
    found = re.match(r"\s*(\d{1,2})\s*[/.\-]\s*\d{1,2}\s*[/.\-]", text_of(value))
    return int(found.group(1)) > 12 if found else None
