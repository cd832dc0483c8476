"""After the meeting: who was there, filled in from the answers, set right in a line, confirmed; then one page to copy.

Or nobody met, which is recorded as such. What another wrote meanwhile is shown, never overwritten unseen.
"""

from handlers.meetings.roll import asking
from handlers.meetings.roll.shown import question

__all__ = ["asking", "question"]
