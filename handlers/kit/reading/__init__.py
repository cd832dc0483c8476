"""What people write, read by rules: plain replies, times."""

from handlers.kit.reading.replies import (
    Attendance,
    asks_for_help,
    asks_when,
    attendance,
    is_question,
    number,
    polite,
    vote,
    yes_no,
    yes_or_away,
)
from handlers.kit.reading.times import (
    Contradiction,
    Times,
    hour,
    lines,
    lunar,
    read_times,
    short,
    spoken,
    weekday,
    when,
)

__all__ = [
    "Attendance",
    "Contradiction",
    "Times",
    "asks_for_help",
    "asks_when",
    "attendance",
    "hour",
    "is_question",
    "lines",
    "lunar",
    "number",
    "polite",
    "read_times",
    "short",
    "spoken",
    "vote",
    "weekday",
    "when",
    "yes_no",
    "yes_or_away",
]
