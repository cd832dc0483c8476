"""Text files of cells: four encodings, three separators."""

import codecs
import csv
from io import StringIO

from handlers.roster import wording
from handlers.roster.cells.value import cleaned
from handlers.roster.result import Unreadable
from handlers.roster.sheet import Sheet

_SEPARATORS = (",", ";", "\t")
_TRIED = 200


def delimited(title: str, data: bytes) -> Sheet:
    """The one sheet of a .csv file; a record over several lines is one row, as Excel counts it."""
    text = _decoded(data)
    said, newline, rest = text.partition("\n")
    if said.lower().startswith("sep=") and newline:
        separator, text = said.strip()[4:5] or ",", rest
    else:
        separator = max(_SEPARATORS, key=lambda one: _columns(text, one))
    try:
        records = list(csv.reader(StringIO(text, newline=""), delimiter=separator))
    except csv.Error as broken:
        raise Unreadable(wording.BROKEN_TABLE) from broken
    rows = {number: [cleaned(cell) for cell in record] for number, record in enumerate(records, start=1)}
    width = max((_used(cells) for cells in rows.values()), default=0)
    return Sheet(
        title,
        {
            number: [*cells[:width], *[None] * (width - len(cells))]
            for number, cells in rows.items()
            if any(cells)
        },
        width,
    )


def _used(cells: list[str | None]) -> int:
    return max((at for at, cell in enumerate(cells, start=1) if cell is not None), default=0)


def _columns(text: str, separator: str) -> int:
    """How many cells the beginning has when cut by this separator."""
    cells = 0
    try:
        for at, record in enumerate(csv.reader(StringIO(text, newline=""), delimiter=separator)):
            if at == _TRIED:
                break
            cells += max(len(record) - 1, 0)
    except csv.Error:
        return cells
    return cells


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif data[1:200:2].count(0) > len(data[1:200:2]) // 3:
        encodings = ["utf-16-le"]
    elif data[0:200:2].count(0) > len(data[0:200:2]) // 3:
        encodings = ["utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1258"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if sum(1 for letter in text[:4000] if letter < " " and letter not in "\t\r\n\x0b\x0c") > 4:
            break
        return text
    raise Unreadable(wording.UNKNOWN)
