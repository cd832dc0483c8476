"""Excel workbooks through openpyxl in full mode, which alone tells merged cells."""

import re
import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from handlers.roster import wording
from handlers.roster.cells.dates import YEAR_TYPED
from handlers.roster.cells.value import Broken, Value, cleaned
from handlers.roster.result import Unreadable
from handlers.roster.sheet import Sheet, Span

_NOT_CALCULATED = re.compile(
    rb"<(?:\w+:)?c\b(?![^>]*\bt=\"str\")[^>]*>\s*<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def load(data: bytes, values: bool = True) -> Workbook:
    """The workbook, formulas as their values or as they were typed; Unreadable when openpyxl cannot open it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(BytesIO(data), data_only=values, keep_links=False)
    # A damaged or strange file makes openpyxl raise anything: KeyError, TypeError, BadZipFile, ParseError ...
    except Exception as broken:
        raise Unreadable(wording.DAMAGED) from broken


def sheets_of(data: bytes) -> list[Sheet]:
    """The worksheets in their order, merged cells filled down."""
    book = load(data)
    typed = load(data, values=False) if _some_not_calculated(data) else None
    struck = _part(data, "xl/styles.xml").count(b"<strike") > 0
    return [
        _sheet(sheet, typed.worksheets[at] if typed else None, struck)
        for at, sheet in enumerate(book.worksheets)
    ]


def filled(sheet: Worksheet) -> list[Cell]:
    """The cells with something in them. Through `_cells`: every public way makes the empty ones, which may be millions."""
    return [cell for cell in sheet._cells.values() if isinstance(cell, Cell) and cell.value is not None]


def _sheet(sheet: Worksheet, typed: Worksheet | None, struck: bool) -> Sheet:
    cells: list[tuple[int, int, Value]] = []
    formats: dict[str, str] = {}
    crossed: set[tuple[int, int]] = set()
    for cell in filled(sheet):
        value = _value(cell, formats)
        if value is not None:
            cells.append((cell.row, cell.column - 1, value))
            if struck and isinstance(value, str) and cell.font.strike:
                crossed.add((cell.row, cell.column - 1))
    if typed is not None:
        known = {(row, column) for row, column, _ in cells}
        cells += [
            (cell.row, cell.column - 1, Broken(str(cell.value), wording.NOT_CALCULATED))
            for cell in filled(typed)
            if cell.data_type == "f" and (cell.row, cell.column - 1) not in known
        ]
    width = max((column for _, column, _ in cells), default=-1) + 1
    rows: dict[int, list[Value]] = {number: [None] * width for number in sorted({row for row, _, _ in cells})}
    for row, column, value in cells:
        rows[row][column] = value
    made = Sheet(
        sheet.title, rows, width, sheet.sheet_state != "visible", _spans(sheet, rows, width), crossed
    )
    made.fill_down()
    return made


def _spans(sheet: Worksheet, rows: dict[int, list[Value]], width: int) -> list[Span]:
    last = max(rows, default=0)
    return [
        Span(area.min_row, min(area.max_row, last), area.min_col - 1, min(area.max_col, width) - 1)
        for area in sheet.merged_cells.ranges
        if area.min_row <= last and area.min_col <= width
    ]


def _value(cell: Cell, formats: dict[str, str]) -> Value:
    value = cell.value
    if isinstance(value, str):
        if cell.data_type == "e":
            return Broken(value, wording.ERROR_VALUE)
        return cleaned(value)
    if isinstance(value, bool):
        return "x" if value else None
    if isinstance(value, datetime):
        return _as_shown(value, cell.number_format, formats)
    if isinstance(value, int | float):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, time | timedelta):
        return str(value)
    return cleaned(str(value)) if value is not None else None


def _as_shown(value: datetime, number_format: str, formats: dict[str, str]) -> Value:
    """A date only as exactly as its format shows it: '5/1962' typed into Excel is stored as the first of May."""
    parts = formats.get(number_format)
    if parts is None:
        parts = formats[number_format] = _QUOTED.sub("", number_format.lower())
    if "d" in parts or "y" not in parts or value.year == YEAR_TYPED:
        return value
    return f"{value.year:04d}-{value.month:02d}" if "m" in parts else f"{value.year:04d}"


def _part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as packed:
        return packed.read(name) if name in packed.namelist() else b""


def _some_not_calculated(data: bytes) -> bool:
    with zipfile.ZipFile(BytesIO(data)) as packed:
        parts = [name for name in packed.namelist() if name.startswith("xl/worksheets/")]
    return any(
        _NOT_CALCULATED.search(part) for part in (_part(data, name) for name in parts) if b"f>" in part
    )
