"""Making a survey question by question, for whoever would not write it down at once; it ends as the text that one would paste."""

import re

from handlers.kit.form import WAS, Answers, Form, Step, leading
from handlers.kit.message import Message, Reply, choices
from handlers.kit.router import router
from handlers.kit.turn import Turn
from handlers.surveys import kinds, pasted, wording
from handlers.surveys.asking import PUT_OUT, not_without_names, what_is_wrong
from handlers.surveys.pasted import Faulty, Pasted
from models.folding import tidy
from models.survey import CHOSEN, QUESTIONS_AT_MOST, QUESTIONS_USUAL, Asked, SurveyKind

ALL, EACH, NEXT, DONE, NO_WORDS = "all", "each", "next", "done", "none"
NAMED, NAMELESS = "named", "nameless"
STEPS_OF_A_SCALE = 5


def start(turn: Turn) -> Reply:
    """Asks how the survey is to be made."""
    return _MAKING.start(turn, {"made": ""})


def _way(turn: Turn, answers: Answers) -> Message:
    return Message(HOW, choices((ALL, AT_ONCE), (EACH, ONE_BY_ONE)))


def _way_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value is None and isinstance(pasted.read(text), Pasted):  # what was asked for next, said already
        return {"way": ALL, "text": tidy(text)}
    return {"way": value} if value else _way(turn, answers)


def _one_by_one(turn: Turn, answers: Answers) -> bool:
    return answers.get("way") == EACH


def _at_its_head(turn: Turn, answers: Answers) -> bool:
    """Before the first question stands; what was said of the whole is not asked anew behind it."""
    return not answers["made"]


def _of_the_whole(turn: Turn, answers: Answers) -> bool:
    return _one_by_one(turn, answers) and _at_its_head(turn, answers)


def _title_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    title = " ".join(text.split())
    read = pasted.read(f"{title}\n1. {title}")
    fits = any(c.isalpha() for c in title) and isinstance(read, Pasted) and len(read.questions) == 1
    return {"title": title} if fits else Message(TITLE)


def _named(turn: Turn, answers: Answers) -> Message:
    if wrong := not_without_names(turn):
        return Message(wrong, choices((NAMED, "Ghi tên")))
    return Message(NAMES, choices((NAMED, "Ghi tên"), (NAMELESS, "Không ghi tên")))


def _named_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"named": value} if value else _named(turn, answers)


def _question(turn: Turn, answers: Answers) -> Message:
    return Message(question_text(_place(answers)))


def _place(answers: Answers) -> int:
    read = pasted.read(answers["made"])
    return len(read.questions) + 1 if isinstance(read, Pasted) else 1


def _question_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    asked = " ".join(text.split())
    return {"question": asked} if any(c.isalpha() for c in asked) else _question(turn, answers)


def _kind(turn: Turn, answers: Answers) -> Message:
    offered = [kind for kind in KINDS if kind[0] != SurveyKind.SEVERAL or answers["named"] != NAMELESS]
    return Message(WHICH_KIND, choices(*offered, about=str(_place(answers))))


def _kind_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"kind": value} if value else _kind(turn, answers)


def _has_options(turn: Turn, answers: Answers) -> bool:
    return _one_by_one(turn, answers) and SurveyKind(answers["kind"]) in CHOSEN


def _options(turn: Turn, answers: Answers) -> Message:
    if answers["kind"] == SurveyKind.SCALE:
        return Message(ENDS, choices((NO_WORDS, "Không cần chữ"), about=str(_place(answers))))
    return Message(OPTIONS)


def _options_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    said = _parted(text)
    scale = answers["kind"] == SurveyKind.SCALE
    if scale and value != NO_WORDS and len(said) != 2:
        return _options(turn, answers)
    options = [] if value == NO_WORDS else said
    wrong = pasted.read(_with(answers | {"options": options}))
    if isinstance(wrong, Faulty):
        return Message(f"{what_is_wrong(wrong)}\n{OPTIONS}")
    return {"options": options}


def _parted(text: str) -> list[str]:
    """The options of a message: each on its line, between semicolons, or where there is neither between commas, which the list below
    shows."""
    separator = _BREAK if _BREAK.search(tidy(text)) else _COMMA
    return [option for part in separator.split(tidy(text)) if (option := tidy(part).lstrip("-+• "))]


def _with(answers: Answers) -> str:
    """The survey with the question that is being made."""
    kind, options = SurveyKind(answers["kind"]), tuple(answers.get("options") or ())
    asked = Asked(answers["question"], options, kind)
    if kind is SurveyKind.SCALE:
        mark = kinds.scale_mark(STEPS_OF_A_SCALE, *(options or ("", "")))
        asked = kinds.of(f"{answers['question']} {mark}", ())
    read = pasted.read(answers["made"])
    before = read.questions if isinstance(read, Pasted) else ()
    return pasted.written(answers["title"], [*before, asked], nameless=answers["named"] == NAMELESS)


def _more(turn: Turn, answers: Answers) -> Message:
    read = pasted.read(_with(answers))
    assert isinstance(read, Pasted)
    count = len(read.questions)
    further = [(NEXT, ONE_MORE)] if count < QUESTIONS_AT_MOST else []
    warned = f"\n\n{wording.many(count)}" if count >= QUESTIONS_USUAL else ""
    return Message(
        f"{wording.listed(read.questions)}{warned}\n{PUT_RIGHT}",
        choices(*further, (DONE, wording.DONE), about=str(count)),
    )


def _more_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value == DONE:
        return {"more": DONE, "text": _with(answers)}
    if value == NEXT:
        this = {name: answers.get(name) for name in ("made", "question", "kind", "options")}
        return {"made": _with(answers), **dict.fromkeys(("question", "kind", "options")), WAS: this}
    return _more(turn, answers)


def _made(turn: Turn, answers: Answers) -> Reply:
    turn.rest = answers.get("text") or ""
    return PUT_OUT(turn)


_MAKING = router.form(
    Form(
        "lamkhaosat",
        (
            Step("way", _way, _way_said, _at_its_head),
            Step("title", lambda turn, answers: Message(TITLE), _title_said, _of_the_whole),
            Step("named", _named, _named_said, _of_the_whole),
            Step("question", _question, _question_said, _one_by_one),
            Step("kind", _kind, _kind_said, _one_by_one),
            Step("options", _options, _options_said, _has_options),
            Step("more", _more, _more_said, _one_by_one),
        ),
        _made,
        may=leading,
        steps_back=True,
    )
)

# Wording

_BREAK = re.compile(r"[;\n]")
_COMMA = re.compile(r",(?!(?<=\d,)\d)")
"""Not the one of "2,5 triệu"."""
HOW = "Đồng chí làm khảo sát bằng cách nào? Cũng có thể gửi một tệp Excel có các cột Câu hỏi, Loại, Lựa chọn."
AT_ONCE = "Nhắn cả khảo sát một lượt"
ONE_BY_ONE = "Sổ tay hỏi từng câu"
ONE_MORE = "Thêm câu nữa"
TITLE = "Khảo sát này tên là gì? Ví dụ: Sinh hoạt quý 4."
NAMES = "Phiếu có ghi tên không? Không ghi tên thì không ai xem được ai trả lời gì, đóng rồi mới có số đếm."
WHICH_KIND = "Trả lời câu này thế nào?"
KINDS = (
    (SurveyKind.SINGLE.value, "Chọn một ý"),
    (SurveyKind.SEVERAL.value, "Chọn được nhiều ý"),
    (SurveyKind.SCALE.value, "Thang điểm 1-5"),
    (SurveyKind.TEXT.value, "Trả lời bằng lời"),
    (SurveyKind.DATE.value, "Một ngày"),
)
OPTIONS = "Xin nhắn các lựa chọn, mỗi lựa chọn một dòng, hoặc cách nhau dấu phẩy, dấu chấm phẩy. Ví dụ: Thứ bảy; Chủ nhật."
PUT_RIGHT = "Muốn sửa câu vừa rồi, nhắn SỬA."
ENDS = "1 điểm là gì, 5 điểm là gì? Xin nhắn hai ý cách nhau dấu phẩy, ví dụ: rất kém, rất tốt."


def question_text(place: int) -> str:
    return f"Câu {place}: xin nhắn nội dung câu hỏi."
