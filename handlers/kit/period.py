"""The days of a period as people write them: 'từ 05/12 đến 20/12', '5-20/12', 'đến hết 20/12', each end with or without its month."""

import re
from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta

from handlers.kit.reading import read_times

A_DAY = timedelta(days=1)


def read(said: str, now: datetime) -> tuple[datetime, datetime | None]:
    """From when (now, where no day to come was said), and the last day, at its first moment; None where that was not said.

    A beginning that by the calendar lies behind the end has passed already: 'từ 20/5 đến 20/6', said on 1/6, runs from today.
    """
    first, last = _ends(said)
    since = _day(first, now)
    until = last_day(last, since if since and _BARE.match(last) else now, now)
    if since is None and until is not None and (bare := _BARE.match(first)):
        since = until + relativedelta(day=int(bare[1]))
        since -= relativedelta(months=1 if since > until else 0)
    if since is not None and (until is None or since > until):
        until = last_day(last, since, now) if _YEAR.search(first) or until is None else until
    if since is None or since < now.replace(hour=0, minute=0) or (until is not None and since > until):
        since = now
    return since, until


def last_day(text: str, since: datetime, now: datetime) -> datetime | None:
    """The last day as said: the next such day from now, else the next from `since`; None where none was said or it has passed."""
    until = _day(text, now)
    if until is None and (bare := _BARE.match(text)):
        until = since.replace(hour=0, minute=0) + relativedelta(day=int(bare[1]))
        until += relativedelta(months=1 if until + A_DAY <= since else 0)
    if until is not None and until + A_DAY <= since:
        until = _day(text, since)
    return until if until is not None and until + A_DAY > max(since, now) else None


def _day(text: str, now: datetime) -> datetime | None:
    times = read_times(_DOTTED.sub("/", text), now)
    if not times.has_day or len(times.moments) != 1:
        return None
    return times.moments[0].replace(hour=0, minute=0)


def _ends(said: str) -> tuple[str, str]:
    parts = _TO.split(said, maxsplit=1)
    if len(parts) == 1 and (found := _DASHED.search(said)):
        parts = [found[1], found[2]]
    first, last = [*parts, ""][:2]
    return _WORDS_BEFORE.sub("", first.strip()), _WORDS_BEFORE.sub("", last.strip())


# Wording

_TO = re.compile(r"(?:^|\s+)(?:đến|den|tới|toi|hết|het)\s+", re.IGNORECASE)
_DASHED = re.compile(
    r"(\d{1,2}(?:[/.]\d{1,2}(?:[/.]\d{2,4})?)?)\s*[-–—]\s*(\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?)"
)
_DOTTED = re.compile(r"(?<=\d)\.(?=\d)")
_BARE = re.compile(r"^(?:(?:ngày|ngay|mùng|mung) )?(0?[1-9]|[12]\d|3[01])$", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}|[/.]\d{1,2}[/.]\d{2}")
_WORDS_BEFORE = re.compile(r"^(?:(?:từ|tu|hết|het) )+", re.IGNORECASE)
