"""How surveys are named and shown, in every sentence about them (people 28)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from handlers.kit import until
from handlers.kit.message import NAME
from handlers.kit.wording import shortened
from models.survey import Asked, Count, Survey, SurveyAnswer, SurveyQuestion
from models.until import Until

MINUTES_FOR_FIVE = 3

# Wording

START, LATER = "Bắt đầu", "Để sau"
WHO_SEES = "Bí thư, phó bí thư thấy tên."


def matter(about: Survey) -> str:
    return f"khảo sát “{shortened(about.title)}”"


def untitled(now: datetime) -> str:
    return f"ngày {now:%d/%m}"


def how_long(questions: int) -> str:
    return f"{questions} câu, khoảng {-(-questions * MINUTES_FOR_FIVE // 5)} phút"


def invitation(title: str, questions: int, then: Until, now: datetime, sender: str | None) -> str:
    head = f"KHẢO SÁT: {shortened(title)}\nMời đồng chí {NAME} trả lời: {how_long(questions)}, "
    return f"{head}nhận đến {until.said(then, now)}. {WHO_SEES}" + (f"\n{sender}" if sender else "")


def listed(questions: Sequence[Asked]) -> str:
    lines = []
    for place, asked in enumerate(questions, 1):
        lines.append(f"Câu {place}/{len(questions)}. {asked.text}")
        lines += [f"- {option}" for option in asked.options]
        lines += [] if asked.options else [IN_WORDS]
    return "\n".join(lines)


def asked(question: SurveyQuestion, of: int, stands: str | None = None) -> str:
    now = f" (đang ghi: {stands})" if stands else ""
    how = "" if question.options else f"\n{IN_WORDS}"
    return f"Câu {question.place}/{of}. {question.text}{now}{how}"


IN_WORDS = "(Xin trả lời bằng lời.)"


def answered(question: SurveyQuestion, said: SurveyAnswer | None) -> str | None:
    if said is None:
        return None
    return question.options[said.option] if said.option is not None else f"“{said.words}”"


def summary(questions: Sequence[SurveyQuestion], said: Mapping[int, SurveyAnswer]) -> str:
    return "\n".join(f"{q.place}. {q.text} {answered(q, said.get(q.id)) or NOT_YET}" for q in questions)


NOT_YET = "(chưa trả lời)"


def result(about: Survey, closed: bool, asked: int, counts: Sequence[Count], *, names: bool) -> str:
    head = "KẾT QUẢ KHẢO SÁT" if closed else "KHẢO SÁT ĐANG MỞ"
    lines = [f"{head}: {about.title}", f"Số được hỏi: {asked}."]
    for count in counts:
        lines.append(f"Câu {count.question.place}. {count.question.text}")
        taken = zip(count.question.options, count.options, strict=True)
        parts = [f"{option} {number}" for option, number in taken] or [f"Trả lời {len(count.words)}"]
        lines.append(" · ".join([*parts, f"Chưa trả lời {count.silent}"]) + ".")
        lines += [f"- {who.known_as}: {words}" for who, words in count.words] if names else []
    return "\n".join(lines)
