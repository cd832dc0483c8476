"""Members who are away for a time: said by themselves or by a leader, ended, and from three months on asked about (people 33, R24)."""

from handlers.absences import ending, leaving, transfer

__all__ = ["ending", "leaving", "transfer"]
