"""Papers, whoever sends them: their classes, how they are named and shown, and how one is owed to those whom it concerns."""

from datetime import datetime

from handlers.kit import classes
from handlers.kit.form import Answers
from handlers.kit.message import Message, choices
from handlers.kit.occasions import matter
from handlers.kit.turn import Turn
from models import document, outbox
from models.document import Document, File
from models.meeting import Meeting
from models.outbox import People
from models.terms import ChannelName, DocumentClass


def which_kind(turn: Turn, answers: Answers) -> Message:
    """Asks the class, with the one that the title and the file's name speak for."""
    proposed = classes.proposed(f"{answers['title']} {answers['name']}")
    pairs = [(kind.value, label) for kind, label in classes.CLASSES.items()]
    return Message(which_class(classes.CLASSES[proposed]), choices(*pairs))


def kind_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    """Takes the class."""
    return {"kind": value} if value else which_kind(turn, answers)


def not_shown(
    turn: Turn, kind: DocumentClass, people: People, file_id: int, instead: str | None = None
) -> list[str]:
    """What some of the people will not see, said before it goes, and what they get instead (people 12)."""
    instead = instead or AT_THE_HOUSE
    if kind is DocumentClass.AT_MEETING:
        return []
    file, on = turn.session.get_one(File, file_id), document.reach(turn.session, people)
    zalo, telegram = on.get(ChannelName.ZALO, 0), on.get(ChannelName.TELEGRAM, 0)
    if kind is DocumentClass.INTERNAL:
        titles = [only_title(zalo + telegram, instead)] if zalo + telegram and not turn.links else []
        return titles + ([] if document.shows(turn.session, file) else [NOT_SHOWN])
    return [only_beginning(zalo, file.text is not None, instead)] if zalo and not turn.links else []


def owe(
    turn: Turn, paper: Document, about: Meeting | None, people: People, not_before: datetime | None
) -> None:
    """Owes a document to people; what waits of an earlier sending is taken back."""
    earlier = outbox.supersede(turn.session, "document", document.key_of(paper.id))
    coming = about is not None and about.starts > turn.now
    turn.tell(
        people,
        shown(paper, about, turn.now),
        key=f"{document.key_of(paper.id)}{earlier.id if earlier else 0}",
        kind="document",
        not_before=not_before,
        expires=about.starts if about and coming else None,
    )


# Wording

AT_THE_HOUSE = "xin có bản in tại nhà văn hóa"
NOT_SHOWN = "Tệp này không đọc được trên trang của Sổ tay; xin gửi bản PDF, hoặc để đọc tại cuộc họp."


def which_class(proposed: str) -> str:
    return (
        "Tài liệu này thuộc loại nào?\n"
        "Công khai: tệp đi thẳng vào tin nhắn. Nội bộ: chỉ đọc trên máy chủ của Sổ tay. Đọc tại cuộc họp: chỉ báo tên.\n"
        f"Sổ tay đề nghị: {proposed}."
    )


def only_title(count: int, instead: str) -> str:
    return (
        f"{count} đồng chí dùng Telegram, Zalo chỉ nhận tên tài liệu, vì Sổ tay chưa có địa chỉ công khai để mở; "
        f"{instead}."
    )


def only_beginning(count: int, has_text: bool, instead: str) -> str:
    what = "tên và phần đầu tài liệu" if has_text else "tên tài liệu"
    return f"{count} đồng chí dùng Zalo chỉ nhận {what}; {instead}."


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
    text = f"{heading(paper.title)}\nTài liệu số {paper.number}, {place_of(about, now)}. {classes.HOW_SHOWN[paper.kind]}"
    return carrying(text, paper)


def carrying(text: str, paper: Document) -> Message:
    """A message with a paper, as far as its class lets it go."""
    if paper.kind is DocumentClass.AT_MEETING:
        return Message(text, protected=True)
    return Message(text, document=f"file:{paper.id}", protected=paper.kind is not DocumentClass.PUBLIC)
