"""Tables as .xlsx, made when they leave or are opened, for who may have them at that moment; they lie nowhere (people 35)."""

import math
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from handlers.kit.cells import Value, as_shown, write
from handlers.kit.sheets import RECIPE, Sheet, makers
from models import address as addresses
from models.database import Session
from models.member import Member
from models.outbox import Delivery, Notice

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = 4
"""The row of a table's head: above it who took it, and its title."""
PAPER_A4 = 9
NARROWEST, WIDEST, HEAD_WIDEST = 8, 50, 24
"""Characters of a column; the last: so wide at most it grows for its head alone, which wraps."""
EXCELS = 255
"""No column of Excel is wider."""
HIGHEST, LINES_AT_MOST = 409, 25
"""Points of Excel's highest row, so a text of more lines than these makes its column wider instead."""
PAGE = 220
"""Characters beside one another that are still read on a page across; a wider table goes on beside it, with its first column again."""
FACE, LETTERS, LARGE = "Calibri", 11, 14
"""A letter with no face is drawn in another one than its neighbours, and wider; points."""
LEADING, BOLDER = 1.4, 1.2
"""A line in its letters' own size; how much wider bold letters are. Not every program makes a row as high as what stands in it."""
_PALE = PatternFill("solid", fgColor="EEEEEE")
_LINE = Side(style="thin", color="BBBBBB")
_FRAME = Border(top=_LINE, bottom=_LINE, left=_LINE, right=_LINE)


def made(session: Session, delivery_id: int, now: datetime) -> tuple[str, bytes] | None:
    """Name and bytes of the file that a message carries; None where it carries none, or whom it is for may not have it any more."""
    delivery = session.get_one(Delivery, delivery_id)
    kind, _, what = session.get_one(Notice, delivery.notice_id).content.get("document", "").partition(":")
    name, _, about = what.partition(":")
    address, member = delivery.address_id, delivery.member_id
    if kind != RECIPE or address is None or member is None or not addresses.agreed(session, address, member):
        return None
    taker = session.get_one(Member, member)
    sheets = makers[name](session, about, taker, now)
    return (f"{name}-{about}.xlsx", workbook(taken(taker.known_as, now), sheets)) if sheets else None


def workbook(first: str, sheets: Sequence[Sheet]) -> bytes:
    """An .xlsx of these tables, `first` stands in the first row of each. To be read on paper, too: as wide as a page."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name), first, sheet)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def _fill(made: Worksheet, first: str, sheet: Sheet) -> None:
    write(made, 1, 1, first).font = Font(FACE, LETTERS, italic=True)
    write(made, 2, 1, sheet.title).font = Font(FACE, LARGE, bold=True)
    widths = [_width(head, values) for head, *values in zip(sheet.head, *sheet.rows, strict=True)]
    for column, width in enumerate(widths, 1):
        made.column_dimensions[get_column_letter(column)].width = width
    made.row_dimensions[1].height, made.row_dimensions[2].height = LETTERS * LEADING, LARGE * LEADING
    for number, values in enumerate([sheet.head, *sheet.rows], HEAD):
        for column, value in enumerate(values, 1):
            cell = write(made, number, column, value)
            cell.alignment, cell.border = Alignment(wrap_text=True, vertical="top"), _FRAME
            if number == HEAD:
                cell.font, cell.fill = Font(FACE, LETTERS, bold=True), _PALE
        room = [width / BOLDER if number == HEAD else width for width in widths]
        lines = max(map(_lines, values, room))
        made.row_dimensions[number].height = min(lines * LETTERS * LEADING, HIGHEST)
    made.freeze_panes = made.cell(HEAD + 1, 1).coordinate
    made.print_title_rows = f"{HEAD}:{HEAD}"
    made.page_setup.orientation, made.page_setup.paperSize = "landscape", PAPER_A4
    made.page_setup.fitToWidth, made.page_setup.fitToHeight = -(-sum(widths) // PAGE), 0
    made.print_title_cols = "A:A"
    made.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _width(head: str, values: Sequence[Value]) -> int:
    longest = max((len(line) for value in values for line in as_shown(value).split("\n")), default=0)
    wanted = max(longest, min(len(head), HEAD_WIDEST)) + 2
    most = max(WIDEST, -(-longest // LINES_AT_MOST))
    return min(max(wanted, NARROWEST), most, EXCELS)


def _lines(value: Value, room: float) -> int:
    """How many lines a value takes where so many characters stand beside one another."""
    return sum(max(1, math.ceil(len(line) / room)) for line in as_shown(value).split("\n"))


# Wording


def taken(who: str, now: datetime) -> str:
    return f"Người lấy: {who}, {now:%Hh%M} ngày {now:%d/%m/%Y}. Lưu hành nội bộ."
