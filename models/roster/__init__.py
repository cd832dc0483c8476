"""A roster as it enters the record: its clean rows, and the verbs that bring them in."""

from models.roster.importing import apply, plan
from models.roster.planned import Plan
from models.roster.recognising import Refusal
from models.roster.row import OrganisationRow, PersonRow
from models.roster.tree import Planted, plant_tree

__all__ = ["OrganisationRow", "PersonRow", "Plan", "Planted", "Refusal", "apply", "plan", "plant_tree"]
