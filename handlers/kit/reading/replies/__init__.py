"""What a plain reply answers: closed word lists for each question, accents first (decisions.md 26). None means: ask again.

No distance measure anywhere: a reply that is not in the lists is asked about, never guessed.
"""

from handlers.kit.reading.replies.asks import asks_for_help, asks_when, is_question
from handlers.kit.reading.replies.attendance import Attendance, attendance, is_but_a_reason
from handlers.kit.reading.replies.short import (
    begins_as_vote,
    number,
    polite,
    speaks_of_a_vote,
    vote,
    yes_no,
    yes_or_away,
)

__all__ = [
    "Attendance",
    "asks_for_help",
    "asks_when",
    "attendance",
    "begins_as_vote",
    "is_but_a_reason",
    "is_question",
    "number",
    "polite",
    "speaks_of_a_vote",
    "vote",
    "yes_no",
    "yes_or_away",
]
