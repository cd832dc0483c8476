"""What an incoming file says, found out away from the turn: its text, its pages, a mark of secrecy, or that it must be asked about.

`Inspector` runs a single worker process with limits on time and memory; nothing of a file is written to disk or logged.
"""

from bot.inspection.pool import Inspector
from bot.inspection.result import Inspection

__all__ = ["Inspection", "Inspector"]
