"""State secrets at the door: every text, caption and file name is looked at once, whoever sends it and wherever, before anything else is
done with it and before a file is fetched (people 14). What goes to many was typed by somebody, so nothing needs a second look."""

from handlers.kit.incoming import Incoming, Kind
from handlers.kit.message import Message
from handlers.kit.turn import Turn
from models import document, outbox
from models import form as forms
from models.document import File
from models.secrecy import scan


def mark_in(said: Incoming) -> str | None:
    """The rule of the first mark of secrecy in what is written: the text or caption, the name of the file."""
    written = scan(said.text, where="text" if said.kind is Kind.TEXT else "caption")
    named = scan(said.file.name, where="name") if said.file else None
    found = written or named
    return found.rule if found else None


def refuse(turn: Turn, rule: str) -> Message:
    """Keeps when, by which rule and from which keyed sender; of what was sent nothing remains, nor of a file that waits in that chat.

    Whoever is no member, or writes in a group, learns nothing of whose this is.
    """
    document.refused(turn.session, turn.now, rule, turn.keys.tag(turn.said.chat))
    what = TEXT if turn.said.kind is Kind.TEXT else FILE
    if not turn.members or turn.said.group:
        return refused_to_anybody(what)
    return refused(what, too=FILE_TOO if _dropped(turn) else "")


def _dropped(turn: Turn) -> bool:
    """Drops the file that waits in this chat for its sender's decision: a mark said of it is a mark on it."""
    waits = document.staged_at(turn.session, turn.address.id)
    form = forms.open_at(turn.session, turn.address)
    if waits is None or form is None:
        return False
    forget(turn, form.name, waits.file_id)
    forms.close(turn.session, turn.address)
    turn.heeded = True
    return True


def forget(turn: Turn, form: str, file_id: int) -> None:
    """What a form has said of a file, its title above all, goes with the file."""
    since = turn.session.get_one(File, file_id).at
    outbox.blank(turn.session, turn.address.id, f"{form}:", since, NOTHING_KEPT)


# Wording

NOTHING_KEPT = "(Tệp này đã bỏ.)"
TEXT = "Tin"
FILE = "Tài liệu"
FILE_TOO = " Tệp đang hỏi dở cũng đã bỏ."


def refused(what: str, too: str = "") -> Message:
    return Message(
        f"{what} có dấu độ mật, Sổ tay không nhận và không giữ.{too} "
        "Xin đồng chí xóa tin vừa gửi trên máy, không chuyển tiếp, và báo cán bộ bảo mật của Đảng ủy.",
        refuses=True,
    )


def refused_to_anybody(what: str) -> Message:
    return Message(
        f"{what} có dấu độ mật, ở đây không nhận và không giữ. Xin xóa tin vừa gửi trên máy, không chuyển tiếp.",
        refuses=True,
    )
