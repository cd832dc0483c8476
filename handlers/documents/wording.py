"""How documents are named and shown, in every sentence about them."""

from datetime import datetime

from handlers.kit.classes import HOW_SHOWN
from handlers.kit.message import Message
from handlers.kit.occasions import matter
from models.document import Document
from models.meeting import Meeting
from models.terms import DocumentClass

# Wording

LIBRARY = "Thư viện"


def place_of(about: Meeting | None, now: datetime) -> str:
    return f"cho {matter(about, now)}" if about else "trong thư viện"


def heading(title: str) -> str:
    return f"TÀI LIỆU: {title}"


def papers_of(papers: list[Document]) -> str:
    """The papers of a meeting in a notice that also goes to a relative's telephone: by number, and by title only what is public."""
    if not papers:
        return ""
    named = [f"số {p.number}" + (f" ({p.title})" if p.kind is DocumentClass.PUBLIC else "") for p in papers]
    return f"Tài liệu cho cuộc họp: {', '.join(named)}. Để đọc, nhắn TÀI LIỆU và số."


def shown(paper: Document, about: Meeting | None, now: datetime) -> Message:
    """A document as its reader gets it; the messenger adds the file, the link or the beginning of the text (bot/papers)."""
    text = (
        f"{heading(paper.title)}\nTài liệu số {paper.number}, {place_of(about, now)}. {HOW_SHOWN[paper.kind]}"
    )
    if paper.kind is DocumentClass.AT_MEETING:
        return Message(text, protected=True)
    protected = paper.kind is not DocumentClass.PUBLIC
    return Message(text, document=f"file:{paper.id}", protected=protected)
