"""Rosters as secretaries really keep them (people, 22; decisions, 28): a file's bytes to clean rows and a list of faults."""

from handlers.roster.marked import marked
from handlers.roster.organisations import read_organisations
from handlers.roster.result import Fault, Reading, Unreadable
from handlers.roster.rows import read

__all__ = ["Fault", "Reading", "Unreadable", "marked", "read", "read_organisations"]
