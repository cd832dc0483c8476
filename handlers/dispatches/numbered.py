"""The number and the date by which a paper is known, as they stand in its title: "Số 12-CV/ĐU ngày 30/11/2026 về ..."."""

import re
from datetime import date, datetime

from models.folding import fold

_FURTHER = r"(?: ?/ ?[a-z0-9]{1,10}|[-–][a-z0-9]{1,10})"
_NUMBER = re.compile(
    rf"\bso:? ?(\d{{1,4}}) ?[-–/] ?([a-z]{{2,8}}{_FURTHER}*)\b"  # said to be a number
    rf"|\b(\d{{1,4}}) ?[-–/] ?([a-z]{{2,8}}{_FURTHER}+)\b"  # 18-NQ/TW
    r"|\b(\d{1,4})[-–/]([bcdghklmnpqrstvx]{2,4})\b"  # 12-CV; "năm 2025 - đợt 1" is none
)
_BARE = re.compile(r"\bso (\d{1,4})\b(?! ?[-–/.])")
_DATE = re.compile(r"\bngay (\d{1,2})(?: ?[/.-] ?| thang )(\d{1,2})(?:(?: ?[/.-] ?| nam )(\d{4}))?\b")


def number(title: str) -> str | None:
    """'12-cv/du', or None: "012/CV-ĐU" is that same number. "Số 13" alone is '13'."""
    found = _NUMBER.search(fold(title))
    if found is None:
        bare = _BARE.search(fold(title))
        return str(int(bare[1])) if bare else None
    count, kind = (part for part in found.groups() if part is not None)
    return f"{int(count)}-{'/'.join(part.strip() for part in re.split(r'[-–/]', kind))}"


def dated(title: str, now: datetime) -> str | None:
    """'2026-11-30', or None. A date without its year is the last such day that has come."""
    found = _DATE.search(fold(title))
    if found is None:
        return None
    day, month = int(found[1]), int(found[2])
    try:
        said = date(int(found[3]) if found[3] else now.year, month, day)
        return (said if found[3] or said <= now.date() else said.replace(year=now.year - 1)).isoformat()
    except ValueError:
        return None
