"""What the clock says about surveys: a reminder before the end, a word to whoever left one half done."""

from datetime import datetime

from handlers.kit import until
from handlers.kit.message import NAME, Message
from handlers.surveys import wording
from handlers.surveys.answering import KIND
from models import form as forms
from models import outbox, survey
from models.address import Address
from models.database import Session
from models.form import OpenForm
from models.outbox import Priority
from models.survey import Survey, SurveyQuestion
from models.until import is_open


def remind(session: Session, about: Survey, now: datetime) -> None:
    """Owes the one reminder of a survey to those who have not finished it."""
    message = Message(reminder(about, now)).asking(
        KIND, str(about.id), ("start", wording.START), ("later", wording.LATER)
    )
    try:
        outbox.tell(
            session,
            survey.unfinished(session, about, now),
            message.content(),
            key=f"survey:{about.id}:reminder",
            kind="survey",
            now=now,
            expires=about.ends,
            organisation_id=about.organisation_id,
        )
    except outbox.Again:
        return


def put_aside(session: Session, address: Address, form: OpenForm, now: datetime) -> None:
    """Closes the dialogue, whose answers stand, and asks whether to go on; then what waited comes with numbers of its own. Not where an
    answer is being changed, or the survey has ended: there is nothing to go on with."""
    about = session.get_one(Survey, form.answers["survey"])
    if form.answers["changing"] or not is_open(about, now):
        return
    question = session.get_one(SurveyQuestion, form.answers["question"])
    of = len(survey.questions(session, about))
    message = Message(half_done(question.place, of)).asking(
        KIND, str(about.id), ("start", GO_ON), ("later", wording.LATER)
    )
    forms.close(session, address)
    outbox.owe(
        session,
        address,
        form.member_id,
        message.content(),
        key=f"survey:{about.id}:aside:{form.serial}.{form.touched.isoformat()}",
        now=now,
        priority=Priority.URGENT,
    )


# Wording

GO_ON = "Tiếp tục"


def reminder(about: Survey, now: datetime) -> str:
    return (
        f"NHẮC TRẢ LỜI KHẢO SÁT: {about.title}\nĐồng chí {NAME} chưa trả lời xong; nhận đến {until.said(about.until, now)}. "
        "Những câu đã trả lời vẫn được ghi."
    )


def half_done(place: int, of: int) -> str:
    return f"Đồng chí đang trả lời dở câu {place}/{of}."
