"""Word, Excel and PowerPoint files of the kind that is a zip of XML (.docx, .xlsx, .pptx and their siblings with macros).

Every XML part is read, not only those a library knows: a stamp may stand in a header, a text box, a watermark, a comment, a
footnote, the slide master, a cell or the properties. Cells come through openpyxl, which knows dates and shared strings.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO
from xml.etree import ElementTree
from zipfile import ZipFile

from openpyxl import load_workbook

from bot.inspection import numbering
from bot.inspection.numbering import Numbering
from bot.inspection.reading import Reading, unread

UNPACKED = 50 * 2**20
PARTS = 5_000
CENTIMETRE = 360_000
"""In English metric units."""
LOGO = 40 * CENTIMETRE**2
"""So much of a file may be pictures without a question: a logo and a signature, but no page, nor half of one (people 14)."""

A4 = (21 * CENTIMETRE, 29.7 * CENTIMETRE)

_KIND = re.compile(r"(word|sheet|presentation|slideshow|template)[\w.]*\.main\+xml", re.IGNORECASE)
_SEEN = re.compile(
    r"\.(?:xml|rels|vml|png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|wdp|odttf|fntdata|ttf)$|(?:printerSettings\d*|vbaProject)\.bin$|/$",
    re.IGNORECASE,
)
_SHOWN = re.compile(r"word/document\d*\.xml|ppt/slides/slide\d+\.xml")
_ALSO_SHOWN = re.compile(r"word/(?:header|footer|footnotes|endnotes)\d*\.xml|ppt/notesSlides/\w+\.xml")
WORDS = "word/document.xml"
_CELLS = re.compile(r"xl/(?:worksheets/|sharedStrings).*")
"""Parts whose words come row by row through openpyxl; only their headings and formulas are taken here."""
_CODES = re.compile(r"&(?:[LCR]|\"[^\"]*\"|K[0-9A-F]{6}|\d+|[A-Z])")
_LENGTH = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([\d.]+)\s*(pt|in|cm|mm|px|)")
_UNITS = {"pt": 12_700, "in": 914_400, "cm": CENTIMETRE, "mm": CENTIMETRE / 10, "px": 9_525, "": 12_700}
_BLOCKS = frozenset({"p", "text", "si", "is"})
_LAID = frozenset({"inline", "anchor"})
"""How Word lays something on its page; what is inside is as large as that says."""
_SHAPES = frozenset({"pic", "sp", "bg", "shape", "rect", "roundrect", "oval", "background"})
"""What else may be, or be filled with, a picture: in slides and sheets, and in the old drawing language."""
_HEADINGS = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"})


def read(data: bytes) -> Reading:
    """The text of an office file. Raises what zipfile, ElementTree and openpyxl raise on a broken one."""
    with ZipFile(BytesIO(data)) as parts:
        entries = parts.infolist()
        if len(entries) > PARTS or sum(entry.file_size for entry in entries) > UNPACKED:
            return unread("too-big")
        if any(entry.flag_bits & 1 for entry in entries):
            return unread("locked")
        names = [entry.filename for entry in entries]
        if "[Content_Types].xml" not in names or not _KIND.search(
            parts.read("[Content_Types].xml").decode("utf-8", "replace")
        ):
            return unread("unknown")
        walked = {}
        for entry in entries:
            if entry.filename.lower().endswith((".xml", ".vml")):
                lists = numbering.read(parts) if entry.filename == WORDS else None
                with parts.open(entry) as part:
                    everything = entry.filename.startswith("docProps/")
                    walked[entry.filename] = _walk(part, everything, lists)
    slides = [name for name in walked if name.startswith("ppt/slides/slide")]
    fault = None
    if any(not _SEEN.search(name) for name in names) or any("/embeddings/" in name for name in names):
        fault = "attachment"
    elif sum(part.pictured for part in walked.values()) > LOGO or any(
        not walked[name].lines for name in slides
    ):
        fault = "scan"
    first = sorted((name for name in walked if _SHOWN.fullmatch(name)), key=_place)
    then = sorted((name for name in walked if _ALSO_SHOWN.fullmatch(name)), key=_place)
    lines = [line for name in first + then for line in walked[name].lines]
    if "xl/workbook.xml" in names:
        lines += _rows(data)
    aside = [line for part in walked.values() for line in part.aside]
    told = {*first, *then, *filter(_CELLS.match, names)}
    aside += [line for name, part in walked.items() if name not in told for line in part.lines]
    return Reading("\n".join(lines), "\n".join(aside), len(slides) or None, fault)


def _place(name: str) -> tuple[int, str]:
    number = re.search(r"(\d+)\.xml$", name)
    return (int(number[1]) if number else 0, name)


@dataclass
class _Part:
    lines: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    pictured: float = 0
    """What its pictures cover: a page may have been photographed or scanned into the file, whole or in pieces."""


def _walk(stream: IO[bytes], everything: bool, lists: Numbering | None = None) -> _Part:
    """The paragraphs of one part in order, each behind the number that it has in one of the lists. Inner paragraphs (text boxes) come
    before the one that holds them; the old form of a text box, kept for old programs, goes aside. `everything`: the text of every
    element, for the properties."""
    part, open_blocks, old, laid = _Part(), [[""]], 0, 0
    for event, element in ElementTree.iterparse(stream, events=("start", "end")):
        tag = element.tag.rpartition("}")[2]
        if event == "start":
            old += tag == "Fallback"
            laid += tag in _LAID
            if tag in _BLOCKS:
                open_blocks.append([])
            part.aside += [
                element.attrib[key]
                for key in ("string", "name")
                if key in element.attrib and tag in ("textpath", "sheet")
            ]
            continue
        said = element.text or ""
        if tag in ("t", "text"):
            open_blocks[-1].append(said)
        elif tag == "tab":
            open_blocks[-1].append("\t")
        elif tag in ("br", "cr"):
            open_blocks[-1].append("\n")
        elif tag == "noBreakHyphen":
            open_blocks[-1].append("-")
        elif tag in _HEADINGS:
            part.aside.append(_CODES.sub("\n", said))
        elif tag in ("delText", "f") or everything:
            part.aside.append(said)
        elif tag in _LAID:
            laid -= 1
            part.pictured += _covered(element)
        elif tag in _SHAPES and not laid:
            part.pictured += _covered(element)
        elif tag == "Fallback":
            old -= 1
        if tag in _BLOCKS:
            line = "".join(open_blocks.pop())
            number = lists.before(element) if lists is not None and tag == "p" and not old else ""
            if line.strip():
                (part.aside if old else part.lines).append(f"{number} {line}" if number else line)
                part.aside += [line] if number else []  # a stamp is one without its number, too
            element.clear()
    return part


def _covered(shape: ElementTree.Element) -> float:
    """What a shape covers that is a picture or is filled with one; a size that can't be read is that of a page."""
    inside = {element.tag.rpartition("}")[2] for element in shape.iter()}
    old = "imagedata" in inside or any(map(_filled, shape.iter()))
    if not old and "pic" not in inside and "blip" not in inside:
        return 0
    if old and "style" in shape.attrib:
        sides = {
            name: float(size) * _UNITS[unit] for name, size, unit in _LENGTH.findall(shape.attrib["style"])
        }
        return sides.get("width", A4[0]) * sides.get("height", A4[1])
    sizes = [
        float(element.attrib["cx"]) * float(element.attrib["cy"])
        for element in shape.iter()
        if element.tag.endswith(("}ext", "}extent")) and {"cx", "cy"} <= element.attrib.keys()
    ]
    return max(sizes, default=A4[0] * A4[1])


def _filled(element: ElementTree.Element) -> bool:
    """Whether it is a fill of the old drawing language that is a picture: it then names where that lies."""
    return element.tag.endswith("}fill") and any(
        key.rpartition("}")[2] in ("id", "relid", "src") for key in element.attrib
    )


def _rows(data: bytes) -> Iterator[str]:
    """Every row with anything in it, its cells parted by tabs, sheet after sheet."""
    book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # else every row is padded to the width that the file claims
        for row in sheet.iter_rows(values_only=True):
            cells = [_cell(value) for value in row if value is not None]
            if cells:
                yield "\t".join(cells)


def _cell(value: object) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else str(value)
