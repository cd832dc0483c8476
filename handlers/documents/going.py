"""A document goes to those whom it concerns: whom it reaches and what they will not see, and the sending itself."""

from handlers.kit import late, papers
from handlers.kit.classes import HOW_SHOWN
from handlers.kit.form import Answers
from handlers.kit.message import Message
from handlers.kit.outgoing import LEFT_OUT
from handlers.kit.turn import Purpose, Turn
from models import meeting, member, outbox
from models.document import Document
from models.meeting import Meeting
from models.outbox import People
from models.terms import Body, Circumstance, DocumentClass


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
        *papers.not_shown(turn, kind, people, answers["file"]),
    ]
    return "\n".join(lines)


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


def to_whom(reached: int, without: int, left_out: dict[Circumstance, int]) -> str:
    line = f"Gửi {reached} đồng chí" + (f"; {without} chưa nhận được qua máy" if without else "")
    others = ", ".join(f"{count} {LEFT_OUT[kind]}" for kind, count in left_out.items())
    return f"{line}; {others} không gửi." if others else f"{line}."


def sent(number: int, title: str, reached: int, without: int) -> Message:
    rest = f" {without} đồng chí chưa nhận được qua máy." if without else ""
    return Message(f"Đã gửi tài liệu số {number}: {title}, cho {reached} đồng chí.{rest}")


def will_be_sent(number: int, title: str, reached: int, at: str) -> Message:
    return Message(
        f"Sẽ gửi tài liệu số {number}: {title}, cho {reached} đồng chí lúc {at}. Muốn dừng lại, nhắn THÔI."
    )
