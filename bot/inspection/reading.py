"""What a reader found in a file, before it is judged."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reading:
    """`text` is for people; `aside` is judged and never shown (properties, watermarks, deleted words); see Inspection for the rest."""

    text: str
    aside: str = ""
    pages: int | None = None
    fault: str | None = None


def unread(fault: str) -> Reading:
    """A file of which nothing could be read."""
    return Reading("", fault=fault)
