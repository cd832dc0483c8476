"""Tables as .xlsx: what was typed is text, counts are numbers, days are days; made for who may have it when it leaves or is opened."""

import io
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from bot.sheets import HEAD, TYPE, workbook
from handlers.kit.sheets import Sheet
from models.member import PostHeld
from tests.bot.test_papers import branch, documents
from tests.cast import ZONE
from tests.joined import joined
from tests.shapes import OnTelegram, OnZalo

SAID = (
    ("tú", "/duthao Dự thảo nghị quyết tháng 12: 1. Dọn ngõ. 2. Lắp đèn."),
    ("tú", "1"),
    ("lan", 'GÓP Ý điểm 2: =HYPERLINK("http://xau.vn","bấm")'),
    ("lan", "GÓP Ý nên ngắn hơn"),
    ("tú", "/ketqua"),
    ("tú", "1"),
)


async def said(shape: Any) -> None:
    for who, words in SAID:
        shape.says(who, words)
        await shape.settle()


def rows(data: bytes, tab: str) -> list[list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row if cell.value is not None}
    assert kinds <= {"s", "d"}, "no formula"
    return [[cell.value for cell in row if cell.value is not None] for row in book[tab]]


async def test_the_comments_come_to_whoever_leads_by_point_and_by_member(tmp_path: Path) -> None:
    shape = OnTelegram()
    async with joined(tmp_path, shape, "tú", "lan"):
        await said(shape)
    (sent,) = documents(shape)
    assert sent.name == "gop-y-1.xlsx"
    first, title, _, head, *comments = rows(sent.data, "Theo điểm")
    assert first == ["Người lấy: Nguyễn Văn Tú, 08h00 ngày 01/12/2026. Lưu hành nội bộ."]
    assert title[0].startswith("Góp ý cho dự thảo “nghị quyết tháng 12”")
    assert head[:4] == ["Điểm", "Nội dung điểm", "Họ và tên", "Góp ý"]
    assert comments[0][:4] == ["2", "Lắp đèn.", "Nguyễn Thị Lan", '=HYPERLINK("http://xau.vn","bấm")']
    at = comments[0][4]
    assert isinstance(at, datetime)
    assert at.replace(second=0) == datetime(2026, 12, 1, 8), (
        "to the minute: the clock runs on by what the machine takes"
    )
    assert comments[1][0] == "Cả dự thảo"
    assert [row[-3:-1] for row in rows(sent.data, "Theo người")[HEAD:]] == [row[-3:-1] for row in comments]


async def test_where_links_are_sent_it_is_fetched_from_our_own_server_while_one_leads(tmp_path: Path) -> None:
    async with branch(tmp_path, OnZalo(), public_url="http://127.0.0.1:1/") as zalo:
        await said(zalo.shape)
        link = re.search(r"http://\S+/f/[0-9a-f]{48}", zalo.shown("tú")[-1])[0]
        async with httpx.AsyncClient(follow_redirects=True) as outside:
            opened = await outside.post(link)
            assert opened.headers["content-type"] == TYPE
            assert rows(opened.content, "Theo điểm")[HEAD][0] == "2"
            await zalo.house.store.write(lambda session: leads_no_more(session, zalo.house.clock()))
            assert (await outside.post(link)).status_code == 410


def leads_no_more(session: Any, now: Any) -> None:
    for post in session.exec(select(PostHeld)):
        post.until = now - timedelta(days=1)


def test_a_table_is_read_on_paper_too() -> None:
    """Heads wrap; a long comment is not cut by the highest row there is; what is wider than a page goes on beside it."""
    heads = ["Họ và tên", *("Câu hỏi dài về giờ sinh hoạt chi bộ hằng tháng " * 2 for _ in range(40))]
    data = workbook("lấy", [Sheet("Rộng", "Tên", heads, [["Nguyễn Thị Lan", *["Có"] * 40]])])
    wide = openpyxl.load_workbook(io.BytesIO(data))["Rộng"]
    assert {width.width for width in wide.column_dimensions.values()} == {16, 26}
    assert wide.page_setup.fitToWidth == 5 and wide.print_title_cols == "$A:$A"
    assert all(cell.alignment.wrap_text for row in wide.iter_rows(min_row=HEAD) for cell in row)
    data = workbook(
        "lấy", [Sheet("Dài", "Tên", ("Họ và tên", "Góp ý"), [["Lan", "chữ " * 1000], ["Tú", "x"]])]
    )
    long = openpyxl.load_workbook(io.BytesIO(data))["Dài"]
    assert long.column_dimensions["B"].width == 160 and long.page_setup.fitToWidth == 1
    heights = [long.row_dimensions[HEAD + row].height for row in (1, 2)]
    assert heights[0] > 20 * heights[1] > 0, "not every program makes a row as high as what stands in it"
    data = workbook("lấy", [Sheet("Dài", "Tên", ("Góp ý",), [["x" * 20_000]])])
    assert openpyxl.load_workbook(io.BytesIO(data))["Dài"].column_dimensions["A"].width == 255


@pytest.mark.parametrize("word", ["=1+1", "+84", "-1", "@SUM(A1)", "a\0b", "", "nhiều\ndòng"])
def test_nothing_that_is_typed_is_more_than_text(word: str) -> None:
    data = workbook("lấy", [Sheet("Tab", "Tên", ("A", "B"), [(word, "x")])])
    read = rows(data, "Tab")[HEAD]
    assert read == [part for part in (word.replace("\0", ""), "x") if part]


def test_counts_can_be_added_and_days_sorted() -> None:
    at = datetime(2026, 12, 1, 8, 5, tzinfo=ZONE)
    data = workbook("lấy", [Sheet("Tab", "Tên", tuple("ABCD"), [(12, 0.111, at, date(2026, 12, 20))])])
    cells = openpyxl.load_workbook(io.BytesIO(data))["Tab"][HEAD + 1]
    assert [cell.data_type for cell in cells] == ["n", "n", "d", "d"]
    assert [cell.number_format for cell in cells[1:]] == ["0.0%", "dd/mm/yyyy hh:mm", "dd/mm/yyyy"]
    assert cells[2].value == datetime(2026, 12, 1, 8, 5), "as the clock there shows it"


@given(st.lists(st.tuples(st.text(max_size=80), st.text(max_size=80)), max_size=5))
def test_any_text_makes_a_file(table: list[tuple[str, str]]) -> None:
    assert workbook("lấy", [Sheet("Tab", "Tên", ("A", "B"), table)]).startswith(b"PK")
