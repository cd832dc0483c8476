"""Cells of an .xlsx that is given out: what people typed is written as text and never as a formula (people 35); what was counted is a
number, so that it can be added and drawn, and a day is one that sorts."""

from datetime import date, datetime

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | date
"""Of a cell. A float is a share of one; a moment is as the clock there shows it."""
MOMENT, DAY, SHARE = "dd/mm/yyyy hh:mm", "dd/mm/yyyy", "0.0%"


def write(sheet: Worksheet, row: int, column: int, value: Value) -> Cell:
    """A value as what it is: text stays text, a number can be added, a day sorts."""
    if isinstance(value, str):
        return _text(sheet, row, column, value)
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.value = (
        value.replace(tzinfo=None, microsecond=0) if isinstance(value, datetime) else value
    )  # Excel knows no zones
    if isinstance(value, date):
        cell.number_format = MOMENT if isinstance(value, datetime) else DAY
    if isinstance(value, float):
        cell.number_format = SHARE
    return cell


def as_shown(value: Value) -> str:
    """About what a cell of this value shows, to know how wide it is."""
    if isinstance(value, str):
        return value
    return MOMENT if isinstance(value, datetime) else DAY if isinstance(value, date) else str(round(value, 4))


def _text(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Text that stays text: openpyxl makes a formula of what begins with '=', Excel of what is typed anew after + - @."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    if text[:1] in ("=", "+", "-", "@"):
        cell.quotePrefix = True
    return cell
