"""Pieces put together into times: what belongs to one time, what is the end of a range, what is a second reading."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice, product

from dateutil.rrule import rrulestr

from handlers.kit.reading.times.calendar import Days, days_of, rule_of, says_a_time
from handlers.kit.reading.times.piece import DAY, NOON, Contradiction, Piece, merged
from handlers.kit.reading.times.segment import VOCABULARY, Slot, is_glue, slots
from handlers.kit.reading.times.spelling import word_set
from handlers.kit.reading.times.surroundings import LEADING
from handlers.kit.reading.times.words import Token, tokens
from models.folding import fold, tidy

_RANGE = frozenset({"đến", "tới", "-", "–", "—", "~", "→"})
_LOOSE_SIGN = re.compile(r"(?: *[,;])* *([,.;])(?!\w)")
_SIGNS = " ,;:.!?-–()"
_POLITE = word_set("nhe a nha nhen nghe hen thi la da vang")
"""Folded words that end a message and say nothing."""
_LONGEST = 4000
"""Characters read of a text; messengers take as many."""
_MOST_READINGS = 32
_FAR = timedelta(days=92)
"""Of two readings of an unmarked word ("thang sau": next month, June) one so much later is not meant."""


@dataclass(frozen=True)
class Times:
    """What a text says of a time."""

    moments: tuple[datetime, ...] = ()
    """The readings in order, in the zone of `now`: none, one, or several between which to ask."""
    rule: str | None = None
    """An RRULE where it repeats ("FREQ=MONTHLY;BYMONTHDAY=6"); the moments are then its first."""
    rest: str = ""
    """The text without the time: "19h30 ngày 6/12 tại nhà văn hóa" leaves "tại nhà văn hóa"."""
    has_day: bool = False
    """A day was said; False for "19h30" (the next such hour) and "tuần tới" (its first day)."""
    has_hour: bool = False
    """An hour was said; False for "ngày 6/12" (midnight) and "tối mai" (an hour usual in the evening)."""
    past: bool = False
    """Every reading lies before now; a day without hour only when the day is over."""
    contradiction: Contradiction | None = None
    lunar: bool = False
    """A lunar day was said (rằm, âm lịch, tháng Chạp, Tết): show both days and ask."""
    mung: bool = False
    """The day was called mùng and read as solar: show the lunar day beside it."""
    length: timedelta | None = None
    """How long, where an end was said ("từ 7h30 đến 9h")."""


@dataclass(frozen=True)
class _Reading:
    moments: tuple[datetime, ...]
    piece: Piece
    has_day: bool
    has_hour: bool
    past: bool
    contradiction: Contradiction | None
    length: timedelta | None


def read_times(text: str, now: datetime) -> Times:
    """What a text says of a time, seen from `now` (aware; ValueError if it is not).

    The rules are decisions.md 27 and people.md 24: a day without year is the next such day; a weekday that is today
    means today while the hour is to come; lunar only when said; 1 to 11 o'clock without a part of the day are two
    readings unless one has passed today. Of a long text the first 4,000 characters are read.
    """
    if now.tzinfo is None:
        raise ValueError("now must be aware")
    text = tidy(text)
    found = tokens(text[:_LONGEST], VOCABULARY)
    cover = slots(found)
    readings = [
        reading
        for choice in islice(product(*(slot.pieces for slot in cover)), _MOST_READINGS)
        for piece in _times_in(choice, cover, found)
        if (reading := _resolved(piece, now)) is not None
    ]
    if not readings:
        return Times(rest=text)
    if len(cover) and any(len(slot.pieces) > 1 for slot in cover):
        nearest = min((m for r in readings for m in r.moments), default=now)
        readings = [r for r in readings if not r.moments or r.moments[0] - nearest <= _FAR]
    moments = tuple(sorted({moment for reading in readings for moment in reading.moments}))
    rules = {rule_of(reading.piece) for reading in readings}
    lengths = {reading.length for reading in readings}
    return Times(
        moments=moments,
        rule=rules.pop() if len(rules) == 1 else None,
        rest=_rest(text, found, cover),
        has_day=all(reading.has_day for reading in readings),
        has_hour=all(reading.has_hour for reading in readings),
        past=all(reading.past for reading in readings),
        contradiction=next((r.contradiction for r in readings if r.contradiction), None),
        lunar=any(reading.piece.lunar for reading in readings),
        mung=any(reading.piece.mung and not reading.piece.lunar for reading in readings),
        length=lengths.pop() if len(lengths) == 1 else None,
    )


def when(text: str, now: datetime) -> list[datetime]:
    """The possible readings of a text as aware datetimes in the zone of `now`: none, one, or those to ask between."""
    return list(read_times(text, now).moments)


def lines(text: str, now: datetime) -> list[str]:
    """The lines that `python -m bot when` prints: a time (and its RRULE), "?" and the readings, or "-"."""
    times = read_times(text, now)
    rule = f" {times.rule}" if times.rule else ""
    shown = [moment.isoformat() + rule for moment in times.moments]
    if not shown:
        return ["-"]
    return shown if len(shown) == 1 else ["?", *shown]


def _times_in(choice: tuple[Piece, ...], cover: list[Slot], found: list[Token]) -> list[Piece]:
    """The pieces of a text merged into as few times as they allow, each completed from the others."""
    times: list[Piece] = []
    for number, (piece, slot) in enumerate(zip(choice, cover, strict=True)):
        between = found[cover[number - 1].end : slot.start] if number else []
        ranged = (
            bool(times)
            and len(between) <= 3
            and any(not _RANGE.isdisjoint({t.text, *t.readings}) for t in between)
        )
        joined = _joined(times[-1], piece, ranged) if times else piece
        if joined is None:
            times.append(piece)
        elif times:
            times[-1] = joined
        else:
            times.append(joined)
    return [_completed(time, times) for time in times]


def _joined(time: Piece, piece: Piece, ranged: bool) -> Piece | None:
    if ranged and time.clock and piece.clock and not time.until:
        rest = replace(piece, clock=(), possible=(), until=piece.possible)
        return merged(time, rest)
    if ranged and time.says_day and piece.says_day and not piece.says_hour and merged(time, piece) is None:
        return time
    if time.until and piece.part is not None and piece.clock == ():
        return merged(time, replace(piece, part=None, until_part=piece.part))
    return merged(time, piece)


def _completed(time: Piece, times: list[Piece]) -> Piece:
    """What one of several times leaves out is taken from the others: "7h hoặc 8h tối thứ bảy"."""
    for other in times:
        if other is time:
            continue
        if not time.says_day and other.says_day:
            time = merged(time, other.day_only()) or time
        if not time.says_hour and other.says_hour:
            time = (
                merged(time, replace(Piece(), clock=other.clock, possible=other.possible, part=other.part))
                or time
            )
        elif time.clock and time.part is None and len(time.clock) > 1 and other.part is not None:
            time = replace(time, part=other.part)
    return time


def _resolved(piece: Piece, now: datetime) -> _Reading | None:
    if not says_a_time(piece):
        return None
    if piece.minutes_ahead is not None:
        return _from_now(piece, now)
    days = days_of(piece, now.date())
    if not days.days:
        if days.contradiction is None:
            return None
        return _Reading((), piece, True, bool(piece.clock), False, days.contradiction, None)
    minutes, contradiction = _minutes(piece)
    moments = _first_repeats(piece, minutes, now) or _moments(days, minutes, piece, now)
    past = all(_is_over(moment, piece, now) for moment in moments)
    return _Reading(
        moments=tuple(moments),
        piece=piece,
        has_day=days.named,
        has_hour=bool(piece.clock),
        past=past,
        contradiction=days.contradiction or contradiction,
        length=_length(piece, minutes),
    )


def _from_now(piece: Piece, now: datetime) -> _Reading | None:
    try:
        moment = now.replace(second=0, microsecond=0) + timedelta(minutes=piece.minutes_ahead or 0)
    except OverflowError:
        return None
    return _Reading((moment,), piece, True, True, moment < now.replace(second=0, microsecond=0), None, None)


def _minutes(piece: Piece) -> tuple[tuple[int, ...], Contradiction | None]:
    """The minutes since midnight that are meant, the more likely first."""
    if not piece.clock:
        return ((piece.part.usual,) if piece.part else (0,)), None
    part = piece.part
    if part is None:
        return _before_the_end(piece), None
    if len(piece.clock) == 1 and part.holds(piece.clock[0]):
        return piece.clock, None
    fitting = tuple(minute for minute in piece.possible if part.holds(minute))
    if fitting:
        return fitting, None
    other = {minute - NOON for minute in piece.possible if NOON <= minute < DAY}
    return tuple(sorted({*piece.possible, *(m for m in other if part.holds(m))})), Contradiction.HOUR


def _before_the_end(piece: Piece) -> tuple[int, ...]:
    """Of two hours the later that still lies before the end: "7h đến 9h tối" begins in the evening."""
    if piece.until_part is None or len(piece.clock) == 1:
        return piece.clock
    ends = [minute for minute in piece.until if piece.until_part.holds(minute)]
    starts = [minute for minute in piece.clock if ends and minute < min(ends)]
    return (max(starts),) if starts else piece.clock


def _length(piece: Piece, minutes: tuple[int, ...]) -> timedelta | None:
    """From each start to the next end; None where the readings differ."""
    found = set()
    for start in minutes:
        ends = [end for end in piece.until if end > start]
        if ends:
            found.add(min(ends) - start)
    return timedelta(minutes=found.pop()) if len(found) == 1 else None


def _moments(days: Days, minutes: tuple[int, ...], piece: Piece, now: datetime) -> list[datetime]:
    """Every day with every hour; on today only what is to come, if anything is; else on the days that follow."""
    moments = [_at(day, minute, now) for day in days.days for minute in minutes]
    ahead = [moment for moment in moments if not _is_over(moment, piece, now)]
    if ahead or not days.following:
        return ahead if ahead and days.contradiction is None else moments
    return [_at(day, minute, now) for day in days.following for minute in minutes]


def _first_repeats(piece: Piece, minutes: tuple[int, ...], now: datetime) -> list[datetime]:
    """The first time of what repeats, for each reading of its hour."""
    rule = rule_of(replace(piece, interval=None))
    if rule is None or ("BY" not in rule and piece.every != "DAILY"):
        return []
    local = now.replace(tzinfo=None)
    earliest = local if piece.clock or piece.part else datetime.combine(local, datetime.min.time())
    moments = []
    for minute in minutes:
        start = datetime.combine(local, datetime.min.time()) + timedelta(minutes=minute % DAY)
        first = rrulestr(rule, dtstart=start).after(earliest, inc=True)
        if first is not None:
            moments.append((first + timedelta(days=minute // DAY)).replace(tzinfo=now.tzinfo))
    return moments


def _at(day: date, minute: int, now: datetime) -> datetime:
    day += timedelta(days=minute // DAY)
    return datetime(day.year, day.month, day.day, minute % DAY // 60, minute % 60, tzinfo=now.tzinfo)


def _is_over(moment: datetime, piece: Piece, now: datetime) -> bool:
    """A moment has passed; a day without hour when the day has, a part of a day when the part has."""
    if piece.clock:
        return moment < now.replace(second=0, microsecond=0)
    if piece.part:
        start = moment - timedelta(minutes=piece.part.usual)
        return start + timedelta(minutes=piece.part.end) <= now
    return moment.date() < now.date()


def _rest(text: str, found: list[Token], cover: list[Slot]) -> str:
    """The text without the pieces, the words that lead them and the glue between them."""
    cut = [False] * len(found)
    for number, slot in enumerate(cover):
        cut[slot.start : slot.end] = [True] * (slot.end - slot.start)
        place = slot.start - 1
        while place >= 0 and not cut[place] and found[place].base in LEADING:
            cut[place] = True
            place -= 1
        if number and all(is_glue(token) for token in found[cover[number - 1].end : slot.start]):
            cut[cover[number - 1].end : slot.start] = [True] * (slot.start - cover[number - 1].end)
    kept, last = "", 0
    for token, gone in zip(found, cut, strict=True):
        if gone:
            kept += text[last : token.start] + " "
            last = token.end
    kept += text[last:]
    rest = _LOOSE_SIGN.sub(r"\1", tidy(kept).replace("( )", "")).strip(_SIGNS)
    while rest and fold(rest.split()[-1]).strip(_SIGNS) in _POLITE:
        rest = rest.rpartition(" ")[0].strip(_SIGNS)
    return rest
