"""A file's bytes made into sheets of cells. By its content, not its name: an .xls is often a web page or a text file."""

import re
import zipfile
from io import BytesIO
from pathlib import PurePath

from openpyxl.utils import range_boundaries

from handlers.roster import wording
from handlers.roster.cells.value import text_of
from handlers.roster.delimited import delimited
from handlers.roster.result import Unreadable
from handlers.roster.sheet import Sheet
from handlers.roster.workbook import sheets_of

BYTES = 5_000_000
UNPACKED = 50_000_000
ROWS = 20_000
COLUMNS = 100
"""Limits of one file (decisions, 28)."""

MERGED = 200_000
"""Cells in merged areas: ten merged columns of the longest roster."""
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=\"([^\"]{1,60})\"")

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"PK\x07\x08")
_WEB = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)
_OLD_FONT = re.compile(r"[µ¸¶·¹®¨©ª«¬Ö×]\w|\w[µ¸¶·¹®¨©ª«¬]|[aeo][øûïõ][àáâ]?|vaø|hoï|teân", re.IGNORECASE)
"""Letters that Vietnamese in Unicode never has and text in the fonts .VnTime and VNI is full of."""


def open_sheets(name: str, data: bytes) -> list[Sheet]:
    """The sheets of an .xlsx or .csv file, with at least one cell among them; Unreadable says what to do instead."""
    if len(data) > BYTES:
        raise Unreadable(wording.too_big(len(data), BYTES))
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Unreadable(wording.EMPTY)
    if data.startswith(b"PK\x03\x04"):
        _look_into(data)
        found = sheets_of(data)
    else:
        _refuse_other_kinds(data)
        found = [delimited(PurePath(name).stem, data)]
    return _within_limits(found)


def first_table(name: str, data: bytes) -> list[list[str]]:
    """The rows of the first sheet as people read them, for what is a table and no roster; Unreadable as `open_sheets`."""
    sheet = open_sheets(name, data)[0]
    return [[text_of(value) for value in sheet.rows[number]] for number in sorted(sheet.rows)]


def in_old_font(sheets: list[Sheet]) -> bool:
    """Whether the text is in a font from before Unicode, asked once no heading was found."""
    some = [value for sheet in sheets for cells in list(sheet.rows.values())[:40] for value in cells]
    odd = sum(1 for value in some if isinstance(value, str) and _OLD_FONT.search(value))
    return odd >= 3


def _look_into(data: bytes) -> None:
    """Judges a zip by its table of contents, before anything is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as broken:
        raise Unreadable(wording.DAMAGED) from broken
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(wording.LOCKED)
    if "xl/workbook.bin" in names:
        raise Unreadable(wording.BINARY_EXCEL)
    if any(name.startswith("word/") for name in names):
        raise Unreadable(wording.WORD)
    if "content.xml" in names:
        raise Unreadable(wording.OPEN_DOCUMENT)
    if "[Content_Types].xml" not in names:
        raise Unreadable(wording.ARCHIVE)
    if sum(entry.file_size for entry in entries) > UNPACKED:
        raise Unreadable(wording.TOO_UNPACKED)
    with zipfile.ZipFile(BytesIO(data)) as packed:
        sheets = [packed.read(name) for name in names if name.startswith("xl/worksheets/sheet")]
    if sum(_cells_in(area) for sheet in sheets for area in _MERGED.findall(sheet)) > MERGED:
        raise Unreadable(wording.TOO_MERGED)


def _cells_in(area: bytes) -> int:
    """How many cells a merged area like A1:C3 has; each would be made anew when the workbook is opened."""
    try:
        left, top, right, bottom = range_boundaries(area.decode("ascii", "replace"))
    except ValueError:
        return 0
    return (right - left + 1) * (bottom - top + 1) if left and top and right and bottom else MERGED


def _refuse_other_kinds(data: bytes) -> None:
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable(wording.LOCKED)
        old = any(stream.encode("utf-16-le") in data for stream in ("Workbook", "Book"))
        raise Unreadable(wording.OLD_EXCEL if old else wording.OLD_OFFICE)
    if data[:4] in (b"\x09\x08\x10\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00"):
        raise Unreadable(wording.OLD_EXCEL)
    if data.startswith(_PICTURES) or data[4:8] == b"ftyp" or (data[:2] == b"BM" and not any(data[6:10])):
        raise Unreadable(wording.PICTURE)
    if head.startswith(b"%PDF"):
        raise Unreadable(wording.PDF)
    if data.startswith(_ARCHIVES):
        raise Unreadable(wording.ARCHIVE)
    plain = head.replace(b"\x00", b"")
    if plain.lstrip(b"\xff\xfe").startswith((b"<", b"MIME-Version:")):
        raise Unreadable(wording.XML_TABLE if b"office:spreadsheet" in plain else wording.WEB_PAGE)
    if _WEB.search(plain):
        raise Unreadable(wording.WEB_PAGE)


def _within_limits(sheets: list[Sheet]) -> list[Sheet]:
    filled = [sheet for sheet in sheets if sheet.rows]
    if not filled:
        raise Unreadable(wording.EMPTY)
    if sum(len(sheet.rows) for sheet in filled) > ROWS:
        raise Unreadable(wording.too_many_rows(ROWS))
    for sheet in filled:
        if sheet.width > COLUMNS:
            raise Unreadable(wording.too_many_columns(sheet.title, COLUMNS))
    return filled
