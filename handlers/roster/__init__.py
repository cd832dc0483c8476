"""Rosters as secretaries really keep them (people, 22; decisions, 28): a file's bytes to clean rows and a list of faults."""

from handlers.roster import sending  # noqa: F401  (it joins the conversation)
from handlers.roster.marked import marked
from handlers.roster.organisations import read_organisations
from handlers.roster.result import KINDS, LOOKED, Fault, Reading, Unreadable
from handlers.roster.rows import read
from handlers.roster.sheets import first_table

__all__ = [
    "KINDS",
    "LOOKED",
    "Fault",
    "Reading",
    "Unreadable",
    "first_table",
    "marked",
    "read",
    "read_organisations",
]
