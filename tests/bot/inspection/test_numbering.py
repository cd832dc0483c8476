"""The numbers that Word puts before its paragraphs by itself."""

import io

import docx
import pytest
from docx.oxml import parse_xml

from bot.inspection.office import read

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LEVELS = (
    ("upperRoman", "%1."),
    ("decimal", "%2."),
    ("lowerLetter", "%3)"),
    ("decimal", "%2.%4."),
    ("bullet", "\uf0b7"),
)


def paper(*lines: tuple[str, int | None], level: str | None = None) -> str:
    """The text of a Word file of these paragraphs, each at that level of one list."""
    made = docx.Document()
    lists = made.part.numbering_part.element
    looks = "".join(
        level
        or f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{how}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (how, text) in enumerate(LEVELS)
    )
    lists.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="77">{looks}</w:abstractNum>'))
    lists.append(parse_xml(f'<w:num {W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for words, at in lines:
        paragraph = made.add_paragraph(words)
        if at is not None:
            numbered = f'<w:numPr {W}><w:ilvl w:val="{at}"/><w:numId w:val="77"/></w:numPr>'
            paragraph._p.get_or_add_pPr().append(parse_xml(numbered))
    out = io.BytesIO()
    made.save(out)
    return read(out.getvalue()).text


def test_each_level_is_counted_and_begins_anew_below_the_next() -> None:
    said = paper(
        *[("NQ", None), ("ĐẢNG", 0), ("Kết nạp", 1), ("Quý một", 2), ("Quý hai", 2), ("Dự bị", 1)],
        *[("KHÁC", 0), ("Dọn", 1), ("Ngõ", 3), ("Hẻm", 3), ("thứ bảy", 4), ("", 1), ("Lắp", 1)],
    )
    assert said.split("\n") == [
        *["NQ", "I. ĐẢNG", "1. Kết nạp", "a) Quý một", "b) Quý hai", "2. Dự bị"],
        *["II. KHÁC", "1. Dọn", "1.1. Ngõ", "1.2. Hẻm", "- thứ bảy", "3. Lắp"],
    ]


@pytest.mark.parametrize(
    "level", ['<w:lvl w:ilvl="x"/>', '<w:lvl w:ilvl="0"><w:start w:val="?"/></w:lvl>', "<w:lvl/>"]
)
def test_a_list_that_says_nothing_sensible_numbers_nothing(level: str) -> None:
    assert paper(("Dọn", 0), ("Lắp", 7), level=level) == "Dọn\nLắp"
