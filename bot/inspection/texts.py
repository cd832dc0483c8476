"""Bytes of a file to its text: told by their own first bytes and not by the name, except plain text, which has none."""

import re

from bot.inspection import office, pdf
from bot.inspection.reading import Reading, unread
from bot.inspection.result import Inspection
from models.folding import tidy
from models.secrecy import scan

PLAIN = (".txt", ".csv")
_CONTROLS = re.compile(r"[\0-\x08\x0e-\x1f\x7f\ud800-\udfff]")


def inspect(suffix: str, data: bytes) -> Inspection:
    """What a file says, and whether it carries a mark of secrecy. Raises MemoryError only."""
    try:
        reading = read(suffix, data)
    except MemoryError:
        raise
    except (
        Exception
    ):  # the readers raise whatever a broken file makes of them: KeyError, struct.error, RecursionError ...
        reading = unread("broken")
    hit = scan(f"{reading.text}\n\n{reading.aside}", where="text")
    if hit:
        return Inspection(None, None, hit, readable=True, fault=None)
    text = tidy(_CONTROLS.sub(" ", reading.text))
    fault = reading.fault or (None if text else "scan")
    return Inspection(text or None, reading.pages, None, readable=fault is None, fault=fault)


def read(suffix: str, data: bytes) -> Reading:
    """The reading of a file of any kind; raises what its reader raises on a broken one."""
    if not data:
        return unread("empty")
    if data.startswith(b"PK\x03\x04"):
        return office.read(data)
    if b"%PDF-" in data[:1024]:
        return pdf.read(data)
    if suffix in PLAIN:
        return _plain(data)
    return unread("unknown")


def _plain(data: bytes) -> Reading:
    """Text in UTF-8, UTF-16 with its mark, or the Windows code page for Vietnamese; markup and zero bytes are no plain text."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"{\\rtf")):
        return unread("unknown")
    encodings = (
        ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1258", "latin-1"]
    )
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return unread("unknown") if "\0" in text else Reading(text)
    return unread("broken")
