"""State secrets at the door: every text, caption and file name that a person sends is looked at once, before any feature sees it and
before a file is fetched (people 14). What goes to many was typed by somebody, so nothing needs a second look."""

from handlers.kit.incoming import Incoming, Kind
from handlers.kit.message import Message
from handlers.kit.turn import Turn
from models import document
from models.secrecy import scan


def mark_in(said: Incoming) -> str | None:
    """The rule of the first mark of secrecy in what is written: the text or caption, the name of the file."""
    written = scan(said.text, where="text" if said.kind is Kind.TEXT else "caption")
    named = scan(said.file.name, where="name") if said.file else None
    found = written or named
    return found.rule if found else None


def refuse(turn: Turn, rule: str) -> Message:
    """Keeps when, by which rule and from which keyed sender; of what was sent nothing remains."""
    document.refused(turn.session, turn.now, rule, turn.keys.tag(turn.said.chat))
    return text_refused() if turn.said.kind is Kind.TEXT else file_refused()


# Wording

AFTERWARDS = "Xin đồng chí xóa tin vừa gửi trên máy, không chuyển tiếp, và báo cán bộ bảo mật của Đảng ủy."


def file_refused() -> Message:
    return Message(f"Tài liệu có dấu độ mật, Sổ tay không nhận và không giữ. {AFTERWARDS}")


def text_refused() -> Message:
    return Message(f"Tin có dấu độ mật, Sổ tay không nhận và không giữ. {AFTERWARDS}")
