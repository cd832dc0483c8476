"""The number and the date by which a paper is known, as they stand in its title: "Số 12-CV/ĐU ngày 30/11/2026 về ..."."""

import re
from datetime import date, datetime

from models.folding import fold

_NUMBER = re.compile(r"\b(\d{1,4}) ?[-–/] ?([a-z]{2,8}(?: ?[-–/] ?[a-z0-9]{1,10})*)\b")
_BARE = re.compile(r"\bso (\d{1,4})\b(?! ?[-–/.])")
_DATE = re.compile(r"\bngay (\d{1,2})(?: ?[/.-] ?| thang )(\d{1,2})(?:(?: ?[/.-] ?| nam )(\d{4}))?\b")


def number(title: str) -> str | None:
    """'12-cv/du', or None: "012/CV-ĐU" is that same number. "Số 13" alone is '13'."""
    found = _NUMBER.search(fold(title))
    if found is None:
        bare = _BARE.search(fold(title))
        return str(int(bare[1])) if bare else None
    kind = "/".join(part.strip() for part in re.split(r"[-–/]", found[2]))
    return f"{int(found[1])}-{kind}"


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
