"""How a roster gets onto the disk: rows into a sheet, a workbook into a file that is the same each time."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Rows = Iterable[Sequence[object]]


def fill(sheet: Worksheet, rows: Rows, merge: str = "") -> None:
    """Rows from the first line down; None leaves a cell empty. `merge`: ranges apart by blanks."""
    for row, cells in enumerate(rows, 1):
        for column, value in enumerate(cells, 1):
            if value is not None:
                sheet.cell(row, column, value)
    for area in merge.split():
        sheet.merge_cells(area)


def one_sheet(path: Path, rows: Rows, merge: str = "", title: str = "Sheet1") -> None:
    """A workbook of one sheet."""
    book = Workbook()
    book.active.title = title
    fill(book.active, rows, merge)
    save(book, path)


def save(book: Workbook, path: Path, kept: tuple[str, int] | None = None) -> None:
    """The same bytes at any hour: openpyxl stamps the time on each part and into the properties.

    `kept`: a formula of the only sheet and the value that Excel would have left beside it, which openpyxl cannot.
    """
    made = BytesIO()
    book.save(made)
    with ZipFile(made) as source, ZipFile(path, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2026-11-22T00:00:00Z", part)
            if kept and name == "xl/worksheets/sheet1.xml":
                cell = f"<f>{kept[0]}</f><v>{kept[1]}</v>"
                part, found = re.subn(
                    re.escape(f"<f>{kept[0]}</f>").encode() + rb"<v *(?:/>|></v>)", cell.encode(), part
                )
                assert found == 1
            target.writestr(ZipInfo(name, (2026, 11, 22, 0, 0, 0)), part, ZIP_DEFLATED)


def serial(day: date) -> int:
    """The number under which Excel keeps a day, seen when the cell's format is lost."""
    return (day - date(1899, 12, 30)).days
