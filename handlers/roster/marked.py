"""The file given back with its wrong cells coloured and a last column `Lỗi`, so that a secretary corrects it where it stands."""

from collections import defaultdict
from collections.abc import Iterable
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from handlers.kit.cells import write
from handlers.roster import wording
from handlers.roster.cells.value import Broken, text_of
from handlers.roster.headings import Heading, find, heading_key
from handlers.roster.result import Fault
from handlers.roster.rows import NAMES
from handlers.roster.sheet import Sheet
from handlers.roster.sheets import open_sheets
from handlers.roster.vocabulary import ORGANISATIONS, PEOPLE, Column
from handlers.roster.workbook import filled, load

_WIDTH = 60
_PALE = PatternFill("solid", fgColor="FFF2CC")


def marked(name: str, data: bytes, faults: Iterable[Fault]) -> bytes:
    """An .xlsx with the file's values and a column of faults beside the last one, which a later reading passes over.

    Whatever was typed is written as text and never as a formula (people, 35). Raises Unreadable as reading does.
    """
    sheets = open_sheets(name, data)
    told: dict[str, dict[int, list[Fault]]] = defaultdict(lambda: defaultdict(list))
    for fault in faults:
        told[fault.sheet][fault.row].append(fault)
    book = Workbook()
    book.remove(book.worksheets[0])
    originals = {one.title: one for one in load(data).worksheets} if data.startswith(b"PK") else {}
    for sheet in sheets:
        made = book.create_sheet(_title(sheet.title))
        if sheet.title in originals:
            _copy(originals[sheet.title], sheet, made)
        else:
            _write(sheet, made)
        _mark(sheet, made, told[sheet.title])
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def _write(sheet: Sheet, made: Worksheet) -> None:
    """The cells of a file that has no widths of its own."""
    for number, cells in sheet.rows.items():
        for at, value in enumerate(cells, start=1):
            if value is not None:
                text = text_of(value)
                write(made, number, at, text)
                column = made.column_dimensions[get_column_letter(at)]
                column.width = min(max(column.width, len(text) + 2), _WIDTH)


def _mark(sheet: Sheet, made: Worksheet, told: dict[int, list[Fault]]) -> None:
    heading = find(sheet, PEOPLE, NAMES) or find(sheet, ORGANISATIONS, (Column.ORGANISATION,))
    if heading is None and not told:
        return
    first = heading.first if heading else min(sheet.rows)
    labels = heading.labels if heading else {}
    ours = [at for at, label in labels.items() if heading_key(label) == heading_key(wording.FAULTS)]
    column = (ours[-1] if ours else sheet.width) + 1
    for number in sheet.rows if ours else ():
        if number > first:
            made.cell(number, column).value = None
    write(made, first, column, wording.FAULTS).font = Font(bold=True)
    for number, wrong in told.items():
        for at in [_place(heading, fault.column) for fault in wrong if heading]:
            if at is not None:
                made.cell(number, at + 1).fill = _PALE
        cell = write(made, number, column, "\n".join(fault.told for fault in wrong))
        cell.fill = _PALE
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    made.column_dimensions[get_column_letter(column)].width = _WIDTH


def _place(heading: Heading, column: str) -> int | None:
    """Where the cells of a fault's column stand: by its heading in the file, else by what that heading means."""
    for at, label in heading.labels.items():
        if label == column:
            return at
    return next((places[0] for meant, places in heading.columns.items() if meant.value == column), None)


def _copy(original: Worksheet, sheet: Sheet, made: Worksheet) -> None:
    for cell in filled(original):
        value = cell.value
        if isinstance(value, str):
            write(made, cell.row, cell.column, value)
        else:
            made.cell(cell.row, cell.column, value).number_format = cell.number_format
    for number, cells in sheet.rows.items():
        for at, read in enumerate(cells, start=1):
            if isinstance(read, Broken) and (number, at - 1) not in sheet.tops:
                write(made, number, at, read.shown)
    for span in sheet.spans:
        made.merge_cells(
            start_row=span.top, end_row=span.bottom, start_column=span.left + 1, end_column=span.right + 1
        )
    for letter, dimension in original.column_dimensions.items():
        if dimension.width:
            made.column_dimensions[letter].width = dimension.width
    made.sheet_state = original.sheet_state


def _title(title: str) -> str:
    return "".join("_" if letter in "[]:*?/\\" else letter for letter in title)[:31] or "Sheet"
