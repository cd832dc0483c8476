"""The Vietnamese lunar calendar, over `vnlunar` (the tables of Hồ Ngọc Đức, years 1800-2199).

Not the Chinese one: the meridian differs, and with it Tết of 1985, 2007 and 2030.
"""

from datetime import date

from vnlunar import get_lunar_date, get_solar_date

_YEARS_AHEAD = 40
"""Far enough for any leap month to come round again."""


def lunar(moment: date) -> tuple[int, int]:
    """The lunar day and month of a date or of a datetime's own date: 06/02/2027 is (1, 1)."""
    return _of(moment)[:2]


def solar(day: int, month: int, year: int, leap: bool = False) -> date | None:
    """The date of a lunar day of a lunar year (2026 began on 17/02/2026); None if that month has no such day."""
    if not 1800 <= year <= 2199:
        return None
    found = get_solar_date(day, month, year, int(leap))
    return date(found["year"], found["month"], found["day"]) if found else None


def last_of_year(year: int) -> date | None:
    """New Year's eve, said "30 Tết" also where tháng Chạp has 29 days."""
    return solar(30, 12, year) or solar(29, 12, year)


def year_of(moment: date) -> int:
    """The lunar year in which a date lies: 05/02/2027 is still in 2026."""
    return _of(moment)[2]


def coming(day: int, month: int | None, today: date, leap: bool = False) -> date | None:
    """The first such lunar day from today on, in the month said or in any month."""
    year = year_of(today)
    months = range(1, 13) if month is None else (month,)
    leaps = (False, True) if month is None else (leap,)
    for ahead in range(_YEARS_AHEAD):
        days = [solar(day, m, year + ahead, x) for m in months for x in leaps]
        if found := min((d for d in days if d is not None and d >= today), default=None):
            return found
    return None


def _of(moment: date) -> tuple[int, int, int]:
    found = get_lunar_date(moment.day, moment.month, moment.year)
    return found["day"], found["month"], found["year"]
