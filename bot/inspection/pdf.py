"""Text of a PDF, page by page, and the reasons why a page cannot be trusted to have said everything.

Letters that lie aslant (a stamp, a watermark) are also put together in the order in which they were drawn: the layout analysis
would scatter them among the lines they cross.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from math import hypot
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTChar, LTComponent, LTContainer, LTImage, LTItem, LTPage, LTTextBox
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFNoOutlines
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text

from bot.inspection.reading import Reading, unread
from models.folding import tidy

LOGO = 40 * (72 / 2.54) ** 2
"""40 cm² in square points. So much of a page may be pictures without a question, as in an office file."""
_CID = re.compile(r"\(cid:\d+\)")
_GARBLED = re.compile(r"(?:\(cid:\d+\) ?){2,}")
"""Letters whose font does not say what they are; a single one is a bullet."""


def read(data: bytes) -> Reading:
    """The text of a PDF. Raises what pdfminer raises on a broken one."""
    try:
        document = PDFDocument(PDFParser(BytesIO(data)))
    except PDFEncryptionError:
        return unread("locked")
    shared = PDFResourceManager()
    device = PDFPageAggregator(shared, laparams=None)
    interpreter = PDFPageInterpreter(shared, device)
    texts, aside, faults = [], list(_about(document)), []
    if "EmbeddedFiles" in (resolve1(document.catalog.get("Names")) or {}):
        faults.append("attachment")
    for page in PDFPage.create_pages(document):
        interpreter.process_page(page)
        text, slanted, fault = _page(device.get_result())
        notes, note_fault = _notes(page)
        texts.append(text)
        aside += [*slanted, *notes]
        faults += [found for found in (fault, note_fault) if found]
    if not texts:
        faults.append("broken")
    return Reading("\n\n".join(texts), "\n".join(aside), len(texts), faults[0] if faults else None)


def _page(page: LTPage) -> tuple[str, list[str], str | None]:
    """A page's text, what is written aslant, and its fault: no text, a picture larger than a logo, or letters without meaning."""
    leaves = list(_leaves(page))
    slanted = list(_slanted(leaves))
    covered = sum(_shown_area(item, page) for item in leaves if isinstance(item, LTImage))
    page.analyze(LAParams(all_texts=True))
    text = "\n".join(box.get_text() for box in _boxes(page))
    if _GARBLED.search(text):
        return _CID.sub("", text), slanted, "garbled"
    text = _CID.sub("", text)
    scanned = not tidy(text) or covered > LOGO
    return text, slanted, "scan" if scanned else None


def _leaves(item: LTItem) -> Iterator[LTItem]:
    if isinstance(item, LTContainer):
        for inner in item:
            yield from _leaves(inner)
    else:
        yield item


def _boxes(item: LTItem) -> Iterator[LTTextBox]:
    if isinstance(item, LTTextBox):
        yield item
    elif isinstance(item, LTContainer):
        for inner in item:
            yield from _boxes(inner)


def _shown_area(item: LTComponent, page: LTPage) -> float:
    width = min(item.x1, page.x1) - max(item.x0, page.x0)
    height = min(item.y1, page.y1) - max(item.y0, page.y0)
    return max(0.0, width) * max(0.0, height)


def _slanted(leaves: list[LTItem]) -> Iterator[str]:
    """Runs of letters that do not lie level, each run a line: broken where the direction turns or the next is far away."""
    run, last = "", None
    for item in leaves:
        if not isinstance(item, LTChar):
            continue
        level = abs(item.matrix[1]) < 0.05 * abs(item.matrix[0]) and item.matrix[0] > 0
        if level or (last and (item.matrix[:4] != last.matrix[:4] or _gap(last, item) > 3 * item.size)):
            if run:
                yield run
            run = ""
        last = None if level else item
        run += "" if level else item.get_text()
    if run:
        yield run


def _gap(one: LTChar, other: LTChar) -> float:
    return hypot(other.matrix[4] - one.matrix[4], other.matrix[5] - one.matrix[5])


def _notes(page: PDFPage) -> tuple[list[str], str | None]:
    """What notes, text stamps and form fields of a page say. A stamp's look or a file hung to a page can't be read."""
    said, fault = [], None
    for reference in resolve1(page.annots) or []:
        note = resolve1(reference)
        if not isinstance(note, dict):
            continue
        kind = getattr(resolve1(note.get("Subtype")), "name", "")
        fault = {"Stamp": "scan", "FileAttachment": "attachment"}.get(kind, fault)
        said += [_string(note.get(key)) for key in ("Contents", "V", "Subj")]
    return said, fault


def _about(document: PDFDocument) -> Iterator[str]:
    """Title, subject and key words, and the bookmarks."""
    for info in document.info:
        for key in ("Title", "Subject", "Keywords"):
            yield _string(info.get(key))
    try:
        for _level, title, *_rest in document.get_outlines():
            yield title
    except PDFNoOutlines:
        return


def _string(value: Any) -> str:
    value = resolve1(value)
    return decode_text(value) if isinstance(value, bytes) else ""
