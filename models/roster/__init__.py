"""A roster as it enters the record: its clean rows, and the verb that brings them in."""

from models.roster.row import OrganisationRow, PersonRow

__all__ = ["OrganisationRow", "PersonRow"]
