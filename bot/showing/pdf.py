"""Pages of a PDF, by PDFium: the words of those that have words, and a drawing of those that are more or other than words."""

from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from bot.inspection.pdf import LOGO
from models.folding import tidy

WIDE = 1500
LONGEST = 4000
"""A drawing in pixels at most."""
NAMELESS = 2
"""So many letters whose font does not say what they are make a page's words useless; a single one is a bullet."""


def pages(data: bytes) -> Iterator[tuple[str, Image.Image | None]]:
    """Of each page its words and its drawing, each where it is of use to a reader. Raises PdfiumError for a file that can't be read."""
    with pdfium.PdfDocument(data) as document:
        for page in document:
            width, height = page.get_size()
            pictured = sum(_pictured(page))
            words = _words(page)
            drawing = None
            if pictured > LOGO or (not words and next(page.get_objects(), None) is not None):
                drawing = page.render(scale=min(WIDE / width, LONGEST / height)).to_pil()
            yield words if pictured < width * height / 2 else "", drawing


def _words(page: pdfium.PdfPage) -> str:
    """What the page says; empty where its letters do not say what they are."""
    said = page.get_textpage()
    nameless = (pdfium_c.FPDFText_HasUnicodeMapError(said.raw, at) == 1 for at in range(said.count_chars()))
    return "" if sum(nameless) >= NAMELESS else tidy(said.get_text_bounded())


def _pictured(page: pdfium.PdfPage) -> Iterator[float]:
    """How much of the page each picture, or each part with one in it, takes, in square points."""
    for part in page.get_objects(max_depth=1):
        if part.type == pdfium_c.FPDF_PAGEOBJ_IMAGE or (
            part.type == pdfium_c.FPDF_PAGEOBJ_FORM
            and any(page.get_objects([pdfium_c.FPDF_PAGEOBJ_IMAGE], form=part.raw, level=1))
        ):
            left, bottom, right, top = part.get_bounds()
            yield (right - left) * (top - bottom)
