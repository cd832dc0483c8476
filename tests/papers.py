"""Files that people of the stories send: `file NAME: WORDS` is a file of that kind with those words in it."""

import io
from functools import lru_cache

import docx
import openpyxl

from tests.standins.people import PIXEL


@lru_cache
def made(what: str) -> tuple[str, bytes]:
    """Name and bytes. The words stand for lines where ` / ` parts them; a number of MB is a file of that size; a picture has them behind
    its end, where nobody sees them; an Excel file has ` | ` between its
    cells; of the word `ảnh` alone it is a picture under another name."""
    name, _, words = what.removeprefix("file ").partition(":")
    name, words = name.strip(), words.strip()
    if words.endswith(" MB") and words[:-3].isdecimal():
        return name, bytes(int(words[:-3]) * 1_000_000)
    if name.endswith(".docx"):
        return name, word(*words.split(" / "))
    if name.endswith(".xlsx") and " | " in words:
        return name, workbook(*words.split(" / "))
    if name.endswith((".png", ".jpg")) or words == "ảnh":
        return name, PIXEL + words.encode()
    return name, words.replace(" / ", "\n").encode()


def workbook(*rows: str) -> bytes:
    """An Excel file of these rows, whose cells stand between " | "."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([cell.strip() or None for cell in row.split("|")])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def word(*lines: str) -> bytes:
    """A Word file of these paragraphs; Word itself numbers those that begin with "#"."""
    paper = docx.Document()
    for line in lines:
        paper.add_paragraph(line.removeprefix("# "), style="List Number" if line.startswith("# ") else None)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()
