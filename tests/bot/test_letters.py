"""Letters of invitation: a page a member, with every Vietnamese letter and a QR code that can be read from the page."""

from io import BytesIO

from pdfminer.high_level import extract_pages, extract_text
from pdfminer.layout import LTImage

from bot.letters import Letter, Poster, letters


def test_letters() -> None:
    page = Letter(
        "Chi bộ tổ dân phố số 9",
        "Nguyễn Thị Lệ Thủy",
        "123 456 789 015",
        "123456789015",
        ("Mở Zalo, nhắn mã.",),
    )
    made = letters([page, page], [Poster("Telegram: @so", "https://t.me/so")])
    text = " ".join(extract_text(BytesIO(made)).split())
    assert text.count("Kính gửi đồng chí Nguyễn Thị Lệ Thủy") == 2
    assert "123 456 789 015" in text
    pages = list(extract_pages(BytesIO(made)))
    assert len(pages) == 3
    assert "3. Đọc số hiện ra cho bí thư chi bộ." in text
    assert any(
        isinstance(inner, LTImage) for part in pages[-1] if hasattr(part, "__iter__") for inner in part
    )
