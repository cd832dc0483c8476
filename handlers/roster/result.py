"""What reading a roster gives: clean rows, faults named so that they can be found, and what was left aside."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pydantic import TypeAdapter

from handlers.roster.wording import fault_sentence, fault_told
from models.roster import OrganisationRow, PersonRow

Row = TypeVar("Row", PersonRow, OrganisationRow)


KINDS = (".xlsx", ".xlsm", ".csv")
"""How the names of files end that may be rosters."""


class Unreadable(Exception):
    """The file as a whole cannot be read; the message is the sentence for the person who sent it."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong in one cell. `row` counts from 1 as Excel shows it, `said` is the cell's text, shortened."""

    sheet: str
    row: int
    column: str
    said: str
    why: str

    @property
    def told(self) -> str:
        """'Cột Ngày sinh: "31/2/1990" không có trong lịch.', as it stands beside its own row."""
        return fault_told(self.column, self.said, self.why)

    def sentence(self, sheet: bool = False) -> str:
        """'Dòng 8, cột Ngày sinh: "31/2/1990" không có trong lịch.', with the sheet's name before it where asked."""
        return fault_sentence(self.sheet if sheet else None, self.row, self.told)


@dataclass
class Reading(Generic[Row]):
    """Rows without faults; faults; headings not used; remarks. `sheets` names those that were read."""

    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)

    def sentences(self) -> Sequence[str]:
        """Each fault as a sentence; the sheet is named where there are several."""
        return [fault.sentence(len(self.sheets) > 1) for fault in self.faults]


LOOKED = TypeAdapter(Reading[PersonRow])
"""A reading as JSON and back, for the time in which its sender decides."""
