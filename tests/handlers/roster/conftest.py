"""Rosters built as files: the tests read bytes, as the product does."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

Rows = Sequence[Sequence[Any]]
Build = Callable[..., bytes]


def built(
    *sheets: Rows,
    merge: Sequence[str] = (),
    titles: Sequence[str] = (),
    formats: dict[str, str] | None = None,
) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for at, rows in enumerate(sheets):
        sheet = book.create_sheet(titles[at] if titles else f"Sheet{at + 1}")
        for row in rows:
            sheet.append(list(row))
        for cell, number_format in (formats or {}).items():
            sheet[cell].number_format = number_format
        for area in merge:
            sheet.merge_cells(area)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


@pytest.fixture(scope="session")
def book() -> Build:
    """`book(rows, ...)`: the bytes of a workbook with one sheet for each list of rows; `merge` and `formats` hold for all."""
    return built
