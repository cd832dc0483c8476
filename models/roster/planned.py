"""What an import would do, before it does it."""

from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from models.member import Member
from models.organisation import Organisation
from models.roster.recognising import Refusal
from models.roster.row import PersonRow
from models.terms import ENDS, Circumstance


class Parting(NamedTuple):
    """Somebody dies, moves or leaves by the plan (`begins`), or is back from one of these; phones and every list hang on it."""

    row: PersonRow
    kind: Circumstance
    begins: bool


@dataclass
class Plan:
    """What an import would do. `absent` are members of a branch in the file who are not in the file.

    `branch` is where rows without a branch belong. `only`: the plan of who leads that branch today, so all rows belong there, and
    posts stay as they are, or who leads for a week could make himself secretary; `kept_posts` are the rows that have others. `kept`
    are the rows that name the standing alone, with what holds all the same.
    """

    branch: str | None = None
    only: Organisation | None = None
    new: list[PersonRow] = field(default_factory=list)
    changed: list[tuple[PersonRow, Member, dict[str, Any]]] = field(default_factory=list)
    same: list[PersonRow] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    absent: list[Member] = field(default_factory=list)
    new_branches: list[str] = field(default_factory=list)
    kept_posts: list[PersonRow] = field(default_factory=list)
    kept: list[tuple[PersonRow, tuple[Circumstance, ...]]] = field(default_factory=list)

    def partings(self) -> list[Parting]:
        """Whose life in the branch ends or begins again."""
        new = [Parting(row, kind, True) for row in self.new for kind in row.circumstances if kind in ENDS]
        begun = [
            Parting(row, kind, True)
            for row, _, changes in self.changed
            for kind in changes.get("circumstances", ())
            if kind in ENDS
        ]
        back = [
            Parting(row, kind, False)
            for row, _, changes in self.changed
            for kind in changes.get("back", ())
            if kind in ENDS
        ]
        return new + begun + back

    def without_partings(self) -> "Plan":
        """The same for everybody else; those rows are left as they are."""
        rows = {id(parting.row) for parting in self.partings()}
        return replace(
            self,
            new=[row for row in self.new if id(row) not in rows],
            changed=[one for one in self.changed if id(one[0]) not in rows],
        )
