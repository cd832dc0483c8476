"""Pages of an internal PDF: words where words say it, a drawing where they do not."""

import io
import re
from collections.abc import Callable

import pypdfium2 as pdfium
import pytest
from fpdf import FPDF
from PIL import Image

from bot.fonts import FONTS
from bot.showing.pdf import pages

WORDS = "Nghị quyết tháng 12: thu đảng phí trước ngày 10."


def printed(*marks: Callable[[FPDF], object]) -> bytes:
    paper = FPDF()
    paper.add_font("DejaVu", fname=FONTS / "DejaVuSans.ttf")
    paper.add_page()
    paper.set_font("DejaVu")
    for mark in marks:
        mark(paper)
    return bytes(paper.output())


def says(paper: FPDF) -> None:
    paper.multi_cell(0, 8, WORDS)


def shows(side: int) -> Callable[[FPDF], object]:
    photo = io.BytesIO()
    Image.effect_noise((300, 400), 50).save(photo, "JPEG")
    return lambda paper: paper.image(photo, x=2, y=60, w=side, h=side)


def drawn(data: bytes) -> list[tuple[bool, bool]]:
    """Of each page, whether its words and whether its drawing are given."""
    return [(words == WORDS, picture is not None) for words, picture in pages(data)]


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (printed(says), (True, False)),
        (printed(says, shows(10)), (True, False)),
        (printed(says, shows(100)), (True, True)),
        (printed(says, shows(205)), (False, True)),
        (printed(lambda paper: paper.line(10, 10, 100, 100)), (False, True)),
        (re.sub(rb"/ToUnicode", rb"/NoUnicode", printed(says)), (False, True)),
        (printed(), (False, False)),
    ],
    ids=["words", "a logo", "a stamp", "a photo", "lines", "letters that say nothing", "an empty sheet"],
)
def test_a_page_is_shown_as_it_can_be_read(data: bytes, shown: tuple[bool, bool]) -> None:
    assert drawn(data) == [shown]


def test_a_picture_inside_a_part_of_a_page_counts() -> None:
    inner, outer = pdfium.PdfDocument(printed(says, shows(150))), pdfium.PdfDocument.new()
    page = outer.new_page(595, 842)
    page.insert_obj(inner.page_as_xobject(0, outer).as_pageobject())
    page.gen_content()
    out = io.BytesIO()
    outer.save(out)
    assert drawn(out.getvalue()) == [(True, True)]
