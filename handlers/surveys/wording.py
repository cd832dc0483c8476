"""How surveys are named and shown, in every sentence about them (people 28)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from handlers.kit import until
from handlers.kit.cells import Value
from handlers.kit.message import NAME
from handlers.kit.reading import weekday
from handlers.kit.wording import NOT_REACHED, capital, shortened
from models.survey import QUESTIONS_USUAL, Asked, Count, Survey, SurveyAnswer, SurveyKind, SurveyQuestion
from models.until import Until

MINUTES_FOR_FIVE = 3

# Wording

START, LATER = "Bắt đầu", "Để sau"
IN_WORDS = "nhắn KHẢO SÁT để trả lời"
WHO_SEES = "Bí thư, phó bí thư thấy tên."
NO_NAMES = (
    "Không ghi tên: không ai trong chi bộ xem được ai trả lời gì; đóng khảo sát rồi mới có số đếm, từ năm phiếu trở lên. "
    "Zalo hay Telegram thì vẫn thấy những gì đồng chí nhắn."
)
NO_NAME = "(Không ghi tên; Zalo, Telegram vẫn thấy điều đồng chí nhắn.)"


def matter(about: Survey) -> str:
    return f"khảo sát “{shortened(about.title)}”"


def capital_matter(about: Survey) -> str:
    return capital(matter(about))


def numbered(question: SurveyQuestion) -> str:
    return f"Câu {question.place}. {question.text}"


def untitled(now: datetime) -> str:
    return f"ngày {now:%d/%m}"


def how_long(questions: int) -> str:
    return f"{questions} câu, khoảng {-(-questions * MINUTES_FOR_FIVE // 5)} phút"


def invitation(
    title: str, questions: int, then: Until, now: datetime, sender: str | None, *, nameless: bool
) -> str:
    head = f"KHẢO SÁT: {shortened(title)}\nMời đồng chí {NAME} trả lời: {how_long(questions)}, "
    return f"{head}nhận đến {until.said(then, now)}. {NO_NAMES if nameless else WHO_SEES}" + (
        f"\n{sender}" if sender else ""
    )


def listed(questions: Sequence[Asked]) -> str:
    """Every question as a member will see it, its options without numbers: here those are the preview's own."""
    lines = []
    for place, asked in enumerate(questions, 1):
        lines.append(f"Câu {place}/{len(questions)}. {asked.text}")
        lines += [] if asked.kind is SurveyKind.SCALE else [f"- {option}" for option in asked.options]
        lines.append(kind_of(asked.kind, asked.options))
    return "\n".join(lines)


def many(questions: int) -> str:
    return (
        f"Lưu ý: {how_long(questions)}. Quá {QUESTIONS_USUAL} câu thì nhiều đồng chí bỏ dở; "
        "nên bớt câu, hoặc chia làm hai lần."
    )


def kind_of(kind: SurveyKind, options: Sequence[str]) -> str:
    """Of what kind a question is, as the preview says it; for all but the usual one the member sees it, too."""
    return {
        SurveyKind.SINGLE: "(Chọn một ý.)",
        SurveyKind.SEVERAL: f"(Chọn được nhiều ý: nhắn các số, ví dụ 1, 3; hoặc chọn từng ý rồi {DONE}.)",
        SurveyKind.SCALE: f"(Thang điểm, từ {options[0] if options else ''} đến {options[-1] if options else ''}.)",
        SurveyKind.TEXT: "(Xin trả lời bằng lời.)",
        SurveyKind.DATE: "(Xin nhắn một ngày, ví dụ 20/12.)",
    }[kind]


def asked(
    question: SurveyQuestion,
    of: int,
    stands: str | None = None,
    picked: Sequence[int] = (),
    *,
    nameless: bool = False,
) -> str:
    now = f" (đang ghi: {stands})" if stands else ""
    lines = [f"Câu {question.place}/{of}. {question.text}{now}"]
    if question.kind in (SurveyKind.SEVERAL, SurveyKind.TEXT, SurveyKind.DATE):
        lines.append(kind_of(question.kind, question.options))
    if nameless:
        lines.append(NO_NAME)
    if picked:
        lines.append(f"Đang chọn: {taken(question, picked)}.")
    return "\n".join(lines)


DONE = "Xong"


def taken(question: SurveyQuestion, places: Sequence[int]) -> str:
    return ", ".join(question.options[place] for place in places)


def answered(question: SurveyQuestion, said: SurveyAnswer | None) -> str | None:
    if said is None:
        return None
    if said.words is None:
        return taken(question, said.chosen)
    return day(said.words) if question.kind is SurveyKind.DATE else f"“{said.words}”"


def plainly(question: SurveyQuestion, said: SurveyAnswer | None) -> Value:
    """An answer as it stands in a table."""
    if said is None:
        return ""
    if question.kind is SurveyKind.DATE and said.words:
        return date.fromisoformat(said.words)
    return said.words if question.kind is SurveyKind.TEXT and said.words else answered(question, said) or ""


def day(iso: str) -> str:
    """'Chủ nhật 06/12/2026'."""
    that = date.fromisoformat(iso)
    return f"{weekday(datetime(that.year, that.month, that.day))} {that:%d/%m/%Y}"


def summary(questions: Sequence[SurveyQuestion], said: Mapping[int, SurveyAnswer]) -> str:
    return "\n".join(f"{q.place}. {q.text} {answered(q, said.get(q.id)) or NOT_YET}" for q in questions)


NOT_YET = "(chưa trả lời)"


HIDDEN = "(chưa có số đếm)"
ANSWERED, SILENT = "Trả lời", "Chưa trả lời"


def result(
    about: Survey, closed: bool, asked: tuple[int, int], counts: Sequence[Count], *, names: bool
) -> str:
    """`asked`: how many, and to how many of these it never came."""
    head = "KẾT QUẢ KHẢO SÁT" if closed else "KHẢO SÁT ĐANG MỞ"
    lines = [f"{head}: {about.title}", f"Số được hỏi: {of_them(*asked)}."]
    for count in counts:
        lines.append(numbered(count.question))
        if count.hidden:
            lines.append(f"{hidden(about, closed)} {rest_of(count, asked[1])}.")
            continue
        lines.append(" · ".join([*parts(count), rest_of(count, asked[1])]) + ".")
        if names and is_text(count):
            lines += [f"- {who.known_as}: {words}" if who else f"- {words}" for who, words in count.words]
    return "\n".join(lines)


def rest(count: Count, unreached: int) -> list[tuple[str, int]]:
    """Who has not answered a question, as (label, how many); whom the survey never came to stands apart from who keeps silent."""
    found = [(SILENT, count.silent - unreached)]
    return [*found, (NOT_REACHED, unreached)] if unreached else found


def rest_of(count: Count, unreached: int) -> str:
    """'Chưa trả lời 4 · Chưa nhận được 2'."""
    return " · ".join(f"{label} {number}" for label, number in rest(count, unreached))


def of_them(asked: int, unreached: int) -> str:
    """'59 (12 đã nhận, 47 chưa nhận được)'."""
    return f"{asked} ({asked - unreached} đã nhận, {unreached} chưa nhận được)" if unreached else f"{asked}"


def is_text(count: Count) -> bool:
    return count.question.kind is SurveyKind.TEXT


def hidden(about: Survey, closed: bool) -> str:
    if not closed:
        return "Không ghi tên: có số đếm khi đóng, từ năm phiếu trở lên."
    return "Không ghi tên và chưa đủ năm phiếu, nên Sổ tay bỏ, không đếm."


def bars_of(about: Survey) -> str:
    return f"Biểu đồ {matter(about)}. Số liệu như tin trên."


def parts(count: Count) -> list[str]:
    """'Thứ bảy 12'; of a scale its mean, too; of words how many; of days each with its number."""
    found = [f"{label} {number}" for label, number in bars(count)]
    answers = sum(count.options)
    if count.question.kind is SurveyKind.SCALE and answers:
        mean = sum(place * number for place, number in enumerate(count.options, 1)) / answers
        found.append(f"Trung bình {mean:.1f}".replace(".", ","))
    return found


def bars(count: Count) -> list[tuple[str, int]]:
    """What was counted of a question, as (label, how many)."""
    if count.hidden:
        return [(HIDDEN, 0)]
    if count.question.options:
        return list(zip(count.question.options, count.options, strict=True))
    said = [words for _, words in count.words]
    if count.question.kind is SurveyKind.DATE:
        return [(day(iso), said.count(iso)) for iso in sorted(set(said))] or [(ANSWERED, 0)]
    return [(ANSWERED, len(said))]
