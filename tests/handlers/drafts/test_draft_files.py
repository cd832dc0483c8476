"""A draft that comes as a file with /duthao as its caption."""

from pathlib import Path

from tests.papers import made
from tests.player import play
from tests.shapes import OnTelegram


class Captioned(OnTelegram):
    """Files come with the words before `|` as their caption."""

    def sends(self, who: str, what: str) -> None:
        caption, _, file = what.partition(" | ")
        self.people[who].sends_file(*made(file), caption=caption)


async def told(story: str, folder: Path) -> Captioned:
    messenger = Captioned()
    (folder / "truyen.txt").write_text(story, encoding="utf-8")
    await play(folder / "truyen.txt", messenger, folder)
    return messenger


async def test_the_caption_names_the_draft_and_no_document_is_made(tmp_path: Path) -> None:
    await told(
        """
@ 2026-12-01 08:00
tú  ~ /duthao Dự thảo nghị quyết tháng 12 | file a.docx: I. ĐẢNG / 1. Kết nạp một quần chúng.
tú  < DỰ THẢO XIN GÓP Ý: Dự thảo nghị quyết tháng 12 / Kính gửi đồng chí Tú. / I. ĐẢNG / 1. Kết nạp ... Có 2 điểm, ...
tú  > 1
tú  < Đã gửi dự thảo ...
tú  < DỰ THẢO XIN GÓP Ý: ...
lan < DỰ THẢO XIN GÓP Ý: Dự thảo nghị quyết tháng 12 ...
lan > /tailieu
lan < Chưa có tài liệu ...
lan ~ /duthao | file b.docx: Dự thảo của Lan
lan < Việc này do bí thư hoặc phó bí thư làm. ...
""",
        tmp_path,
    )


async def test_a_draft_too_long_for_a_chat_is_told_so(tmp_path: Path) -> None:
    await told(
        f"""
@ 2026-12-01 08:00
tú  ~ /duthao | file a.txt: Dự thảo / 1. {"Dọn ngõ. " * 2500}
tú  < Dự thảo dài 22510 chữ cái, Sổ tay nhận đến 20000 ...
tú  ~ /duthao | file a.txt: Dự thảo nghị quyết / {" / ".join(f"{n}. {'Dọn ngõ. ' * 60}" for n in range(1, 20))}
tú  < DỰ THẢO XIN GÓP Ý: Dự thảo nghị quyết ...
tú  < ... Dọn ngõ. ...
tú  < ... Có 19 điểm, ...
""",
        tmp_path,
    )
