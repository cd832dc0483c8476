"""A reader's name across a picture, in its very points: a picture that is passed on says who passed it on (people 13)."""

import io
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from bot.fonts import FONTS

ASLANT = 28
GREY = (110, 110, 110)
STRENGTH = 95
"""Of 255: read through, and not to be overlooked."""


def stamped(jpeg: bytes, who: str) -> bytes:
    """The picture with `who` across it from edge to edge, over and over."""
    picture = Image.open(io.BytesIO(jpeg)).convert("RGB")
    picture.paste(GREY, mask=_across(picture.size, who))
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=80)
    return made.getvalue()


@lru_cache(4)
def _across(size: tuple[int, int], who: str) -> Image.Image:
    font = ImageFont.truetype(FONTS / "DejaVuSans-Bold.ttf", max(14, size[0] // 40))
    side = size[0] + size[1]
    layer = Image.new("L", (side, side))
    draw = ImageDraw.Draw(layer)
    left, top, right, bottom = draw.textbbox((0, 0), who, font=font)
    step, line = int(right - left) * 5 // 4, int(bottom - top) * 6
    for row, y in enumerate(range(0, side, line)):
        for x in range(-step // 2 * (row % 2), side, step):
            draw.text((x, y), who, fill=STRENGTH, font=font)
    corner = ((side - size[0]) // 2, (side - size[1]) // 2)
    turned = layer.rotate(ASLANT, resample=Image.Resampling.BILINEAR)
    return turned.crop((*corner, corner[0] + size[0], corner[1] + size[1]))
