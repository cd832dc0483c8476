"""The same person twice in a file: once is enough, and two that only look alike are never merged (people, 21)."""

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import replace

from handlers.roster import wording
from handlers.roster.result import Fault, Reading
from models.folding import fold
from models.roster import PersonRow

Label = Callable[[PersonRow], str]


def settle(reading: Reading[PersonRow], name_label: Label, card_label: Label) -> None:
    """Keeps one of identical rows with a note; takes out all rows that contradict each other, each with a fault."""
    seen: dict[PersonRow, PersonRow] = {}
    for row in reading.rows:
        bare = replace(row, sheet="", row=0)
        first = seen.setdefault(bare, row)
        if first is not row:
            other = wording.place(first.sheet, first.row, first.sheet == row.sheet)
            reading.notes.append(wording.twice(row.sheet, row.row, other, row.name))
    reading.rows = list(seen.values())
    out: set[PersonRow] = set()
    for rows in _groups(reading.rows, lambda row: row.card):
        out |= _blame(reading, rows, wording.same_card, card_label, lambda row: row.card or "")
    for rows in _groups(reading.rows, lambda row: (fold(row.name), row.birth, fold(row.branch or ""))):
        if not _told_apart(rows) and not out.issuperset(rows):
            why = wording.same_person if rows[0].birth else wording.same_name
            out |= _blame(reading, rows, why, name_label, lambda row: row.name)
    reading.rows = [row for row in reading.rows if row not in out]


def _groups(rows: list[PersonRow], key: Callable[[PersonRow], Hashable]) -> list[list[PersonRow]]:
    found: dict[Hashable, list[PersonRow]] = defaultdict(list)
    for row in rows:
        kept_together = key(row)
        if kept_together is not None:
            found[kept_together].append(row)
    return [same for same in found.values() if len(same) > 1]


def _told_apart(rows: list[PersonRow]) -> bool:
    """Two of one name born in one year are two where each has a card of his own; a whole date in common is one person."""
    cards = [row.card for row in rows]
    return None not in cards and len(set(cards)) == len(rows) and len(rows[0].birth or "") < len("YYYY-MM-DD")


def _blame(
    reading: Reading[PersonRow], rows: list[PersonRow], why: Callable[[str], str], label: Label, said: Label
) -> set[PersonRow]:
    for at, row in enumerate(rows):
        other = rows[0] if at else rows[1]
        where = wording.place(other.sheet, other.row, other.sheet == row.sheet)
        reading.faults.append(Fault(row.sheet, row.row, label(row), said(row), why(where)))
    return set(rows)
