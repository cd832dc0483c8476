"""The list of organisations: Tổ chức · Cấp trên · Loại."""

import re

from handlers.roster import wording
from handlers.roster.cells.value import Broken, Value, is_blank, text_of, words
from handlers.roster.groups import is_signature, is_total, numbers_columns
from handlers.roster.headings import Heading, find
from handlers.roster.result import Fault, Reading, Unreadable
from handlers.roster.sheet import Sheet
from handlers.roster.sheets import in_old_font, open_sheets
from handlers.roster.vocabulary import ORGANISATIONS, Column
from models.folding import fold
from models.roster import OrganisationRow
from models.terms import OrganisationKind

_KINDS = (
    (OrganisationKind.SECTION, r"(?:chi bo bo phan|cbbp)"),
    (OrganisationKind.BRANCH, r"(?:chi bo(?: (?:co so|truc thuoc))?|cb(?:cs)?)"),
    (OrganisationKind.PARTY_SECTION, r"(?:dang bo bo phan|dang uy bo phan|dbbp)"),
    (
        OrganisationKind.GRASSROOTS,
        r"(?:(?:dang uy|dang bo|to chuc dang)(?: bo phan)? (?:co so|xa|phuong|thi tran|dac khu)|to chuc co so dang|dbcs|ducs)",
    ),
    (
        OrganisationKind.PROVINCE,
        r"(?:tinh uy|thanh uy|dang bo (?:tinh|thanh pho)|dang uy (?:tinh|thanh pho)|tinh|thanh pho|cap tinh|cap thanh pho)",
    ),
)
"""Folded kinds (domain, Words); as the beginning of a name they tell the kind where the column is empty."""
_BARE = ("dang uy", "dang bo", "co so", "cap co so", "cap xa", "cap phuong", "xa", "phuong", "dac khu")
"""Kinds of which only the name may say that it is more, or less, than what stands above chi bộ."""
_WITH_A_COMMITTEE = (OrganisationKind.PARTY_SECTION, OrganisationKind.GRASSROOTS, OrganisationKind.PROVINCE)


def read_organisations(name: str, data: bytes) -> Reading[OrganisationRow]:
    """The organisations of an .xlsx or .csv list and what is wrong in it. Raises Unreadable for the file as a whole."""
    sheets = open_sheets(name, data)
    reading: Reading[OrganisationRow] = Reading()
    labels: dict[str, Heading] = {}
    open_kinds: dict[str, None] = {}
    for sheet in sheets:
        heading = find(sheet, ORGANISATIONS, (Column.ORGANISATION,))
        if heading is None:
            reading.notes.append(wording.sheet_without_heading(sheet.title))
            continue
        reading.sheets.append(sheet.title)
        reading.dropped += heading.dropped
        reading.notes += heading.slips
        labels[sheet.title] = heading
        _read(sheet, heading, reading, open_kinds)
    if not reading.sheets:
        raise Unreadable(wording.OLD_FONT if in_old_font(sheets) else wording.NO_ORGANISATION_HEADING)
    if not reading.rows and not reading.faults:
        raise Unreadable(wording.NO_ROWS)
    if open_kinds:
        reading.notes.append(wording.kinds_left_open(list(open_kinds)))
    _once(reading, labels)
    _no_circles(reading, labels)
    order = {title: at for at, title in enumerate(reading.sheets)}
    reading.faults.sort(key=lambda fault: (order[fault.sheet], fault.row))
    return reading


def _read(
    sheet: Sheet, heading: Heading, reading: Reading[OrganisationRow], open_kinds: dict[str, None]
) -> None:
    def value(cells: list[Value], column: Column) -> Value:
        return next((cells[at] for at in heading.columns.get(column, ()) if not is_blank(cells[at])), None)

    for number in sheet.rows:
        if number <= heading.last:
            continue
        cells = sheet.rows[number]
        found = [value(cells, column) for column in (Column.ORGANISATION, Column.PARENT, Column.KIND)]
        name, parent, kind = (" ".join(text_of(one).split()) for one in found)
        if numbers_columns(cells) or not (name or parent or kind) or is_total(name):
            continue
        if is_signature(name) and not kind and not parent:
            break

        def fault(column: Column, said: str, why: str, row: int = number) -> None:
            reading.faults.append(Fault(sheet.title, row, heading.label(column), said[:60], why))

        broken = next((one for one in found if isinstance(one, Broken)), None)
        meant = kind_of(kind, name)
        if broken:
            fault(Column.ORGANISATION, broken.shown, broken.why)
        elif not name:
            fault(Column.ORGANISATION, "", wording.ORGANISATION_MISSING)
        elif re.match(r"(?:to dang)\b", words(kind or name)):
            fault(Column.KIND if kind else Column.ORGANISATION, kind or name, wording.KIND_CELL)
        elif meant is None:
            fault(Column.KIND, "", wording.KIND_MISSING)
        elif fold(name) == fold(parent):
            fault(Column.PARENT, parent, wording.OWN_PARENT)
        else:
            if meant is OrganisationKind.OTHER and kind:
                open_kinds[kind] = None
            reading.rows.append(OrganisationRow(sheet.title, number, name, parent or None, meant))


def kind_of(kind: str, name: str) -> OrganisationKind | None:
    """The kind by its own cell, else by how the name begins; None where neither tells."""
    said = words(kind)
    for meant, pattern in _KINDS:
        if said and re.fullmatch(pattern, said):
            return meant
    of_name = next((meant for meant, pattern in _KINDS if re.match(rf"{pattern}\b", words(name))), None)
    if said in _BARE:
        return of_name if of_name in _WITH_A_COMMITTEE else OrganisationKind.GRASSROOTS
    return OrganisationKind.OTHER if said else of_name


def _once(reading: Reading[OrganisationRow], labels: dict[str, Heading]) -> None:
    """One organisation a name and parent: the same row twice is a note, another kind is a fault."""
    seen: dict[tuple[str, str], OrganisationRow] = {}
    for row in reading.rows:
        first = seen.setdefault((fold(row.name), fold(row.parent or "")), row)
        if first is row:
            continue
        other = wording.place(first.sheet, first.row, first.sheet == row.sheet)
        if first.kind == row.kind:
            reading.notes.append(wording.twice(row.sheet, row.row, other, row.name))
        else:
            label = labels[row.sheet].label(Column.ORGANISATION)
            reading.faults.append(
                Fault(row.sheet, row.row, label, row.name, wording.organisation_twice(other))
            )
    reading.rows = list(seen.values())


def _no_circles(reading: Reading[OrganisationRow], labels: dict[str, Heading]) -> None:
    """Takes out rows whose chain of superiors comes back to themselves."""
    above = {fold(row.name): row for row in reading.rows}
    bad: set[OrganisationRow] = set()
    for row in above.values():
        chain = [row]
        while chain[-1].parent and (upper := above.get(fold(chain[-1].parent))) and upper not in chain:
            chain.append(upper)
        if len(chain) > 1 and fold(chain[-1].parent or "") == fold(row.name):
            why = wording.circle([one.name for one in [*chain, row]])
            label = labels[row.sheet].label(Column.PARENT)
            reading.faults.append(Fault(row.sheet, row.row, label, row.parent or "", why))
            bad.add(row)
    reading.rows = [row for row in reading.rows if row not in bad]
