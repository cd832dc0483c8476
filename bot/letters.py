"""Letters of invitation as PDF: one A5 page a member, large type, the code in threes and a QR code of it; and a notice for the wall."""

import io
from collections.abc import Iterable
from dataclasses import dataclass

import segno
from fpdf import FPDF
from fpdf.fonts import TTFFont

from bot.fonts import FONTS


@dataclass(frozen=True)
class Letter:
    """One member's letter. `link` is what the QR code holds: a deep link where there is one, else the code."""

    branch: str
    name: str
    code: str
    link: str
    ways: tuple[str, ...]


@dataclass(frozen=True)
class Poster:
    """A page for the wall of the meeting room: whoever opens the bot and writes anything gets a number to read out (people 7).

    `link` is what its QR code holds; None where the messenger has none to be known, and the bot is looked for by its name.
    """

    where: str
    link: str | None


def letters(pages: Iterable[Letter], posters: list[Poster]) -> bytes:
    """The posters, then the letters, as one PDF."""
    pdf = FPDF(format=(148, 210))
    pdf.add_font("DejaVu", "", FONTS / "DejaVuSans.ttf")
    pdf.add_font("DejaVu", "B", FONTS / "DejaVuSans-Bold.ttf")
    pdf.set_margin(14)
    for poster in posters:
        pdf.add_page()
        _draw(pdf, poster)
    for letter in pages:
        pdf.add_page()
        _write(pdf, letter)
    made = bytes(pdf.output())
    for font in pdf.fonts.values():
        assert isinstance(font, TTFFont)
        font.ttfont.close()  # the library leaves the files open
    return made


def _draw(pdf: FPDF, poster: Poster) -> None:
    _line(pdf, JOIN, 22, "B", 4)
    _line(pdf, poster.where, 15, gap=4)
    if poster.link:
        _square(pdf, poster.link, 90)
    for number, step in enumerate((SCAN if poster.link else LOOK_FOR, *STEPS), start=1):
        _line(pdf, f"{number}. {step}", 16, gap=3)


def _write(pdf: FPDF, letter: Letter) -> None:
    _line(pdf, letter.branch, 13)
    _line(pdf, DEAR.format(letter.name), 17, "B", 4)
    for way in letter.ways:
        _line(pdf, way, 13)
    _line(pdf, YOUR_CODE, 13)
    _line(pdf, letter.code, 26, "B", 3)
    _square(pdf, letter.link, 48)
    _line(pdf, NEVER, 11)


def _line(pdf: FPDF, text: str, size: int, style: str = "", gap: float = 2) -> None:
    pdf.set_font("DejaVu", style, size)
    pdf.multi_cell(0, size * 0.5, text, align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(gap)


def _square(pdf: FPDF, link: str, width: float) -> None:
    """A QR code, so many millimetres wide."""
    picture = io.BytesIO()
    segno.make(link, error="m").save(picture, kind="png", scale=8, border=2)
    picture.seek(0)
    pdf.image(picture, w=width, x=(pdf.w - width) / 2)
    pdf.ln(3)


# Wording

JOIN = "Vào Sổ tay"
SCAN = "Quét mã này bằng điện thoại."
LOOK_FOR = "Mở ứng dụng, tìm tên ghi ở trên."
STEPS = ("Nhắn một chữ bất kỳ.", "Đọc số hiện ra cho bí thư chi bộ.")
DEAR = "Kính gửi đồng chí {}"
YOUR_CODE = "Mã của đồng chí (dùng một lần, trong 14 ngày):"
NEVER = "Sổ tay không bao giờ hỏi tiền, mật khẩu, mã OTP, số tài khoản. Cần giúp, xin gọi bí thư chi bộ."
