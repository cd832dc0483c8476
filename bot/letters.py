"""Letters of invitation as PDF: one A5 page a member, large type, the code in threes and a QR code of it."""

import io
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import segno
from fpdf import FPDF
from fpdf.fonts import TTFFont

FONTS = Path(find_spec("matplotlib").submodule_search_locations[0]) / "mpl-data" / "fonts" / "ttf"  # type: ignore[union-attr,index]
"""DejaVu Sans has all Vietnamese letters, and comes with a library that is here anyway."""


@dataclass(frozen=True)
class Letter:
    """One member's letter. `link` is what the QR code holds: a deep link where there is one, else the code."""

    branch: str
    name: str
    code: str
    link: str
    ways: tuple[str, ...]


def letters(pages: list[Letter]) -> bytes:
    """The letters as one PDF."""
    pdf = FPDF(format=(148, 210))
    pdf.add_font("DejaVu", "", FONTS / "DejaVuSans.ttf")
    pdf.add_font("DejaVu", "B", FONTS / "DejaVuSans-Bold.ttf")
    pdf.set_margin(14)
    for letter in pages:
        pdf.add_page()
        _write(pdf, letter)
    made = bytes(pdf.output())
    for font in pdf.fonts.values():
        assert isinstance(font, TTFFont)
        font.ttfont.close()  # the library leaves the files open
    return made


def _write(pdf: FPDF, letter: Letter) -> None:
    def line(text: str, size: int, style: str = "", gap: float = 2) -> None:
        pdf.set_font("DejaVu", style, size)
        pdf.multi_cell(0, size * 0.5, text, align="L", new_x="LMARGIN", new_y="NEXT")
        pdf.ln(gap)

    line(letter.branch, 13)
    line(DEAR.format(letter.name), 17, "B", 4)
    for way in letter.ways:
        line(way, 13)
    line(YOUR_CODE, 13)
    line(letter.code, 26, "B", 3)
    picture = io.BytesIO()
    segno.make(letter.link, error="m").save(picture, kind="png", scale=8, border=2)
    picture.seek(0)
    pdf.image(picture, w=48, x=(pdf.w - 48) / 2)
    pdf.ln(3)
    line(NEVER, 11)


# Wording

DEAR = "Kính gửi đồng chí {}"
YOUR_CODE = "Mã của đồng chí (dùng một lần, trong 14 ngày):"
NEVER = "Sổ tay không bao giờ hỏi tiền, mật khẩu, mã OTP, số tài khoản. Cần giúp, xin gọi bí thư chi bộ."
