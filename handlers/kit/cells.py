"""Cells of an .xlsx that is given out: what people typed is written as text and never as a formula (people 35)."""

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.worksheet.worksheet import Worksheet


def write(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Text that stays text: openpyxl makes a formula of what begins with '=', Excel of what is typed anew after + - @."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    if text[:1] in ("=", "+", "-", "@"):
        cell.quotePrefix = True
    return cell
