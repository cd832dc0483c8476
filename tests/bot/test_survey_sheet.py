"""The table of a survey's answers: what was typed is text, what was counted a number; who took it in the first row, and for whoever leads alone."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

import openpyxl

from bot.sheets import HEAD
from tests.player import play
from tests.shapes import OnTelegram

STORY = """
@ 2026-12-01 08:00
tú  > /khaosat Quý 4 / 1. Giờ họp có hợp không? / a) Có / b) Không / 2. Hài lòng không? (thang 1-5) / 3. Đề xuất gì? / 4. Đi ngày nào?
tú  < KHẢO SÁT: Quý 4 ...
tú  ! Gửi
tú  < Đã gửi khảo sát ...
tú  < KHẢO SÁT: Quý 4 ...
lan < KHẢO SÁT: Quý 4 ...
lan > 1
lan < Câu 1/4. ...
lan > 1b 2d
lan < Đã ghi câu 1: Không; câu 2: 4 điểm. / Câu 3/4. ...
lan > =HYPERLINK("http://example.com";"xem")
lan < Câu 4/4. ...
lan > 20/12
lan < Đã ghi 4/4 câu ...
lan > /ketqua
lan < Chưa có kết quả nào để xem.
tú  > /ketqua
tú  < KHẢO SÁT ĐANG MỞ: Quý 4 ...
tú  < Bảng trả lời khảo sát “Quý 4”: có tên, lưu hành nội bộ. ...
@ 2026-12-04 08:00
tú  < KẾT QUẢ KHẢO SÁT: Quý 4 ...
lan > /ketqua
lan < KẾT QUẢ KHẢO SÁT: Quý 4 ... Trả lời 1 · Chưa trả lời 1 · Chưa nhận được 7. / ...
"""


async def test_whoever_leads_gets_it_and_nobody_else(tmp_path: Path) -> None:
    messenger = OnTelegram()
    (tmp_path / "truyen.txt").write_text(STORY, encoding="utf-8")
    await play(tmp_path / "truyen.txt", messenger, tmp_path)
    (sent,) = messenger.server.called("sendDocument")
    assert str(sent.params["chat_id"]) == str(messenger.identity("tú"))
    book = openpyxl.load_workbook(BytesIO(sent.params["document"].data))
    answers, counts = book.worksheets
    assert "Tú" in answers["A1"].value
    assert "Lưu hành nội bộ" in answers["A1"].value
    assert "08h00" in answers["A1"].value
    rows = {row[0]: row[1:] for row in answers.iter_rows(min_row=HEAD, values_only=True)}
    assert rows["Nguyễn Thị Lan"] == (
        "Không",
        "4 điểm",
        '=HYPERLINK("http://example.com";"xem")',
        datetime(2026, 12, 20),
    )
    assert len(rows) == 1 + 9
    numbers = [row[1:3] for row in counts.iter_rows(max_col=3, values_only=True)]
    assert ("Không", 1) in numbers
    assert numbers[-2:] == [("Chưa trả lời", 1), ("Chưa nhận được", 7)], (
        "who had no phone has not kept silent"
    )
    assert {cell.data_type for row in answers for cell in row if cell.value} == {"s", "d"}
    assert {type(cell.value) for cell in counts["C"][HEAD:] if cell.value is not None} == {int}
    pictures = list(messenger.server.called("sendPhoto"))
    assert len(pictures) == 3, "with each result"
