"""What is no draft and no comment: a sentence says what to do next, or it is text like any other."""

from pathlib import Path

from tests.player import play
from tests.shapes import OnWeb


async def test_a_comment_without_end_and_a_draft_without_words(tmp_path: Path) -> None:
    story = f"""
@ 2026-12-01 08:00
tú  > /duthao 123.
tú  < Xin nhắn nội dung dự thảo, ...
tú  > /duthao ?
tú  < Xin nhắn nội dung dự thảo, ...
tú  > /duthao Dự thảo nghị quyết: 1. Dọn ngõ. 2. Lắp đèn.
tú  < DỰ THẢO ...
tú  > 1
tú  < Đã gửi ...
tú  < DỰ THẢO ...
lan < DỰ THẢO ... 1. Góp ý theo điểm
lan > GÓP Ý {"nên rõ " * 2857}
lan < Tin dài 19998 chữ cái, Sổ tay nhận đến 4000. Xin đồng chí rút ngắn rồi nhắn lại.
lan > {"nên sửa " * 2500}
lan < Tin dài 19999 chữ cái, ...
lan > 1
lan < Đồng chí góp ý cho điểm nào? ...
lan > 1
lan < Xin đồng chí nhắn nội dung góp ý cho điểm 1 ...
lan > {"nên sửa " * 2500}
lan < Tin dài 19999 chữ cái, ...
lan > nên sửa
lan < Đã ghi góp ý của đồng chí Lan cho điểm 1 ...
"""
    (tmp_path / "truyen.txt").write_text(story, encoding="utf-8")
    await play(tmp_path / "truyen.txt", OnWeb(), tmp_path)
