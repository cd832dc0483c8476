"""The process that makes pages: `python -m bot.showing.worker`, the file on its input, on its output for each item a letter (w words,
p picture, x not to be shown), a length of four bytes and the item; `.` ends it."""

import io
import logging
import os
import resource
import struct
import sys
import warnings
import zipfile
from collections.abc import Iterator

from PIL import Image, ImageOps

MEMORY = 1024 * 2**20
CPU = 60
PAGES = 100
LARGEST = (1500, 2400)
"""A page's picture in pixels at most: A4 at 180 dots an inch, read on a telephone."""
PICTURES = (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp")
SMALL = 300
"""A picture in an office file with a side below this is a logo or a line."""

Item = tuple[bytes, bytes]
"""Its letter and its bytes."""


def main() -> None:
    """Makes the pages of one file."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a library that prints must not be heard
    try:
        for kind, data in items(sys.stdin.buffer.read()):
            out.write(struct.pack(">cI", kind, len(data)) + data)
            out.flush()
    except (
        Exception
    ):  # the readers raise whatever a broken file makes of them: what was made by then is shown
        out.write(struct.pack(">cI", b"x", 0))
    out.write(struct.pack(">cI", b".", 0))
    out.flush()


def items(data: bytes) -> Iterator[Item]:
    """What can be shown of a file; raises what its reader raises."""
    if b"%PDF-" in data[:1024]:
        from bot.showing.pdf import pages

        for number, (text, picture) in enumerate(pages(data)):
            if number == PAGES:
                yield b"x", b""
                return
            if text:
                yield b"w", text.encode()
            if picture is not None:
                yield b"p", jpeg(picture)
    elif data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = [e.filename for e in parts.infolist() if e.filename.lower().endswith(PICTURES)]
            for name in sorted(names, key=lambda name: (len(name), name))[:PAGES]:
                picture = Image.open(io.BytesIO(parts.read(name)))
                if min(picture.size) >= SMALL:
                    yield b"p", jpeg(picture)
    else:
        yield b"p", jpeg(Image.open(io.BytesIO(data)))


def jpeg(picture: Image.Image) -> bytes:
    """A picture upright, no larger than is read, as JPEG."""
    picture.draft("RGB", (LARGEST[0] * 2, LARGEST[1] * 2))
    picture = ImageOps.exif_transpose(picture)
    picture.thumbnail(LARGEST)
    if picture.mode in ("RGBA", "LA", "P", "PA"):
        over = picture.convert("RGBA")
        picture = Image.new("RGBA", over.size, "white")
        picture.alpha_composite(over)
    made = io.BytesIO()
    picture.convert("RGB").save(made, "JPEG", quality=80)
    return made.getvalue()


if __name__ == "__main__":
    main()
