"""Putting out a survey from one text, as pasted or as written down elsewhere: shown first as members will see it, then sent (people 28)."""

from dataclasses import replace
from datetime import datetime

from handlers.kit.message import Message, Reply
from handlers.kit.outgoing import LeftOut, Outgoing
from handlers.kit.putting_out import PutOut
from handlers.kit.signing import sender
from handlers.kit.turn import Purpose, Turn
from handlers.surveys import answering, wording
from handlers.surveys.pasted import OPTIONS_AT_MOST, Fault, Faulty, Pasted, read
from models import member, outbox, survey
from models.database import Session
from models.survey import FEWEST, QUESTIONS_AT_MOST, QUESTIONS_USUAL, NobodyToAsk, NotHere, Survey, TooFew
from models.terms import Body
from models.until import Until


def _whom(turn: Turn) -> tuple[outbox.People, LeftOut]:
    left_out = member.left_out(turn.session, turn.here, turn.now, Body.BRANCH, None)
    return member.called(turn.here, turn.now), left_out.items()


def _faulty(turn: Turn, text: str) -> Message | None:
    found = read(text)
    if isinstance(found, Faulty):
        return Message(fault(found))
    wrong = not_without_names(turn) if found.nameless else None
    return Message(f"{wrong} {NAMED_INSTEAD}") if wrong else None


def not_without_names(turn: Turn) -> str | None:
    """Why nobody can be asked here without names; None where it can be done."""
    try:
        survey.can_be_asked(turn.session, (), turn.session.exec(member.called(turn.here, turn.now)).all())
    except TooFew:
        return TOO_FEW
    except NotHere:
        return NOT_HERE
    return None


def _read(turn: Turn, text: str) -> Pasted:
    found = read(text)
    assert isinstance(found, Pasted)
    return replace(found, title=found.title or wording.untitled(turn.now))


def _shown(turn: Turn, text: str, then: Until) -> str:
    found = _read(turn, text)
    invitation = wording.invitation(
        found.title, len(found.questions), then, turn.now, sender(turn, turn.me), nameless=found.nameless
    )
    count = len(found.questions)
    reached, _ = outbox.reach(turn.session, _whom(turn)[0], Purpose.CONTENT)
    warnings = [wording.many(count)] if count > QUESTIONS_USUAL else []
    warnings += [few_phones(reached)] if found.nameless and reached < FEWEST else []
    return "\n\n".join([f"{invitation}\n{wording.listed(found.questions)}", *warnings])


def _sent(turn: Turn, text: str, then: Until, not_before: datetime | None) -> Reply:
    found = _read(turn, text)
    if found.nameless and (wrong := not_without_names(turn)):
        return Message(f"{wrong} {NOBODY_GOT_IT}")
    try:
        made = survey.put_out(
            turn.session,
            turn.here,
            turn.me,
            found.title,
            found.questions,
            then,
            turn.now,
            nameless=found.nameless,
        )
    except NobodyToAsk:
        return Message(NOBODY)
    people = survey.invited(made, turn.now)
    invitation = answering.invitation(turn.session, made, turn.now, sender(turn, turn.me))
    return SURVEYS.tell(turn, made, wording.matter(made), people, invitation, not_before)


def unreached(session: Session, about: Survey) -> int:
    """How many of those asked are silent because it never came to them: they have no phone, or it did not arrive."""
    return len(survey.silent(session, about) - outbox.reached_by(session, SURVEYS.key.format(about.id)))


PUT_OUT = Outgoing(
    "taokhaosat",
    asks=lambda: Message(which_questions()),
    faulty=_faulty,
    shown=_shown,
    whom=_whom,
    sent=_sent,
).handler()


# Wording

SURVEYS = PutOut(
    "survey",
    "survey:{}:invitation",
    Survey,
    survey.take_back,
    taken="trả lời khảo sát",
    still_open="Khảo sát vẫn hỏi ai đã nhận. Muốn đóng, nhắn /dong.",
    question=answering.KIND,
)
NOBODY = "Chi bộ chưa có đồng chí nào để hỏi. Chưa gửi cho ai."
TOO_FEW = f"Không ghi tên thì phải hỏi từ {FEWEST} đồng chí trở lên, chi bộ chưa đủ."
NOT_HERE = "Máy chủ này giữ nhật ký mà Sổ tay không xóa hết được, nên không nhận khảo sát không ghi tên."
NAMED_INSTEAD = "Xin bỏ chữ “không ghi tên” rồi nhắn lại cả khảo sát."
NOBODY_GOT_IT = "Chưa gửi cho ai."
EXAMPLE = "Ví dụ:\nSinh hoạt quý 4\n1. Giờ họp có hợp với đồng chí không?\na) Có\nb) Không\n2. Đồng chí có đề xuất gì?"


def few_phones(reached: int) -> str:
    return (
        f"Lưu ý: mới {reached} đồng chí nhận được qua máy. Không ghi tên thì câu nào chưa đủ {FEWEST} phiếu sẽ bỏ, không đếm; "
        "nên để ghi tên."
    )


def which_questions() -> str:
    return (
        f"Xin nhắn các câu hỏi, mỗi câu một dòng có đánh số, nên đến {QUESTIONS_USUAL} câu; lựa chọn (nếu có) để ở dòng dưới. "
        f"Muốn rõ kiểu trả lời thì ghi sau câu: (chọn nhiều), (thang 1-5), (ngày), (trả lời bằng lời). "
        f"Muốn không ghi tên thì thêm (không ghi tên) sau tên khảo sát. {EXAMPLE}"
    )


def fault(found: Faulty) -> str:
    """What is wrong with a whole survey, and what to do next."""
    said = what_is_wrong(found)
    return said if found.fault is Fault.NO_QUESTION else f"{said} Xin sửa rồi nhắn lại cả khảo sát."


def what_is_wrong(found: Faulty) -> str:
    return {
        Fault.NO_QUESTION: f"Sổ tay chưa thấy câu hỏi nào. {which_questions()}",
        Fault.TOO_MANY: f"Có {found.place} câu; Sổ tay nhận đến {QUESTIONS_AT_MOST}, và nên hỏi đến {QUESTIONS_USUAL} câu: dài quá thì không ai trả lời hết.",
        Fault.NO_TEXT: f"Câu {found.place} hoặc một lựa chọn của câu ấy chưa có chữ.",
        Fault.ONE_OPTION: f"Câu {found.place} chỉ có một lựa chọn; xin ghi từ hai lựa chọn, hoặc bỏ đi để trả lời bằng lời.",
        Fault.MANY_OPTIONS: f"Câu {found.place} có nhiều lựa chọn quá: chọn một thì đến {OPTIONS_AT_MOST}, chọn nhiều thì đến {OPTIONS_AT_MOST - 1} ý.",
        Fault.SEVERAL_NAMELESS: f"Câu {found.place} chọn nhiều ý: khảo sát không ghi tên chỉ dùng chọn một, thang điểm, ngày, và trả lời bằng lời.",
        Fault.ALIKE: f"Câu {found.place} có hai lựa chọn giống nhau.",
    }[found.fault]
