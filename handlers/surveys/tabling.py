"""The answers to a survey as a table, for whoever leads the branch; taken on request and made when it leaves (people 35, decision 15)."""

from datetime import datetime

from handlers.kit.message import Message
from handlers.kit.own import at
from handlers.surveys import wording
from models import survey
from models.database import Session
from models.member import Member
from models.organisation import Organisation
from models.survey import Survey

RECIPE = "survey"
"""`survey:12`: the answers to that survey."""

Sheet = tuple[str, list[list[str]]]
"""Its title and its rows."""


def offered(about: Survey) -> Message:
    """The message that carries the table."""
    return Message(carried(about), document=f"{RECIPE}:{about.id}", protected=True)


def sheets(session: Session, about: Survey, reader: Member, now: datetime) -> list[Sheet]:
    """Who answered what, and what it came to; above both who took it and when."""
    branch = session.get_one(Organisation, about.organisation_id)
    head = [[taken(reader, now)], [f"{wording.capital_matter(about)}, {branch.name}"], []]
    asked, counts = survey.counts(session, about)
    questions = [f"{wording.numbered(count.question)}" for count in counts]
    people = [
        [who.known_as, *(wording.plainly(q.question, said.get(q.question.id)) for q in counts)]
        for who, said in survey.answers_by_member(session, about)
    ]
    totals: list[list[str]] = [[ASKED, str(asked)]]
    for count in counts:
        totals += [[], [wording.numbered(count.question)]]
        totals += [[label, str(number)] for label, number in wording.bars(count)]
        totals += [["", words] for who, words in count.words if who is None and wording.is_text(count)]
        totals.append([wording.SILENT, str(count.silent)])
    if about.nameless:
        return [(COUNTS, [*head, *totals])]
    return [(ANSWERS, [*head, [NAME, *questions], *people]), (COUNTS, [*head, *totals])]


# Wording

ANSWERS, COUNTS = "Trả lời", "Số đếm"
NAME, ASKED = "Họ và tên", "Số được hỏi"


def taken(reader: Member, now: datetime) -> str:
    return f"Đ/c {reader.known_as} lấy lúc {at(now, now)}. Lưu hành nội bộ."


def carried(about: Survey) -> str:
    names = "không tên" if about.nameless else "có tên"
    return f"Bảng trả lời {wording.matter(about)}: {names}, lưu hành nội bộ."
