"""A piece of a time: what one phrase such as "tối", "thứ bảy" or "19h30" says, and how pieces become one."""

from dataclasses import dataclass, fields, replace
from enum import StrEnum

from handlers.kit.reading.times.spelling import word_set

NOON, DAY = 12 * 60, 24 * 60


@dataclass(frozen=True)
class Part:
    """A part of the day; the windows are minutes since midnight, over 24 hours in the night that follows."""

    windows: tuple[tuple[int, int], ...]
    usual: int
    """The minute meant when no hour is said; a guess, so that the hour is still to be asked."""
    end: int

    def holds(self, minute: int) -> bool:
        return any(low <= minute < high for low, high in self.windows)


class Edge(StrEnum):
    """A place in a month or a week."""

    FIRST, MIDDLE, LAST = "first", "middle", "last"


class Contradiction(StrEnum):
    """What in a phrase cannot both be true."""

    DAYS = "days"
    """A weekday beside a date on which it does not fall, "mai" beside another date: both days are readings."""
    HOUR = "hour"
    """An hour outside its part ("19h sáng"), or none at all ("7h75"), of which nothing can be read."""
    NO_SUCH_DAY = "no such day"
    """31/2, of which nothing can be read."""


@dataclass(frozen=True)
class Piece:
    """All that may be said of a time; what is not said is empty."""

    clock: tuple[int, ...] = ()
    """Minutes since midnight that are meant when no part of the day is said: two for "7 giờ"."""
    possible: tuple[int, ...] = ()
    """Minutes that a part of the day may choose from."""
    until: tuple[int, ...] = ()
    """The end of a range, as `possible`."""
    part: Part | None = None
    until_part: Part | None = None

    offset: int | None = None
    """Days from today."""
    weekday: int | None = None
    """0 is Monday."""
    nth: int | None = None
    """Which such weekday of the month; -1 the last."""
    week: int | None = None
    """Weeks from this one; weeks begin on Monday."""
    strictly_after: bool | None = None
    """Said "tới": today is not meant."""
    last: bool | None = None
    """The weekday before today."""
    day: int | None = None
    month: int | None = None
    year: int | None = None
    months: int | None = None
    """Months from this one."""
    years: int | None = None
    edge: Edge | None = None
    edge_of: str | None = None
    """One of "month" and "year"."""
    lunar: bool | None = None
    leap: bool | None = None
    mung: bool | None = None
    """The day was called mùng, which many say of the lunar calendar."""

    minutes_ahead: int | None = None
    """From now, to the minute."""
    days_ahead: int | None = None
    months_ahead: int | None = None

    every: str | None = None
    """DAILY, WEEKLY, MONTHLY or YEARLY."""
    interval: int | None = None

    unclear: bool | None = None
    """A time that names no day: "sau Tết"."""
    impossible: Contradiction | None = None
    """What was said is no day or no hour: 32/12, 7h75."""
    tail: bool = False
    """Says nothing alone: a month, a year, a calendar."""
    weak: bool = False
    """Counts only beside another piece, or when nothing else is said."""

    def weakened(self) -> "Piece":
        return replace(self, weak=True)

    @property
    def says_day(self) -> bool:
        return any(getattr(self, name) is not None for name in _DAY_FIELDS)

    @property
    def says_hour(self) -> bool:
        return bool(self.clock) or self.part is not None or self.minutes_ahead is not None

    def day_only(self) -> "Piece":
        """The fields that say which day, and the repeat."""
        return Piece(**{name: getattr(self, name) for name in _DAY_FIELDS | _DAY_DETAILS})


_DAY_FIELDS = word_set(
    "offset weekday nth week day month year months years edge days_ahead months_ahead unclear every impossible"
)
_DAY_DETAILS = word_set("strictly_after last edge_of lunar leap mung interval")
_CLOCK_FIELDS = ("clock", "possible")


def merged(one: Piece, other: Piece) -> Piece | None:
    """Both pieces as one, or None when they cannot be said of the same time."""
    both: dict[str, object] = {}
    for name in (f.name for f in fields(Piece) if f.name not in ("tail", "weak", *_CLOCK_FIELDS)):
        mine, theirs = getattr(one, name), getattr(other, name)
        empty = () if name == "until" else None
        if mine != empty and theirs != empty and mine != theirs:
            return None
        both[name] = theirs if mine == empty else mine
    if one.clock and other.clock:
        clock = _common(one.clock, other.possible) or _common(other.clock, one.possible)
        possible = _common(one.possible, other.possible)
        if not possible:
            return None
        both["clock"], both["possible"] = clock or possible, possible
    else:
        both["clock"], both["possible"] = one.clock or other.clock, one.possible or other.possible
    return Piece(**both)  # type: ignore[arg-type]


def _common(some: tuple[int, ...], others: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(minute for minute in some if minute in others)
