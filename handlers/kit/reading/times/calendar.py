"""From what was said of a day to dates: the next such day, and what contradicts itself."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from handlers.kit.reading.times import lunar
from handlers.kit.reading.times.piece import Contradiction, Edge, Piece

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Days:
    """The days that are meant."""

    days: tuple[date, ...] = ()
    following: tuple[date, ...] = ()
    """The days meant instead where the hour on the first ones has passed: the next such weekday."""
    named: bool = True
    """False where only a stretch of time was said ("tuần tới") or nothing."""
    contradiction: Contradiction | None = None


def days_of(piece: Piece, today: date) -> Days:
    """The days that a piece means, seen from today."""
    if piece.impossible:
        return Days(contradiction=piece.impossible)
    if piece.unclear and (piece.day is None or piece.month is None):
        return Days(named=False)
    if piece.days_ahead is not None or piece.months_ahead is not None:
        moved = _moved(today, piece.months_ahead or 0, piece.days_ahead or 0)
        if moved and piece.weekday is not None:  # "hai tuần nữa vào thứ bảy"
            moved += timedelta(days=piece.weekday - moved.weekday())
        return Days((moved,)) if moved else Days()
    found = _dated(piece, today)
    by_weekday = _of_weekday(piece, today)
    if piece.offset is not None:
        said = today + timedelta(days=piece.offset)
        if found and found.days:
            return _both(found.days[0], said)
        return _against_weekday(Days((said,)), piece, by_weekday)
    if found is not None:
        return _against_weekday(found, piece, None)
    if by_weekday is not None:
        return by_weekday
    return _stretch(piece, today)


def says_a_time(piece: Piece) -> bool:
    """Something of the piece leads to a moment; a month alone, or "hằng tháng", does not."""
    bare = piece.day is None and piece.weekday is None and piece.offset is None and piece.edge is None
    ahead = piece.days_ahead is not None or piece.months_ahead is not None
    stretch = (
        piece.week is not None or piece.years is not None or (piece.months is not None and piece.months > 0)
    )
    return piece.says_hour or not bare or ahead or stretch or piece.impossible is not None


def _dated(piece: Piece, today: date) -> Days | None:
    if piece.nth is not None and piece.weekday is not None:
        return _nth_weekday(piece, today)
    if piece.edge is not None:
        return _at_edge(piece, today)
    if piece.day is None:
        return None
    if piece.lunar:
        return _lunar_date(piece, today)
    if piece.year is not None or piece.years is not None:
        year = piece.year or today.year + (piece.years or 0)
        return _fixed(year, piece.month or today.month, piece.day)
    if piece.month is not None:
        return _in_month(piece.day, piece.month, today)
    if piece.months is not None:
        first = _first_of_month(today, piece.months)
        return _fixed(first.year, first.month, piece.day)
    days = [
        day for n in range(-1, 14) if (day := _valid(_first_of_month(today, n), piece.day)) and day >= today
    ]
    if piece.strictly_after and days[0] == today:
        days = days[1:]
    return Days((days[0],), following=(days[1],))


def _in_month(day: int, month: int, today: date) -> Days:
    """The next such day; 29/2 may be years away, 30/2 is nowhere."""
    years = range(today.year, min(today.year + 9, 9999))
    days = [found for year in years if (found := _valid(date(year, month, 1), day)) and found >= today]
    return Days((days[0],)) if days else Days(contradiction=Contradiction.NO_SUCH_DAY)


def _fixed(year: int, month: int, day: int) -> Days:
    found = _valid(date(year, month, 1), day)
    return Days((found,)) if found else Days(contradiction=Contradiction.NO_SUCH_DAY)


def _lunar_date(piece: Piece, today: date) -> Days:
    day, leap = piece.day or 1, bool(piece.leap)
    year = piece.year if piece.year is not None else None
    if piece.years is not None:
        year = lunar.year_of(today) + piece.years
    month = piece.month
    if piece.months is not None:
        months = lunar.lunar(today)[1] - 1 + piece.months
        year, month = (year or lunar.year_of(today)) + months // 12, months % 12 + 1
    if year is None or month is None:
        found = lunar.coming(day, month, today, leap)
        if day == 30 and month == 12:
            ends = (lunar.last_of_year(lunar.year_of(today) + ahead) for ahead in (0, 1))
            found = next((end for end in ends if end and end >= today), None)
    else:
        found = lunar.last_of_year(year) if (day, month) == (30, 12) else lunar.solar(day, month, year, leap)
    return Days((found,)) if found else Days(contradiction=Contradiction.NO_SUCH_DAY)


def _nth_weekday(piece: Piece, today: date) -> Days:
    months = [_first_of_month(today, n) for n in range(14)]
    if piece.months is not None:
        months = [_first_of_month(today, piece.months)]
    elif piece.month is not None:
        months = [
            m for m in months if m.month == piece.month and (piece.year is None or m.year == piece.year)
        ]
    days = [day for m in months if (day := _nth(m, piece.weekday or 0, piece.nth or 1))]
    days = days if piece.months is not None else [day for day in days if day >= today]
    return (
        Days((days[0],), following=tuple(days[1:2]))
        if days
        else Days(contradiction=Contradiction.NO_SUCH_DAY)
    )


def _nth(month: date, weekday: int, nth: int) -> date | None:
    last = calendar.monthrange(month.year, month.month)[1]
    days = [month.replace(day=n) for n in range(1, last + 1) if month.replace(day=n).weekday() == weekday]
    return days[nth - 1 if nth > 0 else nth] if nth <= len(days) else None


def _at_edge(piece: Piece, today: date) -> Days:
    """Stretches, for which one day stands: "cuối tháng", "đầu tháng sau", "giữa tháng 12", "cuối năm"."""
    if piece.weekday is not None and piece.edge_of == "month" and piece.edge is not Edge.MIDDLE:
        return _nth_weekday(Piece(**{**vars(piece), "nth": 1 if piece.edge is Edge.FIRST else -1}), today)
    if piece.edge_of == "year":
        year = piece.year or today.year + (piece.years or 0)
        at = {Edge.FIRST: date(year, 1, 1), Edge.MIDDLE: date(year, 7, 1), Edge.LAST: date(year, 12, 31)}[
            piece.edge or Edge.LAST
        ]
        if at < today and piece.year is None and piece.years is None:
            at = at.replace(year=year + 1)
        return Days((at,), named=False)
    shifted = piece.months is not None or piece.year is not None
    month = _first_of_month(today, piece.months or 0)
    if piece.month is not None:
        month = date(piece.year or today.year, piece.month, 1)
        if not piece.year and _edge_day(month, piece.edge) < today:
            month = month.replace(year=month.year + 1)
    day = _edge_day(month, piece.edge)
    if day < today and not shifted and piece.month is None:
        day = _edge_day(_first_of_month(today, 1), piece.edge)
    return Days((day,), named=piece.every is not None)


def _edge_day(month: date, edge: Edge | None) -> date:
    if edge is Edge.LAST:
        return month.replace(day=calendar.monthrange(month.year, month.month)[1])
    return month.replace(day=15 if edge is Edge.MIDDLE else 1)


def _of_weekday(piece: Piece, today: date) -> Days | None:
    if piece.weekday is None:
        return None
    if piece.week is not None:
        monday = today - timedelta(days=today.weekday())
        return Days((monday + timedelta(days=piece.week * 7 + piece.weekday),))
    if piece.last:
        return Days((today - timedelta(days=(today.weekday() - piece.weekday - 1) % 7 + 1),))
    ahead = (piece.weekday - today.weekday()) % 7
    if ahead == 0 and piece.strictly_after:
        ahead = 7
    day = today + timedelta(days=ahead)
    return Days((day,), following=(day + timedelta(days=7),))


def _against_weekday(found: Days, piece: Piece, by_weekday: Days | None) -> Days:
    """The days found, and beside one whose weekday was said wrong the nearest such weekday."""
    if piece.weekday is None or piece.nth is not None or piece.edge is not None or not found.days:
        return found
    day = found.days[0]
    if day.weekday() == piece.weekday:
        return found
    if by_weekday is not None:
        return _both(day, by_weekday.days[0])
    shift = (piece.weekday - day.weekday() + 3) % 7 - 3
    return _both(day, day + timedelta(days=shift))


def _both(one: date, other: date) -> Days:
    if one == other:
        return Days((one,))
    return Days((min(one, other), max(one, other)), contradiction=Contradiction.DAYS)


def _stretch(piece: Piece, today: date) -> Days:
    """Weeks, months and years of which no day is said, and no day at all."""
    if piece.week is not None:
        monday = today - timedelta(days=today.weekday())
        return Days(
            (max(monday + timedelta(weeks=piece.week), today if piece.week == 0 else date.min),), named=False
        )
    if piece.months is not None:
        return Days((_first_of_month(today, piece.months),), named=False)
    if piece.month is not None:
        year = piece.year or today.year + (
            piece.years if piece.years is not None else piece.month < today.month
        )
        return Days((date(year, piece.month, 1),), named=False)
    if piece.years is not None and not piece.says_hour:
        return Days((date(today.year + piece.years, 1, 1),), named=False)
    return Days((today,), following=(today + timedelta(days=1),), named=piece.every == "DAILY")


def _first_of_month(today: date, months: int) -> date:
    return _moved(today.replace(day=1), months, 0) or today.replace(day=1)


def _moved(day: date, months: int, days: int) -> date | None:
    try:
        moved: date = day + relativedelta(months=months, days=days)
    except (OverflowError, ValueError):
        return None
    return moved


def _valid(month: date, day: int) -> date | None:
    return month.replace(day=day) if day <= calendar.monthrange(month.year, month.month)[1] else None


def rule_of(piece: Piece) -> str | None:
    """The RRULE of what repeats; None if nothing does, or by the lunar calendar, for which there is no rule.

    A monthly 29th to 31st is the last day of a shorter month (decisions.md 27).
    """
    if piece.every is None or piece.lunar:
        return None
    parts = [f"FREQ={piece.every}"]
    if piece.interval:
        parts.append(f"INTERVAL={piece.interval}")
    if piece.every == "WEEKLY" and piece.weekday is not None:
        parts.append(f"BYDAY={_WEEKDAYS[piece.weekday]}")
    if piece.every == "YEARLY" and piece.month is not None and piece.day is not None:
        parts += [f"BYMONTH={piece.month}", f"BYMONTHDAY={piece.day}"]
    if piece.every == "MONTHLY":
        parts += _in_each_month(piece)
    return ";".join(parts)


def _in_each_month(piece: Piece) -> list[str]:
    edge = {Edge.FIRST: 1, Edge.MIDDLE: 15, Edge.LAST: -1, None: None}[piece.edge]
    if piece.weekday is not None:
        nth = piece.nth or edge
        return [f"BYDAY={nth}{_WEEKDAYS[piece.weekday]}"] if nth in (1, 2, 3, 4, 5, -1) else []
    day = piece.day or edge
    if day is None:
        return []
    if day == 31 or day == -1:
        return ["BYMONTHDAY=-1"]
    if day < 29:
        return [f"BYMONTHDAY={day}"]
    return [f"BYMONTHDAY={','.join(str(n) for n in range(28, day + 1))}", "BYSETPOS=-1"]
