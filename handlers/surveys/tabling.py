"""The answers to a survey as a table, for whoever leads the branch; taken on request and made when it leaves (people 35, decision 15)."""

from datetime import datetime

from handlers.kit.cells import Value
from handlers.kit.message import Message
from handlers.kit.sheets import Sheet, gives_sheets, recipe
from handlers.surveys import asking, wording
from models import member, survey
from models.database import Session
from models.member import Member
from models.organisation import Organisation
from models.survey import Survey

FILE = "khao-sat"


def offered(about: Survey) -> Message:
    """The message that carries the table."""
    return Message(carried(about), document=recipe(FILE, about.id), protected=True)


@gives_sheets(FILE)
def sheets(session: Session, survey_id: str, reader: Member, now: datetime) -> list[Sheet]:
    """Who answered what, and what it came to; none for who leads the branch no more."""
    about = session.get_one(Survey, int(survey_id))
    branch = session.get_one(Organisation, about.organisation_id)
    if not member.leads(session, reader, branch, now):
        return []
    title = f"{wording.capital_matter(about)}, {branch.name}"
    (asked, counts), unreached = survey.counts(session, about), asking.unreached(session, about)
    totals: list[list[Value]] = [["", ASKED, asked]]
    for count in counts:
        question = wording.numbered(count.question)
        totals += [[question, label, number] for label, number in wording.bars(count)]
        totals += [
            [question, words, ""] for who, words in count.words if who is None and wording.is_text(count)
        ]
        totals += [[question, label, number] for label, number in wording.rest(count, unreached)]
    counted = Sheet(COUNTS, title, (QUESTION, ANSWER, NUMBER), totals)
    if about.nameless:
        return [counted]
    people = [
        [who.known_as, *(wording.plainly(q.question, said.get(q.question.id)) for q in counts)]
        for who, said in survey.answers_by_member(session, about)
    ]
    head = [NAME, *(wording.numbered(count.question) for count in counts)]
    return [Sheet(ANSWERS, title, head, people), counted]


# Wording

ANSWERS, COUNTS = "Trả lời", "Số đếm"
NAME, ASKED = "Họ và tên", "Số được hỏi"
QUESTION, ANSWER, NUMBER = "Câu hỏi", "Trả lời", "Số đồng chí"


def carried(about: Survey) -> str:
    names = "không tên" if about.nameless else "có tên"
    return f"Bảng trả lời {wording.matter(about)}: {names}, lưu hành nội bộ."
