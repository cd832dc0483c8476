"""Files as they come in: what their text says, what cannot be read, and what no file can do to the bot."""

import asyncio
import io
import logging
import re
import zipfile
import zlib
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import docx
import matplotlib
import openpyxl
import pytest
from fpdf import FPDF
from fpdf.enums import AccessPermission
from openpyxl.comments import Comment
from PIL import Image

from bot.inspection import Inspection, Inspector
from models.secrecy import Hit

FONT = Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans.ttf"
BODY = "Chi bộ tổ dân phố số 9 họp thường kỳ tháng 12, giữ bí mật bầu cử."

Inspect = Callable[[str, bytes], Awaitable[Inspection]]


@pytest.fixture(scope="module")
def inspector() -> Iterator[Inspector]:
    with closing(Inspector()) as inspector:
        yield inspector


@pytest.fixture
def inspect(inspector: Inspector) -> Inspect:
    return inspector.inspect


def word(fill: Callable[[docx.document.Document], object]) -> bytes:
    document = docx.Document()
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes | Callable[[bytes], bytes]) -> bytes:
    """The same office file with a part added or changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
            elif callable(content):
                new.writestr(entry, content(old.read(entry)))
        if not callable(content):
            new.writestr(name, content)
    return out.getvalue()


def sheet(fill: Callable[[openpyxl.Workbook], object]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def printed(*draw: Callable[[FPDF], object]) -> bytes:
    """A PDF with one page for each drawing."""
    paper = FPDF()
    paper.add_font("DejaVu", fname=FONT)
    for page in draw:
        paper.add_page()
        paper.set_font("DejaVu", size=12)
        page(paper)
    return finished(paper)


def finished(paper: FPDF) -> bytes:
    """Its bytes; fpdf2 leaves the font's file open."""
    data = bytes(paper.output())
    for font in paper.fonts.values():
        font.ttfont.close()
    return data


def says(text: str) -> Callable[[FPDF], object]:
    return lambda paper: paper.multi_cell(0, 8, text)


def photo(width: int = 40, height: int = 60) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "PNG")
    out.seek(0)
    return out


def body(document: docx.document.Document) -> None:
    document.add_paragraph(BODY)


def in_cell(document: docx.document.Document) -> None:
    body(document)
    document.add_table(2, 2).cell(0, 1).text = "MẬT"


def in_header(document: docx.document.Document) -> None:
    body(document)
    document.sections[0].header.paragraphs[0].text = "TỐI MẬT"


def in_footer(document: docx.document.Document) -> None:
    body(document)
    document.sections[0].footer.paragraphs[0].text = "Độ mật: Mật"


def in_two_runs(document: docx.document.Document) -> None:
    paragraph = document.add_paragraph("M")
    paragraph.add_run("Ậ")
    paragraph.add_run("T")
    body(document)


def in_properties(document: docx.document.Document) -> None:
    body(document)
    document.core_properties.subject = "Tuyệt mật"


def in_xml(xml: str) -> Callable[[docx.document.Document], None]:
    def fill(document: docx.document.Document) -> None:
        body(document)
        names = (
            'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
            'xmlns:v="urn:schemas-microsoft-com:vml" '
            'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
            'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        )
        document.paragraphs[0]._p.append(docx.oxml.parse_xml(f"<w:r {names}>{xml}</w:r>"))

    return fill


TEXT_BOX = "<wps:txbx><w:txbxContent><w:p><w:r><w:t>MẬT</w:t></w:r></w:p></w:txbxContent></wps:txbx>"


@pytest.mark.parametrize(
    "fill",
    [
        lambda document: document.add_paragraph("MẬT"),
        lambda document: document.add_paragraph("MÂ\u0323T"),
        lambda document: document.add_paragraph("TỐI\nMẬT"),
        in_two_runs,
        in_cell,
        in_header,
        in_footer,
        in_properties,
        in_xml(f"<mc:AlternateContent><mc:Choice>{TEXT_BOX}</mc:Choice></mc:AlternateContent>"),
        in_xml(f"<mc:AlternateContent><mc:Fallback>{TEXT_BOX}</mc:Fallback></mc:AlternateContent>"),
        in_xml('<w:pict><v:shape><v:textpath string="MẬT"/></v:shape></w:pict>'),
        in_xml("<w:delText>. Tài liệu TỐI MẬT</w:delText>"),
    ],
)
async def test_a_stamp_anywhere_in_a_word_file_is_a_hit(
    inspect: Inspect, fill: Callable[[docx.document.Document], object]
) -> None:
    found = await inspect("kh.docx", word(fill))
    assert found.hit
    assert found.text is None


async def test_a_word_file_is_read_with_its_tables_in_order(inspect: Inspect) -> None:
    def fill(document: docx.document.Document) -> None:
        document.add_paragraph("Một")
        document.add_table(1, 2).cell(0, 0).text = "Hai"
        document.add_paragraph("Ba")
        document.sections[0].footer.paragraphs[0].text = "Bốn"

    found = await inspect("kh.docx", word(fill))
    assert found == Inspection("Một\nHai\nBa\nBốn", None, None, readable=True, fault=None)


@pytest.mark.parametrize("kind", ["footnotes", "comments"])
async def test_words_in_parts_that_the_library_does_not_know_count(inspect: Inspect, kind: str) -> None:
    xml = f'<w:{kind} xmlns:w="x"><w:p><w:r><w:t>TỐI MẬT</w:t></w:r></w:p></w:{kind}>'
    assert (await inspect("kh.docx", with_part(word(body), f"word/{kind}.xml", xml.encode()))).hit


async def test_a_page_pasted_into_word_as_a_picture_is_asked_about(inspect: Inspect) -> None:
    def page(document: docx.document.Document) -> None:
        body(document)
        document.add_picture(photo(), width=docx.shared.Cm(16), height=docx.shared.Cm(23))

    def logo(document: docx.document.Document) -> None:
        body(document)
        document.add_picture(photo(), width=docx.shared.Cm(3), height=docx.shared.Cm(3))

    found = await inspect("kh.docx", word(page))
    assert (found.readable, found.fault, found.text) == (False, "scan", BODY)
    assert (await inspect("kh.docx", word(logo))).readable


SCAN_OF_OLD = '<w:pict xmlns:r="r"><v:shape style="position:absolute;width:595pt;height:842pt"><v:imagedata r:id="rId4"/></v:shape></w:pict>'
FILLED_OF_OLD = '<w:pict xmlns:r="r"><v:rect style="width:16cm;height:12cm"><v:fill r:id="rId4" type="frame"/></v:rect></w:pict>'
FILLED = (
    '<w:drawing xmlns:wp="wp" xmlns:a="a"><wp:anchor><wp:extent cx="5760000" cy="4320000"/><wps:wsp><wps:spPr>'
    "<a:blipFill><a:blip/></a:blipFill></wps:spPr></wps:wsp></wp:anchor></w:drawing>"
)


@pytest.mark.parametrize("xml", [SCAN_OF_OLD, FILLED_OF_OLD, FILLED])
async def test_a_page_in_another_drawing_language_is_asked_about(inspect: Inspect, xml: str) -> None:
    assert (await inspect("kh.docx", word(in_xml(xml)))).fault == "scan"


async def test_a_coloured_box_is_no_picture(inspect: Inspect) -> None:
    box = '<w:pict><v:rect style="width:16cm;height:12cm"><v:fill color2="#fff"/></v:rect></w:pict>'
    assert (await inspect("kh.docx", word(in_xml(box)))).readable


@pytest.mark.parametrize(
    ("sizes", "asked"),
    [
        ([(16, 12)], True),
        ([(14.8, 20.9)], True),
        ([(4, 5), (5, 4), (1, 1)], True),
        ([(3, 3), (6, 3)], False),
    ],
)
async def test_photographs_of_pages_count_together_but_a_logo_and_a_signature_pass(
    inspect: Inspect, sizes: list[tuple[float, float]], asked: bool
) -> None:
    def fill(document: docx.document.Document) -> None:
        body(document)
        for width, height in sizes:
            document.add_picture(photo(), width=docx.shared.Cm(width), height=docx.shared.Cm(height))

    assert (await inspect("kh.docx", word(fill))).readable is not asked


@pytest.mark.parametrize(("width", "height", "asked"), [(160, 120, True), (200, 290, True), (30, 30, False)])
async def test_a_photograph_on_a_typed_page_of_a_pdf_is_asked_about(
    inspect: Inspect, width: int, height: int, asked: bool
) -> None:
    def page(paper: FPDF) -> None:
        paper.multi_cell(0, 8, BODY)
        paper.image(photo(400, 300), x=5, y=20, w=width, h=height, keep_aspect_ratio=False)

    assert (await inspect("kh.pdf", printed(page))).fault == ("scan" if asked else None)


async def test_a_word_file_without_a_word_is_asked_about(inspect: Inspect) -> None:
    assert (await inspect("kh.docx", word(lambda document: None))).fault == "scan"


async def test_a_file_inside_a_file_is_asked_about(inspect: Inspect) -> None:
    data = with_part(word(body), "word/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0")
    assert (await inspect("kh.docx", data)).fault == "attachment"


def in_sheet_header(book: openpyxl.Workbook) -> None:
    book.active["A1"] = BODY
    book.active.oddHeader.center.text = "MẬT"


def in_comment(book: openpyxl.Workbook) -> None:
    book.active["A1"] = BODY
    book.active["A1"].comment = Comment("Tối mật", "ai đó")


def in_sheet_name(book: openpyxl.Workbook) -> None:
    book.active["A1"] = BODY
    book.active.title = "Tối mật"


@pytest.mark.parametrize(
    "fill",
    [
        lambda book: book.active.append(["ĐẢNG BỘ PHƯỜNG", "MẬT"]),
        lambda book: book.active.append(["M", "Ậ", "T"]),
        lambda book: book.active.append(['="TỐI "&"MẬT"', '=IF(1,"TỐI MẬT","")']),
        in_sheet_header,
        in_comment,
        in_sheet_name,
    ],
)
async def test_a_stamp_anywhere_in_a_workbook_is_a_hit(
    inspect: Inspect, fill: Callable[[openpyxl.Workbook], object]
) -> None:
    assert (await inspect("ds.xlsx", sheet(fill))).hit


async def test_a_workbook_is_read_row_by_row(inspect: Inspect) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.append(["TT", "Họ", "Tên"])
        book.active.append([1, "Lê Hồng", "Mật"])
        book.active["A1000000"] = "cuối"

    found = await inspect("ds.xlsx", sheet(fill))
    assert found == Inspection("TT Họ Tên\n1 Lê Hồng Mật\ncuối", None, None, readable=True, fault=None)


def slides(*texts: str) -> bytes:
    """The bones of a presentation, a slide for each text."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        kind = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
        parts.writestr("[Content_Types].xml", f'<Types><Override ContentType="{kind}"/></Types>')
        for number, text in enumerate(texts, 1):
            run = f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" if text else ""
            parts.writestr(f"ppt/slides/slide{number}.xml", f'<p:sld xmlns:p="p" xmlns:a="a">{run}</p:sld>')
    return out.getvalue()


async def test_slides_are_read_in_order_and_one_without_words_is_asked_about(inspect: Inspect) -> None:
    ten = [f"Trang {number}" for number in range(1, 11)]
    assert (await inspect("t.pptx", slides(*ten))) == Inspection("\n".join(ten), 10, None, True, None)
    assert (await inspect("t.pptx", slides("Một", "", "Ba"))).fault == "scan"
    assert (await inspect("t.pptx", slides("Một", "TỐI MẬT"))).hit


async def test_a_pdf_is_read(inspect: Inspect) -> None:
    found = await inspect("nq.pdf", printed(says(BODY), says("Mật độ dân số")))
    assert (found.pages, found.hit, found.readable, found.fault) == (2, None, True, None)
    assert found.text
    assert BODY in " ".join(found.text.split())


def aslant(paper: FPDF) -> None:
    for _ in range(10):
        paper.multi_cell(0, 8, BODY, new_x="LMARGIN")
    paper.set_font("DejaVu", size=60)
    with paper.rotation(60, 60, 120):  # steep: the layout analysis scatters these letters
        paper.text(60, 120, "TUYỆT MẬT")
    paper.set_font("DejaVu", size=12)
    paper.multi_cell(0, 8, BODY, new_x="LMARGIN")


def upside_down(paper: FPDF) -> None:
    paper.multi_cell(0, 8, BODY)
    with paper.rotation(180, 100, 100):
        paper.text(60, 100, "TUYỆT MẬT")


def beside_the_heading(paper: FPDF) -> None:
    paper.text(20, 20, "ĐẢNG BỘ PHƯỜNG")
    paper.text(120, 20, "ĐẢNG CỘNG SẢN VIỆT NAM")
    paper.text(30, 30, "MẬT")
    paper.text(20, 40, BODY)


def as_a_note(paper: FPDF) -> None:
    paper.multi_cell(0, 8, BODY)
    paper.text_annotation(20, 20, "Tối mật")


@pytest.mark.parametrize(
    "draw",
    [
        says("MẬT"),
        says("M Ậ T"),
        says("Độ mật: A"),
        says("TỐI\nMẬT"),
        aslant,
        upside_down,
        beside_the_heading,
        as_a_note,
        lambda paper: (paper.set_title("TỐI MẬT"), paper.multi_cell(0, 8, BODY)),
        lambda paper: (paper.start_section("TỐI MẬT"), paper.multi_cell(0, 8, BODY)),
    ],
)
async def test_a_stamp_anywhere_in_a_pdf_is_a_hit(inspect: Inspect, draw: Callable[[FPDF], object]) -> None:
    assert (await inspect("nq.pdf", printed(says(BODY), draw))).hit


async def test_a_scanned_page_is_asked_about_though_another_has_text(inspect: Inspect) -> None:
    def scanned(paper: FPDF) -> None:
        paper.image(photo(), 0, 0, 210, 297)

    found = await inspect("nq.pdf", printed(says(BODY), scanned))
    assert (found.readable, found.fault, found.pages, found.hit) == (False, "scan", 2, None)


async def test_a_scan_with_recognised_text_over_it_is_asked_about(inspect: Inspect) -> None:
    def scanned(paper: FPDF) -> None:
        paper.image(photo(), 0, 0, 210, 297)
        paper.multi_cell(0, 8, BODY)

    def logo(paper: FPDF) -> None:
        paper.image(photo(), 10, 10, 30, 30)
        paper.multi_cell(0, 8, BODY)

    assert (await inspect("nq.pdf", printed(scanned))).fault == "scan"
    assert (await inspect("nq.pdf", printed(logo))).readable


async def test_a_page_without_a_word_is_asked_about_unless_another_has_a_stamp(inspect: Inspect) -> None:
    blank = printed(lambda paper: None, says(BODY))
    assert (await inspect("nq.pdf", blank)).fault == "scan"
    assert (await inspect("nq.pdf", printed(lambda paper: None, says("MẬT")))).hit


async def test_letters_that_a_font_does_not_name_are_asked_about(inspect: Inspect) -> None:
    paper = FPDF()
    paper.set_compression(False)
    paper.add_font("DejaVu", fname=FONT)
    paper.add_page()
    paper.set_font("DejaVu")
    paper.multi_cell(0, 8, BODY)
    data = re.sub(rb"/ToUnicode", rb"/NoUnicode", finished(paper))
    assert (await inspect("nq.pdf", data)).fault == "garbled"


async def test_a_file_hung_to_a_pdf_is_asked_about(inspect: Inspect) -> None:
    data = printed(lambda paper: (says(BODY)(paper), paper.embed_file(basename="a.txt", bytes=b"a")))
    assert (await inspect("nq.pdf", data)).fault == "attachment"


async def test_a_locked_pdf_is_asked_about_and_one_that_only_forbids_copying_is_read(
    inspect: Inspect,
) -> None:
    def locked(**password: str) -> bytes:
        paper = FPDF()
        paper.add_font("DejaVu", fname=FONT)
        paper.set_encryption(owner_password="x", permissions=AccessPermission.none(), **password)
        paper.add_page()
        paper.set_font("DejaVu")
        paper.multi_cell(0, 8, BODY)
        return finished(paper)

    assert (await inspect("nq.pdf", locked(user_password="y"))).fault == "locked"
    assert (await inspect("nq.pdf", locked())).readable


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
async def test_plain_text_is_read_in_the_encodings_of_windows(inspect: Inspect, encoding: str) -> None:
    plain, stamped = "Họp lúc 19h30", "Họp\r\nMẬT\r\n"
    if encoding == "cp1258":
        plain, stamped = "Ho\u0323p lúc 19h30", "Ho\u0323p\r\nMÂ\u0323T\r\n"
    assert (await inspect("tin.txt", plain.encode(encoding))) == Inspection(
        "Họp lúc 19h30", None, None, True, None
    )
    assert (await inspect("tin.txt", stamped.encode(encoding))).hit == Hit("mat")


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("a.txt", b"", "empty"),
        ("a.jpg", photo().getvalue(), "unknown"),
        ("a.txt", photo().getvalue(), "unknown"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "unknown"),
        ("a.txt", rb"{\rtf1\ansi M\u7852?T}", "unknown"),
        ("a.txt", b"<p>M&#7852;T</p>", "unknown"),
        ("a.zip", slides("Một").replace(b"presentation.main+xml", b"presentation.xxxx+xml"), "broken"),
        ("a.docx", word(body)[:-100], "broken"),
        ("a.docx", with_part(word(body), "word/document.xml", lambda xml: xml[:-20]), "broken"),
        ("a.docx", b"PK\x03\x04" + b"\0" * 100, "broken"),
        ("a.pdf", b"%PDF-1.7\n" + b"x" * 1000, "broken"),
        ("a.pdf", printed(says(BODY))[:-900], "broken"),
        ("không có đuôi", b"abc", "unknown"),
    ],
)
async def test_what_cannot_be_read_is_said_and_nothing_breaks(
    inspect: Inspect, name: str, data: bytes, fault: str
) -> None:
    found = await inspect(name, data)
    assert (found.readable, found.fault, found.hit) == (False, fault, None)


async def test_a_plain_zip_is_unknown(inspect: Inspect) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("MẬT.txt", "MẬT")
    assert (await inspect("a.docx", out.getvalue())).fault == "unknown"


async def test_a_file_that_unpacks_to_more_than_fifty_megabytes_is_refused(inspect: Inspect) -> None:
    bomb = with_part(word(body), "word/media/a.xml", b"\0" * (51 * 2**20))
    assert len(bomb) < 2**20
    assert (await inspect("a.docx", bomb)).fault == "too-big"


async def test_a_mark_in_the_name_is_a_hit_whatever_the_file(inspect: Inspect) -> None:
    assert (await inspect("KH_MẬT.jpg", photo().getvalue())).hit == Hit("mat")
    assert (await inspect("Mật độ.docx", word(body))).hit is None


def drawn(orders: bytes, times: int, packed: int = 1) -> bytes:
    """A PDF of one page with the same drawing orders over and over, packed so many times."""
    block, packer = orders * 10_000, zlib.compressobj(9)
    content = b"".join(packer.compress(block) for _ in range(times // 10_000)) + packer.flush()
    for _ in range(packed - 1):
        content = zlib.compress(content, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>",
        b"<</Length %d/Filter[%s]>>stream\n%s\nendstream"
        % (len(content), b"/FlateDecode " * packed, content),
    ]
    numbered = b"".join(b"%d 0 obj%s endobj\n" % (number, one) for number, one in enumerate(objects, 1))
    return b"%PDF-1.4\n" + numbered + b"trailer<</Root 1 0 R>>\n%%EOF"


ENDLESS = drawn(b"0 0 m 9 9 l S\n", 3_000_000)


async def test_a_file_that_fills_the_memory_is_asked_about_and_costs_the_worker(inspector: Inspector) -> None:
    assert (await inspector.inspect("a.pdf", drawn(b"q ", 350_000_000, packed=2))).fault == "memory"
    assert inspector._worker is None
    assert (await inspector.inspect("a.docx", word(body))).readable


async def test_a_file_without_end_is_asked_about_and_the_next_is_read() -> None:
    with closing(Inspector(seconds=4)) as inspector:
        found = await inspector.inspect("a.pdf", ENDLESS)
        assert (found.readable, found.fault) == (False, "timeout")
        assert (await inspector.inspect("a.txt", b"abc")).readable


async def test_a_dead_worker_is_replaced_and_a_closed_inspector_refuses() -> None:
    with closing(Inspector()) as inspector:
        assert (await inspector.inspect("a.txt", b"abc")).readable
        assert inspector._worker
        inspector._worker.kill()
        inspector._worker.wait()
        assert (await inspector.inspect("a.txt", b"abc")).readable
    with pytest.raises(RuntimeError):
        await inspector.inspect("a.txt", b"abc")


async def test_closing_in_the_middle_of_a_file_ends_it_as_a_crash() -> None:
    with closing(Inspector()) as inspector:
        await inspector.inspect("a.txt", b"abc")
        work = asyncio.create_task(inspector.inspect("a.pdf", ENDLESS))
        await asyncio.sleep(0.3)
    assert (await work).fault == "crash"


async def test_files_asked_at_the_same_time_get_their_own_answers(inspect: Inspect) -> None:
    found = await asyncio.gather(*(inspect("a.txt", f"tin {number}".encode()) for number in range(20)))
    assert [one.text for one in found] == [f"tin {number}" for number in range(20)]


async def test_the_worker_writes_nothing_and_nothing_is_logged(
    inspect: Inspect, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        await inspect("Kế hoạch mật.pdf", printed(says("MẬT")))
        await inspect("hỏng.pdf", printed(says(BODY))[:-900])
        await inspect("a.docx", word(in_header))
    said = caplog.text + "".join(capfd.readouterr())
    assert not re.search("mật|hỏng|Chi bộ|MẬT", said, re.IGNORECASE)


async def test_a_roster_is_read_away_from_the_bot(inspector: Inspector) -> None:
    rows = [["Họ và tên", "Năm sinh"], ["Cao Thị Thêm", 1971]]
    data = sheet(lambda book: [book.active.append(row) for row in rows])
    read = await inspector.roster("danh sach.xlsx", data, date(2026, 12, 1))
    assert read is not None
    assert [(row["name"], row["birth"]) for row in read["rows"]] == [("Cao Thị Thêm", "1971")]
    assert await inspector.roster("a.csv", b"ngay,viec\n1,hop\n", date(2026, 12, 1)) is None
    assert (await inspector.inspect("a.txt", BODY.encode())).readable, "and the next file finds a worker"


async def test_a_roster_that_takes_too_long_is_none() -> None:
    with closing(Inspector(seconds=0.01)) as hurried:
        data = sheet(lambda book: [book.active.append(["Họ và tên"]) for _ in range(3000)])
        assert await hurried.roster("a.xlsx", data, date(2026, 12, 1)) is None
