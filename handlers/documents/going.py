"""A document goes to those whom it concerns: whom it reaches and what they will not see, and the sending itself."""

from handlers.kit import late, papers
from handlers.kit.classes import HOW_SHOWN
from handlers.kit.form import Answers
from handlers.kit.message import Message
from handlers.kit.outgoing import LEFT_OUT
from handlers.kit.turn import Purpose, Turn
from models import document, meeting, member, outbox
from models.document import Document, File
from models.meeting import Meeting
from models.outbox import People
from models.terms import Body, ChannelName, Circumstance, DocumentClass


def preview(turn: Turn, answers: Answers) -> str:
    """The document as its readers will see it, and whom it reaches and leaves out."""
    about, people = whom(turn, answers)
    kind = DocumentClass(answers["kind"])
    reached, without = outbox.reach(turn.session, people, Purpose.CONTENT)
    left_out = {} if about else member.left_out(turn.session, turn.here, turn.now, Body.BRANCH, None)
    lines = [
        papers.heading(answers["title"]),
        f"{papers.place_of(about, turn.now).capitalize()}. {HOW_SHOWN[kind]}",
        "",
        to_whom(reached, without, left_out),
        *_not_shown(turn, kind, people, answers),
    ]
    return "\n".join(lines)


def _not_shown(turn: Turn, kind: DocumentClass, people: People, answers: Answers) -> list[str]:
    """What some of the people will not see, said before it goes (people 12)."""
    if kind is DocumentClass.AT_MEETING:
        return []
    file, on = turn.session.get_one(File, answers["file"]), document.reach(turn.session, people)
    zalo, telegram = on.get(ChannelName.ZALO, 0), on.get(ChannelName.TELEGRAM, 0)
    if kind is DocumentClass.INTERNAL:
        titles = [only_title(zalo + telegram)] if zalo + telegram and not turn.links else []
        return titles + ([] if document.shows(turn.session, file) else [NOT_SHOWN])
    return [only_beginning(zalo, file.text is not None)] if zalo and not turn.links else []


def whom(turn: Turn, answers: Answers) -> tuple[Meeting | None, People]:
    """Its meeting, and who was called to that; without one the whole branch."""
    chosen = int(answers.get("meeting") or 0)
    about = turn.session.get_one(Meeting, chosen) if chosen else None
    return about, meeting.called_to(about) if about else member.called(turn.here, turn.now)


def out(turn: Turn, answers: Answers, paper: Document, about: Meeting | None, people: People) -> Message:
    """Owes it to everybody."""
    not_before = late.not_before(turn, answers)
    papers.owe(turn, paper, about, people, not_before)
    reached, without = outbox.reach(turn.session, people, Purpose.CONTENT)
    if not_before:
        morning = late.in_the_morning(not_before, turn.now)
        return will_be_sent(paper.number, paper.title, reached, morning)
    return sent(paper.number, paper.title, reached, without)


# Wording

NOT_SHOWN = "Tệp này không đọc được trên trang của Sổ tay; xin gửi bản PDF, hoặc để đọc tại cuộc họp."


def to_whom(reached: int, without: int, left_out: dict[Circumstance, int]) -> str:
    line = f"Gửi {reached} đồng chí" + (f"; {without} chưa nhận được qua máy" if without else "")
    others = ", ".join(f"{count} {LEFT_OUT[kind]}" for kind, count in left_out.items())
    return f"{line}; {others} không gửi." if others else f"{line}."


def only_title(count: int) -> str:
    return (
        f"{count} đồng chí dùng Telegram, Zalo chỉ nhận tên tài liệu, vì Sổ tay chưa có địa chỉ công khai để mở; "
        "xin có bản in tại nhà văn hóa."
    )


def only_beginning(count: int, has_text: bool) -> str:
    what = "tên và phần đầu tài liệu" if has_text else "tên tài liệu"
    return f"{count} đồng chí dùng Zalo chỉ nhận {what}; xin có bản in tại nhà văn hóa."


def sent(number: int, title: str, reached: int, without: int) -> Message:
    rest = f" {without} đồng chí chưa nhận được qua máy." if without else ""
    return Message(f"Đã gửi tài liệu số {number}: {title}, cho {reached} đồng chí.{rest}")


def will_be_sent(number: int, title: str, reached: int, at: str) -> Message:
    return Message(
        f"Sẽ gửi tài liệu số {number}: {title}, cho {reached} đồng chí lúc {at}. Muốn dừng lại, nhắn THÔI."
    )
