"""Tables of what was answered, as Excel files: made when they leave or are opened, for whoever may read them at that moment; they lie
nowhere (decision 15). What people typed is text there and never a formula (people 35)."""

import asyncio
import io
from datetime import datetime
from functools import partial

from bot.store import Store
from handlers.surveys import tabling
from models import member
from models.database import Session
from models.member import Member
from models.organisation import Organisation
from models.outbox import Delivery
from models.survey import Survey

RECIPE = tabling.RECIPE
NAME = "khao-sat.xlsx"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDE, NARROW = 40, 24
"""Characters of the first column and of the others."""


async def table(store: Store, recipe: str, delivery_id: int, now: datetime) -> tuple[str, bytes] | None:
    """Name and bytes of the table for a message; None where its reader leads that branch no more."""
    number = int(recipe.partition(":")[2])
    sheets = await store.read(partial(_sheets, number=number, delivery_id=delivery_id, now=now))
    return (NAME, await asyncio.to_thread(workbook, sheets)) if sheets is not None else None


def _sheets(session: Session, number: int, delivery_id: int, now: datetime) -> list[tabling.Sheet] | None:
    about, delivery = session.get_one(Survey, number), session.get_one(Delivery, delivery_id)
    reader = session.get(Member, delivery.member_id) if delivery.member_id else None
    branch = session.get_one(Organisation, about.organisation_id)
    if reader is None or not member.leads(session, reader, branch, now):
        return None
    return tabling.sheets(session, about, reader, now)


def workbook(sheets: list[tabling.Sheet]) -> bytes:
    """An .xlsx whose cells are text, every one."""
    from openpyxl import Workbook  # here: few commands write any
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        made = book.create_sheet(title)
        for number, row in enumerate(rows, 1):
            for at, text in enumerate(row, 1):
                cell = made.cell(number, at, ILLEGAL_CHARACTERS_RE.sub("", text))
                cell.data_type = "s"
                cell.alignment = Alignment(wrap_text=number > 3, vertical="top")
        for at in range(1, max(map(len, rows), default=0) + 1):
            made.column_dimensions[get_column_letter(at)].width = NARROW if at > 1 else WIDE
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()
