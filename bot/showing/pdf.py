"""Pages of a PDF: the words of those that have words, and the pictures of those that were scanned, put together as they lie on the sheet.

No library that draws a PDF is at hand: a page of lines and of letters that say nothing can't be shown, and says so.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTChar, LTContainer, LTFigure, LTImage, LTItem, LTPage, LTTextBox
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1
from PIL import Image

from bot.inspection.pdf import LOGO
from models.folding import tidy

WIDE = 1500
LONGEST = 4000
_CID = re.compile(r"\(cid:\d+\)")
_TURNED = {
    (1, -1): Image.Transpose.FLIP_TOP_BOTTOM,
    (-1, 1): Image.Transpose.FLIP_LEFT_RIGHT,
    (-1, -1): Image.Transpose.ROTATE_180,
}
"""By the signs of the matrix that lays an image on the sheet level."""


def pages(data: bytes) -> Iterator[tuple[str, Image.Image | None, bool]]:
    """Of each page its words, its pictures, and whether something of it is lacking. A page under one picture is that picture."""
    shared = PDFResourceManager()
    device = PDFPageAggregator(shared, laparams=None)
    interpreter = PDFPageInterpreter(shared, device)
    for page in PDFPage.get_pages(io.BytesIO(data)):
        interpreter.process_page(page)
        laid = device.get_result()
        images = list(_images(laid, (1, 0, 0, 1, 0, 0)))
        letters = any(isinstance(leaf, LTChar) for leaf in _leaves(laid))
        covered = sum(image.width * image.height for image, _ in images)
        picture, failed = _picture(laid, images) if covered > LOGO else (None, False)
        text = ""
        if picture is None or covered < laid.width * laid.height / 2:
            laid.analyze(LAParams(all_texts=True))
            said = "\n".join(box.get_text() for box in _leaves(laid) if isinstance(box, LTTextBox))
            text, whole = tidy(_CID.sub("", said)), len(_CID.findall(said)) < 2
            failed = failed or (letters and not whole)
        drawn = any(True for _ in _leaves(laid))
        yield text, picture, failed or (drawn and not text and picture is None)


def _leaves(item: LTItem) -> Iterator[LTItem]:
    if isinstance(item, LTContainer) and not isinstance(item, LTTextBox):
        for inner in item:
            yield from _leaves(inner)
    else:
        yield item


def _images(item: LTItem, matrix: Any) -> Iterator[tuple[LTImage, Any]]:
    """The images of a page, each with the matrix that lays it there."""
    if isinstance(item, LTImage):
        yield item, matrix
    elif isinstance(item, LTContainer):
        for inner in item:
            yield from _images(inner, item.matrix if isinstance(item, LTFigure) else matrix)


def _picture(page: LTPage, images: list[tuple[LTImage, Any]]) -> tuple[Image.Image | None, bool]:
    """The sheet with its images on it, and whether one of them could not be read; None where none could."""
    scale = min(WIDE / page.width, LONGEST / page.height)
    sheet = Image.new("RGB", (round(page.width * scale), round(page.height * scale)), "white")
    laid = failed = 0
    for image, matrix in images:
        size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        try:
            picture = _upright(_read(image), matrix).convert("RGB").resize(size)
        except (ValueError, OSError, KeyError, TypeError, IndexError):
            failed += 1
            continue
        sheet.paste(picture, (round((image.x0 - page.x0) * scale), round((page.y1 - image.y1) * scale)))
        laid += 1
    return (sheet if laid else None), bool(failed)


def _upright(picture: Image.Image, matrix: Any) -> Image.Image:
    a, b, c, d, *_ = matrix
    if abs(b) > abs(a):
        turned = Image.Transpose.ROTATE_90 if b > 0 else Image.Transpose.ROTATE_270
        picture = picture.transpose(turned)
        mirrored = (b > 0) == (c > 0)
        return picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if mirrored else picture
    how = _TURNED.get((1 if a > 0 else -1, 1 if d > 0 else -1))
    return picture.transpose(how) if how is not None else picture


def _read(image: LTImage) -> Image.Image:
    """An image of the file. Raises what Pillow raises on what it does not know."""
    stream = image.stream
    filters = [name.name for name, _ in stream.get_filters()]
    if not filters or filters[-1] not in ("DCTDecode", "DCT", "JPXDecode"):
        return _raster(image, stream.get_data())
    # A photo may name a predictor that it does not have; where nothing else is around it, it is taken as it lies there.
    as_it_lies = stream.rawdata if len(filters) == 1 and stream.decipher is None else None
    photo = Image.open(io.BytesIO(as_it_lies or stream.get_data()))
    photo.draft("RGB", (WIDE * 2, WIDE * 3))
    return photo


def _raster(image: LTImage, data: bytes) -> Image.Image:
    """An image that lies there point by point."""
    width, height = (int(resolve1(side)) for side in image.srcsize)
    if image.imagemask or int(resolve1(image.bits)) == 1:
        picture = Image.frombytes("1", (width, height), data)
        inverted = resolve1(image.stream.get_any(("D", "Decode"))) == [1, 0]
        return Image.eval(picture.convert("L"), lambda light: 255 - light) if inverted else picture
    if int(resolve1(image.bits)) != 8:
        raise ValueError
    mode = {1: "L", 3: "RGB", 4: "CMYK"}[len(data) // (width * height)]
    picture = Image.frombytes(mode, (width, height), data)
    spaces = [resolve1(part) for part in image.colorspace]
    if mode == "L" and getattr(spaces[0], "name", "") == "Indexed":
        table = spaces[3] if isinstance(spaces[3], bytes) else spaces[3].get_data()
        picture.putpalette(table[:768])
    return picture
