"""The answer about one file."""

from dataclasses import dataclass

from models.secrecy import Hit


@dataclass(frozen=True)
class Inspection:
    """What is known of a file. With a `hit` the file is refused; not `readable` means that a person must be asked (people 14).

    `text` is what could be read, None with a hit; `pages` counts the pages of a PDF or the slides of a presentation.
    `fault` says why a file is not readable: `empty`, `unknown` (picture, .doc, .xls, anything else), `locked`, `scan` (a page or
    slide without text, or covered by a picture), `attachment` (another file inside), `garbled` (letters without meaning),
    `broken`, `too-big` (unpacks to more than 50 MB: refuse it), `memory`, `timeout` or `crash`.
    """

    text: str | None
    pages: int | None
    hit: Hit | None
    readable: bool
    fault: str | None
